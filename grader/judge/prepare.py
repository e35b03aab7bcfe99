"""Draw the cases of an attempt and work out, on our side, what is expected."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from grader.judge.align import leaves
from grader.judge.simulate import answer, simulate
from grader.judge.tolerance import sensitivity, tolerance
from grader.spec.errors import AuthorError
from grader.spec.exercise import Case, Exercise, Function
from grader.spec.outcome import Raised, Returned
from grader.spec.text import Text
from grader.spec.value import Array, Value

AGAIN = Text(
    hi="वही call दोबारा: उत्तर पहले जैसा ही आना चाहिए",
    en="the same call once more: the answer must not depend on earlier calls",
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case with its expected answer; None where an exception is expected or many answers are right.

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


def prepare(exercise: Exercise, cases: Sequence[Case]) -> tuple[Prepared, ...]:
    """Expected answers and tolerances by the exercise's reference.

    Raises:
        AuthorError: the reference does not do what a case says it does.
    """
    return tuple(_prepare(exercise, case) for case in cases)


def under(exercise: Exercise, prepared: Sequence[Prepared], belief: Function) -> tuple[Prepared, ...]:
    """The same cases with what `belief`, a convention, expects; the sensitivities stay the reference's."""
    return tuple(_under(exercise, p, belief) for p in prepared)


def _prepare(exercise: Exercise, case: Case) -> Prepared:
    if case.raises is not None:
        outcome = simulate(exercise.reference, exercise, case)
        if not isinstance(outcome, Raised) or case.raises not in outcome.bases:
            raise AuthorError("reference_does_not_raise", why=case.why.en, raises=case.raises)
        return Prepared(case)
    if exercise.accepts is not None:
        return Prepared(case)
    evaluate = partial(answer, exercise.reference, exercise)
    spread = sensitivity(evaluate, case.args, exercise.scale)
    return Prepared(case, evaluate(case.args), tuple(spread), tuple(tolerance(spread, exercise.slack)))


def _under(exercise: Exercise, prepared: Prepared, belief: Function) -> Prepared:
    if prepared.case.raises is not None or exercise.accepts is not None:
        return prepared
    outcome = simulate(belief, exercise, prepared.case)
    if not isinstance(outcome, Returned):
        raise AuthorError("convention_raises", why=prepared.case.why.en)
    shapes = [leaf.shape for leaf in leaves(outcome.value)]
    if shapes != [spread.shape for spread in prepared.spread]:
        raise AuthorError("convention_other_shape", why=prepared.case.why.en)
    return replace(prepared, expected=outcome.value)
