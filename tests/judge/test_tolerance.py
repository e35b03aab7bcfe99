"""The tolerance accepts float32 inside a submission and nothing much larger, whatever the function."""

import numpy as np
import pytest

from grader.judge.tolerance import FLOOR, U32, K, sensitivity, tolerance


def spread(function, *args, scale=0.0):
    return sensitivity(lambda moved: function(*moved), args, scale)


def test_a_linear_function_has_its_textbook_sensitivity():
    x, w = np.array([1.0, -2.0]), np.array([3.0, 4.0])
    (found,) = spread(lambda x, w: float(x @ w), x, w)
    dot = abs(x @ w)
    # |f| + sum |x_j w_j| once for x and once for w, + sigma = |f|
    assert found == pytest.approx(2 * dot + 2 * np.abs(x * w).sum(), rel=1e-6)


def test_a_jump_at_a_tie_is_no_slope():
    (found,) = spread(lambda z: np.where(z >= 1.0, 1.0, 0.0), np.array([1.0, 2.0]))
    assert found.max() <= 2.0


def test_cancellation_is_allowed_for():
    (found,) = spread(lambda a, b: a - b, 1000.0, 1000.0)
    assert found >= 1999.0


def test_the_declared_scale_is_the_floor_of_sigma():
    (small,) = spread(lambda z: 1e-9 * z, np.array([1.0]))
    (floored,) = spread(lambda z: 1e-9 * z, np.array([1.0]), scale=1.0)
    assert small[0] < 1e-8
    assert floored[0] >= 1.0


@pytest.mark.parametrize("seed", range(5))
def test_float32_rounding_stays_inside_and_a_wrong_constant_outside(seed):
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(4, 5)) * 3

    def log_sum_exp(z):
        top = z.max(axis=1)
        return top + np.log(np.exp(z - top[:, None]).sum(axis=1))

    exact = log_sum_exp(z)
    (allowed,) = tolerance(spread(log_sum_exp, z), slack=1.0)
    assert (np.abs(log_sum_exp(z.astype(np.float32)) - exact) <= allowed / 4).all()
    wrong = np.log(np.power(2.718, z).sum(axis=1))
    assert (np.abs(wrong - exact) > allowed).any()


def test_many_inputs_are_probed_in_groups_and_still_seen():
    x = np.linspace(1, 2, 500)
    (found,) = spread(lambda x: float(x.sum()), x)
    assert found > 2 * x.sum()


def test_an_answer_of_exact_zero_has_the_rounding_of_float64():
    assert tolerance([np.zeros(1)], slack=1.0)[0] == FLOOR


def test_k_lies_in_the_measured_gap():
    assert 2.2 < K < 53  # NUMERICS 0.2: the largest right ratio, the smallest wrong one
    assert np.finfo(np.float32).eps / 2 == U32
