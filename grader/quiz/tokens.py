"""From what was typed to tokens: Unicode signs, Greek letters and the LaTeX subset become one small alphabet."""

import re
from dataclasses import dataclass

from grader.quiz.normalise import listed, plain

MAX_LENGTH = 400  # five times the longest right formula of the bank, as LaTeX


@dataclass(frozen=True, slots=True)
class Token:
    """kind: number, name, variable, op, group, command, end. at: its place in the normalized text."""

    kind: str
    text: str
    at: int = 0


class FormulaError(ValueError):
    """What could not be read: a message code, its place (0-based), the text found there, what was expected."""

    def __init__(self, code: str, at: int, found: str, expected: str = "") -> None:
        """See the class."""
        super().__init__(f"{code} at {at}: {found!r}")
        self.code, self.at, self.found, self.expected = code, at, found, expected


_GREEK = dict(
    zip(
        "αβγδεϵζηθικλμµνξοπρσςτυφϕχψωΔΣΠ∂∇Γ",
        listed(
            "alpha beta gamma delta epsilon epsilon zeta eta theta iota kappa lambda mu mu nu xi omicron pi rho sigma "
            "sigma tau upsilon phi phi chi psi omega Delta Sigma Pi partial nabla Gamma"
        ),
        strict=True,
    )
)
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", "0123456789-+n", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ᵢₜₙⱼ", "0123456789itnj", strict=True))
_COMBINING = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde"}
_SIGNS = {
    "×": "*",
    "·": "*",
    "⋅": "*",
    "∙": "*",
    "∗": "*",
    "÷": "/",
    "∕": "/",
    "⁄": "/",
    "√": r"\sqrt ",
    "∣": "|",
    ";": ",",
    "：": ":",
    "½": "(1/2)",
    "¼": "(1/4)",
}
_DROPPED = re.compile(
    r"\\(?:left|right|bigl?|bigr|Bigl?|Bigr|displaystyle|limits|quad|qquad|mathstrut|[,;:!> ()\[\]])(?![A-Za-z])"
    r"|\$|\\\\|&|~"
)
_TEXT_COMMAND = re.compile(
    r"\\(?:operatorname|mathrm|mathbf|mathit|text|textrm|rm|bm|boldsymbol|vec)\*?\s*\{([A-Za-z_ ]{1,20})\}"
)
_ACCENT = re.compile(r"\\(hat|widehat|bar|overline|tilde)\s*(?:\{\s*(\\?[A-Za-z]{1,12})\s*\}|(\\?[A-Za-z]))")
_SUPER_RUN = re.compile(f"[{''.join(_SUPERSCRIPTS)}]+")
_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_RUN = re.compile(r"[A-Za-z](?:[A-Za-z0-9]|_\{[A-Za-z0-9+\- ]{1,12}\}|_(?=[A-Za-z0-9]))*")
_SUBSCRIPT = re.compile(r"\s*_\s*(\{[A-Za-z0-9+\- ]{1,12}\}|[A-Za-z0-9]+)|([0-9]+)")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_SPACE = re.compile(r"\s+")
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_PRODUCTS = frozenset({"cdot", "times", "ast"})
_BARS = frozenset({"lvert", "rvert", "vert", "mid"})
_PARENTHESES = {"(": "(", "[": "[", "{": "(", ")": ")", "]": "]", "}": ")"}


def canonical(name: str) -> str:
    r"""w_1, w_{1}, w₁ and w1 as w1; \hat{y}, ŷ and y_hat as yhat; n_{in} as nin."""
    found = tokens_of(name)
    if len(found) != 1 or found[0].kind != "name":
        raise ValueError(f"{name!r} is not the name of a variable")
    return found[0].text


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of what was typed; FormulaError for a sign that formulas do not have."""
    if len(text) > MAX_LENGTH:
        raise FormulaError("formula.too_long", MAX_LENGTH, "")
    text = spelled_out(text)
    if len(text) > 4 * MAX_LENGTH:
        raise FormulaError("formula.too_long", MAX_LENGTH, "")
    out: list[Token] = []
    at = 0
    while at < len(text):
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        if at < len(text):
            token, at = _token(text, at)
            if token is not None:
                out.append(token)
    return _brackets(out)


def spelled_out(text: str) -> str:
    """Unicode mathematics as ASCII and LaTeX."""
    import unicodedata

    text = plain(text).replace("**", "^").replace(":=", "=").replace("←", "=").replace("≈", "=")
    text = _TEXT_COMMAND.sub(lambda m: m[1].strip(), text)
    text = _DROPPED.sub(" ", text)
    text = _SUPER_RUN.sub(lambda m: "^(" + "".join(_SUPERSCRIPTS[c] for c in m[0]) + ")", text)
    out = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        if len(parts) == 2 and parts[1] in _COMBINING:  # noqa: PLR2004  # letter and accent
            out.append(rf"\{_COMBINING[parts[1]]}{{{parts[0]}}}")
        elif char in _COMBINING and out:
            out.append(rf"_{_COMBINING[char]}")
        elif char in _GREEK:
            out.append(f"\\{_GREEK[char]} ")
        elif char in _SUBSCRIPTS:
            out.append(f"_{_SUBSCRIPTS[char]}")
        else:
            out.append(_SIGNS.get(char, char))
    return "".join(out)


def _token(text: str, at: int) -> tuple[Token | None, int]:
    accent = _ACCENT.match(text, at)
    if accent:
        base = (accent[2] or accent[3]).removeprefix("\\")
        kind = {"widehat": "hat", "overline": "bar"}.get(accent[1], accent[1])
        tail, end = _subscript(text, accent.end())
        return Token("name", base + kind + tail, at), end
    number = _NUMBER.match(text, at)
    if number:
        return Token("number", number[0], at), number.end()
    run = _RUN.match(text, at)
    if run:
        return Token("name", re.sub(r"[^A-Za-z0-9]", "", run[0]), at), run.end()
    command = _COMMAND.match(text, at)
    if command:
        return _command(text, command, at)
    if text.startswith((r"\{", r"\}", r"\|"), at):
        return Token("group", {"{": "(", "}": ")", "|": "|"}[text[at + 1]], at), at + 2
    char = text[at]
    if char in "+-*/^=,":
        return Token("op" if char in "+-*/" else "group", char, at), at + 1
    if char in _PARENTHESES or char == "|":
        return Token("group", _PARENTHESES.get(char, char), at), at + 1
    raise FormulaError("formula.unknown_sign", at, char)


def _command(text: str, found: re.Match[str], at: int) -> tuple[Token | None, int]:
    name, end = found[1], found.end()
    if name in _FRACTIONS:
        return Token("command", "frac", at), end
    if name == "sqrt":
        return Token("command", "sqrt", at), end
    if name in _PRODUCTS:
        return Token("op", "*", at), end
    if name == "div":
        return Token("op", "/", at), end
    if name in _BARS:
        return Token("group", "|", at), end
    name = {"varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta"}.get(name, name)
    tail, end = _subscript(text, end)
    return Token("name", name + tail, at), end


def _subscript(text: str, at: int) -> tuple[str, int]:
    """Subscripts after a command or an accent: one letter or digit group, or braces."""
    tail = ""
    while (found := _SUBSCRIPT.match(text, at)) is not None:
        tail += re.sub(r"[^A-Za-z0-9]", "", found[1] or found[2])
        at = found.end()
    return tail, at


def _brackets(tokens: list[Token]) -> tuple[Token, ...]:
    """[x] groups like (x), except right after a root, where it is the root's degree."""
    out: list[Token] = []
    degree = 0
    for token in tokens:
        text = token.text
        if token.kind == "group" and text == "[":
            if out and out[-1].text == "sqrt" and out[-1].kind == "command":
                degree += 1
            else:
                text = "("
        elif token.kind == "group" and text == "]":
            text = "]" if degree else ")"
            degree = max(degree - 1, 0)
        out.append(Token(token.kind, text, token.at))
    return tuple(out)
