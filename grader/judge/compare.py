"""Compare one answer with the expected one: container, shape, finite, values, in this order; stop at the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

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
    if (ratio := _plainly(expected, got, tolerances)) is not None:
        return Comparison(None, ratio)
    aligned = align(expected, got)
    if isinstance(aligned, Finding):
        return Comparison(aligned, float("inf"))
    if not aligned:
        return Comparison(None, 0.0)
    # All leaves as one vector: an optimizer's trajectory has dozens of small ones.
    want = np.concatenate([leaf.expected.ravel() for leaf in aligned]).astype(np.float64)
    have = np.concatenate([leaf.got.ravel() for leaf in aligned]).astype(np.float64)
    allowed = np.concatenate([np.ravel(tolerance) for tolerance in tolerances])
    finite = np.isfinite(want)
    if (finite != np.isfinite(have)).any() or not np.array_equal(want[~finite], have[~finite], equal_nan=True):
        return Comparison(_not_finite(aligned), float("inf"))
    with np.errstate(over="ignore"):
        ratios = np.abs(np.where(finite, have, 0.0) - np.where(finite, want, 0.0)) / allowed
    ratio = float(ratios.max(initial=0.0))
    if ratio <= 1.0:
        return Comparison(None, ratio)
    return Comparison(_off(aligned, ratios > 1.0, ratio), ratio)


def _plainly(expected: Value, got: Value, tolerances: Sequence[Array]) -> float | None:
    """The ratio of an answer that is one array and right; None: look closer. A quarter of a batch's time was here."""
    plain = isinstance(expected, np.ndarray) and isinstance(got, np.ndarray) and expected.shape == got.shape
    if (
        not plain
        or expected.dtype != np.float64
        or got.dtype.kind not in "fiub"
        or len(tolerances) != 1
        or tolerances[0].shape != got.shape
    ):
        return None
    with np.errstate(all="ignore"):
        ratio = float((np.abs(got - expected) / tolerances[0]).max(initial=0.0))
    return ratio if ratio <= 1.0 else None  # an inf or nan on either side makes it nan, which is never <= 1


def _not_finite(aligned: Sequence[Leaf]) -> Finding:
    """The first element that is nan or infinite where it must not be, or the other way round."""
    for leaf in aligned:
        want, have = leaf.expected.astype(np.float64), leaf.got.astype(np.float64)
        if (wrong := np.isnan(want) != np.isnan(have)).any():
            return Finding("nan", _place(leaf, wrong))
        infinite = np.isinf(want) | np.isinf(have)
        if (wrong := infinite & (want != have)).any():
            return Finding("infinite", _place(leaf, wrong))
    raise AssertionError("called for answers that agree")


def _off(aligned: Sequence[Leaf], wrong: npt.NDArray[np.bool_], ratio: float) -> Finding:
    """The first wrong value, and how many there are in its part of the answer."""
    start = 0
    for leaf in aligned:
        part = wrong[start : start + leaf.expected.size].reshape(leaf.expected.shape)
        start += leaf.expected.size
        if part.any():
            code = "imprecise" if ratio <= NEARLY else "value"
            return Finding(code, {**_place(leaf, part), "wrong": int(part.sum()), "of": int(part.size)})
    raise AssertionError("called for answers that agree")


def _place(leaf: Leaf, wrong: np.ndarray[Any, Any]) -> dict[str, Any]:
    """The first wrong element: where, what was expected, what came."""
    at = tuple(int(i) for i in np.argwhere(wrong)[0]) if wrong.ndim else ()
    return {"path": leaf.path, "at": at, "expected": leaf.expected[at].item(), "got": leaf.got[at].item()}
