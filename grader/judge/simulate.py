"""Run code of our own (a reference, a misconception, a style) as the box would run a student's."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.spec.exercise import Case, Exercise
from grader.spec.outcome import Outcome, Raised, Returned
from grader.spec.plain import plain
from grader.spec.value import Value, thaw
from grader.spec.watch import watched


def simulate(function: Callable[..., Any], exercise: Exercise, case: Case) -> Outcome:
    """The outcome of `function` on one case, in this process. Only for code from an exercise, never a submission."""
    watching, mutated = watched(function)
    try:
        value = answer(watching, exercise, case.args)
    except Exception as error:  # noqa: BLE001  # a misconception may raise anything
        bases = tuple(base.__name__ for base in type(error).__mro__)
        return Raised(type(error).__name__, str(error)[:500], bases=bases)
    return Returned(value, mutated=tuple(sorted(mutated)))


def answer(function: Callable[..., Any], exercise: Exercise, args: tuple[Value, ...]) -> Value:
    """`function` (through the exercise's driver) on private copies of `args`, as plain data.

    Global random state is set as the box sets it, so that code which uses it is repeatable too.
    """
    private = thaw(args)
    if exercise.kind == "random":
        np.random.seed(0)  # noqa: NPY002  # misconceptions draw from the global generator: that is their mistake
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = exercise.driver(function, *private) if exercise.driver else function(*private)
        return plain(value)
