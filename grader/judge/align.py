"""Bring an answer into the structure of the expected one, or say why it does not fit.

The values and the shape decide, never the container: see the header of the catalogue.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from grader.spec.finding import Finding
from grader.spec.value import Opaque, Value

Path = tuple[int | str, ...]
Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A pair of numeric arrays of equal shape, and where in the answer they stand."""

    path: Path
    expected: Numbers
    got: Numbers


def is_number(value: Value) -> bool:
    """A real number, booleans included."""
    return isinstance(value, (bool, int, float)) and not isinstance(value, str)


def is_numeric_leaf(expected: Value) -> bool:
    """Whether `expected` is compared as one array: an array, a number, or a non-empty list of numbers."""
    if isinstance(expected, np.ndarray) or is_number(expected):
        return True
    return isinstance(expected, (list, tuple)) and len(expected) > 0 and all(map(is_number, expected))


def leaves(expected: Value) -> Iterator[Numbers]:
    """The numeric leaves of an expected answer, in the order in which `align` yields them."""
    if is_numeric_leaf(expected):
        yield np.asarray(expected)
    elif isinstance(expected, (list, tuple)):
        for item in expected:
            yield from leaves(item)
    elif isinstance(expected, dict):
        for key in expected:
            yield from leaves(expected[key])


def align(expected: Value, got: Value, path: Path = ()) -> list[Leaf] | Finding:
    """Pairs of numeric leaves, or the first reason why `got` cannot be the answer."""
    if is_numeric_leaf(expected):
        return _align_numbers(np.asarray(expected), got, path)
    match expected:
        case None | str():
            return [] if type(got) is type(expected) and got == expected else _not_equal(expected, got, path)
        case list() | tuple():
            return _align_sequence(expected, got, path)
        case dict():
            return _align_mapping(expected, got, path)
        case _:
            raise TypeError(f"a reference returned {type(expected).__name__}, which no answer can equal")


def _not_equal(expected: Value, got: Value, path: Path) -> Finding:
    return _kind(got, "a string" if isinstance(expected, str) else "None", path) or Finding(
        "value", {"path": path, "at": None, "expected": expected, "got": got}
    )


def _kind(got: Value, wanted: str, path: Path) -> Finding | None:
    """Why `got` is not even of the right kind."""
    if got is None:
        return None if wanted == "None" else Finding("none", {"path": path, "wanted": wanted})
    if isinstance(got, Opaque):
        return Finding("kind", {"path": path, "wanted": wanted, "got": got.type_name})
    if isinstance(got, str) and wanted == "a string":
        return None
    if isinstance(got, (str, dict)) or wanted == "a string":
        return Finding("kind", {"path": path, "wanted": wanted, "got": type(got).__name__})
    return None


def _align_numbers(expected: Numbers, got: Value, path: Path) -> list[Leaf] | Finding:
    wanted = "a number" if expected.ndim == 0 else "an array"
    if (wrong := _kind(got, wanted, path)) is not None:
        return wrong
    array = to_array(got)
    if isinstance(array, Finding):
        return Finding(array.code, {**array.params, "path": path, "wanted": wanted})
    if array.dtype.kind == "c":
        return Finding("complex", {"path": path})
    if expected.ndim == 0 and array.size == 1:
        array = array.reshape(())
    if array.shape != expected.shape:
        same = array.size == expected.size and np.allclose(array.ravel(), expected.ravel(), equal_nan=True)
        return Finding("shape", {"path": path, "expected": expected.shape, "got": array.shape, "values_right": same})
    return [Leaf(path, expected, array)]


def to_array(got: Value) -> Numbers | Finding:
    """Numbers in any container as one array."""
    if isinstance(got, np.ndarray):
        return got
    if isinstance(got, (bool, int, float, complex)):
        return np.asarray(got)
    if (bad := _first_foreign(got)) is not None:
        return Finding("none", {}) if bad == "None" else Finding("kind", {"got": bad})
    parts = [to_array(item) for item in got]
    if (wrong := next((part for part in parts if isinstance(part, Finding)), None)) is not None:
        return wrong
    try:
        return np.asarray(parts) if parts else np.zeros(0)
    except ValueError:
        return Finding("ragged", {})


def _first_foreign(got: Value) -> str | None:
    """The type of the first item in nested sequences that is no number or array."""
    if isinstance(got, (list, tuple)):
        return next((name for item in got if (name := _first_foreign(item)) is not None), None)
    if isinstance(got, Opaque):
        return got.type_name
    if isinstance(got, (bool, int, float, complex, np.ndarray)):
        return None
    return "None" if got is None else type(got).__name__


def _align_sequence(expected: Sequence[Value], got: Value, path: Path) -> list[Leaf] | Finding:
    if (wrong := _kind(got, f"{len(expected)} values", path)) is not None:
        return wrong
    if is_number(got) or (isinstance(got, np.ndarray) and got.ndim == 0) or isinstance(got, complex):
        return Finding("length", {"path": path, "expected": len(expected), "got": 1})
    if len(got) != len(expected):
        return Finding("length", {"path": path, "expected": len(expected), "got": len(got)})
    found: list[Leaf] = []
    for index, (want, have) in enumerate(zip(expected, got, strict=True)):
        part = align(want, have.item() if isinstance(have, np.generic) else have, (*path, index))
        if isinstance(part, Finding):
            return part
        found += part
    return found


def _align_mapping(expected: dict[str, Value], got: Value, path: Path) -> list[Leaf] | Finding:
    if not isinstance(got, dict):
        return Finding("kind", {"path": path, "wanted": "a dict", "got": type(got).__name__})
    if set(got) != set(expected):
        return Finding("keys", {"path": path, "expected": sorted(expected), "got": sorted(got)})
    found: list[Leaf] = []
    for key, want in expected.items():
        part = align(want, got[key], (*path, key))
        if isinstance(part, Finding):
            return part
        found += part
    return found
