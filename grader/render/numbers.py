"""Numbers and arrays as a reader wants them: as many digits as show the difference, no more."""

import math
from typing import Any

import numpy as np

from grader.spec.value import Opaque, Rng

DIGITS = 4
MAX_ITEMS = 24  # a matrix of 4 x 6 still fits one line of a terminal
PERCENT = 1e-3  # two numbers closer than this, relatively, are shown with more digits


def number(value: Any, digits: int = DIGITS) -> str:
    """One number, without a trailing `.0`, minus as "-": it is copied into code."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    value = float(value)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if value == int(value) and abs(value) < 10**6:
        return str(int(value))
    return f"{value:.{digits}g}"


def show(value: Any, digits: int = DIGITS) -> str:
    """Any value, arrays as nested lists cut after MAX_ITEMS numbers."""
    if isinstance(value, np.ndarray):
        return _array(value, digits)
    if isinstance(value, (bool, int, float, np.generic)) and not isinstance(value, np.str_):
        return number(value, digits)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {show(item, digits)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        items = [show(item, digits) for item in value[:MAX_ITEMS]] + ["…"] * (len(value) > MAX_ITEMS)
        left, right = "()" if isinstance(value, tuple) else "[]"
        return left + ", ".join(items) + ("," if len(value) == 1 and left == "(" else "") + right
    if isinstance(value, Opaque):
        return f"<{value.type_name}>"
    if isinstance(value, Rng):
        return f"np.random.default_rng({value.seed})"
    return repr(value)


def _array(array: "np.ndarray[Any, Any]", digits: int) -> str:
    if array.size > MAX_ITEMS:
        return f"array{array.shape}"
    if array.ndim == 0:
        return number(array.item(), digits)
    if array.size == 0:
        return f"array{array.shape}"
    return "[" + ", ".join(_array(np.asarray(part), digits) for part in array) + "]"


def pair(expected: Any, got: Any) -> tuple[str, str]:
    """Two numbers with enough digits to tell them apart."""
    if isinstance(expected, (str, type(None))) or isinstance(got, (str, type(None))):
        return show(expected), show(got)
    for digits in range(DIGITS, 18):
        if number(expected, digits) != number(got, digits):
            return number(expected, digits), number(got, digits)
    return number(expected, 17), number(got, 17)


def pair_of(expected: Any, got: Any) -> tuple[str, str]:
    """Two values of any kind with enough digits to tell them apart."""
    for digits in (3, DIGITS, 6, 9, 12, 17):
        if show(expected, digits) != show(got, digits):
            return show(expected, digits), show(got, digits)
    return show(expected), show(got)


def points(value: float) -> str:
    """Points with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def place(path: tuple[int | str, ...], at: tuple[int | str, ...] | None, name: str) -> str:
    """Where in the answer, in Python's own notation: `answer[1][0, 2]`."""
    steps = "".join(f"[{part!r}]" for part in path)
    return f"{name}{steps}" + (f"[{', '.join(map(str, at))}]" if at else "")
