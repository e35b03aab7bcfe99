"""What the failing cases show: given, expected, got; what every pattern is a function of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.judge.align import Leaf, Numbers, align
from grader.judge.prepare import Prepared
from grader.spec.finding import Finding
from grader.spec.outcome import Returned
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


Pattern = Callable[[Sequence[Evidence]], Finding | None]


def evidence(prepared: Prepared, outcome: Returned) -> Evidence:
    """The evidence of one case."""
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


def first_that_holds(patterns: Sequence[Pattern], items: Sequence[Evidence]) -> Finding | None:
    """The first pattern that all of the evidence shows."""
    return next((found for pattern in patterns if (found := pattern(items)) is not None), None)


def has_nan(item: Evidence) -> bool:
    """Whether something in the answer is nan or infinite."""
    return item.leaves is not None and any(not np.isfinite(leaf.got.astype(float)).all() for leaf in item.leaves)


def same(a: Any, b: Any) -> bool:
    """Equal up to CLOSE of the largest value."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        return False
    scale = max(float(np.abs(b).max(initial=0.0)), 1e-12)
    return bool((np.abs(a - b) <= CLOSE * scale).all())


def pairs(items: Sequence[Evidence]) -> list[tuple[Numbers, Numbers]]:
    """Expected and got of every numeric part that is wrong."""
    return [
        (leaf.expected.astype(float), leaf.got.astype(float))
        for item in items
        for leaf in item.leaves or ()
        if not same(leaf.got, leaf.expected)
    ]


def all_pairs(items: Sequence[Evidence], holds: Callable[[Numbers, Numbers], bool]) -> bool:
    """Whether enough parts are wrong, and `holds` of each."""
    found = pairs(items)
    count = sum(expected.size for expected, _ in found)
    return count >= ENOUGH and all(holds(expected, got) for expected, got in found)


def first_array(item: Evidence) -> Numbers | None:
    """The first argument that is an array with an axis."""
    return next((array for array in arrays_in(list(item.args)) if array.ndim), None)
