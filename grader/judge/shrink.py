"""Smaller, rounder inputs made from a failing one: candidates for a counterexample, the simplest first."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np

from grader.judge.elementwise import is_elementwise
from grader.judge.simulate import simulate
from grader.spec.exercise import Case, Exercise
from grader.spec.outcome import Returned
from grader.spec.value import Rng, Value
from grader.spec.watch import arrays_in

MOST = 60  # candidates run in the box: some 10 ms for usual functions
MOST_CUTS = 120  # ways to cut axes that are looked at: some 10 ms of our own
SHOWABLE = 24  # numbers; more is no counterexample for a reader
LONG = 7  # characters of a number that somebody wrote
FEW = 6  # numbers that are taken in at a glance


def candidates(exercise: Exercise, case: Case, most: int = MOST) -> list[Case]:
    """Cases like `case` with fewer and rounder numbers on which the reference is defined, simplest first."""
    found: dict[bytes, tuple[tuple[bool, int, int], Case]] = {}
    single = exercise.driver is not None or is_elementwise(exercise)
    for args in _variants(case.args):
        key = _key(args)
        if key in found or not _sound(args) or numbers_in(args) > SHOWABLE:
            continue
        found[key] = (_complexity(args, single=single), Case(args, case.why, case.check))
    ordered = sorted(found.values(), key=lambda item: item[0])
    sound = (small for _, small in ordered if _defined(exercise, small))
    return [small for _, small in zip(range(most), sound, strict=False)]


def numbers_in(args: tuple[Value, ...]) -> int:
    """How many numbers the arrays hold."""
    return sum(array.size for array in arrays_in(list(args)))


def _key(args: tuple[Value, ...]) -> bytes:
    parts = ((repr(a.shape).encode(), a.dtype.char.encode(), a.tobytes()) for a in arrays_in(list(args)))
    lengths = repr(
        [len(arg) if isinstance(arg, list) else arg for arg in args if isinstance(arg, (list, float))]
    ).encode()
    return b"|".join([lengths, *(b"".join(part) for part in parts)])


def _variants(args: tuple[Value, ...]) -> Iterator[tuple[Value, ...]]:
    sizes = sorted({n for array in arrays_in(list(args)) for n in array.shape if n > 1})
    ways = product(*({1, 2, 3, n} if n > 3 else {*range(1, n + 1)} for n in sizes))  # noqa: PLR2004
    # Cut short, the ways with the fewest numbers are kept.
    cuts = [dict(zip(sizes, way, strict=True)) for way in sorted(ways, key=lambda way: (sum(way), way))][:MOST_CUTS]
    lengths = (1, 2, None) if any(isinstance(arg, list) for arg in args) else (None,)
    for cut in cuts:
        for length in lengths:
            smaller = tuple(_cut(arg, cut, length) for arg in args)
            if numbers_in(smaller) > SHOWABLE:
                continue
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
    lambda x: np.round(2 * x),
    lambda x: np.round(x, 1),
    lambda x: np.round(x, 2),
    lambda x: x,
)


def _rounded(value: Value, rounding: Callable[[Any], Any]) -> Value:
    """Float arrays rounded (never -0.0); plain numbers are hyper-parameters and lose only digits nobody chose."""
    if isinstance(value, float) and rounding is not _ROUNDINGS[-1]:
        return float(f"{value:.1g}") if len(f"{value:.17g}") > LONG else value
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return np.asarray(rounding(value)) + 0.0
    if isinstance(value, (list, tuple)):
        return type(value)(_rounded(item, rounding) for item in value)
    if isinstance(value, dict):
        return {key: _rounded(item, rounding) for key, item in value.items()}
    return value


def _sound(args: tuple[Value, ...]) -> bool:
    return all(array.size for array in arrays_in(list(args)))


def _complexity(args: tuple[Value, ...], *, single: bool) -> tuple[bool, int, int]:
    """Whether it shows too little, how many numbers, and how many digits they take.

    A lone number in the first array says little of a function over rows, unless each number stands for itself.
    """
    arrays = list(arrays_in(list(args)))
    lone = not single and bool(arrays) and arrays[0].size == 1
    numbers = [float(n) for array in arrays for n in array.ravel()]
    digits = sum(len(f"{n:.6g}") for n in (*numbers, *(arg for arg in args if isinstance(arg, float))))
    zeros = sum(n == 0 for n in numbers)
    repeats = len(numbers) - len({*numbers})
    return lone, len(numbers), digits + 2 * zeros + repeats  # zeros hide factors, equal numbers hide axes


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
