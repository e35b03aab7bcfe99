"""After a refusal: the exception explained, the pattern, and a small input that shows the mistake."""

import inspect
from collections.abc import Sequence
from dataclasses import replace

from grader.app.boxes import Boxes
from grader.app.counterexample import counterexample
from grader.app.run import Job, run
from grader.app.source import Source
from grader.judge.across import extreme_too
from grader.judge.caseset import CaseSet
from grader.judge.explain import explain
from grader.judge.patterns import pattern_of
from grader.judge.screen import Parsed
from grader.spec.finding import Finding
from grader.spec.outcome import Outcome, Raised, Returned
from grader.spec.report import ExerciseResult


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
        if pattern.code != "pattern.extreme_only":
            extreme = extreme_too(job.prepared, outcomes, result.cases)
            findings += () if extreme is None else (extreme,)
    example = None
    if job.exercise.accepts is None and not _only_times_out(outcomes):

        def ask(cases: CaseSet) -> Sequence[Outcome]:
            return run(source, [replace(job, cases=cases)], boxes)[0]

        example = counterexample(result, job.cases, outcomes, parsed.tree, ask)
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
