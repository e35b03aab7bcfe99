"""What generators share: draw again until the answers differ, and run a program for its output."""

import contextlib
import io
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.spec.question import Drawn

TRIES = 1000  # the worst generator of the bank needs fewer than 50; more means that its answers can never differ


def apart(rng: np.random.Generator, make: Callable[[], Drawn], relative: float = 0.05) -> Drawn:
    """`make()` again and again until key and wrong paths differ pairwise by `relative` (and by 0.001).

    5 % is five times the usual tolerance, so an answer rounded to two digits is still told apart.
    """
    del rng  # `make` draws from it: it is passed so that no generator forgets to have one
    for _ in range(TRIES):
        drawn = make()
        values = [drawn.key, *drawn.wrong.values()]
        if all(differ(a, b, relative) for i, a in enumerate(values) for b in values[:i]):
            return drawn
    raise ValueError(f"after {TRIES} draws the key and the wrong paths still coincide")


def differ(a: Any, b: Any, relative: float) -> bool:
    """Whether two answers (numbers, arrays, strings, dicts of those) differ clearly somewhere."""
    if isinstance(a, dict) and isinstance(b, dict):
        return any(differ(a[key], b[key], relative) for key in a)
    if isinstance(a, str) or isinstance(b, str):
        return bool(a != b)
    x, y = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if x.shape != y.shape:
        return True
    gap = relative * np.maximum(np.abs(x), np.abs(y)) + 1e-3  # 0.001: one unit of a typed third decimal
    return bool(np.any(np.abs(x - y) > gap))


def tenths(rng: np.random.Generator, low: float, high: float, size: int | None = None) -> Any:
    """Random numbers with one decimal in [low, high]: a float, or a list of `size` floats."""
    drawn = rng.integers(round(low * 10), round(high * 10), size=size, endpoint=True)
    return int(drawn) / 10 if size is None else [int(n) / 10 for n in drawn]


def output_of(program: str) -> str:
    """What `program` (ours, from this package) prints; the exception's name as a last line if it raises."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(program, "<question>", "exec"), {"__name__": "__question__"})  # noqa: S102  # our own text
        except Exception as error:  # noqa: BLE001  # the exception is the answer
            print(type(error).__name__)  # noqa: T201  # into `out`
    return out.getvalue().strip()
