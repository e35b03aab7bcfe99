"""A question of the bank, a variant of it with its numbers drawn, a response, and a mark. All frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from grader.spec.finding import Finding
from grader.spec.text import Lang, Text

QuestionKind = Literal[
    "numeric",
    "formula",
    "choice",
    "choices",
    "ordering",
    "matching",
    "code_output",
    "blank",
    "short",
    "code",
]
KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
Status = Literal["final", "provisional", "pending", "invalid"]
ChoicesCredit = Literal["all-or-nothing", "right-minus-wrong", "per-option"]
OrderingCredit = Literal["all-or-nothing", "pairs"]
MatchingCredit = Literal["all-or-nothing", "per-pair"]
BlankCredit = Literal["all-or-nothing", "per-blank"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a generator gives for one seed.

    params: the placeholders of the stem, shown digit for digit. key: the answer, computed by a reference function.
    wrong: what each named wrong path gives. working: further values that the solution shows (rounded).
    """

    params: Mapping[str, Any]
    key: Any = None
    wrong: Mapping[str, Any] = field(default_factory=dict)
    working: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """|answer - key| <= max(absolute, relative |key|). 1 % forgives rounding to three digits, no wrong path."""

    relative: float = 0.01
    absolute: float = 1e-9


EXACT = Tolerance(0.0, 1e-9)  # whole numbers typed as decimals differ by float rounding only
PRINTED = Tolerance(0.0, 1.01e-4)  # torch prints four decimals; one unit of the last is forgiven


@dataclass(frozen=True, slots=True)
class WrongPath:
    """A named way to a wrong answer. `misconception` is "exercise/slug" where an exercise knows the same belief."""

    name: str
    says: Text
    misconception: str | None = None
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number, a vector or a matrix; its key comes from the generator."""

    tolerance: Tolerance = Tolerance()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A letter of a formula, the range its test points are drawn from, and other ways to write it."""

    name: str
    low: float
    high: float
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression. `functions`: names of functions left abstract, as f in y = f(wx + b).

    same_as: dotted name of a reference function of the variables; the linter compares the answer with it.
    """

    answer: str
    variables: tuple[Variable, ...]
    functions: tuple[str, ...] = ()
    same_as: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice. `feedback` is said when it was judged wrongly."""

    id: str
    text: Text
    correct: bool | None = None
    feedback: Text | None = None
    misconception: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One option is right; the generator's key says which where no option is marked `correct`."""

    options: tuple[Option, ...]
    shuffle: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """Any number of options is right."""

    options: tuple[Option, ...]
    credit: ChoicesCredit
    shuffle: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be put in order, or the right-hand side of a match."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Before:
    """`first` must come before `then`; `because` is said when it does not."""

    first: str
    then: str
    because: Text


@dataclass(frozen=True, slots=True)
class Ordering:
    """Items in an order; any order that keeps every `before` is right."""

    items: tuple[Item, ...]
    before: tuple[Before, ...]
    credit: OrderingCredit


@dataclass(frozen=True, slots=True)
class Left:
    """The left-hand side of a match; `feedback` is said when it was matched wrongly."""

    id: str
    text: Text
    match: str
    feedback: Text


@dataclass(frozen=True, slots=True)
class Matching:
    """Each left item has one right item; a right item may serve several or none."""

    left: tuple[Left, ...]
    right: tuple[Item, ...]
    credit: MatchingCredit


@dataclass(frozen=True, slots=True)
class CodeOutput:
    """What a program prints; the generator runs it."""

    tolerance: Tolerance = PRINTED


@dataclass(frozen=True, slots=True)
class BlankWrong:
    """Answers to a blank that hold a known mistake."""

    name: str
    accept: tuple[str, ...]
    says: Text
    misconception: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """One blank: words (`accept`), or a number whose key is the generator's key[id]."""

    id: str
    accept: tuple[str, ...] = ()
    number: Tolerance | None = None
    wrong: tuple[BlankWrong, ...] = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A text with blanks, marked [[id]] in the stem."""

    gaps: tuple[Gap, ...]
    credit: BlankCredit


@dataclass(frozen=True, slots=True)
class Concept:
    """An idea that an answer should hold (or, among the contradictions, must not): patterns, any of which is enough."""

    id: str
    patterns: tuple[str, ...]
    says: Text
    points: float = 1.0
    misconception: str | None = None


@dataclass(frozen=True, slots=True)
class Short:
    """A short answer in the student's own words, marked by a rubric; the mark is provisional.

    passes and fails are the rubric's own tests, by language and by kind of failure.
    """

    words: Mapping[str, tuple[str, ...]]
    concepts: tuple[Concept, ...]
    contradictions: tuple[Concept, ...]
    model: Text
    passes: Mapping[str, tuple[str, ...]]
    fails: Mapping[str, tuple[str, ...]]
    pass_at: float = 0.6


@dataclass(frozen=True, slots=True)
class Code:
    """Code for the question's exercise, judged like any submission."""


Body = Numeric | Formula | Choice | Choices | Ordering | Matching | CodeOutput | Blank | Short | Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, both languages. `id` and `topic` are its path: question_bank/<topic>/<id>.yaml."""

    id: str
    topic: str
    kind: QuestionKind
    level: int
    stem: Text
    solution: Text
    body: Body
    covers: tuple[str, ...] = ()
    exercise: str | None = None
    generator: str | None = None
    wrong: tuple[WrongPath, ...] = ()
    otherwise: Text | None = None
    points: float = 1.0


@dataclass(frozen=True, slots=True)
class Variant:
    """A question with its numbers drawn and its options in the order shown. The seed makes it again for ever."""

    question: Question
    seed: int
    drawn: Drawn
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """What a student typed, untouched. The variant is made again from `seed`."""

    question: str
    student: str
    attempt: int
    seed: int
    raw: str
    lang: Lang = "en"


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer earned.

    status: final; provisional, until a person confirms; pending, until the judge has run the code; invalid, it could
    not be read and costs no attempt. fraction: of the question's points, 0 to 1. normalized: how it was read.
    recognized: ids of wrong paths, options, pairs, concepts, as `wrong:name`; misconceptions: "exercise/slug".
    chosen: the parts of the answer by stable id, for the distractor table. doubt: 0 to 1, for the review queue.
    """

    status: Status
    fraction: float
    normalized: str = ""
    findings: tuple[Finding, ...] = ()
    recognized: tuple[str, ...] = ()
    misconceptions: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    doubt: float = 0.0
    marker: str = ""
