"""The loss references against torch, mpmath, central differences, loops, and what must hold of them."""

from collections.abc import Callable

import mpmath
import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812  # the field's name for it
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from reference import losses
from reference.activations import sigmoid, softmax, softmax_backward

RNG = np.random.default_rng(21)
SHAPES = [(7,), (4, 3), (3, 3), (1, 5), (5, 1), (2, 3, 2)]


def pair(shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    return RNG.normal(size=shape) * 2, RNG.normal(size=shape)


def central(f: Callable, x: np.ndarray, h: float = 1e-6) -> np.ndarray:
    grad = np.empty_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = h
        grad[index] = (f(x + step) - f(x - step)) / (2 * h)
    return grad


def autograd(f: Callable, x: np.ndarray) -> np.ndarray:
    t = torch.tensor(x, requires_grad=True)
    f(t).backward()
    return t.grad.numpy()


@pytest.mark.parametrize("shape", SHAPES)
def test_regression_losses_agree_with_torch(shape):
    a, b = pair(shape)
    p, t = torch.tensor(a), torch.tensor(b)
    assert losses.mse_loss(a, b) == pytest.approx(F.mse_loss(p, t).item(), rel=1e-14)
    assert losses.mae_loss(a, b) == pytest.approx(F.l1_loss(p, t).item(), rel=1e-14)
    for delta in (0.3, 1.0, 5.0):
        expected = F.huber_loss(p, t, delta=delta).item()
        assert losses.huber_loss(a, b, delta) == pytest.approx(expected, rel=1e-14)
        smooth = F.smooth_l1_loss(p, t, beta=delta).item()
        assert losses.huber_loss(a, b, delta) / delta == pytest.approx(smooth, rel=1e-14)


@pytest.mark.parametrize("shape", SHAPES)
def test_regression_gradients_agree_with_torch_and_central_differences(shape):
    a, b = pair(shape)
    t = torch.tensor(b)
    np.testing.assert_allclose(losses.mse_grad(a, b), autograd(lambda x: F.mse_loss(x, t), a), rtol=1e-14)
    np.testing.assert_allclose(losses.mae_grad(a, b), autograd(lambda x: F.l1_loss(x, t), a), rtol=1e-14)
    np.testing.assert_allclose(losses.mse_grad(a, b), central(lambda x: losses.mse_loss(x, b), a), atol=1e-8)
    np.testing.assert_allclose(losses.mae_grad(a, b), central(lambda x: losses.mae_loss(x, b), a), atol=1e-8)


def test_huber_gradient_is_the_clipped_error():
    a, b = pair((4, 3))
    expected = np.clip(a - b, -0.8, 0.8) / a.size
    np.testing.assert_allclose(central(lambda x: losses.huber_loss(x, b, 0.8), a), expected, atol=1e-8)


def test_mae_gradient_is_zero_where_the_prediction_is_exact():
    grad = losses.mae_grad(np.array([1.0, 2.0, 3.0, 0.0]), np.array([1.0, 1.0, 4.0, 0.0]))
    np.testing.assert_array_equal(grad, [0.0, 0.25, -0.25, 0.0])


@pytest.mark.parametrize(
    ("one", "other"), [((5, 1), (5,)), ((5,), (5, 1)), ((4, 3), (1, 3)), ((4, 3), (4, 1)), ((6,), (5,)), ((1,), (3,))]
)
def test_mse_refuses_different_shapes(one, other):
    with pytest.raises(ValueError, match="shape"):
        losses.mse_loss(np.zeros(one), np.ones(other))


def test_regression_losses_by_hand():
    a, b = np.array([1.0, 2.0, 5.0]), np.array([1.0, 4.0, 2.0])
    assert losses.mse_loss(a, b) == pytest.approx(13 / 3)
    assert losses.mae_loss(a, b) == pytest.approx(5 / 3)
    assert losses.huber_loss(a, b, 2.0) == pytest.approx((0 + 2 + 2 * (3 - 1)) / 3)


@given(
    e=arrays(float, array_shapes(max_dims=2, max_side=5), elements=st.floats(-50, 50)),
    c=st.floats(-10, 10),
    delta=st.floats(0.1, 5),
)
def test_regression_relations(e, c, delta):
    zero = np.zeros_like(e)
    for loss in (losses.mse_loss, losses.mae_loss, lambda p, t: losses.huber_loss(p, t, delta)):
        value = loss(e, zero)
        assert value >= 0
        assert isinstance(value, float)
        assert loss(zero, e) == pytest.approx(value, rel=1e-12)
        assert loss(e + c, zero + c) == pytest.approx(value, rel=1e-6, abs=1e-9)
        assert loss(e.ravel()[::-1], zero.ravel()) == pytest.approx(value, rel=1e-12)
    assert losses.huber_loss(e, zero, 1e6) == pytest.approx(losses.mse_loss(e, zero) / 2, rel=1e-12)
    assert losses.huber_loss(e, zero, delta) <= min(
        losses.mse_loss(e, zero) / 2 * (1 + 1e-12) + 1e-300, delta * losses.mae_loss(e, zero) * (1 + 1e-12)
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_bce_agrees_with_torch(shape):
    p, y = RNG.uniform(0.01, 0.99, size=shape), RNG.uniform(size=shape)
    t = torch.tensor(y)
    expected = F.binary_cross_entropy(torch.tensor(p), t).item()
    assert losses.bce_loss(p, y, 1e-12) == pytest.approx(expected, rel=1e-13)
    np.testing.assert_allclose(losses.bce_grad(p, y), autograd(lambda x: F.binary_cross_entropy(x, t), p), rtol=1e-12)
    np.testing.assert_allclose(
        losses.bce_grad(p, y), central(lambda x: losses.bce_loss(x, y, 1e-12), p), rtol=1e-6, atol=1e-7
    )


@pytest.mark.parametrize("eps", [1e-15, 1e-7, 0.1])
def test_bce_is_finite_at_the_ends_and_clips_by_eps(eps):
    wrong = losses.bce_loss(np.array([0.0, 1.0]), np.array([1.0, 0.0]), eps)
    assert wrong == pytest.approx(-np.log(eps), rel=1e-4)  # 1 - eps is rounded: 8e-4 of eps = 1e-15
    right = losses.bce_loss(np.array([0.0, 1.0]), np.array([0.0, 1.0]), eps)
    assert right == pytest.approx(-np.log1p(-eps), rel=1e-2)


@pytest.mark.parametrize("shape", SHAPES)
def test_bce_with_logits_agrees_with_torch_and_with_bce_of_the_sigmoid(shape):
    z, y = RNG.normal(size=shape) * 3, RNG.uniform(size=shape)
    expected = F.binary_cross_entropy_with_logits(torch.tensor(z), torch.tensor(y)).item()
    assert losses.bce_with_logits(z, y) == pytest.approx(expected, rel=1e-13)
    assert losses.bce_with_logits(z, y) == pytest.approx(losses.bce_loss(sigmoid(z), y, 1e-15), rel=1e-12)
    chain = losses.bce_grad(sigmoid(z), y) * sigmoid(z) * sigmoid(-z)
    np.testing.assert_allclose(chain, (sigmoid(z) - y) / z.size, rtol=1e-9, atol=1e-14)


@given(z=st.floats(-1000, 1000), y=st.floats(0, 1, allow_subnormal=False))
def test_bce_with_logits_agrees_with_fifty_digits(z, y):
    with mpmath.workdps(500):  # 1 - sigmoid(1000) has 434 zeros before its first digit
        p = 1 / (1 + mpmath.exp(-mpmath.mpf(z)))
        exact = float(-(y * mpmath.log(p) + (1 - mpmath.mpf(y)) * mpmath.log(1 - p)))
    got = losses.bce_with_logits(np.array([z]), np.array([y]))
    assert got == pytest.approx(exact, rel=1e-14, abs=1e-13)
    assert losses.bce_with_logits(np.array([-z]), np.array([1 - y])) == pytest.approx(exact, abs=1e-12)


def test_confident_and_right_keeps_its_small_loss():
    assert losses.bce_with_logits(np.array([40.0]), np.array([1.0])) == pytest.approx(np.exp(-40), rel=1e-12, abs=0)


def categorical_by_loop(probs, targets, eps):
    total = 0.0
    for n in range(probs.shape[0]):
        for c in range(probs.shape[1]):
            total -= targets[n, c] * np.log(min(max(probs[n, c], eps), 1.0))
    return total / probs.shape[0]


@pytest.mark.parametrize("eps", [1e-12, 0.2])
@pytest.mark.parametrize("shape", [(4, 3), (3, 3), (1, 5), (6, 2)])
def test_categorical_cross_entropy_agrees_with_a_loop_and_torch(shape, eps):
    probs, soft = softmax(RNG.normal(size=shape) * 2), softmax(RNG.normal(size=shape))
    onehot = np.eye(shape[1])[RNG.integers(0, shape[1], size=shape[0])]
    for targets in (soft, onehot):
        got = losses.categorical_cross_entropy(probs, targets, eps)
        assert got == pytest.approx(categorical_by_loop(probs, targets, eps), rel=1e-13)
    if eps < 1e-6:
        logits = torch.tensor(np.log(probs))
        expected = F.cross_entropy(logits, torch.tensor(soft)).item()
        assert losses.categorical_cross_entropy(probs, soft, eps) == pytest.approx(expected, rel=1e-12)


def test_categorical_cross_entropy_survives_zero_probabilities():
    probs = np.array([[0.0, 1.0], [1.0, 0.0]])
    got = losses.categorical_cross_entropy(probs, np.array([[0.0, 1.0], [0.0, 1.0]]), 1e-3)
    assert got == pytest.approx(-np.log(1e-3) / 2)


@pytest.mark.parametrize("shift", [0.0, 1000.0, -1000.0])
@pytest.mark.parametrize("shape", [(4, 3), (3, 3), (1, 5), (5, 1)])
def test_cross_entropy_and_its_gradient_agree_with_torch(shape, shift):
    logits, labels = RNG.normal(size=shape) * 3 + shift, RNG.integers(0, shape[1], size=shape[0])
    t = torch.tensor(labels)
    expected = F.cross_entropy(torch.tensor(logits), t).item()
    assert losses.cross_entropy(logits, labels) == pytest.approx(expected, rel=1e-12, abs=1e-15)
    grad = losses.cross_entropy_grad(logits, labels)
    np.testing.assert_allclose(grad, autograd(lambda x: F.cross_entropy(x, t), logits), atol=1e-12)
    np.testing.assert_allclose(
        grad, central(lambda x: losses.cross_entropy(x, labels), logits, 1e-5), atol=1e-6 if shift else 1e-9
    )
    np.testing.assert_allclose(grad.sum(axis=1), 0, atol=1e-15)


def test_cross_entropy_of_a_hopeless_row_is_the_gap():
    assert losses.cross_entropy(np.array([[1000.0, 0.0, -500.0]]), np.array([2])) == 1500.0


def test_cross_entropy_is_the_categorical_one_of_its_softmax():
    logits, labels = RNG.normal(size=(5, 4)), RNG.integers(0, 4, size=5)
    onehot = np.eye(4)[labels]
    expected = losses.categorical_cross_entropy(softmax(logits), onehot, 1e-15)
    assert losses.cross_entropy(logits, labels) == pytest.approx(expected, rel=1e-13)
    s = softmax(logits)
    np.testing.assert_allclose(
        losses.cross_entropy_grad(logits, labels), softmax_backward(-onehot / s / 5, s), atol=1e-15
    )


@given(
    logits=arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=5), elements=st.floats(-100, 100)),
    c=st.floats(-100, 100),
    seed=st.integers(0, 1000),
)
def test_cross_entropy_relations(logits, c, seed):
    n, classes = logits.shape
    labels = np.random.default_rng(seed).integers(0, classes, size=n)
    loss = losses.cross_entropy(logits, labels)
    assert loss >= 0
    assert losses.cross_entropy(logits + c, labels) == pytest.approx(loss, rel=1e-9, abs=1e-11)
    assert losses.cross_entropy(logits[::-1], labels[::-1]) == pytest.approx(loss, rel=1e-12)
    one_by_one = [losses.cross_entropy(logits[i : i + 1], labels[i : i + 1]) for i in range(n)]
    assert np.mean(one_by_one) == pytest.approx(loss, rel=1e-12, abs=1e-15)
    equal = losses.cross_entropy(np.zeros_like(logits), labels)
    assert equal == pytest.approx(np.log(classes), rel=1e-14, abs=1e-15)


def test_gradients_leave_their_arguments_alone():
    logits, labels = RNG.normal(size=(3, 4)), np.array([0, 1, 3])
    before = logits.copy()
    losses.cross_entropy_grad(logits, labels)
    np.testing.assert_array_equal(logits, before)
