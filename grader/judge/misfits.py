"""Patterns of answers whose structure or shape is not the right one."""

from collections.abc import Sequence

import numpy as np

from grader.judge.align import Numbers, align, leaves, to_array
from grader.judge.evidence import Evidence, Pattern, same
from grader.spec.finding import Finding


def _nothing(items: Sequence[Evidence]) -> Finding | None:
    if not all(item.got is None for item in items):
        return None
    if any(item.stdout.strip() for item in items):
        return Finding("pattern.printed")
    return Finding("pattern.in_place") if any(item.mutated for item in items) else None


def _arrays(item: Evidence) -> tuple[Numbers, Numbers] | None:
    """The one array expected and the one that came, where it is one."""
    wanted = list(leaves(item.expected))
    got = item.got if isinstance(item.got, (np.ndarray, int, float, list)) else None
    array = None if got is None else to_array(got)
    if len(wanted) != 1 or array is None or isinstance(array, Finding) or array.dtype.kind not in "biuf":
        return None
    return wanted[0].astype(float), array.astype(float)


def _broadcast(items: Sequence[Evidence]) -> Finding | None:
    """(N, N) where (N,) was asked: (N, 1) met (N,)."""
    for item in items:
        both = _arrays(item)
        if both is None or both[0].ndim != 1 or both[1].shape != (both[0].size, both[0].size):
            return None
    return Finding("pattern.broadcast")


def _shape_transposed(items: Sequence[Evidence]) -> Finding | None:
    both = [_arrays(item) for item in items]
    return Finding("pattern.transposed") if all(b is not None and same(b[1].T, b[0]) for b in both) else None


def _reduced(items: Sequence[Evidence]) -> Finding | None:
    """The right answer added up or averaged: over everything or over one axis."""
    both = [_arrays(item) for item in items]
    for how, function in (("sum", np.sum), ("mean", np.mean), ("max", np.max)):
        for axis in (None, 0, -1):
            if all(
                b is not None
                and b[0].ndim > (axis is not None)
                and b[0].size > 1
                and same(np.squeeze(b[1]), np.squeeze(function(b[0], axis=axis)))
                for b in both
            ):
                return Finding("pattern.reduced", {"how": how, "axis": axis})
    return None


def _not_reduced(items: Sequence[Evidence]) -> Finding | None:
    """What should still have been added up or averaged."""
    both = [_arrays(item) for item in items]
    for how, function in (("sum", np.sum), ("mean", np.mean)):
        for axis in (None, 0, -1):
            if all(
                b is not None
                and b[1].ndim > (axis is not None)
                and b[1].size > b[0].size
                and same(np.squeeze(function(b[1], axis=axis)), np.squeeze(b[0]))
                for b in both
            ):
                return Finding("pattern.not_reduced", {"how": how, "axis": axis})
    return None


def _one_of_many(items: Sequence[Evidence]) -> Finding | None:
    """Only the first of several values was returned."""
    for item in items:
        if not isinstance(item.expected, tuple) or isinstance(item.got, (tuple, list)) or item.got is None:
            return None
        aligned = align(item.expected[0], item.got)
        if isinstance(aligned, Finding) or not all(same(leaf.got, leaf.expected) for leaf in aligned):
            return None
    return Finding("pattern.first_value_only", {"of": len(items[0].expected)})


def _too_many(items: Sequence[Evidence]) -> Finding | None:
    """The right value, and more behind it."""
    for item in items:
        if not isinstance(item.got, tuple) or isinstance(item.expected, (tuple, list)) or not item.got:
            return None
        aligned = align(item.expected, item.got[0])
        if isinstance(aligned, Finding) or not all(same(leaf.got, leaf.expected) for leaf in aligned):
            return None
    return Finding("pattern.more_values", {"got": len(items[0].got)})


MISFITS: tuple[Pattern, ...] = (
    _nothing,
    _one_of_many,
    _too_many,
    _shape_transposed,
    _reduced,
    _not_reduced,
    _broadcast,
)
