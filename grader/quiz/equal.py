"""Equality of two formulas, by their values at random points of the declared ranges."""

import numpy as np

from grader.quiz.expression import Tree, Values, value_of
from grader.spec.question import Variable

POINTS = 40  # two different formulas of a course agree at one point by chance, never at forty
CLOSE = 1e-6  # relative: a typed 0.044715 or 1/3 is exact in float64; rounding of long sums stays under 1e-12
MISSING = 0.1  # share of points where the answer may have no value though the key has one (a removable pole)


def points(variables: tuple[Variable, ...], rng: np.random.Generator, names: tuple[str, ...]) -> dict[str, Values]:
    """Random points, by the canonical names in the order of `variables`."""
    return {
        name: rng.uniform(variable.low, variable.high, POINTS) for name, variable in zip(names, variables, strict=True)
    }


def agree(key: Values, answer: Values) -> bool:
    """Whether the values agree wherever both exist, and the answer exists nearly everywhere that the key does."""
    key, answer = np.broadcast_arrays(np.asarray(key, float), np.asarray(answer, float))
    has_key, has_answer = np.isfinite(key), np.isfinite(answer)
    both = has_key & has_answer
    if np.sum(has_key & ~has_answer) > MISSING * max(np.sum(has_key), 1) or np.sum(both) < 0.25 * key.size:
        return False
    if np.sum(has_answer & ~has_key) > MISSING * key.size:
        return False
    k, a = key[both], answer[both]
    floor = 1e-3 * np.median(np.abs(k)) if k.size else 0.0  # near a root of the key the relative error means nothing
    return bool(np.all(np.abs(k - a) <= CLOSE * np.maximum(np.maximum(np.abs(k), np.abs(a)), floor)))


def same(
    key: Tree,
    answer: Tree,
    variables: tuple[Variable, ...],
    names: tuple[str, ...],
    functions: tuple[str, ...],
    rng: np.random.Generator,
) -> bool:
    """Whether two trees are equal on forty random points of the declared ranges."""
    at = points(variables, rng, names)
    shape = np.zeros(POINTS)
    return agree(value_of(key, at, functions) + shape, value_of(answer, at, functions) + shape)
