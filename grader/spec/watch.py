"""Notice when a function changes its arguments.

Runs where the submission runs, around the student's function and around a reference alike.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

# `x[i] += h; ...; x[i] -= h` leaves rounding of 1e-16 behind, which the contracts allow; no real change is so small.
_PUT_BACK = 1e-9


def arrays_in(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    """Every ndarray in `value`, through lists, tuples and dicts."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from arrays_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from arrays_in(item)


def _lengths(value: Any) -> Any:
    """The lengths of the lists in `value`, since `grads.pop()` changes no array."""
    return (len(value), [_lengths(item) for item in value]) if isinstance(value, list) else None


def _changed(before: np.ndarray[Any, Any], now: np.ndarray[Any, Any]) -> bool:
    if before.shape != now.shape or before.dtype != now.dtype:
        return True
    if before.tobytes() == now.tobytes():
        return False
    if before.dtype.kind != "f" or not np.isfinite(now).all():
        return True
    return bool((np.abs(now - before) > _PUT_BACK * np.maximum(1.0, np.abs(before))).any())


def watched(fn: Callable[..., Any], mutated: set[int]) -> Callable[..., Any]:
    """`fn`, adding to `mutated` the position of every argument that a call of it has changed."""

    def call(*args: Any, **kwargs: Any) -> Any:
        given = (*args, *kwargs.values())
        before = [
            ([array.copy() for array in arrays_in(arg)], list(arrays_in(arg)), _lengths(arg)) for arg in given
        ]
        try:
            return fn(*args, **kwargs)
        finally:
            for position, (copies, arrays, lengths) in enumerate(before):
                if lengths != _lengths(given[position]) or any(map(_changed, copies, arrays)):
                    mutated.add(position)

    return call
