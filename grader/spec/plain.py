"""From whatever a function returned to a Value: the container and the style never decide a verdict.

Runs where the submission runs; the judge sees only what comes out of it, as bytes.
"""

import sys
import types
from collections import deque
from itertools import islice
from typing import Any

import numpy as np

from grader.spec.value import Opaque, Value

MAX_DEPTH = 16  # the deepest honest answer, a list of (list of arrays), has three levels
MAX_ITEMS = 200_000  # ten times the largest sample a battery asks for, as a list of numbers
_ITERATORS = (types.GeneratorType, range, map, zip, filter, enumerate, reversed, deque)
_NUMERIC = "biufc"
_DOUBLE = {"f": 8, "c": 16}  # bytes of what float64 and complex128 hold; longer ones are cut to it


def plain(value: object, depth: int = 0) -> Value:
    """`value` as a Value: arrays as base ndarrays, tensors as arrays, iterators as lists, the rest Opaque."""
    if depth > MAX_DEPTH:
        return Opaque(f"{type(value).__name__} nested more than {MAX_DEPTH} deep")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, np.generic):
        return _scalar(value)
    if isinstance(value, int):
        whole = int(value)
        return whole if abs(whole) < 2**63 else Opaque("int of more than 63 bits")
    if isinstance(value, float):
        return float(value)
    if isinstance(value, complex):
        return complex(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, np.ndarray):
        return _array(value, depth)
    if isinstance(value, dict):
        return _mapping(value, depth)
    if isinstance(value, (list, tuple, *_ITERATORS)):
        items = [plain(item, depth + 1) for item in islice(value, MAX_ITEMS + 1)]
        if len(items) > MAX_ITEMS:
            return Opaque(f"{type(value).__name__} of more than {MAX_ITEMS} items")
        return tuple(items) if isinstance(value, tuple) else items
    return _foreign(value, depth)


def _scalar(value: np.generic) -> Value:
    if value.dtype.kind in "fc" and value.dtype.itemsize > (8 if value.dtype.kind == "f" else 16):
        return plain(float(value.real)) if value.dtype.kind == "f" else plain(complex(value))
    if value.dtype.kind in _NUMERIC or value.dtype.kind == "U":
        return plain(value.item())
    return Opaque(type(value).__name__)


def _array(value: np.ndarray[Any, Any], depth: int) -> Value:
    masked = sys.modules.get("numpy.ma")  # not np.ma: that would import it, and nobody has a masked array without it
    if masked is not None and isinstance(value, masked.MaskedArray):
        value = value.filled(np.nan) if value.dtype.kind == "f" else value.data
    array = np.array(value, copy=True, subok=False, order="C")
    if array.dtype.kind == "U":
        return plain(array.tolist(), depth)
    if array.dtype.kind == "f" and array.dtype.itemsize > _DOUBLE["f"]:
        return array.astype(np.float64)
    if array.dtype.kind == "c" and array.dtype.itemsize > _DOUBLE["c"]:
        return array.astype(np.complex128)
    if array.dtype.kind not in _NUMERIC:
        return Opaque(f"array of dtype {array.dtype}")
    return array.astype(array.dtype.newbyteorder("="), copy=False)


def _mapping(value: dict[object, object], depth: int) -> Value:
    if len(value) > MAX_ITEMS or not all(isinstance(key, str) for key in value):
        return Opaque("dict whose keys are not all strings")
    return {str(key): plain(item, depth + 1) for key, item in value.items()}


def _foreign(value: Any, depth: int) -> Value:
    """A torch tensor, or another library's array."""
    name = type(value).__name__
    if isinstance(value, type):
        return Opaque(f"class {value.__name__}")
    if all(hasattr(value, part) for part in ("detach", "cpu", "numpy")):
        tensor = value.detach().cpu()  # known by its methods: torch may not be here
        if str(tensor.dtype) in {"torch.bfloat16", "torch.float16"}:
            tensor = tensor.float()
        return _array(np.asarray(tensor.resolve_conj().resolve_neg().numpy()), depth)
    if hasattr(value, "__array__"):
        return _array(np.asarray(value), depth)
    return Opaque(name)
