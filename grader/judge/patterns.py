"""What wrong answers have in common with the right ones, when no misconception names the mistake.

Each pattern is a function from the evidence of all failing cases to a Finding or None; the first that holds is told.
"""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from grader.judge.across import extreme_only, state
from grader.judge.align import Numbers
from grader.judge.evidence import (
    CLOSE,
    ENOUGH,
    Evidence,
    Pattern,
    all_pairs,
    evidence,
    first_array,
    first_that_holds,
    has_nan,
    pairs,
    same,
)
from grader.judge.misfits import MISFITS
from grader.judge.prepare import Prepared
from grader.judge.regions import nan_where, wrong_where
from grader.spec.finding import Finding
from grader.spec.outcome import Outcome, Returned
from grader.spec.report import CaseResult

_ASIDE = frozenset({"stability", "errors", "edges", "shapes"})  # special inputs: they tell little of the formula


def pattern_of(
    prepared: Sequence[Prepared], outcomes: Sequence[Outcome], results: Sequence[CaseResult]
) -> Finding | None:
    """The first pattern that all failing cases of ordinary inputs show, or else all there are."""
    if (finding := state(prepared, outcomes, results) or extreme_only(prepared, outcomes, results)) is not None:
        return finding
    failing = [
        evidence(p, o)
        for p, o, r in zip(prepared, outcomes, results, strict=True)
        if not r.passed and isinstance(o, Returned) and p.expected is not None
    ]
    ordinary = [item for item in failing if item.check not in _ASIDE]
    if (finding := _pattern(ordinary)) is not None:
        return finding
    # Where nan comes for extreme inputs only, it says nothing of ordinary ones that are wrong too.
    return None if ordinary and any(map(has_nan, failing)) else _pattern(failing)


def _pattern(failing: Sequence[Evidence]) -> Finding | None:
    if not failing:
        return None
    if all(item.leaves is None for item in failing):
        return first_that_holds(MISFITS, failing)
    if any(item.leaves is None for item in failing):
        fitting = [item for item in failing if item.leaves is not None]
        misfits = [item for item in failing if item.leaves is None]
        found = first_that_holds(MISFITS, misfits)
        # A transposed square fits and is as wrong as one that does not.
        return found if not pairs(fitting) or found == first_that_holds(_FITTING, fitting) else None
    finite = [item for item in failing if not has_nan(item)]
    if len(finite) < len(failing) and (finding := nan_where(failing)) is not None:
        return finding
    return first_that_holds(_FITTING, finite) if finite else None


def _part(items: Sequence[Evidence]) -> Finding | None:
    """Of several values returned, one and the same is wrong; how, where that is a pattern too."""
    if any(len(item.leaves or ()) < ENOUGH or len(item.leaves or ()) > 6 for item in items):
        return None
    wrong = {
        tuple(i for i, leaf in enumerate(item.leaves or ()) if not same(leaf.got, leaf.expected)) for item in items
    }
    if len(wrong) != 1 or len(only := wrong.pop()) != 1:
        return None
    how = first_that_holds((_sign, _factor, _offset, _transposed), items)
    return Finding("pattern.part", {"part": only[0] + 1, "of": len(items[0].leaves or ()), "how": how})


def _sign(items: Sequence[Evidence]) -> Finding | None:
    return Finding("pattern.sign") if all_pairs(items, lambda e, g: same(g, -e)) else None


def _sign_lost(items: Sequence[Evidence]) -> Finding | None:
    return Finding("pattern.absolute") if all_pairs(items, lambda e, g: same(g, np.abs(e))) else None


def _factor(items: Sequence[Evidence]) -> Finding | None:
    """A constant factor, named where it is a known constant or a size of the input."""
    factors: list[tuple[Evidence, float]] = []
    for item in items:
        for leaf in item.leaves or ():
            expected, got = leaf.expected.astype(float).ravel(), leaf.got.astype(float).ravel()
            if same(got, expected):
                continue
            at = int(np.abs(expected).argmax()) if expected.size else -1
            if at < 0 or expected[at] == 0 or not same(got, expected * (got[at] / expected[at])):
                return None
            factors.append((item, float(got[at] / expected[at])))
    if len(factors) < ENOUGH or any(f == 0 for _, f in factors):
        return None
    return _named_factor(factors)


_CONSTANTS = {
    "2": 2.0,
    "1/2": 0.5,
    "-2": -2.0,
    "-1/2": -0.5,
    "4": 4.0,
    "1/4": 0.25,
    "log 2": math.log(2),
    "1/log 2": 1 / math.log(2),
    "log 10": math.log(10),
    "1/log 10": 1 / math.log(10),
    "100": 100.0,
    "pi": math.pi,
    "sqrt 2": math.sqrt(2),
    "1/sqrt 2": math.sqrt(0.5),
}


def _named_factor(factors: Sequence[tuple[Evidence, float]]) -> Finding | None:
    values = np.array([f for _, f in factors])
    for name, constant in _CONSTANTS.items():
        if same(values, np.full(values.shape, constant)):
            return Finding("pattern.factor", {"factor": name, "size": None})
    for name, size in _SIZES.items():
        sizes = [size(item) for item, _ in factors]
        if any(s is None for s in sizes) or len({*sizes}) < ENOUGH:
            continue
        n = np.array(sizes, dtype=float)
        for form, wanted in (
            (name, n),
            (f"1/{name}", 1 / n),
            (f"{name} - 1", n - 1),
            (f"{name}/({name} - 1)", n / np.maximum(n - 1, 1e-9)),
            (f"({name} - 1)/{name}", (n - 1) / n),
            (f"sqrt({name})", np.sqrt(n)),
            (f"1/sqrt({name})", 1 / np.sqrt(n)),
        ):
            if same(values, wanted):
                return Finding("pattern.factor", {"factor": form, "size": name})
    if same(values, np.full(values.shape, values[0])):
        return Finding("pattern.factor", {"factor": f"{values[0]:.4g}", "size": None})
    return None


def _size(axis: int | None) -> Callable[[Evidence], int | None]:
    def size(item: Evidence) -> int | None:
        array = first_array(item)
        if array is None or (axis is not None and array.ndim <= axis):
            return None
        return int(array.size if axis is None else array.shape[axis])

    return size


_SIZES: dict[str, Callable[[Evidence], int | None]] = {"N": _size(0), "n": _size(None), "D": _size(1)}


def _offset(items: Sequence[Evidence]) -> Finding | None:
    found = pairs(items)
    if sum(e.size for e, _ in found) < ENOUGH or len(found) < ENOUGH:
        return None
    offset = float((found[0][1] - found[0][0]).ravel()[0])
    if offset and all(same(got - offset, expected) for expected, got in found):
        return Finding("pattern.offset", {"offset": f"{offset:.4g}"})
    return None


def _transposed(items: Sequence[Evidence]) -> Finding | None:
    found = pairs(items)
    if found and all(e.ndim == 2 and same(g, e.T) for e, g in found):
        return Finding("pattern.transposed")
    return None


def _reversed(items: Sequence[Evidence]) -> Finding | None:
    if all_pairs(items, lambda e, g: e.ndim > 0 and e.shape[0] > 1 and same(g, e[::-1])):
        return Finding("pattern.reversed")
    return None


def _rounded(items: Sequence[Evidence]) -> Finding | None:
    for digits in (0, 1, 2, 3, 4):
        if all_pairs(items, lambda e, g, d=digits: bool((np.round(e, d) == g).all() or same(g, np.round(e, d)))):  # type: ignore[misc]
            return Finding("pattern.rounded", {"digits": digits})
    return Finding("pattern.truncated") if all_pairs(items, lambda e, g: same(g, np.trunc(e))) else None


def _constant(items: Sequence[Evidence]) -> Finding | None:
    found = pairs(items)
    values = {float(v) for _, got in found for v in got.ravel()}
    if len(found) > ENOUGH and len(values) == 1:
        return Finding("pattern.constant", {"value": f"{values.pop():.4g}"})
    return None


def _unchanged(items: Sequence[Evidence]) -> Finding | None:
    def is_input(item: Evidence) -> bool:
        array = first_array(item)
        return array is not None and len(item.leaves or ()) == 1 and same((item.leaves or ())[0].got, array)

    return Finding("pattern.unchanged") if len(items) >= ENOUGH and all(map(is_input, items)) else None


def _behind(items: Sequence[Evidence]) -> Finding | None:
    """Step t of a trajectory holds what step t - 1 should."""

    def behind(item: Evidence) -> bool:
        both = item.leaves or ()
        if len(both) == 1 and both[0].expected.ndim and len(both[0].expected) > 2:
            (only,) = both
            return same(only.got[1:], only.expected[:-1])
        paths = [leaf for leaf in both if leaf.path]
        size = len({leaf.path[0] for leaf in paths})
        per = len(paths) // size if size else 0
        if size < 3 or len(paths) != len(both) or not per:
            return False
        return all(same(late.got, early.expected) for early, late in zip(both, both[per:], strict=False))

    return Finding("pattern.one_step_behind") if items and all(map(behind, items)) else None


def _rows(items: Sequence[Evidence]) -> Finding | None:
    """Right in the first row (or element), wrong after it; all but the last; the first column only."""
    found = pairs(items)
    rows = [(e, g) for e, g in found if e.ndim and e.shape[0] > 1]
    if len(rows) < ENOUGH or len(rows) != len(found):
        return None
    kind = "rows" if all(e.ndim > 1 for e, _ in rows) else "values"
    longer = any(len(e) > 2 for e, _ in rows)  # of two rows, the first is all but the last
    if longer and all(same(g[:-1], e[:-1]) for e, g in rows):
        return Finding("pattern.last_wrong", {"kind": kind})
    if longer and all(same(g[1:], e[1:]) for e, g in rows):
        return Finding("pattern.first_wrong", {"kind": kind})
    if all(same(g[0], e[0]) for e, g in rows):
        return Finding("pattern.first_only", {"kind": kind})
    if all(e.ndim == 2 and e.shape[1] > 1 and same(g[:, 0], e[:, 0]) for e, g in rows):
        return Finding("pattern.first_column_only")
    return None


def _by_rows(items: Sequence[Evidence]) -> Finding | None:
    """Each row right up to a factor or an amount of its own, or each column: the wrong axis was summed over."""
    found = [(e, g) for e, g in pairs(items) if e.ndim == 2]
    wide = [(e, g) for e, g in found if min(e.shape) > 1]
    if len(found) != len(pairs(items)) or len(wide) < max(ENOUGH, len(found)):
        return None
    for name, turned in (("rows", wide), ("columns", [(e.T, g.T) for e, g in wide])):
        if all(_own_factor(e, g) for e, g in turned) and not all(
            _own_factor(e.reshape(1, -1), g.reshape(1, -1)) for e, g in turned
        ):
            return Finding("pattern.own_factor", {"each": name})
        if all(np.ptp(g - e, axis=1).max() <= CLOSE * np.abs(e).max() for e, g in turned):
            return Finding("pattern.own_offset", {"each": name})
    return None


def _own_factor(expected: Numbers, got: Numbers) -> bool:
    at = np.abs(expected).argmax(axis=1, keepdims=True)
    top = np.take_along_axis(expected, at, axis=1)
    if (top == 0).any():
        return False
    return same(got, expected * (np.take_along_axis(got, at, axis=1) / top)) and bool((got != 0).any())


_MAPS: Mapping[str, Callable[[Numbers], Numbers]] = {
    "1 - y": lambda y: 1 - y,
    "y**2": np.square,
    "sqrt(y)": np.sqrt,
    "1/y": np.reciprocal,
    "exp(y)": np.exp,
    "log(y)": np.log,
    "exp(-y)": lambda y: np.exp(-y),
    "-log(y)": lambda y: -np.log(y),
    "log(1 + y)": np.log1p,
    "1/y**2": lambda y: 1 / np.square(y),
    "1/sqrt(y)": lambda y: 1 / np.sqrt(y),
    "abs(y - 1)": lambda y: np.abs(y - 1),
}


def _mapped(items: Sequence[Evidence]) -> Finding | None:
    """A known function of the right answer y: one step too many, or one left out."""
    if len({tuple(e.ravel()) for e, _ in pairs(items)}) < ENOUGH:
        return None
    with np.errstate(all="ignore"):
        for form, function in _MAPS.items():
            if all_pairs(items, lambda e, g, f=function: bool(np.isfinite(f(e)).all()) and same(g, f(e))):  # type: ignore[misc]
                return Finding("pattern.mapped", {"form": form})
    return None


def _clipped(items: Sequence[Evidence]) -> Finding | None:
    """Cut off at a bound that is the same everywhere."""
    found = pairs(items)
    if sum(e.size for e, _ in found) <= ENOUGH:
        return None
    high = max(float(g.max()) for _, g in found)
    low = min(float(g.min()) for _, g in found)
    for lower, upper, code in ((-np.inf, high, "above"), (low, np.inf, "below"), (low, high, "both")):
        hits = sum(int(((e > upper) | (e < lower)).sum()) for e, _ in found)
        if hits >= ENOUGH and all(same(g, np.clip(e, lower, upper)) for e, g in found):
            return Finding("pattern.clipped", {"kind": code, "low": f"{low:.4g}", "high": f"{high:.4g}"})
    return None


def _shuffled(items: Sequence[Evidence]) -> Finding | None:
    if all_pairs(items, lambda e, g: e.size > 2 and same(np.sort(g.ravel()), np.sort(e.ravel()))):
        return Finding("pattern.shuffled")
    return None


def _swapped(items: Sequence[Evidence]) -> Finding | None:
    """Two values returned in the other order."""

    def other_way(item: Evidence) -> bool:
        both = item.leaves or ()
        return len(both) == 2 and same(both[0].got, both[1].expected) and same(both[1].got, both[0].expected)

    return Finding("pattern.swapped") if items and all(map(other_way, items)) else None


_FITTING: tuple[Pattern, ...] = (
    _constant,
    _unchanged,
    _swapped,
    _part,
    _sign,
    _factor,
    _offset,
    _sign_lost,
    _transposed,
    _reversed,
    _rounded,
    _behind,
    _mapped,
    _clipped,
    wrong_where,
    _rows,
    _by_rows,
    _shuffled,
)
