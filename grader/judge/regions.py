"""Patterns of where in the input an answer goes wrong: negative, zero, positive, or beyond a size."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from grader.judge.align import Numbers
from grader.judge.evidence import CLOSE, ENOUGH, Evidence
from grader.spec.finding import Finding
from grader.spec.watch import arrays_in

Mask = npt.NDArray[np.bool_]
_MOST_RIGHT = 3  # right answers outside the region: fewer might be chance


def nan_where(items: Sequence[Evidence]) -> Finding | None:
    """Nan or infinity came only for inputs of one kind."""
    told = [found for item in items if (found := _told(item)) is not None]
    if len(told) < len(items) or not told:
        return None
    given = np.concatenate([x for x, _, _ in told])
    bad = ~np.isfinite(np.concatenate([got for _, _, got in told]))
    return _region("pattern.nan_where", given, bad)


def wrong_where(items: Sequence[Evidence]) -> Finding | None:
    """Wrong only for inputs of one kind, or only beyond a size."""
    told = [found for item in items if (found := _told(item)) is not None]
    if len(told) < len(items) or not told:
        return None
    given, wrong = np.concatenate([x for x, _, _ in told]), np.concatenate([_wrong(e, g) for _, e, g in told])
    return _region("pattern.wrong_where", given, wrong) or _beyond(given, wrong)


def _told(item: Evidence) -> tuple[Numbers, Numbers, Numbers] | None:
    """Input, expected and got, element by element: where the answer has the shape of an argument."""
    if item.leaves is None or len(item.leaves) != 1:
        return None
    (leaf,) = item.leaves
    for array in arrays_in(list(item.args)):
        if array.shape == leaf.expected.shape and array.dtype.kind in "fiu":
            return array.astype(float).ravel(), leaf.expected.astype(float).ravel(), leaf.got.astype(float).ravel()
    return None


def _wrong(expected: Numbers, got: Numbers) -> Mask:
    return np.asarray(np.abs(got - expected) > CLOSE * np.maximum(np.abs(expected), np.abs(expected).max() * 1e-3))


def _region(code: str, given: Numbers, wrong: Mask) -> Finding | None:
    regions: Mapping[str, Mask] = {
        "zero": given == 0,
        "negative": given < 0,
        "positive": given > 0,
        "not_negative": given >= 0,
        "not_positive": given <= 0,
    }
    for name, inside in regions.items():
        right_outside = int((~wrong & ~inside).sum())
        enough = wrong.any() and right_outside >= _MOST_RIGHT and (wrong.sum() >= ENOUGH or name == "zero")
        if enough and not (wrong & ~inside).any():
            return Finding(code, {"where": name})
    return None


def _beyond(given: Numbers, wrong: Mask) -> Finding | None:
    size = np.abs(given)
    if wrong.sum() < ENOUGH or (~wrong).sum() < _MOST_RIGHT:
        return None
    inner, outer = float(size[~wrong].max()), float(size[wrong].min())
    if inner < outer:
        return Finding("pattern.wrong_beyond", {"right": f"{inner:.3g}", "wrong": f"{outer:.3g}"})
    return None
