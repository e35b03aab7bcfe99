"""A Pratt parser for the formulas students type: plain text, Unicode or some LaTeX. No eval, declared names only.

Grammar, loosest first: + -; unary minus; * / and implicit products; ^ (from the right); calls, groups, |x|.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.quiz.expression import CONSTANTS, FUNCTIONS, TWO_OR_MORE, Bin, Call, Name, Neg, Num, Tree
from grader.quiz.tokens import FormulaError, Token, canonical, tokens_of

CAPITALS = frozenset({"Sigma", "Pi", "Delta", "Gamma"})
MAX_DEPTH = 40  # the deepest formula of the bank has 7 levels; Python's own stack is far away


@dataclass(frozen=True, slots=True)
class Names:
    """What a formula may use. aliases: token sequences that stand for a variable, the longest first."""

    variables: tuple[str, ...]
    functions: tuple[str, ...] = ()
    aliases: tuple[tuple[tuple[Token, ...], str], ...] = ()
    shown: tuple[str, ...] = ()


def names(variables: dict[str, tuple[str, ...]], functions: Sequence[str] = ()) -> Names:
    """Declared variables, each with its other spellings, and abstract functions."""
    own = {canonical(name): also for name, also in variables.items()}
    aliases = [(tokens_of(text), name) for name, also in own.items() for text in also]
    aliases.sort(key=lambda pair: -len(pair[0]))
    return Names(tuple(own), tuple(map(canonical, functions)), tuple(aliases), tuple(variables))


def parse(text: str, known: Names) -> Tree:
    """The tree of `text`, or FormulaError with a code, a place and what stands there."""
    tokens = _without_left_side(_with_aliases(tokens_of(text), known), known)
    tokens = tuple(part for token in tokens for part in _segments(token, known))
    if not tokens:
        raise FormulaError("formula.empty", 0, "")
    parser = _Parser(tokens, known)
    tree = parser.expression(0, 0)
    if parser.at < len(tokens):
        raise FormulaError("formula.unexpected", parser.next.at, parser.next.text)
    return tree


def _with_aliases(tokens: tuple[Token, ...], known: Names) -> tuple[Token, ...]:
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        for sequence, name in known.aliases:
            here = tokens[at : at + len(sequence)]
            if sequence and [(t.kind, t.text) for t in here] == [(t.kind, t.text) for t in sequence]:
                out.append(Token("variable", name, tokens[at].at))
                at += len(sequence)
                break
        else:
            out.append(tokens[at])
            at += 1
    return tuple(out)


def _without_left_side(tokens: tuple[Token, ...], known: Names) -> tuple[Token, ...]:
    """Drop `y =`, `f(x) =`: what stands left of the only equals sign, if it is a bare name."""
    del known
    equals = [at for at, token in enumerate(tokens) if token.text == "="]
    if not equals:
        return tokens
    left = tokens[: equals[0]]
    if len(equals) > 1:
        raise FormulaError("formula.two_equals", tokens[equals[1]].at, "=")
    if not left or left[0].kind not in {"name", "variable"} or any(t.text in "+-*^" for t in left):
        raise FormulaError("formula.left_side", tokens[equals[0]].at, "=")
    return tokens[equals[0] + 1 :]


def _segments(token: Token, known: Names) -> tuple[Token, ...]:
    """`wx` as w, x; `ylogp` as y, log, p: a run of letters cut into declared names, longest first."""
    if token.kind != "name":
        return (token,)
    vocabulary = [*known.variables, *known.functions, *FUNCTIONS, *CONSTANTS]
    folds = (str, str.casefold) if token.text not in CAPITALS else (str,)  # a sum is no sigma
    for fold in folds:
        table = {fold(word): word for word in reversed(vocabulary)}
        parts = _cut(fold(token.text), table)
        if parts is not None:
            return tuple(Token("variable" if p in known.variables else "name", p, token.at) for p in parts)
    raise FormulaError("formula.unknown_name", token.at, token.text)


def _cut(text: str, table: dict[str, str]) -> list[str] | None:
    """Fewest pieces by dynamic programming from the right: bounded time, no backtracking."""
    best: list[list[str] | None] = [None] * (len(text) + 1)
    best[len(text)] = []
    longest = max(map(len, table), default=0)
    for start in range(len(text) - 1, -1, -1):
        for end in range(min(len(text), start + longest), start, -1):
            rest = best[end]
            word = table.get(text[start:end])
            here = best[start]
            if word is not None and rest is not None and (here is None or len(rest) + 1 < len(here)):
                best[start] = [word, *rest]
    return best[0]


class _Parser:
    """The state of one parse: where we are. Lives only inside `parse`."""

    def __init__(self, tokens: tuple[Token, ...], known: Names) -> None:
        self.tokens, self.known, self.at, self.bars = tokens, known, 0, 0

    @property
    def next(self) -> Token:
        end = self.tokens[-1].at + 1 if self.tokens else 0
        return self.tokens[self.at] if self.at < len(self.tokens) else Token("end", "", end)

    def take(self, text: str) -> None:
        if self.next.text != text:
            raise FormulaError("formula.expected", self.next.at, self.next.text, text)
        self.at += 1

    def expression(self, power: int, depth: int) -> Tree:
        """Everything that binds more tightly than `power`."""
        if depth > MAX_DEPTH:
            raise FormulaError("formula.too_deep", self.next.at, self.next.text)
        left = self.prefix(depth, power)
        while True:
            op, binding, implicit = self.infix()
            if not op or binding <= power:
                return left
            if not implicit:
                self.at += 1
            right = self.expression(binding - 1 if op == "^" else binding, depth + 1)
            left = Bin(op, left, right)

    def infix(self) -> tuple[str, int, bool]:
        token = self.next
        if token.kind == "op" and token.text in "+-":
            return token.text, 10, False
        if token.kind == "op" and token.text in "*/":
            return token.text, 20, False
        if token.text == "^":
            return "^", 40, False
        opens = token.text == "(" or (token.text == "|" and not self.bars)
        if token.kind in {"name", "variable", "command"} or opens:  # never a number: 1 2 is no product
            return "*", 20, True
        return "", 0, False

    def prefix(self, depth: int, power: int = 0) -> Tree:
        token = self.next
        self.at += 1
        match token.kind, token.text:
            case "number", text:
                return _number(token, text)
            case "variable", text:
                return Name(text, dict(zip(self.known.variables, self.known.shown, strict=False)).get(text, text))
            case "op", "-":
                return Neg(self.expression(max(15, power), depth + 1))
            case "op", "+":
                return self.expression(max(15, power), depth + 1)
            case _, "(":
                return self.group(depth)
            case _, "|":
                return self.bar(depth)
            case "command", text:
                return self.command(text, depth)
            case "name", text if text in CONSTANTS:
                return Name(text)
            case "name", text:
                return self.call(token, text, depth)
        code = "formula.ends_early" if token.kind == "end" else "formula.unexpected"
        raise FormulaError(code, token.at, token.text)

    def group(self, depth: int) -> Tree:
        bars, self.bars = self.bars, 0
        tree = self.expression(0, depth + 1)
        if self.next.text == ",":
            raise FormulaError("formula.comma", self.next.at, ",")
        self.take(")")
        self.bars = bars
        return tree

    def bar(self, depth: int) -> Tree:
        self.bars += 1
        tree = self.expression(0, depth + 1)
        self.take("|")
        self.bars -= 1
        return Call("abs", (tree,))

    def command(self, text: str, depth: int) -> Tree:
        if text == "frac":
            above, below = self.argument(depth), self.argument(depth)
            return Bin("/", above, below)
        root: Tree | None = None
        if self.next.text == "[":
            self.at += 1
            root = self.expression(0, depth + 1)
            self.take("]")
        inside = self.argument(depth)
        return Call("sqrt", (inside,)) if root is None else Bin("^", inside, Bin("/", Num(1.0, "1"), root))

    def argument(self, depth: int) -> Tree:
        if self.next.text == "(":
            self.at += 1
            return self.group(depth)
        return self.prefix(depth + 1, 40) if depth < MAX_DEPTH else self.expression(0, depth + 1)

    def call(self, token: Token, name: str, depth: int) -> Tree:
        exponent: Tree | None = None
        if self.next.text == "^":
            self.at += 1
            exponent = self.argument(depth + 1) if self.next.text != "-" else self.expression(39, depth + 1)
        if self.next.text == "(":
            self.at += 1
            args = self.arguments(depth)
        elif name in TWO_OR_MORE or name in self.known.functions or self.next.kind == "end":
            raise FormulaError("formula.expected", self.next.at, self.next.text, "(")
        else:
            args = (self.expression(30, depth + 1),)  # tighter than products: log p + 1, y log p
        wanted = 2 if name in TWO_OR_MORE else 1
        if len(args) < wanted or (len(args) > wanted and name not in {*TWO_OR_MORE, *self.known.functions}):
            raise FormulaError("formula.arguments", token.at, name)
        tree: Tree = Call(name, args)
        return tree if exponent is None else Bin("^", tree, exponent)

    def arguments(self, depth: int) -> tuple[Tree, ...]:
        bars, self.bars = self.bars, 0
        args = [self.expression(0, depth + 1)]
        while self.next.text == ",":
            self.at += 1
            args.append(self.expression(0, depth + 1))
        self.take(")")
        self.bars = bars
        return tuple(args)


def _number(token: Token, text: str) -> Num:
    value = float(text)
    if value == float("inf"):
        raise FormulaError("formula.too_large", token.at, text)
    return Num(value, text)
