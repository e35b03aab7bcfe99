"""What a submission is told: frozen values, no sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Value

Verdict = Literal["AC", "WA", "RTE", "OLE", "MLE", "TLE", "CE", "JE"]
GRAVITY: tuple[Verdict, ...] = ("AC", "WA", "RTE", "OLE", "MLE", "TLE", "CE", "JE")  # the gravest last


def gravest(verdicts: list[Verdict]) -> Verdict:
    """The verdict of a whole from the verdicts of its parts; of nothing, JE: nothing answered is no pass."""
    return max(verdicts, key=GRAVITY.index, default="JE")


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: `ratio` is the largest error over its tolerance (inf when the answer does not fit at all)."""

    why: Text
    hidden: bool
    check: str
    outcome: str
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    ratio: float = 0.0
    stdout: str = ""

    @property
    def passed(self) -> bool:
        """Whether this case is accepted."""
        return self.verdict == "AC"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A group of cases with points: all of them pass, or the points are lost."""

    name: str
    passed: bool
    score: float
    max_score: float
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The belief that explains the answers; `certain` only when it, with those of `also`, explains every one.

    also: further beliefs held at the same time, e.g. a wrong axis and no maximum subtracted.
    """

    kind: Literal["misconception", "convention"]
    id: str
    says: Text
    certain: bool
    also: tuple["Diagnosis", ...] = ()


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A small input that shows the mistake; `reason` says why where there is something to say.

    raised: the call raised, and `got` is the exception in words.
    """

    args: Mapping[str, Value]
    expected: Value
    got: Value
    at: tuple[int | str, ...] | None = None
    reason: Finding | None = None
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture of the mistake is drawn from: numbers only, the student's beside the right ones."""

    kind: Literal["curve", "path", "histogram", "errors"]
    expected: Value
    got: Value
    over: Value = None


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """The verdict on one exercise."""

    exercise: str
    topic: str
    title: Text
    verdict: Verdict
    score: float
    max_score: float
    seed: int
    version: str
    cases: tuple[CaseResult, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()
    diagnosis: Diagnosis | None = None
    counterexample: Counterexample | None = None
    picture: Picture | None = None
    fingerprint: str = ""
    isolation: str = ""
    milliseconds: float = 0.0
    attempt: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about one submitted file."""

    file: str
    sha256: str
    student: str
    results: tuple[ExerciseResult, ...]
    remarks: tuple[Finding, ...] = field(default=())

    @property
    def verdict(self) -> Verdict:
        """The gravest of the exercises' verdicts."""
        return gravest([result.verdict for result in self.results])

    @property
    def score(self) -> float:
        """Points got."""
        return sum(result.score for result in self.results)

    @property
    def max_score(self) -> float:
        """Points to be had."""
        return sum(result.max_score for result in self.results)
