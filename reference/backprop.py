r"""Backpropagation: the chain rule, walked from the loss to the weights, and two ways of not trusting it.

Every backward function here answers one question: given dout = dL/d(output), the gradient that came from above, what is
dL/d(input) and dL/d(parameter)? A layer needs nothing else of the network, so layers can be stacked in any order. Two
rules cover nearly everything:

1. Multiply along a path, add over paths. A bias reaches the loss through every sample of the batch, so its gradient is
   the sum of all rows; the same holds for a weight.
2. A gradient has the shape of the thing it belongs to. dW is shaped as W, and only one arrangement of dout and X
   gives that shape (when the sizes differ: test with N, D_in and D_out all different).

Where the mean over the batch sits is a convention, and here it sits in the loss alone: `linear_backward` never
divides by N, since dout already carries the 1/N.

`numerical_gradient` needs no calculus, only two calls of f per entry: too slow to train with, right for checking.
`gradient_check` compares the two. `gradient_descent` is what the gradient is for.

The chain for one neuron (`neuron_backward`) has every factor that a network has: $\partial L/\partial \hat y$,
$\sigma'(z)$, $\partial z/\partial w$. `mlp_backward` is the same chain with matrices.

Source: Rumelhart, Hinton, Williams (1986); Nielsen, Neural Networks and Deep Learning, chapter 2; torch.autograd 2.13.
"""

from collections.abc import Callable, Sequence

import numpy as np

from reference.activations import relu, sigmoid
from reference.losses import cross_entropy, cross_entropy_grad
from reference.neurons import linear_forward
from reference.types import Array, Ints


def neuron_backward(x: Array, w: Array, b: float, y: float) -> tuple[Array, float]:
    r"""Gradient of $L = (\hat y - y)^2$ for one sigmoid neuron $\hat y = \sigma(w \cdot x + b)$.

    $\partial L/\partial z = 2 (\hat y - y) \, \hat y (1 - \hat y)$, then $\partial L/\partial w = x \, \partial
    L/\partial z$ and $\partial L/\partial b = \partial L/\partial z$.

    Shapes: x (D,), w (D,); b and y floats. Returns (dw, db): dw (D,), db a float. No mean and no half in the loss.
    $\hat y (1 - \hat y) = \sigma'(z)$ is at most 1/4 and almost 0 for large $|z|$: a neuron that is confident and wrong
    learns slowly under this loss.
    """
    y_hat = sigmoid(np.dot(w, x) + b)
    dz = 2 * (y_hat - y) * y_hat * (1 - y_hat)
    return x * dz, float(dz)


def linear_backward(dout: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    r"""Backward pass of $Z = X W^T + b$: dX = dout W, dW = dout^T X, db = the column sums of dout.

    Shapes: dout (N, D_out), X (N, D_in), W (D_out, D_in). Returns (dX, dW, db): (N, D_in), (D_out, D_in), (D_out,).
    From $Z_{nk} = \sum_j X_{nj} W_{kj} + b_k$: $X_{nj}$ reaches the loss through all k, $W_{kj}$ and $b_k$ through
    all n; what is summed over is what the result does not have. No averaging: dout carries the 1/N of a mean loss.
    """
    return dout @ W, dout.T @ X, dout.sum(axis=0)


def relu_backward(dout: Array, z: Array) -> Array:
    r"""Backward pass of ReLU: dout where z > 0, else 0.

    Shapes: dout and z alike, any shape; z is what went into the ReLU. Convention: slope 0 at z = 0 (torch.relu 2.13).
    The gate is decided by z alone: negative gradients pass too.
    """
    return np.where(z > 0, dout, 0.0)


def sigmoid_backward(dout: Array, a: Array) -> Array:
    r"""Backward pass of the sigmoid from its output: $\partial L/\partial z$ = dout a (1 - a), a = sigmoid(z).

    Shapes: dout and a alike, any shape. The forward pass has computed a already, so z is not needed and exp is not
    called again.
    """
    return dout * a * (1 - a)


def mlp_backward(
    X: Array, labels: Ints, params: Sequence[tuple[Array, Array]]
) -> tuple[float, list[tuple[Array, Array]]]:
    r"""Loss and gradients of the network `reference.neurons.mlp_forward` under mean softmax cross-entropy.

    Forward, keeping each layer's input $A_{l-1}$; then dZ = (softmax(logits) - onehot(labels)) / N, and for each layer
    from the last to the first: dW, db from `linear_backward`, and `relu_backward` through the ReLU below, which is on
    exactly where its output $A_{l-1} > 0$.

    Shapes: X (N, D_0), labels (N,) ints, params a list of (W_l, b_l) as in mlp_forward. Returns (loss, grads), loss a
    float, grads a list of (dW_l, db_l) in the order of params and shaped as these.
    Convention: ReLU slope 0 at 0; the mean over the batch is taken once, in dZ.
    """
    inputs = [X]
    for W, b in params[:-1]:
        inputs.append(relu(linear_forward(inputs[-1], W, b)))
    logits = linear_forward(inputs[-1], *params[-1])
    dout = cross_entropy_grad(logits, labels)
    grads = []
    for (W, _), A in zip(reversed(params), reversed(inputs), strict=True):
        dA, dW, db = linear_backward(dout, A, W)
        grads.append((dW, db))
        dout = relu_backward(dA, A)
    return cross_entropy(logits, labels), grads[::-1]


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float) -> Array:
    r"""Gradient of f at x by central differences: $(f(x + h e_i) - f(x - h e_i)) / 2h$ for every entry i of x.

    Shapes: x any, the same back; f takes an array of that shape and returns a float. 2 x.size calls of f.
    Error: truncation $h^2 f'''/6$ (the forward difference has $h f''/2$, far more) plus rounding of about
    $10^{-16} |f| / h$; the two balance near h = 1e-5 in float64. Across a kink of f (ReLU) it is simply wrong.
    Source: Goodfellow, Bengio, Courville (2016), section 11.5; CS231n notes, neural-networks-3.
    """
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[index] = h
        grad[index] = (f(x + e) - f(x - e)) / (2 * h)
    return grad


def gradient_check(analytic: Array, numeric: Array) -> float:
    r"""Largest relative error between two gradients: the maximum over entries of $|a - n| / \max(|a| + |n|, 10^{-8})$.

    Shapes: any, equal. Returns a float in [0, 1]: 0 for equal gradients, 1 where the signs differ or one of them is 0.
    A maximum, so that one wrong entry among millions is seen. Relative, since 1e-4 is a large error for a gradient of
    1e-3 and none for one of 1e3. The floor makes 0 against 0 a 0 and not nan.
    With central differences at h = 1e-5 in float64: below 1e-7 is right, above 1e-2 is wrong.
    Source: CS231n notes, neural-networks-3.
    """
    return float(np.max(np.abs(analytic - numeric) / np.maximum(np.abs(analytic) + np.abs(numeric), 1e-8)))


def gradient_descent(grad: Callable[[Array], Array], w0: Array, lr: float, steps: int) -> list[Array]:
    r"""Iterates of gradient descent: $w_{t+1} = w_t - \eta \nabla L(w_t)$, from w0.

    Shapes: w0 any; grad takes and returns an array of that shape. Returns steps + 1 arrays, w0 first; w0 stays as it
    is. On a quadratic with curvatures $\lambda_i$ the coordinate i is multiplied by $1 - \eta \lambda_i$ in every
    step: it converges if $\eta < 2 / \lambda_{max}$, swings from side to side above $1 / \lambda_i$ and diverges
    beyond $2 / \lambda_i$.
    """
    iterates = [w0.copy()]
    for _ in range(steps):
        iterates.append(iterates[-1] - lr * grad(iterates[-1]))
    return iterates
