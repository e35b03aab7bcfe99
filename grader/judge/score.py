"""Case results to checks with points, and to the verdict of an exercise."""

from grader.spec.exercise import Exercise
from grader.spec.finding import Finding
from grader.spec.report import CaseResult, CheckResult, Verdict, gravest

# Shares of the points; those of the checks that an exercise has are scaled to its points. The values are most of
# the work; side effects are a habit worth a tenth. `values` comes first: without one right value nothing is earned.
SHARES = {
    "values": 6.0,
    "statistics": 6.0,
    "training": 6.0,
    "hyperparameters": 2.0,
    "shapes": 1.0,
    "stability": 2.0,
    "edges": 1.0,
    "errors": 1.0,
    "side_effects": 1.0,
}
SIDE_EFFECTS = "side_effects"


def verdict_of(cases: tuple[CaseResult, ...]) -> Verdict:
    """The gravest verdict of the cases."""
    return gravest([case.verdict for case in cases])


def checks_of(exercise: Exercise, cases: tuple[CaseResult, ...]) -> tuple[CheckResult, ...]:
    """The checks in the order of SHARES.

    A check is passed when all its cases are; the points of side effects are earned only by a function all of whose
    values are right, else a stub that does nothing would earn them.
    """
    names = [name for name in SHARES if any(case.check == name for case in cases)]
    whole = sum(SHARES[name] for name in names) + SHARES[SIDE_EFFECTS]
    wrong = {name: [_value_findings(case) for case in cases if case.check == name] for name in names}
    passed = {name: not any(found is not None for found in wrong[name]) for name in names}
    mutated = tuple(f for case in cases for f in case.findings if f.code == "mutated")
    earned = all(passed.values())
    checks = []
    for name in names:
        first = next((found for found in wrong[name] if found is not None), ())
        points = exercise.points * SHARES[name] / whole
        checks.append(CheckResult(name, passed[name], points if passed[name] else 0.0, points, tuple(first)))
    points = exercise.points * SHARES[SIDE_EFFECTS] / whole
    clean = not mutated
    checks.append(CheckResult(SIDE_EFFECTS, clean, points if clean and earned else 0.0, points, mutated[:1]))
    return tuple(checks)


def _value_findings(case: CaseResult) -> tuple[Finding, ...] | None:
    """Why the values of a case are not right; None when they are."""
    if case.passed:
        return None
    findings = tuple(f for f in case.findings if f.code != "mutated")
    return findings or (None if case.verdict == "WA" else ())
