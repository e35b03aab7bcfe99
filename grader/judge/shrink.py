"""Smaller, rounder inputs made from a failing one: candidates for a counterexample, the simplest first."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np

from grader.judge.simulate import simulate
from grader.spec.exercise import Case, Exercise
from grader.spec.outcome import Returned
from grader.spec.value import Rng, Value
from grader.spec.watch import arrays_in

MOST = 60  # candidates run in the box: some 10 ms for usual functions
SHOWABLE = 30  # numbers; more is no counterexample for a reader


def candidates(exercise: Exercise, case: Case) -> list[Case]:
    """Cases like `case` with fewer and rounder numbers on which the reference is defined, simplest first."""
    found: dict[str, tuple[tuple[int, int], Case]] = {}
    for args in _variants(case.args):
        key = repr(args)
        if key in found or not _sound(args):
            continue
        small = Case(args, case.why, case.check)
        found[key] = (_complexity(args), small)
    ordered = sorted(found.values(), key=lambda item: item[0])
    sound = (small for size, small in ordered if size[0] <= SHOWABLE and _defined(exercise, small))
    return [small for _, small in zip(range(MOST), sound, strict=False)]


def _variants(args: tuple[Value, ...]) -> Iterator[tuple[Value, ...]]:
    sizes = sorted({n for array in arrays_in(list(args)) for n in array.shape if n > 1})
    cuts = [dict(zip(sizes, cut, strict=True)) for cut in product(*([1, 2, 3, n] for n in sizes))][:200]
    lengths = (1, 2, None)
    for cut in cuts:
        if any(small > size for size, small in cut.items()):
            continue
        for length in lengths:
            smaller = tuple(_cut(arg, cut, length) for arg in args)
            for rounding in _ROUNDINGS:
                yield tuple(_rounded(arg, rounding) for arg in smaller)


def _cut(value: Value, sizes: dict[int, int], length: int | None) -> Value:
    """Arrays cut along every axis by its size, so that what fitted together still does; long lists shortened."""
    if isinstance(value, np.ndarray):
        index = tuple(slice(0, sizes.get(n, n)) for n in value.shape)
        return value[index].copy()
    if isinstance(value, list):
        return [_cut(item, sizes, None) for item in (value[:length] if length else value)]
    if isinstance(value, tuple):
        return tuple(_cut(item, sizes, None) for item in value)
    if isinstance(value, dict):
        return {key: _cut(item, sizes, None) for key, item in value.items()}
    return value


_ROUNDINGS: tuple[Callable[[Any], Any], ...] = (
    np.round,
    lambda x: np.where(np.abs(x) < 1, np.sign(x), np.round(x)),
    lambda x: np.round(x, 1),
    lambda x: np.round(x, 2),
    lambda x: x,
)


def _rounded(value: Value, rounding: Callable[[Any], Any]) -> Value:
    """Float arrays rounded (never -0.0); plain numbers are hyper-parameters and stay as they are."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return np.asarray(rounding(value)) + 0.0
    if isinstance(value, (list, tuple)):
        return type(value)(_rounded(item, rounding) for item in value)
    if isinstance(value, dict):
        return {key: _rounded(item, rounding) for key, item in value.items()}
    return value


def _sound(args: tuple[Value, ...]) -> bool:
    return all(array.size for array in arrays_in(list(args)))


def _complexity(args: tuple[Value, ...]) -> tuple[int, int]:
    """How many numbers, and how many digits they take."""
    numbers = [float(n) for array in arrays_in(list(args)) for n in array.ravel()]
    digits = sum(len(f"{n:.6g}") for n in numbers)
    zeros = sum(n == 0 for n in numbers)
    return len(numbers), digits + 2 * zeros  # zeros hide factors, so they are no simpler than a digit


def _defined(exercise: Exercise, case: Case) -> bool:
    """Whether the reference answers with finite numbers: a sign that the input still keeps the contract."""
    outcome = simulate(exercise.reference, exercise, case)
    return isinstance(outcome, Returned) and _finite(outcome.value)


def _finite(value: Value) -> bool:
    if isinstance(value, np.ndarray):
        return bool(value.size) and bool(np.isfinite(value.astype(float)).all())
    if isinstance(value, float):
        return bool(np.isfinite(value))
    if isinstance(value, (list, tuple)):
        return bool(value) and all(map(_finite, value))
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    return not isinstance(value, Rng)
