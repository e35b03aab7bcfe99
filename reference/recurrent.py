r"""Recurrent networks: one step of three cells, and back-propagation through time.

A recurrent network reads a sequence with the same weights at every step and carries a state h from step to step.
Unrolled in time it is a network as deep as the sequence is long, which makes it the home of the vanishing gradient:
from step T back to step t the gradient is multiplied T - t times by $W_h^T$ and by tanh' (`bptt_gradient`).

- `rnn_step` has the plain state $h' = \tanh(\ldots)$ and the full problem.
- `lstm_step` adds a cell state, $c' = f c + i g$: the way back along c is multiplied by the forget gate only, no matrix
  and no tanh, so a gate near 1 keeps a gradient alive for hundreds of steps.
- `gru_step` does it with one state and three blocks instead of four: $h' = (1 - z) n + z h$.

Conventions: batches are rows, x (N, D), h (N, H). The blocks of the gates are stacked along the first axis of the
weights in PyTorch's order (i, f, g, o and r, z, n; TensorFlow and papers order them otherwise): block k is rows kH to
(k+1)H - 1.
"""

import numpy as np

from reference.activations import sigmoid, tanh
from reference.types import Array


def rnn_step(x: Array, h: Array, W_x: Array, W_h: Array, b: Array) -> Array:
    r"""One step of a plain (Elman) RNN: $h' = \tanh(x W_x^T + h W_h^T + b)$.

    Shapes: x (N, D), h (N, H), W_x (H, D), W_h (H, H), b (H,). Returns (N, H).
    One tanh over the sum: the input and the memory meet before they are squashed.
    Source: Elman (1990); torch.nn.RNNCell 2.13 with b = b_ih + b_hh.
    """
    return tanh(x @ W_x.T + h @ W_h.T + b)


def lstm_step(x: Array, h: Array, c: Array, W_x: Array, W_h: Array, b: Array) -> tuple[Array, Array]:
    r"""One step of an LSTM: $c' = f c + i g$, $h' = o \tanh(c')$.

    The rows of $x W_x^T + h W_h^T + b$ hold four blocks of H columns in the order i, f, g, o; i, f and o pass through a
    sigmoid (gates: how much), g through tanh (candidate: what).

    Shapes: x (N, D), h and c (N, H), W_x (4H, D), W_h (4H, H), b (4H,). Returns (h', c'), each (N, H).
    Source: Hochreiter and Schmidhuber (1997), Gers et al. (2000) for f; torch.nn.LSTMCell 2.13 with b = b_ih + b_hh.
    """
    i, f, g, o = np.split(x @ W_x.T + h @ W_h.T + b, 4, axis=1)
    c_next = sigmoid(f) * c + sigmoid(i) * tanh(g)
    return sigmoid(o) * tanh(c_next), c_next


def gru_step(x: Array, h: Array, W_x: Array, W_h: Array, b_x: Array, b_h: Array) -> Array:
    r"""One step of a GRU: $h' = (1 - z) n + z h$.

    With the blocks r, z, n of $u = x W_x^T + b_x$ and $v = h W_h^T + b_h$:
    $r = \sigma(u_r + v_r)$, $z = \sigma(u_z + v_z)$, $n = \tanh(u_n + r v_n)$.

    Shapes: x (N, D), h (N, H), W_x (3H, D), W_h (3H, H), b_x and b_h (3H,). Returns (N, H).
    Two biases, since r multiplies the h-part of n with its bias. Convention: r after the product and z keeping the old
    state, as torch.nn.GRUCell 2.13 and cuDNN; Cho et al., arXiv 1406.1078, apply r to h before the product.
    """
    u_r, u_z, u_n = np.split(x @ W_x.T + b_x, 3, axis=1)
    v_r, v_z, v_n = np.split(h @ W_h.T + b_h, 3, axis=1)
    z = sigmoid(u_z + v_z)
    n = tanh(u_n + sigmoid(u_r + v_r) * v_n)
    return (1 - z) * n + z * h


def bptt_gradient(
    xs: Array, h0: Array, W_x: Array, W_h: Array, b: Array, dh_last: Array
) -> tuple[Array, Array, Array, Array]:
    r"""Back-propagation through time for $h_t = $ `rnn_step` $(x_t, h_{t-1})$, t = 1..T, a loss on $h_T$ alone.

    From t = T down to 1: $dz_t = dh_t (1 - h_t^2)$; $dW_x$ += $dz_t^T x_t$, $dW_h$ += $dz_t^T h_{t-1}$, db += the
    column sums of $dz_t$, and $dh_{t-1} = dz_t W_h$. The weights are the same at every step, so their gradients add up.

    Shapes: xs (T, N, D), h0 (N, H), W_x (H, D), W_h (H, H), b (H,), dh_last = $dL/dh_T$ (N, H).
    Returns (dW_x, dW_h, db, dh0), shaped as W_x, W_h, b, h0.
    Source: Werbos (1990); Goodfellow, Bengio, Courville (2016), section 10.2.2.
    """
    states = [h0]
    for x in xs:
        states.append(rnn_step(x, states[-1], W_x, W_h, b))
    dW_x, dW_h, db, dh = np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(b), dh_last
    for t in range(len(xs) - 1, -1, -1):
        dz = dh * (1 - states[t + 1] ** 2)
        dW_x += dz.T @ xs[t]
        dW_h += dz.T @ states[t]
        db += dz.sum(axis=0)
        dh = dz @ W_h
    return dW_x, dW_h, db, dh
