"""What wrong answers have in common with the right ones, when no misconception names the mistake.

Each pattern is a function from the evidence of all failing cases to a Finding or None; the first that holds is told.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.judge.align import Leaf, Numbers, align, leaves
from grader.judge.prepare import AGAIN, Prepared
from grader.spec.finding import Finding
from grader.spec.outcome import Outcome, Returned
from grader.spec.report import CaseResult
from grader.spec.value import Value
from grader.spec.watch import arrays_in

CLOSE = 1e-5  # float32 rounding through a formula of some steps; no pattern below is that near to the right answer
ENOUGH = 2  # one agreeing number is chance


@dataclass(frozen=True, slots=True)
class Evidence:
    """One failing case whose answer came back: what was given, expected and got; leaves where the structures fit."""

    args: tuple[Value, ...]
    check: str
    expected: Value
    got: Value
    leaves: tuple[Leaf, ...] | None
    stdout: str
    mutated: bool


def pattern_of(
    prepared: Sequence[Prepared], outcomes: Sequence[Outcome], results: Sequence[CaseResult]
) -> Finding | None:
    """The first pattern that all failing cases show."""
    if (finding := _state(prepared, outcomes, results)) is not None:
        return finding
    failing = [
        _evidence(p, o)
        for p, o, r in zip(prepared, outcomes, results, strict=True)
        if not r.passed and isinstance(o, Returned) and p.expected is not None
    ]
    if not failing:
        return None
    if all(item.leaves is None for item in failing):
        return next((f for pattern in _UNFITTING if (f := pattern(failing)) is not None), None)
    fitting = [item for item in failing if item.leaves is not None and not _has_nan(item)]
    if (finding := _where_nan(prepared, results, failing)) is not None:
        return finding
    if len(fitting) < len(failing) - sum(_has_nan(item) for item in failing) or not fitting:
        return None
    return next((f for pattern in _FITTING if (f := pattern(fitting)) is not None), None)


def _evidence(prepared: Prepared, outcome: Returned) -> Evidence:
    aligned = align(prepared.expected, outcome.value)
    found = None if isinstance(aligned, Finding) else tuple(aligned)
    return Evidence(
        prepared.case.args,
        prepared.case.check,
        prepared.expected,
        outcome.value,
        found,
        outcome.stdout,
        bool(outcome.mutated),
    )


def _has_nan(item: Evidence) -> bool:
    return item.leaves is not None and any(not np.isfinite(leaf.got.astype(float)).all() for leaf in item.leaves)


def _same(a: Any, b: Any) -> bool:
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        return False
    scale = max(float(np.abs(b).max(initial=0.0)), 1e-12)
    return bool((np.abs(a - b) <= CLOSE * scale).all())


def _pairs(items: Sequence[Evidence]) -> list[tuple[Numbers, Numbers]]:
    return [
        (leaf.expected.astype(float), leaf.got.astype(float))
        for item in items
        for leaf in item.leaves or ()
        if not _same(leaf.got, leaf.expected)
    ]


def _count(pairs: Sequence[tuple[Numbers, Numbers]]) -> int:
    return sum(expected.size for expected, _ in pairs)


def _all(items: Sequence[Evidence], holds: Callable[[Numbers, Numbers], bool]) -> bool:
    pairs = _pairs(items)
    return _count(pairs) >= ENOUGH and all(holds(expected, got) for expected, got in pairs)


# ---------------------------------------------------------------- answers that fit the shape


def _part(items: Sequence[Evidence]) -> Finding | None:
    """Of several values returned, one and the same is wrong."""
    if any(len(item.leaves or ()) < ENOUGH or len(item.leaves or ()) > 6 for item in items):
        return None
    wrong = {
        tuple(i for i, leaf in enumerate(item.leaves or ()) if not _same(leaf.got, leaf.expected)) for item in items
    }
    if len(wrong) != 1 or len(only := wrong.pop()) != 1:
        return None
    return Finding("pattern.part", {"part": only[0] + 1, "of": len(items[0].leaves or ())})


def _sign(items: Sequence[Evidence]) -> Finding | None:
    return Finding("pattern.sign") if _all(items, lambda e, g: _same(g, -e)) else None


def _sign_lost(items: Sequence[Evidence]) -> Finding | None:
    if _all(items, lambda e, g: _same(g, np.abs(e))):
        return Finding("pattern.absolute")
    return None


def _factor(items: Sequence[Evidence]) -> Finding | None:
    """A constant factor, named where it is a known constant or a size of the input."""
    factors: list[tuple[Evidence, float]] = []
    for item in items:
        for leaf in item.leaves or ():
            expected, got = leaf.expected.astype(float).ravel(), leaf.got.astype(float).ravel()
            if _same(got, expected):
                continue
            at = int(np.abs(expected).argmax()) if expected.size else -1
            if at < 0 or expected[at] == 0 or not _same(got, expected * (got[at] / expected[at])):
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
        if _same(values, np.full(values.shape, constant)):
            return Finding("pattern.factor", {"factor": name})
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
        ):
            if _same(values, wanted):
                return Finding("pattern.factor", {"factor": form})
    if _same(values, np.full(values.shape, values[0])):
        return Finding("pattern.factor", {"factor": f"{values[0]:.4g}"})
    return None


def _first_array(item: Evidence) -> Numbers | None:
    return next((array for array in arrays_in(list(item.args)) if array.ndim), None)


def _size(axis: int | None) -> Callable[[Evidence], int | None]:
    def size(item: Evidence) -> int | None:
        array = _first_array(item)
        if array is None or (axis is not None and array.ndim <= axis):
            return None
        return int(array.size if axis is None else array.shape[axis])

    return size


_SIZES: dict[str, Callable[[Evidence], int | None]] = {"N": _size(0), "n": _size(None), "D": _size(1)}


def _offset(items: Sequence[Evidence]) -> Finding | None:
    pairs = _pairs(items)
    if _count(pairs) < ENOUGH or len(pairs) < ENOUGH:
        return None
    offset = float((pairs[0][1] - pairs[0][0]).ravel()[0])
    if offset and all(_same(got - offset, expected) for expected, got in pairs):
        return Finding("pattern.offset", {"offset": f"{offset:.4g}"})
    return None


def _transposed(items: Sequence[Evidence]) -> Finding | None:
    square = [(e, g) for e, g in _pairs(items) if e.ndim == 2]
    if square and all(_same(g, e.T) for e, g in square) and len(square) == len(_pairs(items)):
        return Finding("pattern.transposed")
    return None


def _reversed(items: Sequence[Evidence]) -> Finding | None:
    if _all(items, lambda e, g: e.ndim > 0 and e.shape[0] > 1 and _same(g, e[::-1])):
        return Finding("pattern.reversed")
    return None


def _rounded(items: Sequence[Evidence]) -> Finding | None:
    for digits in (0, 1, 2, 3, 4):
        if _all(items, lambda e, g, d=digits: bool((np.round(e, d) == g).all() or _same(g, np.round(e, d)))):  # type: ignore[misc]
            return Finding("pattern.rounded", {"digits": digits})
    if _all(items, lambda e, g: _same(g, np.trunc(e))):
        return Finding("pattern.truncated")
    return None


def _constant(items: Sequence[Evidence]) -> Finding | None:
    pairs = _pairs(items)
    values = {float(v) for _, got in pairs for v in got.ravel()}
    if len(pairs) > ENOUGH and len(values) == 1:
        return Finding("pattern.constant", {"value": f"{values.pop():.4g}"})
    return None


def _unchanged(items: Sequence[Evidence]) -> Finding | None:
    def is_input(item: Evidence) -> bool:
        array = _first_array(item)
        return array is not None and len(item.leaves or ()) == 1 and _same((item.leaves or ())[0].got, array)

    return Finding("pattern.unchanged") if len(items) >= ENOUGH and all(map(is_input, items)) else None


def _behind(items: Sequence[Evidence]) -> Finding | None:
    """Step t of a trajectory holds what step t - 1 should."""

    def behind(item: Evidence) -> bool:
        both = item.leaves or ()
        paths = [leaf for leaf in both if leaf.path]
        size = len({leaf.path[0] for leaf in paths})
        per = len(paths) // size if size else 0
        if size < 3 or len(paths) != len(both) or not per:
            return False
        return all(_same(late.got, early.expected) for early, late in zip(both, both[per:], strict=False))

    return Finding("pattern.one_step_behind") if items and all(map(behind, items)) else None


def _first_only(items: Sequence[Evidence]) -> Finding | None:
    """Right in the first row (or element), wrong after it; or right in some columns only."""
    rows = [(e, g) for e, g in _pairs(items) if e.ndim and e.shape[0] > 1]
    if len(rows) < ENOUGH or len(rows) != len(_pairs(items)):
        return None
    if all(_same(g[0], e[0]) for e, g in rows):
        return Finding("pattern.first_only")
    if all(_same(g[:-1], e[:-1]) for e, g in rows):
        return Finding("pattern.last_wrong")
    tables = [(e, g) for e, g in rows if e.ndim == 2 and e.shape[1] > 1]
    if len(tables) == len(rows):
        right = {tuple(_same(g[:, k], e[:, k]) for k in range(e.shape[1]))[:1] for e, g in tables}
        if right == {(True,)}:
            return Finding("pattern.first_column_only")
    return None


def _swapped(items: Sequence[Evidence]) -> Finding | None:
    """Two values returned in the other order."""

    def other_way(item: Evidence) -> bool:
        both = item.leaves or ()
        return len(both) == 2 and _same(both[0].got, both[1].expected) and _same(both[1].got, both[0].expected)

    return Finding("pattern.swapped") if items and all(map(other_way, items)) else None


# ---------------------------------------------------------------- answers of another shape


def _nothing(items: Sequence[Evidence]) -> Finding | None:
    if not all(item.got is None for item in items):
        return None
    if any(item.stdout.strip() for item in items):
        return Finding("pattern.printed")
    return Finding("pattern.in_place") if any(item.mutated for item in items) else None


def _broadcast(items: Sequence[Evidence]) -> Finding | None:
    """(N, N) where (N,) was asked: (N, 1) met (N,)."""
    for item in items:
        expected, got = next(leaves(item.expected), None), item.got
        if expected is None or not isinstance(got, np.ndarray) or expected.ndim != 1 or got.ndim != 2:
            return None
        if got.shape != (expected.size, expected.size):
            return None
    return Finding("pattern.broadcast")


def _shape_transposed(items: Sequence[Evidence]) -> Finding | None:
    for item in items:
        expected, got = next(leaves(item.expected), None), item.got
        if expected is None or not isinstance(got, np.ndarray) or not _same(got.T, expected):
            return None
    return Finding("pattern.transposed")


def _one_of_many(items: Sequence[Evidence]) -> Finding | None:
    """Only the first of several values was returned."""
    for item in items:
        if not isinstance(item.expected, tuple) or isinstance(item.got, (tuple, list)):
            return None
        aligned = align(item.expected[0], item.got)
        if isinstance(aligned, Finding) or not all(_same(leaf.got, leaf.expected) for leaf in aligned):
            return None
    return Finding("pattern.first_value_only", {"of": len(items[0].expected)})


# ---------------------------------------------------------------- across cases


def _state(prepared: Sequence[Prepared], outcomes: Sequence[Outcome], results: Sequence[CaseResult]) -> Finding | None:
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
    same = all(np.array_equal(x.got, y.got, equal_nan=True) for x, y in zip(a, b, strict=True))
    return None if same else Finding("pattern.state")


def _where_nan(
    prepared: Sequence[Prepared], results: Sequence[CaseResult], failing: Sequence[Evidence]
) -> Finding | None:
    """Right except where the inputs are extreme."""
    moderate = [r for p, r in zip(prepared, results, strict=True) if p.case.check != "stability"]
    extreme = [r for p, r in zip(prepared, results, strict=True) if p.case.check == "stability"]
    if not extreme or not all(r.passed for r in moderate) or all(r.passed for r in extreme):
        return None
    largest = max(
        (
            float(np.abs(a).max(initial=0))
            for item in failing
            for a in arrays_in(list(item.args))
            if a.dtype.kind == "f"
        ),
        default=0.0,
    )
    kind = "nan" if any(map(_has_nan, failing)) else "values"
    return Finding("pattern.extreme_only", {"kind": kind, "largest": f"{largest:.3g}"})


Pattern = Callable[[Sequence[Evidence]], Finding | None]
_FITTING: tuple[Pattern, ...] = (
    _constant,
    _unchanged,
    _sign,
    _factor,
    _offset,
    _sign_lost,
    _transposed,
    _reversed,
    _swapped,
    _rounded,
    _behind,
    _part,
    _first_only,
)
_UNFITTING: tuple[Pattern, ...] = (_nothing, _one_of_many, _broadcast, _shape_transposed)
