"""All outcomes of one exercise to its verdict, checks, score and diagnosis."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.judge.case import judge_case
from grader.judge.caseset import CaseSet
from grader.judge.diagnose import convention_by_traits, convention_of, misconception_of
from grader.judge.score import checks_of, verdict_of
from grader.spec.outcome import Outcome
from grader.spec.report import CaseResult, CheckResult, Diagnosis, Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judge has to say of one exercise."""

    verdict: Verdict
    cases: tuple[CaseResult, ...]
    checks: tuple[CheckResult, ...]
    diagnosis: Diagnosis | None

    @property
    def score(self) -> float:
        """Points got, rounded to the cent so that sums of shares are exact."""
        return round(sum(check.score for check in self.checks), 2)


def judge(on: CaseSet, outcomes: Sequence[Outcome]) -> Judgement:
    """Judge the outcomes of all cases, in their order; as many outcomes as cases, or it raises."""
    exercise = on.exercise
    cases = tuple(judge_case(exercise, p, o) for p, o in zip(on.prepared, outcomes, strict=True))
    verdict = verdict_of(cases)
    diagnosis = None
    if verdict == "AC":
        diagnosis = convention_by_traits(on, outcomes)
    elif verdict in {"WA", "RTE"}:
        if (found := convention_of(on, outcomes)) is not None:
            diagnosis, cases = found
            verdict = verdict_of(cases)
        else:
            diagnosis = misconception_of(on, outcomes, cases)
    return Judgement(verdict, cases, checks_of(exercise, cases), diagnosis)
