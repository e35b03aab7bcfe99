"""How far from the reference a right answer may be: by sensitivity, not by a constant (NUMERICS 1.4).

tol_i = K u (S_i + sigma), S_i = |f_i| + sum_j |df_i/dx_j| |x_j|: what rounding every float input to float32 would do
to the exact answer, times K.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from grader.judge.align import Numbers, leaves
from grader.spec.value import Array, Value

U32 = 2.0**-24  # unit roundoff of float32: float32 inside a submission is right
K = 32.0  # 208 correct variants measured at most 2.2, the weakest wrong one 62
FLOOR = 1e-15  # the rounding of float64 at 1, for answers that are exactly zero with no sensitivity
STEP = 2.0**-26  # relative perturbation: large over float64's rounding (2^-53), small over any curvature graded
JUMP = (
    2.0**-10
)  # a change larger than this, relative to the output scale, may be a jump at a tie and is looked at twice
MAX_PROBES = 64  # past that many float inputs, they are moved in groups with random signs


def sensitivity(function: Callable[[Value], Value], args: Value, scale: float) -> list[Array]:
    """S_i + sigma for every numeric leaf of `function(args)`.

    `function` gets private copies. Leaves that change their shape when an input moves are taken as insensitive.
    """
    shapes, exact = _flat(function(args))
    owner = np.repeat(np.arange(len(shapes)), [int(np.prod(shape)) for shape in shapes])
    largest = np.zeros(len(shapes))
    np.maximum.at(largest, owner, np.where(np.isfinite(exact), np.abs(exact), 0.0))
    sigma = np.maximum(scale, largest)[owner]
    total = np.where(np.isfinite(exact), np.abs(exact), 0.0) + sigma
    jump = JUMP * (np.abs(exact) + sigma)
    for direction in _directions(sum(part.size for part in _floats(args))):
        change = _change(function, args, direction * STEP, shapes, exact)
        if (steep := change > jump).any():
            # A slope's change shrinks with the step, a jump's does not.
            nearer = _change(function, args, direction * STEP / 16, shapes, exact)
            change = np.where(steep & (nearer > change / 4), 0.0, change)
        total += change / STEP
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    return (
        [part.reshape(shape) for part, shape in zip(np.split(total, ends[:-1]), shapes, strict=True)] if shapes else []
    )


def _flat(value: Value) -> tuple[list[tuple[int, ...]], Array]:
    """All numeric leaves as one vector, with their shapes."""
    parts = list(leaves(value))
    flat = np.concatenate([part.ravel() for part in parts]).astype(np.float64) if parts else np.zeros(0)
    return [part.shape for part in parts], flat


def tolerance(sensitivities: list[Array], slack: float) -> list[Array]:
    """Allowed absolute error per element of every numeric leaf."""
    return [np.maximum(K * slack * U32 * s, FLOOR) for s in sensitivities]


def _change(
    function: Callable[[Value], Value], args: Value, move: Array, shapes: list[tuple[int, ...]], exact: Array
) -> Array:
    """How far each output goes when the inputs are moved; 0 where that is not defined."""
    try:
        shape_now, shifted = _flat(function(_moved(args, iter(move))))
    except Exception:  # noqa: BLE001  # a check in the reference may refuse the moved input: no slope there
        return np.zeros_like(exact)
    if shape_now != shapes:
        return np.zeros_like(exact)
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(np.abs(shifted - exact), nan=0.0, posinf=0.0)


def _directions(count: int) -> Iterator[Array]:
    """Which of the float inputs move, and which way: each alone, or in groups where there are many."""
    if count <= MAX_PROBES:
        yield from np.eye(count)
        return
    rng = np.random.default_rng(0)  # which inputs are grouped changes a tolerance by noise only; fixed to be repeatable
    group = rng.permutation(np.arange(count) % MAX_PROBES)
    signs = rng.choice([-1.0, 1.0], size=count)
    for index in range(MAX_PROBES):
        yield np.where(group == index, signs, 0.0)


def _floats(value: Value) -> Iterator[npt.NDArray[Any]]:
    if isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f"):
        yield np.asarray(value)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _floats(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _floats(item)


def _moved(value: Value, move: Iterator[float]) -> Value:
    if isinstance(value, float):
        return value * (1.0 + next(move))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        part = np.array([next(move) for _ in range(value.size)]).reshape(value.shape)
        moved: Numbers = value * (1.0 + part)
        return moved.astype(value.dtype)
    if isinstance(value, (list, tuple)):
        return type(value)(_moved(item, move) for item in value)
    if isinstance(value, dict):
        return {key: _moved(item, move) for key, item in value.items()}
    return value
