"""What hints cost: taken off the score of later attempts at the exercise, and said in the report."""

from collections.abc import Callable
from dataclasses import replace

from grader.spec.finding import Finding
from grader.spec.report import ExerciseResult, Report


def charged(report: Report, taken: Callable[[str], int], cost: float) -> Report:
    """The report with `cost` points off for every hint that `taken` counts for an exercise; never below 0."""
    if not cost:
        return report
    return replace(report, results=tuple(_charged(result, taken(result.exercise), cost) for result in report.results))


def _charged(result: ExerciseResult, count: int, cost: float) -> ExerciseResult:
    off = min(result.score, round(count * cost, 2))
    if not off:
        return result
    said = Finding("hints_cost", {"count": count, "points": f"{off:g}"})
    return replace(result, score=round(result.score - off, 2), remarks=(*result.remarks, said))
