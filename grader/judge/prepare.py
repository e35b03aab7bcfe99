"""Draw the cases of an attempt and work out, on our side, what is expected."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from grader.judge.simulate import answer, simulate
from grader.judge.tolerance import sensitivity, tolerance
from grader.spec.errors import AuthorError
from grader.spec.exercise import Case, Exercise
from grader.spec.outcome import Raised
from grader.spec.text import Text
from grader.spec.value import Array, Value

AGAIN = Text(
    hi="वही call दोबारा: उत्तर पहले जैसा ही आना चाहिए",
    en="the same call once more: the answer must not depend on earlier calls",
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case with its expected answer; where many answers are right, `expected` is None and `judged` False.

    spread: S_i + sigma per numeric leaf; tolerances: allowed error per numeric leaf.
    """

    case: Case
    expected: Value = None
    spread: tuple[Array, ...] = ()
    tolerances: tuple[Array, ...] = ()


def draw(exercise: Exercise, seed: int) -> list[Case]:
    """The cases of one attempt. Depends on the exercise and the seed alone."""
    cases = list(exercise.cases(np.random.default_rng(seed)))
    first = next((case for case in cases if not case.is_sample and case.raises is None), None)
    if first is not None and exercise.accepts is None and exercise.kind != "property":
        cases.append(replace(first, why=AGAIN))
    return cases


def prepare(exercise: Exercise, cases: list[Case], reference: Callable[..., Any] | None = None) -> tuple[Prepared, ...]:
    """Expected answers and tolerances by the exercise's reference, or by a convention given as `reference`.

    Raises:
        AuthorError: the reference does not do what a case says it does: the author's mistake.
    """
    return tuple(_prepare(exercise, case, reference or exercise.reference) for case in cases)


def _prepare(exercise: Exercise, case: Case, reference: Callable[..., Any]) -> Prepared:
    if case.raises is not None:
        outcome = simulate(reference, exercise, case)
        if not isinstance(outcome, Raised) or case.raises not in outcome.bases:
            raise AuthorError("reference_does_not_raise", why=case.why.en, raises=case.raises)
        return Prepared(case)
    if exercise.accepts is not None:
        return Prepared(case)
    evaluate = partial(answer, reference, exercise)
    spread = sensitivity(evaluate, case.args, exercise.scale)
    return Prepared(case, evaluate(case.args), tuple(spread), tuple(tolerance(spread, exercise.slack)))
