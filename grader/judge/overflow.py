"""Why nan, infinity or lost digits came out of a shown input: facts about floats, chosen by what the code calls."""

import ast
import math
from collections.abc import Iterator

import numpy as np

from grader.judge.align import Leaf, align
from grader.spec.finding import Finding
from grader.spec.value import Value
from grader.spec.watch import arrays_in

LARGEST = 709.0  # exp(710) is infinite in float64
SMALLEST = -745.0  # exp(-746) is zero
TINY = 1e-6  # x below this is lost in 1 + x, wholly or to many digits


def reason_of(args: tuple[Value, ...], expected: Value, got: Value, tree: ast.AST) -> Finding | None:
    """The reason, where one can be told from the input and the functions that the code calls."""
    aligned = align(expected, got)
    if isinstance(aligned, Finding):
        return None
    given = np.array([*_numbers(args)])
    calls = {name: call for call in ast.walk(tree) if isinstance(call, ast.Call) and (name := _called(call))}
    if any(_lost(leaf) for leaf in aligned):
        return _not_finite(given, calls, tree)
    small = given[(given != 0) & (np.abs(given) < TINY)]
    return Finding("reason.tiny", {"value": f"{np.abs(small).min():.3g}"}) if small.size else None


def _lost(leaf: Leaf) -> bool:
    return bool((np.isfinite(leaf.expected.astype(float)) & ~np.isfinite(leaf.got.astype(float))).any())


def _not_finite(given: np.ndarray, calls: dict[str, ast.Call], tree: ast.AST) -> Finding | None:
    high, low = (float(given.max()), float(given.min())) if given.size else (0.0, 0.0)
    if calls.keys() & {"exp", "exp2", "expm1", "sinh", "cosh"}:
        top = max(high, -low if _negated(tree) else high)
        if top > LARGEST:
            return Finding("reason.overflow", {"value": f"{top:.5g}"})
        if low < SMALLEST:
            return Finding("reason.underflow", {"value": f"{low:.5g}"})
    if calls.keys() & {"log", "log2", "log10"} and (given == 0).any():
        return Finding("reason.log_zero")
    if max(high, -low) > math.sqrt(np.finfo(float).max):
        return Finding("reason.square", {"value": f"{max(high, -low):.3g}"})
    if (given == 0).any():
        return Finding("reason.zero")
    return None


def _numbers(value: Value) -> Iterator[float]:
    for array in arrays_in(list(value)):
        if array.dtype.kind in "fiu":
            yield from array.astype(float).ravel().tolist()
    yield from (float(item) for item in value if isinstance(item, float))


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _negated(tree: ast.AST) -> bool:
    """Whether exp is taken of the negative of something."""
    return any(
        isinstance(call, ast.Call)
        and _called(call) == "exp"
        and any(isinstance(arg, ast.UnaryOp) and isinstance(arg.op, ast.USub) for arg in call.args)
        for call in ast.walk(tree)
    )
