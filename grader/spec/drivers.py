"""Drivers shared by many exercises: run in the box around the student's function, so each is self-contained.

A driver's parameters are what a case's `args` hold, and `grade show` names them. The engine runs the same
source around the reference to get the expected answer.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.spec.value import Array


def steps(
    fn: Callable[..., Any], w: Any, grads: list[Any], state: tuple[Any, ...], hyper: tuple[Any, ...]
) -> list[Any]:
    """Optimizer steps w, *state = fn(w, grad, *state, *hyper), every step's output passed back in.

    State that came back as lists is made an array before it is passed in again; each step's output is copied,
    so that a later change in place cannot rewrite it. What cannot be passed back in stands for the remaining
    steps.
    """
    import numpy as np  # the source goes into the box without the module around it

    trajectory: list[Any] = []
    for grad in grads:
        out = fn(w, grad, *state, *hyper)
        try:
            parts = tuple(out) if state else (out,)
            parts = tuple(np.asarray(part.detach() if hasattr(part, "detach") else part).copy() for part in parts)
        except (TypeError, ValueError):
            parts = ()
        if len(parts) != 1 + len(state) or any(part.dtype.kind not in "biuf" for part in parts):
            return trajectory + [out] * (len(grads) - len(trajectory))
        trajectory.append(parts if state else parts[0])
        w, state = parts[0], parts[1:]
    return trajectory


def timed_steps(
    fn: Callable[..., Any], w: Any, grads: list[Any], state: tuple[Any, ...], t: int, hyper: tuple[Any, ...]
) -> list[Any]:
    """As `steps`, for w, *state = fn(w, grad, *state, t, *hyper) with t counting up from the given one."""
    import numpy as np  # the source goes into the box without the module around it

    trajectory: list[Any] = []
    for grad in grads:
        out = fn(w, grad, *state, t, *hyper)
        try:
            parts = tuple(np.asarray(part.detach() if hasattr(part, "detach") else part).copy() for part in out)
        except (TypeError, ValueError):
            parts = ()
        if len(parts) != 1 + len(state) or any(part.dtype.kind not in "biuf" for part in parts):
            return trajectory + [out] * (len(grads) - len(trajectory))
        trajectory.append(parts)
        w, state, t = parts[0], parts[1:], t + 1
    return trajectory


def gradients(rng: np.random.Generator, shape: tuple[int, ...], count: int) -> list[Array]:
    """`count` gradients to walk on: both signs, other in every step, each coordinate of its own magnitude.

    No entry is near 0: between 0.1 and 5 in size, and coordinates differ up to 10 times.
    """
    magnitude = np.exp(rng.uniform(np.log(0.25), np.log(2.5), size=shape))
    return [
        np.asarray(magnitude * rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.4, 2.0, size=shape))
        for _ in range(count)
    ]
