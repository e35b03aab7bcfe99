"""Who is named, alone or together, and how sure: certain only when every answer agrees."""

import numpy as np
import pytest

from reference.activations import softmax
from reference.normalization import batchnorm_forward


def named(look, exercise, function):
    diagnosis = look(exercise, function).judgement.diagnosis
    if diagnosis is None:
        return None
    return (diagnosis.id, *(other.id for other in diagnosis.also)), diagnosis.certain


def axis_0(z):
    e = np.exp(z)
    return e / e.sum(axis=0)


def plain(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


def test_one_belief_that_explains_all_is_certain(look):
    assert named(look, "softmax", plain) == (("no-maximum-subtracted",), True)


def test_float32_does_not_hide_a_belief(look):
    assert named(look, "softmax", lambda z: plain(z.astype(np.float32))) is not None
    ddof = named(
        look,
        "batchnorm_forward",
        lambda x, gamma, beta, eps: gamma * (x - x.mean(0)) / np.sqrt(x.astype(np.float32).var(0, ddof=1) + eps) + beta,
    )
    assert ddof == (("unbiased-variance",), True)


def test_the_axis_and_then_the_overflow(look):
    assert named(look, "softmax", axis_0) == (("axis-0-and-no-maximum",), True)


def test_a_formula_and_a_missing_check_are_both_named(look):
    names, certain = named(look, "mse_loss", lambda p, y: ((p - y) ** 2).sum())
    assert names[0] == "sum-for-mean"
    assert len(names) == 2
    assert certain in {True, False}


def test_two_parts_of_one_answer_each_with_a_mistake(look):
    def wrong(dout, X, W):
        return dout @ W, dout.T @ X / len(X), dout.sum(axis=1)

    names, certain = named(look, "linear_backward", wrong)
    assert len(names) == 2
    assert certain


def test_a_belief_that_fits_the_failing_cases_only_is_likely(look):
    def sometimes(y_pred, y_true):
        """Planted: the sum where more than two numbers come, the mean elsewhere."""
        if y_pred.shape != y_true.shape:
            raise ValueError("y_pred and y_true must have the same shape")
        squares = (y_pred - y_true) ** 2
        return squares.sum() if squares.size > 6 else squares.mean()

    names, certain = named(look, "mse_loss", sometimes)
    assert names[0] == "sum-for-mean"
    assert not certain


def test_no_belief_is_named_for_noise(look):
    rng = np.random.default_rng(1)
    assert named(look, "softmax", lambda z: softmax(z) + rng.normal(size=z.shape)) is None


def test_a_wrong_answer_in_one_more_case_is_never_certain(look):
    """Planted: right but for one hidden case, else as the belief has it."""

    def nearly(x, gamma, beta, eps):
        out = gamma * (x - x.mean(0)) / np.sqrt(x.var(0, ddof=1) + eps) + beta
        return out + 1 if x.shape == (4, 3) else out

    def faithful(x, gamma, beta, eps):
        return gamma * (x - x.mean(0)) / np.sqrt(x.var(0, ddof=1) + eps) + beta

    shapes = {p.case.args[0].shape for p in look("batchnorm_forward", batchnorm_forward).cases.prepared}
    assert named(look, "batchnorm_forward", faithful)[1]
    if (4, 3) in shapes:
        found = named(look, "batchnorm_forward", nearly)
        assert found is None or not found[1]


@pytest.mark.parametrize("seed", range(3))
def test_the_right_answer_has_no_diagnosis(look, seed):
    assert look("softmax", softmax, seed=seed).judgement.diagnosis is None
