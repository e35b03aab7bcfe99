"""The part of a question that its kind decides, from its YAML. FORMS: required keys, optional keys, reader."""

from collections.abc import Callable, Mapping

from grader.quiz.fields import dotted, misconception_of, slug, text_of
from grader.quiz.formula import names, parse
from grader.quiz.latex import GAP
from grader.quiz.node import Node
from grader.quiz.tokens import FormulaError, canonical
from grader.spec.question import (
    EXACT,
    PRINTED,
    Before,
    Blank,
    BlankWrong,
    Body,
    Choice,
    Choices,
    Code,
    CodeOutput,
    Concept,
    Formula,
    Gap,
    Item,
    Left,
    Matching,
    Numeric,
    Option,
    Ordering,
    QuestionKind,
    Short,
    Tolerance,
    Variable,
)

Fields = Mapping[str, Node]
MAX_OPTIONS = 8  # letters A to H; more than eight is no question but a search


def numeric(node: Fields) -> Body:
    """Tolerance and unit."""
    tolerance = _tolerance(node["tolerance"]) if "tolerance" in node else Tolerance()
    return Numeric(tolerance, node["unit"].word() if "unit" in node else "")


def formula(node: Fields) -> Body:
    """The answer, its variables and abstract functions; wrong paths must be readable too."""
    variables = tuple(_variable(name, entry) for name, entry in node["variables"].mapping().items())
    functions = node["functions"].words() if "functions" in node else ()
    same_as = dotted(node["same_as"]) if "same_as" in node else None
    known = names({v.name: v.also for v in variables}, functions)
    wrong = node["wrong"].mapping().values() if "wrong" in node else []
    for place in (node["answer"], *(entry.mapping()["formula"] for entry in wrong if "formula" in entry.mapping())):
        try:
            parse(place.word(), known)
        except FormulaError as error:
            raise place.bad(f"a readable formula ({error})") from error
    return Formula(node["answer"].word(), variables, functions, same_as)


def choice(node: Fields) -> Body:
    """Options, one right."""
    options = _options(node["options"], every_feedback=False)
    if "generator" not in node and sum(bool(o.correct) for o in options) != 1:
        raise node["options"].bad("exactly one option with correct: true")
    return Choice(options, _shuffle(node))


def choices(node: Fields) -> Body:
    """Options, any number right."""
    options = _options(node["options"], every_feedback=True)
    right = sum(bool(o.correct) for o in options)
    if "generator" not in node and not 0 < right < len(options):
        raise node["options"].bad("at least one right and one wrong option")
    rules = ("all-or-nothing", "right-minus-wrong", "per-option")
    return Choices(options, node["credit"].one_of(rules), _shuffle(node))  # type: ignore[arg-type]  # checked by one_of


def ordering(node: Fields) -> Body:
    """Items and the pairs whose order counts, which must form no circle."""
    items = _items(node["items"])
    ids = [item.id for item in items]
    before = []
    for entry in node["before"].items():
        found = entry.fields(("first", "then", "because"))
        pair = tuple(found[key].one_of(tuple(ids)) for key in ("first", "then"))
        before.append(Before(pair[0], pair[1], text_of(found["because"])))
    if not before:
        raise node["before"].bad("at least one pair")
    if topological(ids, [(b.first, b.then) for b in before]) is None:
        raise node["before"].bad("pairs without a circle")
    credit = node["credit"].one_of(("all-or-nothing", "pairs"))
    return Ordering(items, tuple(before), credit)  # type: ignore[arg-type]  # checked by one_of


def topological(ids: list[str], pairs: list[tuple[str, str]]) -> list[str] | None:
    """One right order, the given one where it may stay; None if the pairs form a circle."""
    left, out = list(ids), []
    while left:
        free = [i for i in left if not any(b == i and a in left for a, b in pairs)]
        if not free:
            return None
        out.append(free[0])
        left.remove(free[0])
    return out


def matching(node: Fields) -> Body:
    """Left items, each with one of the right items."""
    right = _items(node["right"])
    left = []
    for entry in node["left"].items():
        found = entry.fields(("id", "text", "match", "feedback"))
        match = found["match"].one_of(tuple(item.id for item in right))
        left.append(Left(slug(found["id"]), text_of(found["text"]), match, text_of(found["feedback"])))
    _distinct(node["left"], [item.id for item in left])
    credit = node["credit"].one_of(("all-or-nothing", "per-pair"))
    return Matching(tuple(left), right, credit)  # type: ignore[arg-type]  # checked by one_of


def code_output(node: Fields) -> Body:
    """Only a tolerance."""
    return CodeOutput(_tolerance(node["tolerance"]) if "tolerance" in node else PRINTED)


def blank(node: Fields) -> Body:
    """The gaps, the same in the stem of both languages."""
    gaps = tuple(_gap(entry, numbers="generator" in node) for entry in node["blanks"].items())
    ids = _distinct(node["blanks"], [gap.id for gap in gaps])
    for lang, text in node["stem"].mapping().items():
        if sorted(GAP.findall(text.text())) != sorted(ids):
            raise text.bad(f"the blanks {', '.join(f'[[{i}]]' for i in ids)}, each once, in {lang}")
    credit = node["credit"].one_of(("per-blank", "all-or-nothing"))
    return Blank(gaps, credit)  # type: ignore[arg-type]  # checked by one_of


def short(node: Fields) -> Body:
    """The rubric and its own tests."""
    words = {name: entry.words() for name, entry in node["words"].mapping().items()} if "words" in node else {}
    tests = node["tests"].fields(("pass", "fail"))
    passes = {k: n.words() for k, n in tests["pass"].fields(("hi", "roman", "en")).items()}
    fails = {k: n.words() for k, n in tests["fail"].fields(("opposite", "stuffing", "other")).items()}
    concepts = tuple(_concept(entry) for entry in node["concepts"].items())
    if not concepts:
        raise node["concepts"].bad("at least one concept")
    against = tuple(_concept(entry) for entry in node["contradictions"].items())
    _distinct(node["concepts"], [c.id for c in (*concepts, *against)])
    pass_at = node["pass_at"].number() if "pass_at" in node else 0.6
    return Short(words, concepts, against, text_of(node["model"]), passes, fails, pass_at)


def code(node: Fields) -> Body:
    """The judge marks it."""
    del node
    return Code()


FORMS: Mapping[QuestionKind, tuple[tuple[str, ...], tuple[str, ...], Callable[[Fields], Body]]] = {
    "numeric": ((), ("tolerance", "unit"), numeric),
    "formula": (("answer", "variables"), ("functions", "same_as"), formula),
    "choice": (("options",), ("shuffle",), choice),
    "choices": (("options", "credit"), ("shuffle",), choices),
    "ordering": (("items", "before", "credit"), (), ordering),
    "matching": (("left", "right", "credit"), (), matching),
    "code_output": ((), ("tolerance",), code_output),
    "blank": (("blanks", "credit"), (), blank),
    "short": (("concepts", "contradictions", "model", "tests"), ("words", "pass_at"), short),
    "code": ((), (), code),
}


def _tolerance(node: Node) -> Tolerance:
    if node.value == "exact":
        return EXACT
    if not isinstance(node.value, dict):
        raise node.bad("expected exact, or {rel: ..., abs: ...}")
    found = node.fields((), ("rel", "abs"))
    relative = found["rel"].number() if "rel" in found else 0.0
    absolute = found["abs"].number() if "abs" in found else 1e-9
    if not 0 <= relative <= 0.2 or absolute < 0:  # noqa: PLR2004  # beyond 20 % nothing is tested
        raise node.bad("rel between 0 and 0.2, abs not negative")
    return Tolerance(relative, absolute)


def _variable(name: str, node: Node) -> Variable:
    also: tuple[str, ...] = ()
    limits = node
    if isinstance(node.value, dict):
        found = node.fields(("range",), ("also",))
        limits, also = found["range"], found["also"].words() if "also" in found else ()
    pair = [item.number() for item in limits.items()]
    if len(pair) != 2 or pair[0] >= pair[1]:  # noqa: PLR2004  # low and high
        raise limits.bad("expected [low, high]")
    try:
        names({name: also})
        canonical(name)
    except ValueError as error:
        raise node.bad(f"readable names ({error})") from error
    return Variable(name, pair[0], pair[1], also)


def _options(node: Node, *, every_feedback: bool) -> tuple[Option, ...]:
    out = []
    for entry in node.items():
        found = entry.fields(("id", "text"), ("correct", "feedback", "misconception"))
        correct = found["correct"].flag() if "correct" in found else None
        if "feedback" not in found and (every_feedback or not correct):
            raise entry.bad("missing key 'feedback'")
        feedback = text_of(found["feedback"]) if "feedback" in found else None
        option_id = slug(found["id"])
        out.append(Option(option_id, text_of(found["text"]), correct, feedback, misconception_of(found)))
    if not 2 <= len(out) <= MAX_OPTIONS:  # noqa: PLR2004  # one option is no choice
        raise node.bad(f"two to {MAX_OPTIONS} options")
    _distinct(node, [option.id for option in out])
    return tuple(out)


def _items(node: Node) -> tuple[Item, ...]:
    found = [entry.fields(("id", "text")) for entry in node.items()]
    out = tuple(Item(slug(f["id"]), text_of(f["text"])) for f in found)
    if not 2 <= len(out) <= MAX_OPTIONS:  # noqa: PLR2004  # one item has no order
        raise node.bad(f"two to {MAX_OPTIONS} items")
    _distinct(node, [item.id for item in out])
    return out


def _gap(node: Node, *, numbers: bool) -> Gap:
    found = node.fields(("id",), ("accept", "number", "wrong"))
    if ("accept" in found) == ("number" in found):
        raise node.bad("either accept or number")
    if "number" in found and not numbers:
        raise found["number"].bad("a generator whose key has this blank's id")
    wrong = []
    for name, entry in found["wrong"].mapping().items() if "wrong" in found else ():
        inner = entry.fields(("accept", "says") if "accept" in found else ("says",), ("misconception",))
        words = inner["accept"].words() if "accept" in inner else ()
        wrong.append(BlankWrong(name, words, text_of(inner["says"]), misconception_of(inner)))
    accept = found["accept"].words() if "accept" in found else ()
    number = _tolerance(found["number"]) if "number" in found else None
    return Gap(slug(found["id"]), accept, number, tuple(wrong))


def _concept(node: Node) -> Concept:
    found = node.fields(("id", "any", "says"), ("points", "misconception"))
    points = found["points"].number() if "points" in found else 1.0
    says = text_of(found["says"])
    return Concept(slug(found["id"]), found["any"].words(), says, points, misconception_of(found))


def _shuffle(node: Fields) -> bool:
    return node["shuffle"].flag() if "shuffle" in node else True


def _distinct(node: Node, ids: list[str]) -> list[str]:
    if len(set(ids)) < len(ids):
        raise node.bad("ids that differ from each other")
    return ids
