"""Compare one answer with the expected one: container, shape, finite, values, in this order; stop at the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.judge.align import Leaf, align
from grader.spec.finding import Finding
from grader.spec.value import Array, Value

# Between 1 and this many tolerances the formula is right and a constant is not: e = 2.718, an eps added, a
# finite difference (measured 62 to 762); wrong formulas start at 5e4.
NEARLY = 300.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first reason to refuse, if any, and the largest error over its tolerance."""

    finding: Finding | None
    ratio: float


def compare(expected: Value, got: Value, tolerances: Sequence[Array]) -> Comparison:
    """Compare `got` with `expected`, with one tolerance array per numeric leaf of `expected`."""
    aligned = align(expected, got)
    if isinstance(aligned, Finding):
        return Comparison(aligned, float("inf"))
    worst = 0.0
    for leaf, tolerance in zip(aligned, tolerances, strict=True):
        finding, ratio = _compare_leaf(leaf, tolerance)
        if finding is not None:
            return Comparison(finding, ratio)
        worst = max(worst, ratio)
    return Comparison(None, worst)


def _compare_leaf(leaf: Leaf, tolerance: Array) -> tuple[Finding | None, float]:
    expected = leaf.expected.astype(np.float64)
    got = leaf.got.astype(np.float64)
    for code, here, there in (
        ("nan", np.isnan(got), np.isnan(expected)),
        ("infinite", np.isinf(got) * np.sign(got), np.isinf(expected) * np.sign(expected)),
    ):
        # np.sign(nan) is nan, which is unequal to itself: nan places agree by now, so they compare as 0
        if (differs := np.nan_to_num(here.astype(float)) != np.nan_to_num(there.astype(float))).any():
            return Finding(code, _place(leaf, differs)), float("inf")
    finite = np.isfinite(expected)
    error = np.where(finite, np.abs(np.where(finite, got, 0) - np.where(finite, expected, 0)), 0.0)
    ratios = error / tolerance
    ratio = float(ratios.max(initial=0.0))
    if ratio <= 1.0:
        return None, ratio
    wrong = ratios > 1.0
    code = "imprecise" if ratio <= NEARLY else "value"
    return Finding(code, {**_place(leaf, wrong), "wrong": int(wrong.sum()), "of": int(wrong.size)}), ratio


def _place(leaf: Leaf, wrong: np.ndarray[Any, Any]) -> dict[str, Any]:
    """The first wrong element: where, what was expected, what came."""
    at = tuple(int(i) for i in np.argwhere(wrong)[0]) if wrong.ndim else ()
    return {"path": leaf.path, "at": at, "expected": leaf.expected[at].item(), "got": leaf.got[at].item()}
