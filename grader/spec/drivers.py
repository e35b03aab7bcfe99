"""Drivers shared by many exercises: run in the box around the student's function, so each is self-contained.

A driver's parameters are what a case's `args` hold, and `grade show` names them. The engine runs the same source
around the reference to get the expected answer.
"""

from collections.abc import Callable
from typing import Any


def steps(
    fn: Callable[..., Any], w: Any, grads: list[Any], state: tuple[Any, ...], hyper: tuple[Any, ...]
) -> list[Any]:
    """Optimizer steps w, *state = fn(w, grad, *state, *hyper), every step's output passed back in."""
    import numpy as np

    trajectory = []
    for grad in grads:
        out = fn(w, grad, *state, *hyper)
        trajectory.append(out)
        out = tuple(out) if state else (out,)
        w, *rest = (np.asarray(part) for part in out)
        state = tuple(rest)
    return trajectory


def timed_steps(
    fn: Callable[..., Any], w: Any, grads: list[Any], state: tuple[Any, ...], t: int, hyper: tuple[Any, ...]
) -> list[Any]:
    """As `steps`, for w, *state = fn(w, grad, *state, t, *hyper) with t counting up from the given one."""
    import numpy as np

    trajectory = []
    for grad in grads:
        out = fn(w, grad, *state, t, *hyper)
        trajectory.append(out)
        w, *rest = (np.asarray(part) for part in out)
        state, t = tuple(rest), t + 1
    return trajectory
