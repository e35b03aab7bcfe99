"""Training loops against torch.optim.SGD, labels and batches against slow versions."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import training


def test_one_hot_is_that_of_torch():
    labels = np.array([0, 2, 1, 2])
    theirs = torch.nn.functional.one_hot(torch.tensor(labels), 5).numpy()
    assert np.array_equal(training.one_hot(labels, 5), theirs)
    assert training.one_hot(labels, 5).dtype == np.float64


@pytest.mark.parametrize("labels", [[0, -1], [3, 0], [-3, 1], [99]])
def test_one_hot_raises_outside(labels):
    with pytest.raises(ValueError, match="labels"):
        training.one_hot(np.array(labels), 3)


def test_accuracy_by_hand():
    logits = np.array([[2.0, 1.0], [0.0, 3.0], [5.0, 4.0], [1.0, 2.0]])
    assert training.accuracy(logits, np.array([0, 1, 1, 0])) == 0.5


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 9), st.integers(1, 5))
def test_accuracy_is_unmoved_by_softmax_and_by_the_order_of_rows(seed, n, classes):
    rng = np.random.default_rng(seed)
    logits, labels = rng.normal(size=(n, classes)), rng.integers(0, classes, n)
    order = rng.permutation(n)
    right = sum(int(np.argmax(row)) == label for row, label in zip(logits, labels, strict=True)) / n
    assert training.accuracy(logits, labels) == pytest.approx(right)
    assert training.accuracy(np.exp(logits), labels) == training.accuracy(logits[order], labels[order])


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 300), st.integers(1, 50), st.integers(1, 5), st.booleans())
def test_iterations_are_those_of_a_data_loader(n, batch, epochs, drop_last):
    rounded = math.floor if drop_last else math.ceil
    assert training.iterations(n, batch, epochs, drop_last) == epochs * rounded(n / batch)


def test_iterations_against_torch():
    for n, batch, drop_last in ((10, 4, False), (10, 4, True), (12, 4, True), (3, 5, True), (3, 5, False)):
        loader = torch.utils.data.DataLoader(list(range(n)), batch_size=batch, drop_last=drop_last)
        assert training.iterations(n, batch, 1, drop_last) == sum(1 for _ in loader)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 40), st.integers(1, 12))
def test_batches_hold_every_sample_once_with_its_label(seed, n, size):
    X, y = np.arange(2.0 * n).reshape(n, 2), np.arange(n) * 3.0
    batches = training.minibatches(X, y, size, np.random.default_rng(seed))
    assert [len(yb) for _, yb in batches] == [min(size, n - i) for i in range(0, n, size)]
    for Xb, yb in batches:
        assert Xb.shape == (len(yb), 2)
        assert Xb[:, 0] * 1.5 == pytest.approx(yb)
    assert sorted(np.concatenate([yb for _, yb in batches])) == y.tolist()


def torch_run(X, y, lr, epochs, loss_of):
    w = torch.zeros(X.shape[1], dtype=torch.float64, requires_grad=True)
    b = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = loss_of(torch.tensor(X) @ w + b, torch.tensor(y))
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return w.detach().numpy(), b.item(), losses


@pytest.mark.parametrize(("n", "d"), [(6, 3), (3, 5), (1, 2), (8, 1)])
def test_linear_regression_walks_with_torch(n, d):
    rng = np.random.default_rng(n)
    X, y = rng.normal(size=(n, d)), rng.normal(size=n)
    for ours, theirs in zip(
        training.train_linear_regression(X, y, 0.1, 9),
        torch_run(X, y, 0.1, 9, torch.nn.functional.mse_loss),
        strict=True,
    ):
        assert ours == pytest.approx(theirs, abs=1e-12)


def test_linear_regression_reaches_least_squares():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(30, 2)), rng.normal(size=30)
    w, b, losses = training.train_linear_regression(X, y, 0.1, 2000)
    best = np.linalg.lstsq(np.c_[X, np.ones(30)], y, rcond=None)[0]
    assert [*w, b] == pytest.approx(best, abs=1e-8)
    assert all(np.diff(losses) <= 1e-15)


@pytest.mark.parametrize(("n", "d"), [(6, 3), (3, 5), (1, 2), (8, 1)])
def test_logistic_regression_walks_with_torch(n, d):
    rng = np.random.default_rng(n)
    X, y = rng.normal(size=(n, d)), (rng.random(n) < 0.5) * 1.0
    for ours, theirs in zip(
        training.train_logistic_regression(X, y, 0.7, 9),
        torch_run(X, y, 0.7, 9, torch.nn.functional.binary_cross_entropy_with_logits),
        strict=True,
    ):
        assert ours == pytest.approx(theirs, abs=1e-12)


def test_logistic_regression_stays_finite_far_out():
    X, y = np.array([[1000.0], [-1000.0]]), np.array([0.0, 1.0])
    w, b, losses = training.train_logistic_regression(X, y, 1.0, 4)
    assert np.isfinite([*w, b, *losses]).all()


def test_losses_start_at_the_untrained_model():
    X, y = np.random.default_rng(0).normal(size=(5, 2)), np.array([0.0, 1.0, 1.0, 0.0, 1.0])
    assert training.train_logistic_regression(X, y, 1.0, 2)[2][0] == pytest.approx(math.log(2))
    assert training.train_linear_regression(X, y, 0.1, 2)[2][0] == pytest.approx(np.mean(y**2))


def test_mlp_walks_with_torch():
    rng = np.random.default_rng(0)
    X, labels = rng.normal(size=(12, 3)), np.arange(12) % 3
    (W1, b1), (W2, b2) = training.train_mlp(X, labels, 5, 0.3, 0, np.random.default_rng(4))
    model = torch.nn.Sequential(torch.nn.Linear(3, 5), torch.nn.ReLU(), torch.nn.Linear(5, 3)).double()
    with torch.no_grad():
        for parameter, start in zip(model.parameters(), (W1, b1, W2, b2), strict=True):
            parameter.copy_(torch.tensor(start))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    for _ in range(20):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(torch.tensor(X)), torch.tensor(labels)).backward()
        optimizer.step()
    (V1, c1), (V2, c2) = training.train_mlp(X, labels, 5, 0.3, 20, np.random.default_rng(4))
    for parameter, ours in zip(model.parameters(), (V1, c1, V2, c2), strict=True):
        assert ours == pytest.approx(parameter.detach().numpy(), abs=1e-12)
    assert not np.allclose(V1, W1)


def test_mlp_learns_xor():
    X, labels = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])
    (W1, b1), (W2, b2) = training.train_mlp(X, labels, 16, 0.3, 300, np.random.default_rng(0))
    logits = np.maximum(X @ W1.T + b1, 0) @ W2.T + b2
    assert training.accuracy(logits, labels) == 1.0
