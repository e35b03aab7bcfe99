"""Numbers without float dust, and draws repeated until they are good."""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.draw import TRIES


def clean(value: Any, digits: int = 10) -> Any:
    """A number, or lists of numbers as deep as the array, rounded to `digits` decimals; never -0.0."""
    return (np.round(np.asarray(value, dtype=float), digits) + 0.0).tolist()


def until(make: Callable[[], Drawn], good: Callable[[Drawn], bool]) -> Drawn:
    """`make()` again and again until the draw is good: for blanks, whose wrong paths belong to single gaps."""
    for _ in range(TRIES):
        drawn = make()
        if good(drawn):
            return drawn
    raise ValueError(f"none of {TRIES} draws was good")
