r"""From one neuron to a multi-layer perceptron: everything that runs forward.

A neuron weighs its inputs, adds a bias and decides: $f(w \cdot x + b)$. The modules' names are its history:

- `mcculloch_pitts` (1943): inputs and output are 0 or 1, nothing is learned; one active inhibitory input forbids
  firing.
- `weighted_sum` and `neuron`: real weights, a bias instead of a threshold ($w \cdot x \ge \theta$ is
  $w \cdot x + b \ge 0$ with $b = -\theta$) and a choice of activation function.
- `perceptron_predict`, `perceptron_update`, `perceptron_train` (Rosenblatt 1958): the first neuron that learns. It
  moves only when it is wrong, toward the sample if it said 0 and away from it if it said 1. If a line separates the
  classes it stops making mistakes after finitely many (Novikoff 1962); if none does, it never settles.
- `xor_mlp`: no line separates XOR, so one neuron cannot compute it (Minsky and Papert 1969); two layers can.
- `linear_forward` is a whole layer of neurons on a whole batch, `mlp_forward` a stack of layers.

Conventions. Samples are rows: X is (N, D_in). A layer's weights are (D_out, D_in), one row per neuron, as in
torch.nn.Linear 2.13, so the layer is X W^T + b. step(0) = 1: a neuron fires when it reaches its threshold.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reference.activations import relu, sigmoid, step, tanh
from reference.types import Array, Ints


def mcculloch_pitts(x: Ints, inhibitory: npt.NDArray[np.bool_], threshold: float) -> int:
    r"""McCulloch-Pitts neuron: 0 if any inhibitory input is 1, else 1 if the sum of the others reaches the threshold.

    Shapes: x (D,) zeros and ones, inhibitory (D,) booleans. Returns the int 0 or 1.
    Inhibition is absolute: an active inhibitory input is a veto, however many others are on; a silent one does nothing.
    With D = 2 and no inhibitory input, threshold 1 is OR and threshold 2 is AND; one inhibitory input and threshold 0
    is NOT. Source: McCulloch and Pitts (1943); Rojas, Neural Networks (1996), section 2.2.
    """
    if np.any(x[inhibitory] == 1):
        return 0
    return int(np.sum(x[~inhibitory]) >= threshold)


def weighted_sum(x: Array, w: Array, b: float) -> float:
    r"""Pre-activation of one neuron: $z = w \cdot x + b = \sum_j w_j x_j + b$.

    Shapes: x (D,), w (D,), b a float. Returns a float.
    The bias is added once: it moves the boundary $w \cdot x + b = 0$ away from the origin, whatever D is.
    Gradients: $\partial z/\partial w = x$, $\partial z/\partial x = w$, $\partial z/\partial b = 1$.
    """
    return float(np.dot(w, x) + b)


def neuron(x: Array, w: Array, b: float, activation: str) -> float:
    r"""One neuron: $f(w \cdot x + b)$ with f named by `activation`.

    Shapes: x (D,), w (D,), b a float. Returns a float.
    activation: 'linear' ($f(z) = z$), 'step' (1 where $z \ge 0$, else 0), 'sigmoid', 'tanh' or 'relu'.

    Raises:
        ValueError: any other name. A misspelled name must not quietly become another network.
    """
    z = np.asarray(weighted_sum(x, w, b))
    match activation:
        case "linear":
            a = z
        case "step":
            a = step(z)
        case "sigmoid":
            a = sigmoid(z)
        case "tanh":
            a = tanh(z)
        case "relu":
            a = relu(z)
        case _:
            raise ValueError(f"unknown activation {activation!r}")
    return float(a)


def linear_forward(X: Array, W: Array, b: Array) -> Array:
    r"""A layer without activation: $Z = X W^T + b$.

    Shapes: X (N, D_in), W (D_out, D_in), b (D_out,). Returns Z (N, D_out): row n is the layer's answer to sample n.
    $Z_{nk} = \sum_j X_{nj} W_{kj} + b_k$; b belongs to the neurons (columns) and is the same for every sample.
    Gradients: `reference.backprop.linear_backward`. Source: torch.nn.functional.linear 2.13.
    """
    return X @ W.T + b


def perceptron_predict(X: Array, w: Array, b: float) -> Ints:
    r"""Classes of a batch by the perceptron: 1 where $X w + b \ge 0$, else 0.

    Shapes: X (N, D), w (D,), b a float. Returns (N,) ints.
    Convention: labels 0 and 1 (not -1 and +1), and 1 on the boundary itself.
    """
    return (X @ w + b >= 0).astype(np.int64)


def perceptron_update(x: Array, y: int, w: Array, b: float, lr: float) -> tuple[Array, float]:
    r"""One step of the perceptron rule on one sample: $w + \eta e x$, $b + \eta e$ with $e = y - \hat y$.

    Shapes: x (D,), w (D,); y is 0 or 1, b and lr are floats. Returns (w, b), new ones.
    $\hat y = 1$ if $w \cdot x + b \ge 0$ else 0, so e is 0 (right: nothing changes), 1 (should have fired: w moves
    toward x) or -1 (should not have: away from x). The bias is a weight whose input is always 1.
    Source: Rosenblatt (1958); Bishop, Pattern Recognition and Machine Learning (2006), section 4.1.7, which has
    labels -1 and +1 instead.
    """
    e = y - int(np.dot(w, x) + b >= 0)
    return w + lr * e * x, float(b + lr * e)


def perceptron_train(X: Array, y: Ints, lr: float, epochs: int) -> tuple[Array, float, list[int]]:
    r"""Train a perceptron from zeros: `perceptron_update` on each sample in order, `epochs` times over.

    Shapes: X (N, D), y (N,) zeros and ones. Returns (w, b, mistakes): w (D,), b a float, mistakes a list of `epochs`
    ints, the wrong predictions of each epoch, each counted as it is met, before the update that it causes.
    Samples are visited one at a time: every prediction is made with the weights that the samples before it left.
    All epochs are run; after one without a mistake nothing changes any more. Starting from zeros, lr scales w and b
    and changes no prediction.
    """
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes = []
    for _ in range(epochs):
        wrong = 0
        for x_n, y_n in zip(X, y, strict=True):
            wrong += int(np.dot(w, x_n) + b >= 0) != y_n
            w, b = perceptron_update(x_n, int(y_n), w, b, lr)
        mistakes.append(int(wrong))
    return w, b, mistakes


def xor_mlp() -> tuple[Array, Array, Array, Array]:
    r"""Weights (W1, b1, W2, b2) with which step(W2 step(W1 x + b1) + b2) is XOR on {0, 1}^2.

    Shapes: W1 (H, 2), b1 (H,), W2 (1, H), b2 (1,), H = 2 here. step(0) = 1.
    The first hidden neuron is OR ($x_1 + x_2 \ge 1/2$), the second AND ($x_1 + x_2 \ge 3/2$), and XOR is OR without
    AND: $h_1 - h_2 \ge 1/2$. Every threshold lies halfway between the values that occur.
    Source: Minsky and Papert, Perceptrons (1969); Goodfellow, Bengio, Courville (2016), section 6.1, with ReLU.
    """
    W1 = np.array([[1.0, 1.0], [1.0, 1.0]])
    b1 = np.array([-0.5, -1.5])
    W2 = np.array([[1.0, -1.0]])
    b2 = np.array([-0.5])
    return W1, b1, W2, b2


def mlp_forward(X: Array, params: Sequence[tuple[Array, Array]]) -> Array:
    r"""Multi-layer perceptron: ReLU after every layer but the last, which is linear.

    $A_0 = X$, $A_l = \mathrm{relu}(A_{l-1} W_l^T + b_l)$ for $l < L$, and the logits $A_{L-1} W_L^T + b_L$.

    Shapes: X (N, D_0), params a list of L pairs (W_l, b_l), W_l (D_l, D_{l-1}), b_l (D_l,). Returns (N, D_L).
    The last layer stays linear: a logit must be able to be negative, and softmax or a loss comes after it.
    Without the ReLUs all layers together would be one linear map. Gradients: `reference.backprop.mlp_backward`.
    """
    A = X
    for W, b in params[:-1]:
        A = relu(linear_forward(A, W, b))
    W, b = params[-1]
    return linear_forward(A, W, b)
