"""An exercise is one frozen value; a misconception is code."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from grader.spec.call import Limits
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Value

Kind = Literal["exact", "trajectory", "random", "property"]
Track = Literal["numpy", "torch"]
CheckName = Literal["values", "hyperparameters", "shapes", "stability", "edges", "errors", "statistics", "training"]
Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One call of the student's function: inputs only, and why it is there. Made by `sample` and `hidden`.

    raises: name of the exception that the contract demands for these arguments.
    """

    args: tuple[Value, ...]
    why: Text
    check: CheckName = "values"
    is_sample: bool = False
    raises: str | None = None


def sample(*args: Value, hi: str, en: str, check: CheckName = "values", raises: str | None = None) -> Case:
    """A case that the student sees whole, with its result computed."""
    return Case(args, Text(hi=hi, en=en), check, is_sample=True, raises=raises)


def hidden(*args: Value, hi: str, en: str, check: CheckName = "values", raises: str | None = None) -> Case:
    """A case of which the student sees only the reason it is there."""
    return Case(args, Text(hi=hi, en=en), check, raises=raises)


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong belief given as code that holds it.

    says: what the student did, and what is right: shown when her answers agree with `believes`.
    same_as: slugs of misconceptions of this exercise that are the same function in other words.
    """

    slug: str
    believes: Function
    says: Text
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Convention:
    """Another belief that is right in the field: full marks, and the remark `says`."""

    slug: str
    believes: Function
    says: Text


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Library functions that would be the exercise itself, e.g. ("numpy.tanh",), and what to write instead."""

    names: tuple[str, ...]
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise, whole. Its id and topic are its path, its signature is its reference's.

    statement: the contract, as the student reads it (Markdown, `code`, $LaTeX$).
    hints: in steps: idea, formula, shape, code shape; never the solution.
    cases: drawn from the passed Generator and from nothing else.
    styles: other right ways to write it, as independent as can be; every one must be accepted.
    driver: self-contained function run in the box around the student's, see grader.spec.call.Call.
    accepts: the judgement for kinds "random" and "property" where many answers are right: gets the case's arguments
        and the answer; None means right. Without it the answer is compared with the reference's.
    traits: numbers that describe an answer up to chance, scaled so that a difference of 1 is a real one; by them the
        misconceptions of a random exercise are recognised.
    scale: floor of the output scale sigma in the tolerance (NUMERICS 1.4): 1 for probabilities and the like.
    slack: multiplies the tolerance; only with a measurement beside it.
    """

    title: Text
    statement: Text
    hints: tuple[Text, ...]
    reference: Function
    cases: Callable[[np.random.Generator], Iterable[Case]]
    misconceptions: tuple[Misconception, ...]
    styles: tuple[Function, ...]
    conventions: tuple[Convention, ...] = ()
    kind: Kind = "exact"
    track: Track = "numpy"
    driver: Function | None = None
    accepts: Callable[[tuple[Value, ...], Value], Finding | None] | None = None
    traits: Callable[[tuple[Value, ...], Value], Mapping[str, float]] | None = None
    forbidden: tuple[Forbidden, ...] = ()
    points: float = 10.0
    scale: float = 0.0
    slack: float = 1.0
    limits: Limits = Limits()
