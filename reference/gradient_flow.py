r"""How gradients flow through depth: why they vanish or explode, how to see it, and what helps.

Going back through L layers multiplies L factors $f'(z_i) w_i$ (`chain_gradient`). A product of numbers below 1 goes
to 0, a product of numbers above 1 to infinity, both exponentially in L. With the sigmoid $f' \le 1/4$, so unless the
weights are large the early layers of a deep network hardly learn; tanh has $f' \le 1$, ReLU exactly 1 or 0.

The remedy in practice begins with looking: one norm per layer (`gradient_norms`) and a verdict on each
(`diagnose_gradients`). A remedy in the architecture is the skip connection (`residual_block`): out = x + F(x) has the
derivative 1 + F'(x), so the product of many of them always contains the term 1, the gradient that went around
everything.

`diagnose_fit` is the same habit, a verdict from numbers, for the accuracies on training and test data.

Source: Hochreiter (1991); Bengio, Simard, Frasconi (1994); Glorot and Bengio (2010); He et al., arXiv 1512.03385.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from reference.activations import relu, relu_grad, sigmoid, sigmoid_grad, tanh, tanh_grad
from reference.neurons import linear_forward
from reference.types import Array

_ACTIVATIONS = {"sigmoid": (sigmoid, sigmoid_grad), "tanh": (tanh, tanh_grad), "relu": (relu, relu_grad)}


def chain_gradient(x: float, weights: Array, activation: Literal["sigmoid", "tanh", "relu"]) -> list[float]:
    r"""Gradients $d a_L / d a_{L-i}$, i = 1..L, through a chain of L neurons $a_0 = x$, $a_i = f(w_i a_{i-1})$.

    $d a_L / d a_{L-1} = f'(z_L) w_L$, and each layer further back multiplies by its own $f'(z_i) w_i$, $z_i = w_i
    a_{i-1}$.

    Shapes: x a float, weights (L,) with $w_1$ first. Returns L floats; the last one is $d a_L / d x$.
    The derivative is taken at z, the input of f, not at a, its output. Convention: relu'(0) = 0.
    """
    f, f_grad = _ACTIVATIONS[activation]
    a = np.asarray(x)
    factors = []
    for w in weights:
        z = w * a
        factors.append(float(f_grad(z) * w))
        a = f(z)
    return np.cumprod(factors[::-1]).tolist()


def gradient_norms(grads: Sequence[tuple[Array, Array]]) -> list[float]:
    r"""One L2 norm per layer: $\sqrt{\sum dW^2 + \sum db^2}$ over all entries of dW and db together.

    Shapes: grads a list of (dW, db), as `reference.backprop.mlp_backward` returns it. Returns a list of as many floats.
    The norm of both together is that of the layer's whole parameter vector: not the sum of two norms.
    """
    return [float(np.sqrt(np.sum(dW**2) + np.sum(db**2))) for dW, db in grads]


def diagnose_gradients(norms: Array, low: float, high: float) -> list[str]:
    """A word for each norm: 'vanishing' (norm < low), 'exploding' (norm > high, inf or nan), else 'healthy'.

    Shapes: norms (L,), low < high. Returns a list of L strings. The bounds themselves are healthy.
    nan is an explosion too: it is what inf - inf or 0 inf leaves behind. Every comparison with nan is False, so it
    must be asked for by name.
    """
    return ["vanishing" if n < low else "exploding" if n > high or np.isnan(n) else "healthy" for n in norms]


def residual_block(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    r"""Residual block: $\mathrm{relu}(X + \mathrm{relu}(X W_1^T + b_1) W_2^T + b_2)$.

    Shapes: X (N, D), W1 (H, D), b1 (H,), W2 (D, H), b2 (D,). Returns (N, D): the skip needs the shape of X again.
    The layers learn only the difference from X: with W2 = 0 and b2 = 0 the block is relu(X), so depth cannot hurt at
    the start. Order: add, then ReLU. With the ReLU before the addition the branch could only ever add.
    Source: He et al., arXiv 1512.03385, figure 2 (without its batch norm).
    """
    return relu(X + linear_forward(relu(linear_forward(X, W1, b1)), W2, b2))


def diagnose_fit(train_acc: float, test_acc: float, good: float, gap: float) -> str:
    """A word for a training run: 'underfitting', 'overfitting' or 'good fit'.

    'underfitting' when train_acc < good; otherwise 'overfitting' when train_acc - test_acc > gap; otherwise 'good fit'.
    The order is part of the rule: a model that has not learned its training data cannot be said to have learned too
    much of it. A test accuracy above the training accuracy (dropout, an easy test set) is no overfitting.
    """
    if train_acc < good:
        return "underfitting"
    return "overfitting" if train_acc - test_acc > gap else "good fit"
