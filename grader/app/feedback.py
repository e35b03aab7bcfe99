"""After a refusal: the exception explained, the pattern, and a small input that shows the mistake."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.app.boxes import Boxes
from grader.app.run import Job, run
from grader.app.source import Source
from grader.judge.case import judge_case
from grader.judge.caseset import CaseSet
from grader.judge.explain import explain
from grader.judge.patterns import pattern_of
from grader.judge.prepare import Prepared, prepare
from grader.judge.screen import Parsed
from grader.judge.shrink import SHOWABLE, candidates
from grader.spec.exercise import Exercise
from grader.spec.finding import Finding
from grader.spec.outcome import Outcome, Raised, Returned
from grader.spec.report import CaseResult, Counterexample, ExerciseResult
from grader.spec.value import Value
from grader.spec.watch import arrays_in

TRIED = 3  # failing cases from which a smaller one is sought: the first are the plainest


def with_feedback(
    result: ExerciseResult, job: Job, outcomes: Sequence[Outcome], source: Source, parsed: Parsed, boxes: Boxes
) -> ExerciseResult:
    """The result with what teaches: only for WA and RTE, where answers or errors came back."""
    if result.verdict not in {"WA", "RTE"}:
        return result
    names = tuple(inspect.signature(job.exercise.reference).parameters)
    cases = tuple(
        replace(case, findings=tuple(_filled(finding, parsed, names) for finding in case.findings))
        for case in result.cases
    )
    findings = result.findings
    certain = result.diagnosis is not None and result.diagnosis.certain
    if not certain and (pattern := pattern_of(job.prepared, outcomes, result.cases)) is not None:
        findings = (pattern, *findings)
    example = None
    if job.exercise.accepts is None and not _only_times_out(outcomes):
        example = _counterexample(result, job, outcomes, source, boxes)
    return replace(result, cases=cases, findings=findings, counterexample=example)


def _filled(finding: Finding, parsed: Parsed, names: Sequence[str]) -> Finding:
    """Argument names for positions, the student's line for a traceback."""
    if finding.code == "mutated":
        positions = finding.params["positions"]
        named = [names[position] if position < len(names) else str(position + 1) for position in positions]
        return Finding("mutated", {**finding.params, "names": named})
    return explain(finding, parsed)


def _only_times_out(outcomes: Sequence[Outcome]) -> bool:
    return not any(isinstance(outcome, (Returned, Raised)) for outcome in outcomes)


def _counterexample(
    result: ExerciseResult, job: Job, outcomes: Sequence[Outcome], source: Source, boxes: Boxes
) -> Counterexample | None:
    """A failing sample when there is one, since it is known; else the simplest failing relative of a hidden case."""
    failing = [
        (p, o, r)
        for p, o, r in zip(job.prepared, outcomes, result.cases, strict=True)
        if not r.passed and p.expected is not None and any(f.code != "mutated" for f in r.findings)
    ]
    telling = [item for item in failing if item[2].verdict == result.verdict]  # an RTE is shown by what raises
    samples = [(p, o, r) for p, o, r in telling if p.case.is_sample and isinstance(o, (Returned, Raised))]
    if samples:
        return _example(job.exercise, *min(samples, key=lambda item: _numbers(item[0].case.args)))
    for p, o, _ in telling[:TRIED]:
        small = prepare(job.exercise, candidates(job.exercise, p.case))
        if not small:
            continue
        answers = run(source, [replace(job, cases=CaseSet(job.exercise, small))], boxes)[0]
        for candidate, answer in zip(small, answers, strict=True):
            judged = judge_case(job.exercise, candidate, answer)
            if type(answer) is type(o) and not judged.passed and isinstance(answer, (Returned, Raised)):
                return _example(job.exercise, candidate, answer, judged)
    return None


def _numbers(args: tuple[Value, ...]) -> int:
    return sum(array.size for array in arrays_in(list(args)))


def _example(exercise: Exercise, prepared: Prepared, outcome: Outcome, judged: CaseResult) -> Counterexample | None:
    names = _names(exercise)
    args: Mapping[str, Value] = dict(zip(names, prepared.case.args, strict=False))
    if _numbers(prepared.case.args) > SHOWABLE:
        return None
    if isinstance(outcome, Raised):
        return Counterexample(args, prepared.expected, f"{outcome.kind}: {outcome.message[:80]}")
    assert isinstance(outcome, Returned)  # noqa: S101  # for the type checker: the callers looked
    place = next((f.params for f in judged.findings if "at" in f.params and f.params["at"] is not None), None)
    at = None if place is None else (*place["path"], *place["at"])
    return Counterexample(args, prepared.expected, outcome.value, at or None)


def _names(exercise: Exercise) -> list[str]:
    if exercise.driver is not None:
        return list(inspect.signature(exercise.driver).parameters)[1:]
    return list(inspect.signature(exercise.reference).parameters)
