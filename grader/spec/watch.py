"""Notice when a function changes its arguments.

Runs where the submission runs, around the student's function, and in the engine around a reference: the same code.
"""

import types
from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

# `x[i] += h; ...; x[i] -= h` leaves rounding of 1e-16 behind, which the contracts allow; no real change is so small.
PUT_BACK = 1e-9
MAX_DEPTH = 16  # of containers in arguments; a list of (W, b) has two
_tobytes = np.ndarray.tobytes  # taken before a submission runs

Function = Callable[..., Any]


def watched(function: Any, names: tuple[str, ...] | None = None) -> tuple[Any, set[int]]:
    """`function`, and the set of positions of arguments that calls of it have changed.

    names: call by keyword, the arguments having these names in this order. Keyword arguments of the caller count by
    their place in the function's own signature. Classes are given back as they are: a driver may subclass them.
    """
    mutated: set[int] = set()
    if isinstance(function, type) and names is None:
        return function, mutated
    code = function.__code__ if isinstance(function, types.FunctionType) else None
    order = names or (code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ())

    def call(*args: Any, **kwargs: Any) -> Any:
        before = [(position, _snapshot(value)) for position, value in enumerate(args)]
        before += [(order.index(key), _snapshot(value)) for key, value in kwargs.items() if key in order]
        if names is not None:
            kwargs = dict(zip(names, args, strict=False)) | kwargs
            args = args[len(names) :]
        try:
            return function(*args, **kwargs)
        finally:
            mutated.update(position for position, parts in before if any(_changed(*part) for part in parts))

    try:
        return wraps(function)(call), mutated
    except Exception:  # noqa: BLE001  # a callable with hostile attributes is still called
        return call, mutated


def _snapshot(value: Any, depth: int = 0) -> list[tuple[Any, Any]]:
    """Every array in `value` with a copy of it, and every container that can change with what it holds."""
    if isinstance(value, np.ndarray):
        return [] if value.dtype.hasobject else [(value, value.copy())]
    if isinstance(value, (list, tuple, dict)) and depth < MAX_DEPTH:
        items = list(value.values() if isinstance(value, dict) else value)
        nested = [part for item in items for part in _snapshot(item, depth + 1)]
        return nested if isinstance(value, tuple) else [(value, items), *nested]
    return []


def _changed(value: Any, before: Any) -> bool:
    if isinstance(value, np.ndarray):
        return _array_changed(before, value)
    items = list(value.values() if isinstance(value, dict) else value)
    return len(items) != len(before) or any(a is not b for a, b in zip(items, before, strict=True))


def _array_changed(before: "np.ndarray[Any, Any]", now: "np.ndarray[Any, Any]") -> bool:
    if before.shape != now.shape or before.dtype != now.dtype:
        return True
    if _tobytes(before) == _tobytes(now):
        return False
    if before.dtype.kind != "f" or not np.isfinite(now).all():
        return True
    return bool((np.abs(now - before) > PUT_BACK * np.maximum(1.0, np.abs(before))).any())


def arrays_in(value: Any) -> "list[np.ndarray[Any, Any]]":
    """Every ndarray in `value`, through lists, tuples and dicts."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, (list, tuple)):
        return [array for item in value for array in arrays_in(item)]
    if isinstance(value, dict):
        return [array for item in value.values() for array in arrays_in(item)]
    return []
