import itertools

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from reference.activations import sigmoid
from reference.backprop import (
    gradient_check,
    gradient_descent,
    linear_backward,
    mlp_backward,
    neuron_backward,
    numerical_gradient,
    relu_backward,
    sigmoid_backward,
)
from reference.neurons import linear_forward, mlp_forward

SEEDS = st.integers(0, 2**32 - 1).map(np.random.default_rng)
H = 1e-5
RIGHT = 1e-7  # CS231n's bound for h = 1e-5 in float64


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def _leaf(array):
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


@given(SEEDS)
def test_neuron_backward_is_the_difference_quotient(rng):
    x, w, b, y = rng.normal(size=4), rng.normal(size=4), float(rng.normal()), float(rng.uniform())
    dw, db = neuron_backward(x, w, b, y)
    numeric = numerical_gradient(lambda p: float((sigmoid(p[:4] @ x + p[4]) - y) ** 2), np.append(w, b), H)
    np.testing.assert_allclose(np.append(dw, db), numeric, rtol=1e-6, atol=1e-9)


def test_neuron_backward_is_torchs(rng):
    x, w, b = rng.normal(size=3), _leaf(rng.normal(size=3)), _leaf(0.3)
    ((torch.sigmoid(w @ torch.from_numpy(x) + b) - 0.2) ** 2).backward()
    dw, db = neuron_backward(x, w.detach().numpy(), 0.3, 0.2)
    np.testing.assert_allclose(dw, w.grad, rtol=1e-12)
    assert db == pytest.approx(b.grad.item())


@pytest.mark.parametrize(("n", "d_in", "d_out"), [(4, 3, 2), (3, 3, 3), (1, 5, 2), (6, 1, 1)])
def test_linear_backward_is_torchs_and_the_difference_quotient(rng, n, d_in, d_out):
    dout = rng.normal(size=(n, d_out))
    arrays = rng.normal(size=(n, d_in)), rng.normal(size=(d_out, d_in)), rng.normal(size=d_out)
    X, W, b = map(_leaf, arrays)
    torch.nn.functional.linear(X, W, b).backward(torch.from_numpy(dout))
    for ours, theirs in zip(linear_backward(dout, *arrays[:2]), (X, W, b), strict=True):
        np.testing.assert_allclose(ours, theirs.grad, rtol=1e-12, atol=1e-14)
    numeric = numerical_gradient(lambda M: float((linear_forward(arrays[0], M, arrays[2]) * dout).sum()), arrays[1], H)
    assert gradient_check(linear_backward(dout, *arrays[:2])[1], numeric) < RIGHT


@given(SEEDS)
def test_linear_backward_adds_over_samples(rng):
    dout, X, W = rng.normal(size=(4, 2)), rng.normal(size=(4, 3)), rng.normal(size=(2, 3))
    _, dW, db = linear_backward(dout, X, W)
    single = [linear_backward(dout[i : i + 1], X[i : i + 1], W) for i in range(4)]
    np.testing.assert_allclose(dW, sum(s[1] for s in single), rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(db, sum(s[2] for s in single), rtol=1e-11, atol=1e-13)


def test_relu_backward_is_torchs_and_0_at_0():
    z = np.array([[-2.0, 0.0, 3.0], [1e-300, -0.0, -1e-300]])
    dout = np.array([[5.0, 7.0, -2.0], [-1.0, 2.0, 3.0]])
    t = _leaf(z)
    torch.relu(t).backward(torch.from_numpy(dout))
    np.testing.assert_array_equal(relu_backward(dout, z), t.grad)
    np.testing.assert_array_equal(relu_backward(dout, z), [[0, 0, -2], [-1, 0, 0]])


@given(SEEDS)
def test_sigmoid_backward_is_torchs(rng):
    z, dout = rng.normal(size=(3, 4)) * 3, rng.normal(size=(3, 4))
    t = _leaf(z)
    torch.sigmoid(t).backward(torch.from_numpy(dout))
    np.testing.assert_allclose(sigmoid_backward(dout, sigmoid(z)), t.grad, rtol=1e-9, atol=1e-13)


def _network(rng, sizes):
    return [(rng.normal(size=(o, i)), rng.normal(size=o)) for i, o in itertools.pairwise(sizes)]


@pytest.mark.parametrize("sizes", [(3, 2), (3, 4, 2), (3, 3, 3, 3), (2, 4, 3, 5)])
def test_mlp_backward_is_torchs(rng, sizes):
    params = _network(rng, sizes)
    X, labels = rng.normal(size=(5, sizes[0])), rng.integers(0, sizes[-1], size=5)
    leaves = [(_leaf(W), _leaf(b)) for W, b in params]
    out = torch.from_numpy(X)
    for index, (W, b) in enumerate(leaves):
        out = torch.nn.functional.linear(out, W, b)
        out = torch.relu(out) if index < len(leaves) - 1 else out
    theirs = torch.nn.functional.cross_entropy(out, torch.from_numpy(labels))
    theirs.backward()
    loss, grads = mlp_backward(X, labels, params)
    assert loss == pytest.approx(theirs.item())
    for ours, leaf in zip(itertools.chain(*grads), itertools.chain(*leaves), strict=True):
        np.testing.assert_allclose(ours, leaf.grad, rtol=1e-10, atol=1e-13)


def test_mlp_backward_is_the_difference_quotient_of_its_loss(rng):
    params, X, labels = _network(rng, (3, 4, 2)), rng.normal(size=(4, 3)), np.array([0, 1, 1, 0])
    _, grads = mlp_backward(X, labels, params)
    for layer, part in itertools.product(range(2), range(2)):

        def loss(p, layer=layer, part=part):
            moved = [list(pair) for pair in params]
            moved[layer][part] = p
            return mlp_backward(X, labels, moved)[0]

        numeric = numerical_gradient(loss, params[layer][part], H)
        np.testing.assert_allclose(grads[layer][part], numeric, rtol=1e-5, atol=1e-9)


def test_mlp_backward_stops_at_a_relu_that_is_exactly_0():
    params = [
        (np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([0.0, 1.0])),
        (np.array([[1.0, 2.0], [-1.0, 3.0]]), np.zeros(2)),
    ]
    _, grads = mlp_backward(np.zeros((1, 2)), np.array([0]), params)
    assert grads[0][1][0] == 0
    assert grads[0][1][1] != 0


def test_mlp_backward_of_a_batch_is_the_mean_of_its_samples(rng):
    params, X, labels = _network(rng, (3, 4, 2)), rng.normal(size=(4, 3)), np.array([0, 1, 1, 0])
    loss, grads = mlp_backward(X, labels, params)
    single = [mlp_backward(X[i : i + 1], labels[i : i + 1], params) for i in range(4)]
    assert loss == pytest.approx(np.mean([s[0] for s in single]))
    np.testing.assert_allclose(grads[0][0], np.mean([s[1][0][0] for s in single], axis=0), rtol=1e-11, atol=1e-13)


def test_mlp_backward_walks_downhill(rng):
    params, X, labels = _network(rng, (3, 8, 3)), rng.normal(size=(6, 3)), np.array([0, 1, 2, 0, 1, 2])
    first = mlp_backward(X, labels, params)[0]
    for _ in range(50):
        _, grads = mlp_backward(X, labels, params)
        params = [(W - 0.1 * dW, b - 0.1 * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]
    assert mlp_backward(X, labels, params)[0] < first
    assert mlp_forward(X, params).shape == (6, 3)


def test_numerical_gradient_is_the_analytic_one_for_small_h(rng):
    x = rng.normal(size=(2, 3))
    assert gradient_check(np.cos(x), numerical_gradient(lambda p: float(np.sin(p).sum()), x, H)) < RIGHT
    np.testing.assert_allclose(
        numerical_gradient(lambda p: float(np.exp(p).prod()), x[0], H),
        approx_fprime(x[0], lambda p: float(np.exp(p).prod())),
        rtol=1e-5,
    )


@pytest.mark.parametrize("h", [0.5, 0.1, 1e-2])
def test_numerical_gradient_is_the_symmetric_quotient_to_50_digits(h):
    x = np.array([0.7, -1.3])
    ours = numerical_gradient(lambda p: float(np.exp(p[0] * p[1]) + p[0] ** 3), x, h)
    with mpmath.workdps(50):
        step, (a, b) = mpmath.mpf(h), map(mpmath.mpf, x)
        exact = [
            (mpmath.exp((a + step) * b) + (a + step) ** 3 - mpmath.exp((a - step) * b) - (a - step) ** 3) / (2 * step),
            (mpmath.exp(a * (b + step)) - mpmath.exp(a * (b - step))) / (2 * step),
        ]
    np.testing.assert_allclose(ours, [float(e) for e in exact], rtol=1e-12)


@given(SEEDS, st.floats(0.01, 2))
def test_the_central_difference_of_a_quadratic_is_exact(rng, h):
    x, M = rng.normal(size=3), rng.normal(size=(3, 3))
    numeric = numerical_gradient(lambda p: float(p @ M @ p), x, h)
    np.testing.assert_allclose(numeric, (M + M.T) @ x, rtol=1e-8, atol=1e-10)


def test_gradient_check_knows_its_simple_values():
    assert gradient_check(np.array([0.0, 2.0]), np.array([0.0, 2.0])) == 0.0
    assert gradient_check(np.array([3.0]), np.array([1.0])) == 0.5
    assert gradient_check(np.array([[1.0, 5.0]]), np.array([[-1.0, 5.0]])) == 1.0
    assert gradient_check(np.array([3e-9]), np.array([1e-9])) == pytest.approx(0.2)


@given(SEEDS, st.floats(0.1, 1e6))
def test_gradient_check_is_symmetric_and_free_of_scale(rng, scale):
    a, n = rng.normal(size=(2, 5))
    assert gradient_check(a, n) == gradient_check(n, a)
    assert gradient_check(scale * a, scale * n) == pytest.approx(gradient_check(a, n))
    assert 0 <= gradient_check(a, n) <= 1


@settings(max_examples=30)
@given(SEEDS, st.floats(0.01, 0.4), st.integers(0, 8))
def test_gradient_descent_on_a_quadratic_has_a_closed_form(rng, lr, steps):
    curvature, w0 = rng.uniform(0.2, 3, size=4), rng.normal(size=4)
    kept = w0.copy()
    iterates = gradient_descent(lambda w: curvature * w, w0, lr, steps)
    assert len(iterates) == steps + 1
    for t, w in enumerate(iterates):
        np.testing.assert_allclose(w, (1 - lr * curvature) ** t * w0, rtol=1e-9, atol=1e-12)
    assert np.array_equal(w0, kept)


def test_gradient_descent_is_torchs_sgd(rng):
    w0 = rng.normal(size=(2, 3))
    w = _leaf(w0)
    optimizer = torch.optim.SGD([w], lr=0.3)
    theirs = [w0]
    for _ in range(6):
        optimizer.zero_grad()
        torch.sin(w).sum().backward()
        optimizer.step()
        theirs.append(w.detach().numpy().copy())
    np.testing.assert_allclose(gradient_descent(np.cos, w0, 0.3, 6), theirs, rtol=1e-12)
