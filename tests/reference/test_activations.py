"""The activation references against torch, mpmath, central differences, loops, and what must hold of them."""

import math
from collections.abc import Callable

import mpmath
import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812  # the field's name for it
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from reference import activations as act

RNG = np.random.default_rng(20)
Z = np.concatenate([RNG.normal(size=30), RNG.normal(size=30) * 10, [0.0, -0.0, 1e-12, -1e-12, 40.0, -40.0]])
EXTREME = np.array([-1000.0, -750.0, -100.0, -1.0, 0.0, 1.0, 100.0, 710.0, 1000.0])

ELEMENTWISE: dict[str, tuple[Callable, Callable]] = {
    "sigmoid": (act.sigmoid, torch.sigmoid),
    "tanh": (act.tanh, torch.tanh),
    "relu": (act.relu, torch.relu),
    "leaky_relu": (lambda z: act.leaky_relu(z, 0.2), lambda z: F.leaky_relu(z, 0.2)),
    "leaky_relu, steep": (lambda z: act.leaky_relu(z, 3.0), lambda z: F.leaky_relu(z, 3.0)),
    "elu": (lambda z: act.elu(z, 0.7), lambda z: F.elu(z, 0.7)),
    "softplus": (act.softplus, lambda z: F.softplus(z, threshold=1e9)),
    "silu": (act.silu, F.silu),
    "gelu": (act.gelu, F.gelu),
}
EXACT: dict[str, tuple[Callable, Callable]] = {
    "sigmoid": (act.sigmoid, lambda z: 1 / (1 + mpmath.exp(-z))),
    "sigmoid_grad": (act.sigmoid_grad, lambda z: mpmath.exp(-z) / (1 + mpmath.exp(-z)) ** 2),
    "tanh": (act.tanh, mpmath.tanh),
    "tanh_grad": (act.tanh_grad, lambda z: mpmath.sech(z) ** 2),
    "elu": (lambda z: act.elu(z, 1.3), lambda z: z if z > 0 else 1.3 * mpmath.expm1(z)),
    "softplus": (act.softplus, lambda z: mpmath.log1p(mpmath.exp(z))),
    "silu": (act.silu, lambda z: z / (1 + mpmath.exp(-z))),
    "gelu": (act.gelu, lambda z: z * mpmath.erfc(-z / mpmath.sqrt(2)) / 2),
}


def floats(bound: float) -> st.SearchStrategy[float]:
    return st.floats(-bound, bound, allow_subnormal=False)


def logits(bound: float = 50.0) -> st.SearchStrategy[np.ndarray]:
    return arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=5), elements=floats(bound))


def central(f: Callable, z: np.ndarray, h: float = 1e-5) -> np.ndarray:
    return (f(z + h) - f(z - h)) / (2 * h)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_agrees_with_torch(name):
    ours, theirs = ELEMENTWISE[name]
    np.testing.assert_allclose(ours(Z), theirs(torch.tensor(Z)).numpy(), rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("name", EXACT)
def test_agrees_with_fifty_digits_even_in_the_tails(name):
    """Relative error of a few units in the last place, where log(1 + e^z) and 1 - tanh^2 keep no digit at all."""
    ours, exact = EXACT[name]
    points = np.concatenate([Z, EXTREME, [1e-9, -1e-9, -30.0, 18.5]])
    with mpmath.workdps(50):
        expected = np.array([float(exact(mpmath.mpf(float(z)))) for z in points])
    rtol = 1e-12 if name == "gelu" else 1e-13  # erfc magnifies the rounding of z / sqrt(2) by z^2, 900 at z = -30
    np.testing.assert_allclose(ours(points), expected, rtol=rtol, atol=1e-300)


@pytest.mark.parametrize(
    ("f", "grad"),
    [
        (act.sigmoid, act.sigmoid_grad),
        (act.tanh, act.tanh_grad),
        (act.relu, act.relu_grad),
        (act.softplus, act.sigmoid),
    ],
)
def test_derivative_is_the_central_difference(f, grad):
    z = Z[np.abs(Z) > 1e-3]
    np.testing.assert_allclose(grad(z), central(f, z), rtol=1e-7, atol=1e-9)


NAMED_GRADIENTS: dict[str, tuple[Callable, Callable]] = {
    "leaky_relu": (lambda z: act.leaky_relu(z, 0.2), lambda z: np.where(z > 0, 1, 0.2)),
    "elu": (lambda z: act.elu(z, 0.7), lambda z: np.where(z > 0, 1, act.elu(z, 0.7) + 0.7)),
    "silu": (act.silu, lambda z: act.sigmoid(z) * (1 + z * (1 - act.sigmoid(z)))),
    "gelu": (
        act.gelu,
        lambda z: act.gelu(z) / z + z * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi),
    ),
}


@pytest.mark.parametrize("name", NAMED_GRADIENTS)
def test_gradients_the_docstrings_name_are_central_differences(name):
    f, grad = NAMED_GRADIENTS[name]
    z = Z[np.abs(Z) > 1e-3]
    np.testing.assert_allclose(grad(z), central(f, z), rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("f", [f for f, _ in {**ELEMENTWISE, **EXACT}.values()])
def test_finite_and_silent_at_a_thousand(f):
    assert np.isfinite(f(EXTREME)).all()  # pytest turns a warning into an error


@pytest.mark.parametrize("f", [act.step, act.relu_grad, *(f for f, _ in {**ELEMENTWISE, **EXACT}.values())])
@given(z=arrays(float, array_shapes(max_dims=3, max_side=3), elements=floats(700)))
def test_elementwise_functions_keep_the_shape_and_work_entry_by_entry(f, z):
    before = z.copy()
    out = f(z)
    assert out.shape == z.shape
    np.testing.assert_array_equal(out.ravel(), [f(np.array(v)) for v in z.ravel()])
    np.testing.assert_array_equal(z, before)


def test_values_at_zero_are_the_stated_conventions():
    zero = np.array([0.0, -0.0])
    np.testing.assert_array_equal(act.step(zero), [1.0, 1.0])
    np.testing.assert_array_equal(act.relu_grad(zero), [0.0, 0.0])
    dz, dalpha = act.prelu_backward(np.array([3.0]), np.array([0.0]), 0.5)
    assert (dz.tolist(), dalpha) == ([1.5], 0.0)


@given(z=floats(700))
def test_symmetries(z):
    v = np.array([z])
    np.testing.assert_allclose(act.sigmoid(-v), 1 - act.sigmoid(v), atol=1e-15)
    np.testing.assert_array_equal(act.tanh(-v), -act.tanh(v))
    np.testing.assert_array_equal(act.sigmoid_grad(-v), act.sigmoid_grad(v))
    np.testing.assert_allclose(act.tanh(v), 2 * act.sigmoid(2 * v) - 1, atol=1e-15)
    np.testing.assert_allclose(act.softplus(v) - act.softplus(-v), v, rtol=1e-15, atol=1e-15)


def test_largest_slopes_are_a_quarter_and_one():
    z = np.linspace(-3, 3, 6001)
    assert act.sigmoid_grad(z).max() == pytest.approx(0.25, abs=1e-15)
    assert act.tanh_grad(z).max() == pytest.approx(1.0, abs=1e-15)


def test_silu_has_the_minimum_the_docstring_names():
    z = np.linspace(-3, 0, 300001)
    assert act.silu(z).min() == pytest.approx(-0.278, abs=5e-4)
    assert z[act.silu(z).argmin()] == pytest.approx(-1.278, abs=5e-4)


def test_gelu_approximations_are_as_far_off_as_the_docstring_says():
    z = np.linspace(-8, 8, 16001)
    tanh = 0.5 * z * (1 + np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)))
    assert 4e-4 < np.abs(tanh - act.gelu(z)).max() < 5e-4
    assert 0.019 < np.abs(z * act.sigmoid(1.702 * z) - act.gelu(z)).max() < 0.021


@pytest.mark.parametrize("shape", [(7,), (4, 3), (2, 3, 2)])
@pytest.mark.parametrize("alpha", [0.25, 2.0])
def test_prelu_backward_agrees_with_torch(shape, alpha):
    dout, z = RNG.normal(size=shape), RNG.normal(size=shape)
    t, a = torch.tensor(z, requires_grad=True), torch.tensor([alpha], dtype=torch.float64, requires_grad=True)
    F.prelu(t, a).backward(torch.tensor(dout))
    dz, dalpha = act.prelu_backward(dout, z, alpha)
    np.testing.assert_allclose(dz, t.grad.numpy(), rtol=1e-14)
    assert dalpha == pytest.approx(a.grad.item(), rel=1e-13)
    numeric = central(lambda v: np.sum(dout * act.leaky_relu(z, v)), alpha)
    assert dalpha == pytest.approx(numeric, rel=1e-8)


@pytest.mark.parametrize("shift", [0.0, 1000.0, -1000.0])
@pytest.mark.parametrize("shape", [(4, 3), (3, 3), (1, 5), (5, 1)])
def test_softmax_and_its_log_agree_with_torch(shape, shift):
    z = RNG.normal(size=shape) * 3 + shift
    np.testing.assert_allclose(act.softmax(z), F.softmax(torch.tensor(z), dim=-1).numpy(), rtol=1e-12)
    np.testing.assert_allclose(
        act.log_softmax(z), F.log_softmax(torch.tensor(z), dim=-1).numpy(), rtol=1e-12, atol=1e-15
    )


def test_softmax_of_one_row_is_the_row_of_the_batch():
    z = RNG.normal(size=(4, 3))
    np.testing.assert_array_equal(np.stack([act.softmax(row) for row in z]), act.softmax(z))


@given(z=logits(), c=floats(100))
def test_softmax_relations(z, c):
    s = act.softmax(z)
    np.testing.assert_allclose(s.sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_allclose(act.softmax(z + c), s, rtol=1e-10, atol=1e-300)
    np.testing.assert_array_equal(act.softmax(z[::-1]), s[::-1])
    np.testing.assert_allclose(act.softmax(z[:, ::-1]), s[:, ::-1], rtol=1e-14)
    np.testing.assert_allclose(np.exp(act.log_softmax(z)), s, rtol=1e-13)


@given(a=floats(700), b=floats(300))
def test_softmax_of_two_classes_is_the_sigmoid_of_their_difference(a, b):
    expected = act.sigmoid(np.array(a - b))
    np.testing.assert_allclose(act.softmax(np.array([a, b]))[0], expected, rtol=1e-12, atol=1e-300)


def test_log_softmax_is_finite_where_softmax_underflows():
    z = np.array([[0.0, -1000.0], [1000.0, -1000.0]])
    assert (act.softmax(z)[:, 1] == 0).all()
    np.testing.assert_array_equal(act.log_softmax(z), [[0.0, -1000.0], [0.0, -2000.0]])


@pytest.mark.parametrize("size", [1, 2, 5])
def test_softmax_jacobian_agrees_with_torch_and_a_loop(size):
    z = RNG.normal(size=size)
    jacobian = act.softmax_jacobian(z)
    theirs = torch.autograd.functional.jacobian(lambda t: F.softmax(t, dim=0), torch.tensor(z))
    np.testing.assert_allclose(jacobian, theirs.numpy(), atol=1e-15)
    s = act.softmax(z)
    for i in range(size):
        for j in range(size):
            assert jacobian[i, j] == pytest.approx(s[i] * ((i == j) - s[j]), abs=1e-16)


@given(z=arrays(float, st.integers(1, 6), elements=floats(20)))
def test_softmax_jacobian_is_symmetric_with_rows_of_sum_zero(z):
    jacobian = act.softmax_jacobian(z)
    np.testing.assert_array_equal(jacobian, jacobian.T)
    np.testing.assert_allclose(jacobian.sum(axis=1), 0, atol=1e-15)


@pytest.mark.parametrize("shape", [(4, 3), (3, 3), (1, 6), (4, 1)])
def test_softmax_backward_is_the_jacobian_times_the_gradient(shape):
    z, dout = RNG.normal(size=shape), RNG.normal(size=shape)
    dz = act.softmax_backward(dout, act.softmax(z))
    by_rows = [act.softmax_jacobian(row) @ g for row, g in zip(z, dout, strict=True)]
    np.testing.assert_allclose(dz, by_rows, atol=1e-15)
    t = torch.tensor(z, requires_grad=True)
    F.softmax(t, dim=1).backward(torch.tensor(dout))
    np.testing.assert_allclose(dz, t.grad.numpy(), atol=1e-15)


@given(z=logits(20), scale=floats(10))
def test_softmax_backward_is_linear_with_rows_of_sum_zero(z, scale):
    s = act.softmax(z)
    dout = np.sin(np.arange(z.size)).reshape(z.shape)
    dz = act.softmax_backward(dout, s)
    np.testing.assert_allclose(dz.sum(axis=1), 0, atol=1e-14)
    np.testing.assert_allclose(act.softmax_backward(scale * dout, s), scale * dz, atol=1e-14)
    np.testing.assert_allclose(act.softmax_backward(dout + scale, s), dz, atol=1e-14)
