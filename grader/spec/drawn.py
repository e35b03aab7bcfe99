"""Answers drawn from a generator: how they are asked for, read and described. The statistics are in `chance`."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import log
from typing import Any

import numpy as np

from grader.spec.finding import Finding
from grader.spec.value import Array, Opaque, Rng, Value

SAME = 1e-5  # two runs of the same float32 code may differ by rounding, aligned otherwise in memory; never by this much


def draws(fn: Callable[..., Any], calls: Sequence[Sequence[Any]]) -> list[Any]:
    """Driver: the function's answer to each of the calls, every call with a generator of its own."""
    return [fn(*call) for call in calls]


def answers(calls: Sequence[Value], answer: Value) -> Sequence[Value] | Finding:
    """The answers to the calls of `draws`, or that they are not there."""
    if isinstance(answer, list | tuple) and len(answer) == len(calls):
        return answer
    return Finding("stat.not_numbers", {"got": type_name(answer)})


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


def seeds(calls: Sequence[Sequence[Value]], answers: Sequence[Value]) -> Finding | None:
    """Calls alike but for the seed: the same seed must give the same answer, another seed another one.

    Only for calls whose answers must differ: a case with p = 0 holds no two calls that differ in the seed alone.
    """
    for i, j in combinations(range(len(calls)), 2):
        if not _same_but_seed(calls[i], calls[j]):
            continue
        same_seed = _seeds_of(calls[i]) == _seeds_of(calls[j])
        if same_seed and not _close(answers[i], answers[j]):
            return Finding("stat.not_same_seed")
        if not same_seed and _close(answers[i], answers[j]):
            return Finding("stat.rng_ignored")
    return None


def _seeds_of(call: Sequence[Value]) -> list[int]:
    return [part.seed for part in call if isinstance(part, Rng)]


def judged(
    calls: Sequence[Sequence[Value]], answer: Value, check: Callable[[Sequence[Value], Value], Finding | None]
) -> Finding | None:
    """Judge the answers of `draws`: each by `check(call, value)`, then by what the seeds demand."""
    got = answers(calls, answer)
    if isinstance(got, Finding):
        return got
    for call, value in zip(calls, got, strict=True):
        if (found := check(call, value)) is not None:
            return found
    return seeds(calls, got)


def weights(calls: Sequence[Sequence[Value]], answer: Value, battery: Callable[..., Finding | None]) -> Finding | None:
    """Judge initializer calls (fan_in, fan_out, ..., rng): `battery(w, *call without rng)` for every answer w."""

    def check(call: Sequence[Value], value: Value) -> Finding | None:
        w = numbers(value, (call[1], call[0]))
        return w if isinstance(w, Finding) else battery(w, *call[:-1])

    return judged(calls, answer, check)


# ------------------------------------------------------------------------------------------------------ for diagnosis
def weight_traits(calls: Sequence[Sequence[Value]], answer: Value) -> Mapping[str, float]:
    """Traits of the answers to initializer calls (fan_in, fan_out, ..., rng)."""
    got = answers(calls, answer)
    if isinstance(got, Finding):
        return {"unreadable": 10.0}
    found = {
        f"{name} {i}": trait
        for i, (call, value) in enumerate(zip(calls, got, strict=True))
        for name, trait in traits(value, (call[1], call[0])).items()
    }
    return {**found, **seed_traits(calls, got)}


LARGE = 10_000  # entries from which traits hardly move by chance


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
    if w.size < LARGE:
        return {}
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


def seed_traits(calls: Sequence[Sequence[Value]], answers: Sequence[Value]) -> Mapping[str, float]:
    """Whether the answers follow the generator, where the calls show it."""
    if not any(_same_but_seed(a, b) for a, b in combinations(calls, 2)):
        return {}
    return {"follows_rng": 10.0 if seeds(calls, answers) is None else 0.0}
