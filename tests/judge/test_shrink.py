"""From a failing case to the smallest, roundest input on which the reference is still defined."""

import numpy as np
import pytest

from grader.catalog.exercises import find_all, load
from grader.judge.elementwise import is_elementwise
from grader.judge.overflow import reason_of
from grader.judge.prepare import draw
from grader.judge.screen import parse
from grader.judge.shrink import SHOWABLE, candidates, numbers_in
from grader.spec.exercise import Case
from grader.spec.text import Text
from grader.spec.watch import arrays_in

ENTRIES = find_all()
WHY = Text(hi="हिंदी", en="English")


def case(*args):
    return Case(args, WHY)


def test_the_simplest_comes_first_and_is_no_lone_number(toy):
    def probabilities(x):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def table(rng):
        return (rng.normal(size=(4, 5)),)

    found = candidates(toy(probabilities, table), case(np.random.default_rng(1).normal(size=(4, 5)) * 3))
    sizes = [numbers_in(small.args) for small in found]
    assert sizes[0] == 2
    first = found[0].args[0]
    assert np.array_equal(first, np.round(first))
    assert len({*first.ravel()}) == 2
    assert max(sizes) <= SHOWABLE


def test_a_single_number_is_enough_for_a_function_of_single_numbers():
    relu = load(ENTRIES["relu"])
    found = candidates(relu, case(np.array([[-1.37, 2.2], [0.4, 0.9]])))
    assert numbers_in(found[0].args) == 1


def test_arrays_that_fitted_together_still_do():
    exercise = load(ENTRIES["linear_forward"])
    for small in candidates(exercise, next(c for c in draw(exercise, 3) if not c.is_sample)):
        X, W, b = small.args
        assert X.shape[1] == W.shape[1]
        assert W.shape[0] == b.size


def test_trajectories_are_shortened():
    exercise = load(ENTRIES["sgd_step"])
    found = candidates(exercise, next(c for c in draw(exercise, 3) if not c.is_sample))
    assert min(len(small.args[1]) for small in found) == 1


def test_an_input_outside_the_contract_is_never_shown(toy):
    def rooted(x):
        if (x < 1).any():
            raise ValueError("x must be at least 1")
        return np.sqrt(x)

    exercise = toy(rooted, lambda rng: (rng.uniform(1, 9, size=4),))
    found = candidates(exercise, case(np.array([1.2, 3.7, 5.1])))
    assert found
    assert all((small.args[0] >= 1).all() for small in found)


def test_only_finite_answers_are_shown(toy):
    exercise = toy(np.log, lambda rng: (rng.uniform(1, 9, size=4),))
    found = candidates(exercise, case(np.array([0.2, 3.7])))
    assert found
    assert all((array > 0).all() for small in found for array in arrays_in(list(small.args)))


@pytest.mark.parametrize(
    ("name", "alone"), [("relu", True), ("sigmoid", True), ("softmax", False), ("mse_loss", False)]
)
def test_functions_of_single_numbers_are_known(name, alone):
    assert is_elementwise(load(ENTRIES[name])) is alone


REASONS = [
    ("np.exp(z)", [1001.0, 1.0], [np.nan, 0.0], "reason.overflow", "1001"),
    ("1 / (1 + np.exp(-z))", [-800.0], [np.inf], "reason.overflow", "800"),
    ("np.log(np.exp(z))", [-900.0, 1.0], [-np.inf, 1.0], "reason.underflow", "-900"),
    ("np.log(z)", [0.0, 1.0], [-np.inf, 0.0], "reason.log_zero", None),
    ("np.sqrt(z ** 2)", [1e200, 1.0], [np.inf, 1.0], "reason.square", "1e+200"),
    ("z / abs(z)", [0.0, 1.0], [np.nan, 1.0], "reason.zero", None),
    ("np.log(1 + z)", [1e-20, 1.0], [0.0, 0.7], "reason.tiny", "1e-20"),
]


@pytest.mark.parametrize(("code", "given", "got", "reason", "value"), REASONS, ids=[r[3] + r[0] for r in REASONS])
def test_the_reason_is_a_fact_about_floats(code, given, got, reason, value):
    expected = np.full(len(given), 0.5)
    found = reason_of((np.array(given),), expected, np.array(got), parse(f"def f(z):\n    return {code}\n").tree)
    assert found.code == reason
    assert found.params.get("value") == value


def test_an_ordinary_wrong_answer_has_no_such_reason():
    tree = parse("def f(z):\n    return np.exp(z)\n").tree
    assert reason_of((np.array([1.0, 2.0]),), np.array([1.0, 2.0]), np.array([1.0, 3.0]), tree) is None
    assert reason_of((np.array([1.0, 2.0]),), np.array([1.0, 2.0]), np.array([1.0, np.nan]), tree) is None
