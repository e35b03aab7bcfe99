"""What may cross the wall between the judge and a submission: plain data, nothing else.

A Value is None, a bool, int, float, complex or str, an ndarray of a numeric dtype, a list, tuple or dict
(string keys) of Values, or one of the two markers below.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Value = Any  # a recursive alias says no more to the type checker, since dtype and depth are checked at run time


@dataclass(frozen=True, slots=True)
class Rng:
    """Stands for `numpy.random.default_rng(seed)`: only the seed crosses the wall."""

    seed: int


@dataclass(frozen=True, slots=True)
class Opaque:
    """Stands for an answer that is not plain data, e.g. an object array or a generator object."""

    type_name: str


def thaw(value: Value) -> Value:
    """A private copy of `value` in which every Rng marker is a fresh `numpy.random.Generator`."""
    match value:
        case Rng(seed):
            return np.random.default_rng(seed)
        case tuple() | list():
            return type(value)(thaw(item) for item in value)
        case dict():
            return {key: thaw(item) for key, item in value.items()}
        case np.ndarray():
            return value.copy()
        case _:
            return value  # None, numbers and strings cannot change
