"""Patterns across cases: the same call twice, and ordinary inputs against extreme ones."""

from collections.abc import Sequence

import numpy as np

from grader.judge.align import align
from grader.judge.evidence import evidence, has_nan
from grader.judge.prepare import AGAIN, Prepared
from grader.spec.finding import Finding
from grader.spec.outcome import Outcome, Returned
from grader.spec.report import CaseResult
from grader.spec.watch import arrays_in


def state(prepared: Sequence[Prepared], outcomes: Sequence[Outcome], results: Sequence[CaseResult]) -> Finding | None:
    """The same call gives another answer the second time."""
    if not prepared or prepared[-1].case.why is not AGAIN:
        return None
    first = next(i for i, p in enumerate(prepared) if not p.case.is_sample and p.case.raises is None)
    once, again = outcomes[first], outcomes[-1]
    if not isinstance(once, Returned) or not isinstance(again, Returned) or results[-1].passed:
        return None
    a, b = align(prepared[-1].expected, once.value), align(prepared[-1].expected, again.value)
    if isinstance(a, Finding) or isinstance(b, Finding):
        return None
    equal = all(np.array_equal(x.got, y.got, equal_nan=True) for x, y in zip(a, b, strict=True))
    return None if equal else Finding("pattern.state")


def extreme_only(
    prepared: Sequence[Prepared], outcomes: Sequence[Outcome], results: Sequence[CaseResult]
) -> Finding | None:
    """Right except where the inputs are extreme."""
    moderate = [r for p, r in zip(prepared, results, strict=True) if p.case.check != "stability"]
    return _extreme(prepared, outcomes, results) if all(r.passed for r in moderate) else None


def extreme_too(
    prepared: Sequence[Prepared], outcomes: Sequence[Outcome], results: Sequence[CaseResult]
) -> Finding | None:
    """Nan or infinity for extreme inputs, besides what is wrong for ordinary ones."""
    found = _extreme(prepared, outcomes, results)
    if found is None or found.params["kind"] != "nan":
        return None
    return Finding("extreme_too", {"largest": found.params["largest"]})


def _extreme(
    prepared: Sequence[Prepared], outcomes: Sequence[Outcome], results: Sequence[CaseResult]
) -> Finding | None:
    failing = [
        evidence(p, o)
        for p, o, r in zip(prepared, outcomes, results, strict=True)
        if not r.passed and p.case.check == "stability" and isinstance(o, Returned) and p.expected is not None
    ]
    if not failing:
        return None
    sizes = [
        float(np.abs(a).max(initial=0)) for item in failing for a in arrays_in(list(item.args)) if a.dtype.kind == "f"
    ]
    kind = "nan" if any(map(has_nan, failing)) else "values"
    return Finding("pattern.extreme_only", {"kind": kind, "largest": f"{float(f'{max(sizes, default=0.0):.3g}'):g}"})
