"""The optimizer steps against torch.optim in float64, and the relations that define them."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.spec.drivers import gradients, steps, timed_steps
from reference import optimizers as ours
from reference.penalties import sgd_weight_decay_step

SHAPES = [(4,), (2, 3), ()]


def torch_walk(make, w, grads):
    """The weights after every step of a torch optimizer that is fed the given gradients."""
    weight = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    optimizer = make([weight])
    walked = []
    for grad in grads:
        weight.grad = torch.tensor(grad, dtype=torch.float64)
        optimizer.step()
        walked.append(weight.detach().numpy().copy())
    return walked


def zeros(w, count):
    return tuple(np.zeros_like(w) for _ in range(count))


UNTIMED = {
    "sgd": (ours.sgd_step, 0, (0.3,), lambda p: torch.optim.SGD(p, lr=0.3)),
    "heavy_ball": (ours.heavy_ball_step, 1, (0.3, 0.7), lambda p: torch.optim.SGD(p, lr=0.3, momentum=0.7)),
    "nesterov": (
        ours.nesterov_step,
        1,
        (0.3, 0.7),
        lambda p: torch.optim.SGD(p, lr=0.3, momentum=0.7, nesterov=True),
    ),
    "adagrad": (ours.adagrad_step, 1, (0.3, 0.05), lambda p: torch.optim.Adagrad(p, lr=0.3, eps=0.05)),
    "rmsprop": (
        ours.rmsprop_step,
        1,
        (0.3, 0.6, 0.05),
        lambda p: torch.optim.RMSprop(p, lr=0.3, alpha=0.6, eps=0.05),
    ),
    "adadelta": (
        ours.adadelta_step,
        2,
        (0.7, 0.6, 0.05),
        lambda p: torch.optim.Adadelta(p, lr=0.7, rho=0.6, eps=0.05),
    ),
    "weight_decay": (sgd_weight_decay_step, 0, (0.3, 0.2), lambda p: torch.optim.SGD(p, lr=0.3, weight_decay=0.2)),
}
TIMED = {
    "adam": (
        ours.adam_step,
        (0.2, 0.8, 0.6, 0.05),
        lambda p: torch.optim.Adam(p, lr=0.2, betas=(0.8, 0.6), eps=0.05),
    ),
    "adamw": (
        ours.adamw_step,
        (0.2, 0.8, 0.6, 0.05, 0.3),
        lambda p: torch.optim.AdamW(p, lr=0.2, betas=(0.8, 0.6), eps=0.05, weight_decay=0.3),
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", UNTIMED)
def test_walks_as_torch_does(name, shape):
    function, states, hyper, make = UNTIMED[name]
    rng = np.random.default_rng(3)
    w, grads = np.asarray(rng.normal(size=shape)), gradients(rng, shape, 6)
    out = steps(function, w, grads, zeros(w, states), hyper)
    weights = [step[0] if states else step for step in out]
    np.testing.assert_allclose(weights, torch_walk(make, w, grads), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", TIMED)
def test_walks_as_torch_does_with_bias_correction(name, shape):
    function, hyper, make = TIMED[name]
    rng = np.random.default_rng(4)
    w, grads = np.asarray(rng.normal(size=shape)), gradients(rng, shape, 6)
    out = timed_steps(function, w, grads, zeros(w, 2), 1, hyper)
    np.testing.assert_allclose([step[0] for step in out], torch_walk(make, w, grads), rtol=1e-12, atol=1e-14)


def test_a_whole_walk_equals_two_halves():
    rng = np.random.default_rng(5)
    w, grads = rng.normal(size=(2, 2)), gradients(rng, (2, 2), 8)
    hyper = (0.2, 0.8, 0.6, 0.05)
    whole = timed_steps(ours.adam_step, w, grads, zeros(w, 2), 1, hyper)
    first = timed_steps(ours.adam_step, w, grads[:4], zeros(w, 2), 1, hyper)
    middle, *state = first[-1]
    second = timed_steps(ours.adam_step, middle, grads[4:], tuple(state), 5, hyper)
    for one, other in zip(whole, first + second, strict=True):
        np.testing.assert_array_equal(one, other)


@settings(deadline=None, max_examples=30)
@given(st.floats(0.01, 100), st.floats(0.0, 0.99), st.floats(0.0, 0.999))
def test_the_first_step_of_adam_is_lr_whatever_the_gradient(size, beta1, beta2):
    w = np.zeros(2)
    out, _, _ = ours.adam_step(w, np.array([size, -size]), w, w, 1, 0.1, beta1, beta2, 0.0)
    np.testing.assert_allclose(out, [-0.1, 0.1], rtol=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.floats(0.05, 0.95))
def test_the_average_equals_the_heavy_ball_at_a_smaller_rate(beta):
    rng = np.random.default_rng(6)
    w, grads = rng.normal(size=3), gradients(rng, (3,), 6)
    average = steps(ours.momentum_step, w, grads, zeros(w, 1), (0.3, beta))
    ball = steps(ours.heavy_ball_step, w, grads, zeros(w, 1), (0.3 * (1 - beta), beta))
    np.testing.assert_allclose([s[0] for s in average], [s[0] for s in ball], rtol=1e-10)
    np.testing.assert_allclose([s[1] for s in average], [(1 - beta) * s[1] for s in ball], rtol=1e-10)


def test_nesterov_is_momentum_seen_from_the_looked_ahead_weights():
    """Sutskever's form, with the gradient taken at the look-ahead, on a quadratic with a full Hessian."""
    hessian = np.array([[2.0, 0.3], [0.3, 0.5]])
    lr, mu = 0.1, 0.8
    theta, velocity = np.array([1.0, -2.0]), np.zeros(2)
    w, v = theta.copy(), np.zeros(2)
    for _ in range(6):
        velocity = mu * velocity - lr * hessian @ (theta + mu * velocity)
        theta = theta + velocity
        w, v = ours.nesterov_step(w, hessian @ w, v, lr, mu)
        np.testing.assert_allclose(w, theta + mu * velocity, rtol=1e-12)


@pytest.mark.parametrize("name", [*UNTIMED, *TIMED])
def test_every_entry_is_stepped_alone_and_nothing_is_changed(name):
    rng = np.random.default_rng(7)
    w, grad = rng.normal(size=4), gradients(rng, (4,), 1)[0]
    if name in UNTIMED:
        function, states, hyper, _ = UNTIMED[name]
    else:
        function, hyper, _ = TIMED[name]
        states, hyper = 2, (3, *hyper)
    state = tuple(rng.uniform(0.5, 1, size=4) for _ in range(states))
    before = [array.copy() for array in (w, grad, *state)]
    together = np.atleast_2d(function(w, grad, *state, *hyper))
    for i in range(4):
        alone = function(w[i], grad[i], *(part[i] for part in state), *hyper)
        np.testing.assert_allclose(np.ravel(alone), together[:, i], rtol=1e-14)
    for array, copy in zip((w, grad, *state), before, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_adagrad_only_slows_down_and_rmsprop_settles():
    w, grad = np.zeros(1), [np.array([2.0])] * 50
    adagrad = np.diff([s[0][0] for s in steps(ours.adagrad_step, w, grad, zeros(w, 1), (0.1, 1e-8))])
    rmsprop = np.diff([s[0][0] for s in steps(ours.rmsprop_step, w, grad, zeros(w, 1), (0.1, 0.9, 1e-8))])
    assert (np.diff(np.abs(adagrad)) < 0).all()
    np.testing.assert_allclose(np.abs(rmsprop[-5:]), 0.1, rtol=0.01)


@pytest.mark.parametrize("wrong", [None, 3.0, "w", (1.0,), [[1.0, [2.0]], 0.0]])
def test_an_answer_that_cannot_be_passed_back_in_is_handed_on_for_the_judge(wrong):
    w, grads = np.zeros(2), [np.ones(2)] * 3
    assert steps(lambda *_: wrong, w, grads, (w,), (0.1,)) == [wrong] * 3
    assert timed_steps(lambda *_: wrong, w, grads, (w,), 1, (0.1,)) == [wrong] * 3


def test_lists_and_tensors_are_made_arrays_before_they_come_back():
    def careless(w, grad, v, lr, mu):
        assert isinstance(w, np.ndarray)
        assert isinstance(v, np.ndarray)
        w, v = ours.heavy_ball_step(w, grad, v, lr, mu)
        return [w.tolist(), torch.tensor(v, requires_grad=True)]

    rng = np.random.default_rng(8)
    w, grads = rng.normal(size=(2, 3)), gradients(rng, (2, 3), 4)
    mine = steps(careless, w, grads, zeros(w, 1), (0.1, 0.9))
    for one, other in zip(mine, steps(ours.heavy_ball_step, w, grads, zeros(w, 1), (0.1, 0.9)), strict=True):
        np.testing.assert_array_equal(one, other)
