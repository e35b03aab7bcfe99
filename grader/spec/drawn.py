"""Answers drawn from a generator: how they are asked for, read and described. The statistics are in `chance`."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import log
from typing import Any

import numpy as np

from grader.spec.chance import LARGE
from grader.spec.finding import Finding
from grader.spec.value import Array, Opaque, Rng, Value

SAME = 1e-5  # two runs of the same float32 code may differ by rounding, aligned otherwise in memory; never by this much


def draws(fn: Callable[..., Any], calls: Sequence[Sequence[Any]], times: int = 1) -> list[Any]:
    """Driver: the function's answers to the calls, each made `times` times with the one generator it holds."""
    return [fn(*call) for call in calls for _ in range(times)]


def made(args: Sequence[Value]) -> list[Sequence[Value]]:
    """The calls that `draws` makes for a case's args, one for each answer."""
    calls, times = args[0], args[1] if len(args) > 1 else 1
    return [call for call in calls for _ in range(times)]


def answers(args: Sequence[Value], answer: Value) -> Sequence[Value] | Finding:
    """The answers to the calls of `draws`, or that they are not there."""
    return listed(answer, len(made(args)))


def listed(value: Value, count: int) -> Sequence[Value] | Finding:
    """A list or tuple of `count` items, or that it is none."""
    if isinstance(value, list | tuple) and len(value) == count:
        return value
    return Finding("stat.not_numbers", {"got": type_name(value)})


def type_name(value: Value) -> str:
    """The type that the student's function returned, by its Python name."""
    return value.type_name if isinstance(value, Opaque) else type(value).__name__


def numbers(value: Value, shape: tuple[int, ...]) -> Array | Finding:
    """The answer as a float64 array of this shape, or what is wrong with it."""
    try:
        array = np.asarray(value)
    except ValueError:  # ragged lists
        return Finding("stat.not_numbers", {"got": type_name(value)})
    if array.dtype.kind not in "biuf":
        return Finding("stat.not_numbers", {"got": type_name(value)})
    if array.shape != shape:
        return Finding("stat.shape", {"expected": str(shape), "got": str(array.shape)})
    if not np.isfinite(array).all():
        return Finding("stat.not_finite")
    return array.astype(np.float64)


def vector(value: Value) -> Array | Finding:
    """The answer as a float64 array with one axis of any length."""
    try:
        shape = np.shape(value)
    except ValueError:  # ragged lists
        return Finding("stat.not_numbers", {"got": type_name(value)})
    return numbers(value, shape if len(shape) == 1 else (-1,))


def flat(value: Value) -> list[float]:
    """Every number of an answer in a row, whatever its containers."""
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in flat(value[key])]
    if isinstance(value, list | tuple):
        return [leaf for item in value for leaf in flat(item)]
    array = np.asarray(value)
    return array.ravel().astype(float).tolist() if array.dtype.kind in "biuf" else []


def _close(one: Value, other: Value) -> bool:
    a, b = np.array(flat(one)), np.array(flat(other))
    if a.shape != b.shape or not (np.isfinite(a).all() and np.isfinite(b).all()):
        return a.shape == b.shape and np.array_equal(a, b, equal_nan=True)
    return bool((np.abs(a - b) <= SAME * np.abs(a).max(initial=0.0)).all())


def _same_but_seed(one: Sequence[Value], other: Sequence[Value]) -> bool:
    return len(one) == len(other) and all(
        isinstance(b, Rng)
        if isinstance(a, Rng)
        else np.array_equal(a, b)
        if isinstance(a, np.ndarray)
        else type(a) is type(b) and a == b
        for a, b in zip(one, other, strict=True)
    )


def seeds(args: Sequence[Value], got: Sequence[Value]) -> Finding | None:
    """Calls alike but for the seed: the same seed must give the same answer, another seed another one.

    A call made again with the same generator must differ, too: the generator has moved on. Only for calls whose
    answers must differ: a case with p = 0 holds no two calls that differ in the seed alone.
    """
    calls, times = made(args), args[1] if len(args) > 1 else 1
    for i, j in combinations(range(len(calls)), 2):
        if i // times == j // times:
            if _close(got[i], got[j]):
                return Finding("stat.same_again")
            continue
        if i % times != j % times or not _same_but_seed(calls[i], calls[j]):
            continue
        same_seed = _seeds_of(calls[i]) == _seeds_of(calls[j])
        if same_seed and not _close(got[i], got[j]):
            return Finding("stat.not_same_seed")
        if not same_seed and _close(got[i], got[j]):
            return Finding("stat.rng_ignored")
    return None


def _seeds_of(call: Sequence[Value]) -> list[int]:
    return [part.seed for part in call if isinstance(part, Rng)]


def judged(
    args: Sequence[Value], answer: Value, check: Callable[[Sequence[Value], Value], Finding | None]
) -> Finding | None:
    """Judge the answers of `draws`: each by `check(call, value)`, then by what the seeds demand."""
    got = answers(args, answer)
    if isinstance(got, Finding):
        return got
    for call, value in zip(made(args), got, strict=True):
        if (found := check(call, value)) is not None:
            return found
    return seeds(args, got)


Battery = Callable[..., Finding | None]


def weights(args: Sequence[Value], answer: Value, battery: Battery) -> Finding | None:
    """Judge initializer calls (fan_in, fan_out, ..., rng): `battery(w, *call without rng)` for every answer w."""

    def check(call: Sequence[Value], value: Value) -> Finding | None:
        w = numbers(value, (call[1], call[0]))
        return w if isinstance(w, Finding) else battery(w, *call[:-1])

    return judged(args, answer, check)


# ------------------------------------------------------------------------------------------------------ for diagnosis
def weight_traits(args: Sequence[Value], answer: Value, battery: Battery) -> Mapping[str, float]:
    """Traits of the answers to initializer calls (fan_in, fan_out, ..., rng)."""
    got = answers(args, answer)
    if isinstance(got, Finding):
        return {"unreadable": 10.0}
    found: dict[str, float] = dict(seed_traits(args, got))
    for i, (call, value) in enumerate(zip(made(args), got, strict=True)):
        shape = (call[1], call[0])
        found |= {f"{name} {i}": trait for name, trait in traits(value, shape).items()}
        w = numbers(value, shape)
        if not isinstance(w, Finding) and w.size >= LARGE:
            found[f"right {i}"] = 10.0 * (battery(w, *call[:-1]) is None)
    return found


def traits(w: Value, shape: tuple[int, ...]) -> Mapping[str, float]:
    """What tells one distribution from another; at 30 000 entries each trait has a standard deviation under 0.3."""
    found = numbers(w, shape)
    if isinstance(found, Finding):
        turned = numbers(w, shape[::-1])
        if isinstance(turned, Finding):
            return {"unreadable": 10.0}
        return {"unreadable": 0.0, "turned": 10.0, **_distribution(turned.T)}
    return {"unreadable": 0.0, "turned": 0.0, **_distribution(found)}


def _distribution(w: Array) -> Mapping[str, float]:
    if w.size < LARGE:  # small samples move too much, but for draws that are not even distinct
        return {"repeated": 10.0 * (np.unique(w).size < w.size)}
    std = float(w.std())
    if std <= 1e-9 * float(np.abs(w).max(initial=0.0)):
        return {"constant": 10.0, "level": float(w.flat[0]) * 10}
    z = (w - w.mean()) / std
    of_rows, of_columns = (float((z.sum(axis=axis) ** 2).mean()) / z.shape[axis] for axis in (1, 0))
    if np.ptp(w[:, 0]) == 0 or np.ptp(w[0]) == 0:  # a row or column repeated: the moments of few draws say little
        return {
            "constant": 0.0,
            "repeated": 10.0,
            "rows": 2 * log(of_rows + 1e-3),
            "columns": 2 * log(of_columns + 1e-3),
        }
    return {
        "constant": 0.0,
        "repeated": 0.0,
        "log_variance": 20 * log(std),
        "mean": float(np.clip(20 * w.mean() / std, -200, 200)),
        "kurtosis": 5 * float(((z * z) ** 2).mean()),
        "rows": 2 * log(of_rows + 1e-3),
        "columns": 2 * log(of_columns + 1e-3),
    }


def seed_traits(args: Sequence[Value], got: Sequence[Value]) -> Mapping[str, float]:
    """Whether the answers follow the generator, where the calls show it."""
    if not any(_same_but_seed(a, b) for a, b in combinations(made(args), 2)):
        return {}
    return {"follows_rng": 10.0 if seeds(args, got) is None else 0.0}
