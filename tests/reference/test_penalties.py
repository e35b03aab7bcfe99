"""The penalties by loops and by their gradients, and early stopping by a second telling of its rule."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.early_stopping import early_stopping
from reference.penalties import l1_penalty, l2_penalty, sgd_weight_decay_step


@pytest.fixture
def weights():
    rng = np.random.default_rng(0)
    return [rng.normal(size=(2, 3)), rng.normal(size=4), np.asarray(rng.normal())]


def test_penalties_equal_loops(weights):
    entries = list(itertools.chain.from_iterable(w.ravel().tolist() for w in weights))
    assert l2_penalty(weights, 0.3) == pytest.approx(0.3 * sum(w * w for w in entries), rel=1e-13)
    assert l1_penalty(weights, 0.3) == pytest.approx(0.3 * sum(abs(w) for w in entries), rel=1e-13)


@settings(deadline=None, max_examples=30)
@given(st.floats(-10, 10))
def test_l2_grows_with_the_square_and_l1_with_the_size(factor):
    w = [np.array([1.0, -2.0]), np.array([[0.5]])]
    scaled = [factor * part for part in w]
    assert l2_penalty(scaled, 0.3) == pytest.approx(factor**2 * l2_penalty(w, 0.3), rel=1e-12, abs=1e-300)
    assert l1_penalty(scaled, 0.3) == pytest.approx(abs(factor) * l1_penalty(w, 0.3), rel=1e-12, abs=1e-300)


def test_weight_decay_is_descent_on_the_loss_with_an_l2_penalty():
    w, grad, lam, h = np.array([1.0, -2.0]), np.array([0.3, 0.1]), 0.2, 1e-6
    slope = [(l2_penalty([w + h * unit], lam) - l2_penalty([w - h * unit], lam)) / (2 * h) for unit in np.eye(2)]
    np.testing.assert_allclose(sgd_weight_decay_step(w, grad, 0.5, 2 * lam), w - 0.5 * (grad + slope), rtol=1e-8)


@pytest.mark.parametrize(
    ("losses", "patience", "min_delta", "expected"),
    [
        ([3.0, 2.0, 1.0], 2, 0.0, (2, 2)),
        ([1.0, 2.0, 3.0, 0.5], 2, 0.0, (2, 0)),
        ([3.0, 2.0, 2.5, 1.0, 1.5, 1.25], 2, 0.0, (5, 3)),
        ([1.0, 1.0, 1.0], 2, 0.0, (2, 0)),
        ([4.0, 3.5, 3.5, 3.0], 2, 0.5, (2, 0)),
        ([4.0, 3.5, 3.5, 3.0], 3, 0.5, (3, 3)),
        ([2.0], 1, 0.0, (0, 0)),
        ([2.0, 2.0], 1, 0.0, (1, 0)),
    ],
)
def test_early_stopping_by_hand(losses, patience, min_delta, expected):
    assert early_stopping(losses, patience, min_delta) == expected
    assert early_stopping(np.array(losses), patience, min_delta) == expected


@settings(deadline=None, max_examples=200)
@given(st.lists(st.integers(-8, 8), min_size=1, max_size=12), st.integers(1, 4), st.integers(0, 3))
def test_early_stopping_told_a_second_time(losses, patience, min_delta):
    """All improvements first; then the first epoch that is `patience` after the latest improvement."""
    improved = [0]
    for epoch, loss in enumerate(losses):
        if loss < losses[improved[-1]] - min_delta:
            improved.append(epoch)
    stops = [e for e in range(len(losses)) if e - max(i for i in improved if i <= e) == patience]
    stop = stops[0] if stops else len(losses) - 1
    assert early_stopping(losses, patience, min_delta) == (stop, max(i for i in improved if i <= stop))
