import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from reference.backprop import numerical_gradient
from reference.gradient_flow import chain_gradient, diagnose_fit, diagnose_gradients, gradient_norms, residual_block

SEEDS = st.integers(0, 2**32 - 1).map(np.random.default_rng)
TORCH = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("length", [1, 2, 6])
def test_chain_gradient_is_torchs(rng, activation, length):
    weights = rng.uniform(0.5, 2.5, size=length)
    a = torch.tensor(0.8, dtype=torch.float64, requires_grad=True)
    chain = [a]
    for w in weights:
        chain.append(TORCH[activation](w * chain[-1]))
    theirs = torch.autograd.grad(chain[-1], chain[:-1][::-1])
    np.testing.assert_allclose(chain_gradient(0.8, weights, activation), [g.item() for g in theirs], rtol=1e-12)


@given(SEEDS, st.sampled_from(["sigmoid", "tanh"]))
def test_the_last_entry_is_the_slope_of_the_whole_chain(rng, activation):
    weights, x = rng.normal(size=4) * 1.5, float(rng.normal())

    def chain(p):
        a = p[0]
        for w in weights:
            a = np.tanh(w * a) if activation == "tanh" else 1 / (1 + np.exp(-w * a))
        return float(a)

    numeric = numerical_gradient(chain, np.array([x]), 1e-5)[0]
    assert chain_gradient(x, weights, activation)[-1] == pytest.approx(numeric, rel=1e-5, abs=1e-9)


def test_a_sigmoid_chain_vanishes_at_least_as_fast_as_a_quarter_per_layer():
    gradients = chain_gradient(0.5, np.full(20, 1.0), "sigmoid")
    assert all(abs(g) <= 0.25 ** (i + 1) for i, g in enumerate(gradients))


def test_a_dead_relu_stops_everything():
    assert chain_gradient(1.0, np.array([2.0, 3.0, -1.0]), "relu") == [0.0, 0.0, 0.0]
    assert chain_gradient(1.0, np.array([2.0, 3.0, 0.5]), "relu") == [0.5, 1.5, 3.0]


@given(SEEDS, st.floats(0.01, 100))
def test_gradient_norms_are_those_of_the_joined_vector(rng, scale):
    grads = [(rng.normal(size=(2, 3)), rng.normal(size=2)), (rng.normal(size=(1, 2)), rng.normal(size=1))]
    joined = [np.linalg.norm(np.concatenate([dW.ravel(), db])) for dW, db in grads]
    np.testing.assert_allclose(gradient_norms(grads), joined, rtol=1e-12)
    scaled = gradient_norms([(scale * dW, scale * db) for dW, db in grads])
    np.testing.assert_allclose(scaled, abs(scale) * np.array(joined), rtol=1e-12)


def test_gradient_norms_agree_with_torchs_total_norm(rng):
    pair = rng.normal(size=(3, 3)), rng.normal(size=3)
    theirs = torch.nn.utils.get_total_norm([torch.from_numpy(g) for g in pair])
    assert gradient_norms([pair]) == [pytest.approx(theirs.item())]


def test_diagnose_gradients_calls_the_bounds_healthy_and_nan_exploding():
    norms = np.array([0.0, 0.5, 1.0, 8.0, 8.5, np.inf, np.nan])
    expected = ["vanishing", "healthy", "healthy", "healthy", "exploding", "exploding", "exploding"]
    assert diagnose_gradients(norms, 0.5, 8.0) == expected
    assert diagnose_gradients(np.array([]), 0.5, 8.0) == []


def test_residual_block_is_torchs(rng):
    X, W1, b1 = rng.normal(size=(4, 3)), rng.normal(size=(5, 3)), rng.normal(size=5)
    W2, b2 = rng.normal(size=(3, 5)), rng.normal(size=3)
    x, w1, c1, w2, c2 = map(torch.from_numpy, (X, W1, b1, W2, b2))
    linear = torch.nn.functional.linear
    theirs = torch.relu(x + linear(torch.relu(linear(x, w1, c1)), w2, c2))
    np.testing.assert_allclose(residual_block(X, W1, b1, W2, b2), theirs, rtol=1e-12, atol=1e-13)


@given(SEEDS)
def test_a_residual_block_without_a_branch_is_relu(rng):
    X = rng.normal(size=(4, 3))
    block = residual_block(X, rng.normal(size=(2, 3)), rng.normal(size=2), np.zeros((3, 2)), np.zeros(3))
    np.testing.assert_array_equal(block, np.maximum(X, 0))


@pytest.mark.parametrize(
    ("train_acc", "test_acc", "word"),
    [
        (0.5, 0.1, "underfitting"),
        (0.75, 0.5, "good fit"),
        (0.75, 0.25, "overfitting"),
        (0.9, 1.0, "good fit"),
        (0.8, 0.1, "overfitting"),
    ],
)
def test_diagnose_fit_looks_at_the_training_accuracy_first(train_acc, test_acc, word):
    assert diagnose_fit(train_acc, test_acc, 0.75, 0.25) == word
