import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.backprop import numerical_gradient
from reference.recurrent import bptt_gradient, gru_step, lstm_step, rnn_step

SEEDS = st.integers(0, 2**32 - 1).map(np.random.default_rng)
SHAPES = [(2, 3, 4), (3, 3, 3), (1, 5, 2), (4, 1, 1)]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def _weights(rng, blocks, d, h):
    return rng.normal(size=(blocks * h, d)), rng.normal(size=(blocks * h, h)), rng.normal(size=blocks * h)


def _cell(kind, W_x, W_h, b_x, b_h):
    cell = kind(W_x.shape[1], W_h.shape[1], dtype=torch.float64)
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    cell.load_state_dict({n: torch.from_numpy(a) for n, a in zip(names, (W_x, W_h, b_x, b_h), strict=True)})
    return cell.requires_grad_(requires_grad=False)


@pytest.mark.parametrize(("n", "d", "h"), SHAPES)
def test_rnn_step_is_torchs_cell(rng, n, d, h):
    W_x, W_h, b = _weights(rng, 1, d, h)
    x, state = rng.normal(size=(n, d)), rng.normal(size=(n, h))
    theirs = _cell(torch.nn.RNNCell, W_x, W_h, b, np.zeros_like(b))(torch.from_numpy(x), torch.from_numpy(state))
    np.testing.assert_allclose(rnn_step(x, state, W_x, W_h, b), theirs, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(("n", "d", "h"), SHAPES)
def test_lstm_step_is_torchs_cell(rng, n, d, h):
    W_x, W_h, b = _weights(rng, 4, d, h)
    x, state, c = rng.normal(size=(n, d)), rng.normal(size=(n, h)), rng.normal(size=(n, h))
    theirs = _cell(torch.nn.LSTMCell, W_x, W_h, b, np.zeros_like(b))(
        torch.from_numpy(x), (torch.from_numpy(state), torch.from_numpy(c))
    )
    for ours, their in zip(lstm_step(x, state, c, W_x, W_h, b), theirs, strict=True):
        np.testing.assert_allclose(ours, their, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(("n", "d", "h"), SHAPES)
def test_gru_step_is_torchs_cell(rng, n, d, h):
    W_x, W_h, b_x = _weights(rng, 3, d, h)
    b_h = rng.normal(size=3 * h)
    x, state = rng.normal(size=(n, d)), rng.normal(size=(n, h))
    theirs = _cell(torch.nn.GRUCell, W_x, W_h, b_x, b_h)(torch.from_numpy(x), torch.from_numpy(state))
    np.testing.assert_allclose(gru_step(x, state, W_x, W_h, b_x, b_h), theirs, rtol=1e-11, atol=1e-13)


@settings(max_examples=25)
@given(SEEDS)
def test_a_batch_is_stepped_row_by_row(rng):
    x, h, c = rng.normal(size=(3, 2)), rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    lstm, gru = _weights(rng, 4, 2, 4), (*_weights(rng, 3, 2, 4), rng.normal(size=12))
    for row in range(3):
        one = slice(row, row + 1)
        np.testing.assert_allclose(
            lstm_step(x[one], h[one], c[one], *lstm), [part[one] for part in lstm_step(x, h, c, *lstm)], rtol=1e-10
        )
        np.testing.assert_allclose(gru_step(x[one], h[one], *gru), gru_step(x, h, *gru)[one], rtol=1e-9, atol=1e-12)


@given(SEEDS)
def test_the_gates_at_their_ends_keep_or_replace(rng):
    x, h, c = rng.normal(size=(2, 3)), rng.uniform(-1, 1, size=(2, 2)), rng.normal(size=(2, 2))
    W_x, W_h, b = np.zeros((8, 3)), np.zeros((8, 2)), np.repeat([-800.0, 800.0, 0.0, 800.0], 2)
    h_next, c_next = lstm_step(x, h, c, W_x, W_h, b)  # forget gate 1, input gate 0
    np.testing.assert_allclose(c_next, c, rtol=1e-14)
    np.testing.assert_allclose(h_next, np.tanh(c), rtol=1e-12)
    kept = gru_step(x, h, np.zeros((6, 3)), np.zeros((6, 2)), np.repeat([0.0, 800.0, 0.0], 2), np.zeros(6))
    np.testing.assert_allclose(kept, h, rtol=1e-14)


@pytest.mark.parametrize("length", [1, 2, 5])
def test_bptt_gradient_is_torchs(rng, length):
    arrays = (*_weights(rng, 1, 2, 3), rng.normal(size=(4, 3)))
    W_x, W_h, b, h0 = (torch.tensor(a, dtype=torch.float64, requires_grad=True) for a in arrays)
    xs, dh_last = rng.normal(size=(length, 4, 2)), rng.normal(size=(4, 3))
    h = h0
    for x in torch.from_numpy(xs):
        h = torch.tanh(x @ W_x.T + h @ W_h.T + b)
    h.backward(torch.from_numpy(dh_last))
    ours = bptt_gradient(xs, arrays[3], *arrays[:3], dh_last)
    for got, leaf in zip(ours, (W_x, W_h, b, h0), strict=True):
        np.testing.assert_allclose(got, leaf.grad, rtol=1e-9, atol=1e-12)


def test_bptt_gradient_is_the_difference_quotient(rng):
    W_x, W_h, b = _weights(rng, 1, 2, 2)
    xs, h0, dh_last = rng.normal(size=(3, 2, 2)), rng.normal(size=(2, 2)), rng.normal(size=(2, 2))

    def loss(W):
        h = h0
        for x in xs:
            h = rnn_step(x, h, W_x, W, b)
        return float((h * dh_last).sum())

    ours = bptt_gradient(xs, h0, W_x, W_h, b, dh_last)[1]
    np.testing.assert_allclose(ours, numerical_gradient(loss, W_h, 1e-5), rtol=1e-5, atol=1e-8)


def test_bptt_gradient_leaves_its_arguments_alone(rng):
    args = (rng.normal(size=(3, 2, 2)), rng.normal(size=(2, 2)), *_weights(rng, 1, 2, 2), rng.normal(size=(2, 2)))
    kept = [a.copy() for a in args]
    bptt_gradient(*args)
    assert all(np.array_equal(a, k) for a, k in zip(args, kept, strict=True))
