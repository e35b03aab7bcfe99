"""One outcome to one case result."""

from typing import assert_never

from grader.judge.compare import compare
from grader.judge.prepare import Prepared
from grader.spec.exercise import Exercise
from grader.spec.finding import Finding
from grader.spec.outcome import (
    Broken,
    Outcome,
    OutOfMemory,
    Raised,
    Returned,
    TimedOut,
    TooMuchOutput,
    Vanished,
)
from grader.spec.report import CaseResult, Verdict

INF = float("inf")


def judge_case(exercise: Exercise, prepared: Prepared, outcome: Outcome) -> CaseResult:
    """The result of one case. Whatever the submission sent, this raises nothing on its account."""
    verdict, findings, ratio = _judge(exercise, prepared, outcome)
    case = prepared.case
    return CaseResult(
        why=case.why,
        hidden=not case.is_sample,
        check=case.check,
        outcome=type(outcome).__name__.lower(),
        verdict=verdict,
        findings=findings,
        ratio=ratio,
        stdout=outcome.stdout,
    )


def _judge(exercise: Exercise, prepared: Prepared, outcome: Outcome) -> tuple[Verdict, tuple[Finding, ...], float]:
    match outcome:
        case Returned():
            return _judge_returned(exercise, prepared, outcome)
        case Raised():
            return _judge_raised(prepared, outcome)
        case TimedOut(limit_s, clock, stage):
            return "TLE", (Finding("timed_out", {"limit_s": limit_s, "clock": clock, "stage": stage}),), INF
        case OutOfMemory(limit_mb):
            return "MLE", (Finding("out_of_memory", {"limit_mb": limit_mb}),), INF
        case TooMuchOutput(limit_kb):
            return "OLE", (Finding("too_much_output", {"limit_kb": limit_kb}),), INF
        case Vanished(how):
            return "RTE", (Finding("vanished", {"how": how}),), INF
        case Broken(reason):
            return "JE", (Finding("broken", {"reason": reason}),), INF
        case _:
            assert_never(outcome)


def _judge_returned(
    exercise: Exercise, prepared: Prepared, outcome: Returned
) -> tuple[Verdict, tuple[Finding, ...], float]:
    case = prepared.case
    if case.raises is not None:
        return "WA", (Finding("did_not_raise", {"wanted": case.raises, "got": outcome.value}),), INF
    if exercise.accepts is not None:
        refused = exercise.accepts(case.args, outcome.value)
        ratio = 0.0 if refused is None else INF
    else:
        comparison = compare(prepared.expected, outcome.value, prepared.tolerances)
        refused, ratio = comparison.finding, comparison.ratio
    findings = [refused] if refused is not None else []
    if outcome.mutated:
        findings.append(Finding("mutated", {"positions": outcome.mutated}))
    return ("WA" if findings else "AC"), tuple(findings), ratio


def _judge_raised(prepared: Prepared, outcome: Raised) -> tuple[Verdict, tuple[Finding, ...], float]:
    wanted = prepared.case.raises
    details = {
        "kind": outcome.kind,
        "message": outcome.message,
        "stage": outcome.stage,
        "frames": tuple((frame.line, frame.function) for frame in outcome.frames),
    }
    if wanted is not None and outcome.stage == "call":
        if wanted in (outcome.kind, *outcome.bases):
            return "AC", (), 0.0
        return "WA", (Finding("raised_another", {"wanted": wanted, **details}),), INF
    return "RTE", (Finding("raised", details),), INF
