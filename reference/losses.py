r"""Losses: how far a prediction is from the truth, as one number, and the gradient that goes back from it.

Nearly every loss here is a negative log-likelihood. Say how the truth is scattered around the prediction, and
the loss follows:

- Gaussian noise gives $e^2$ (`mse_loss`), Laplace noise gives $|e|$ (`mae_loss`). The first pulls with a
  force that grows with the error, so one outlier can rule the fit; the second pulls equally hard at every
  distance. `huber_loss` is the first near 0 and the second far out.
- A coin with probability p gives the binary cross-entropy (`bce_loss`), a die with probabilities p the
  categorical one (`categorical_cross_entropy`).

The gradients explain the pairs of the field. With respect to p the gradient of the cross-entropy is
$(p - y) / (p (1 - p))$, enormous where the prediction is confident and wrong (`bce_grad`). The sigmoid's
derivative is exactly $p (1 - p)$, so with respect to the logit only $p - y$ is left: bounded, and 0 only when
the prediction is right. Softmax and categorical cross-entropy fit together in the same way
(`cross_entropy_grad`). MSE after a sigmoid does not: its gradient vanishes for a confident mistake.

The same marriage makes the numbers safe. log(sigmoid(z)) is log(0) for z = -1000; $z$ and softplus never are
(`bce_with_logits`, `cross_entropy`). Where only probabilities are given, they are clipped by eps before the
log.

Conventions. A loss is a float, the mean over what its docstring says (all entries, or rows): then the
learning rate need not change with the batch size. The gradient carries the same 1/n. e stands for y_pred -
y_true.
"""

import numpy as np

from reference.activations import log_softmax, softmax
from reference.types import Array, Ints


def mse_loss(y_pred: Array, y_true: Array) -> float:
    r"""Mean squared error: the mean of $e^2$ over all n entries.

    Shapes: any, equal; different ones raise ValueError. Without that check NumPy would broadcast (N, 1)
    against (N,) to (N, N) and average all the wrong pairs.
    Gradient: `mse_grad`. Source: torch.nn.functional.mse_loss 2.13 (which only warns), sklearn
    mean_squared_error.
    """
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError(f"y_pred has shape {np.shape(y_pred)}, y_true has shape {np.shape(y_true)}")
    return float(np.mean((y_pred - y_true) ** 2))


def mse_grad(y_pred: Array, y_true: Array) -> Array:
    r"""Gradient of `mse_loss` with respect to y_pred: $2 e / n$, n the number of entries.

    Shapes: any, equal, the same back.
    """
    return 2 * (y_pred - y_true) / y_pred.size


def mae_loss(y_pred: Array, y_true: Array) -> float:
    r"""Mean absolute error: the mean of $|e|$ over all n entries.

    Shapes: any, equal. The constant that minimizes it is the median, as the mean minimizes `mse_loss`.
    Gradient: `mae_grad`. Source: torch.nn.functional.l1_loss 2.13.
    """
    return float(np.mean(np.abs(y_pred - y_true)))


def mae_grad(y_pred: Array, y_true: Array) -> Array:
    r"""Gradient of `mae_loss` with respect to y_pred: $\mathrm{sign}(e) / n$, n the number of entries.

    Shapes: any, equal, the same back. Convention: 0 where $e = 0$, the middle of the subgradients (torch
    2.13).
    """
    return np.sign(y_pred - y_true) / y_pred.size


def huber_loss(y_pred: Array, y_true: Array, delta: float) -> float:
    r"""Huber loss: the mean of $e^2 / 2$ where $|e| \le \delta$ and $\delta (|e| - \delta / 2)$ elsewhere.

    delta > 0. The offset makes the pieces meet at $|e| = \delta$ in value and in slope. Shapes: any, equal.
    Gradient: $e$ clipped to $[-\delta, \delta]$, over n.
    Source: Huber (1964); torch.nn.functional.huber_loss 2.13. Its smooth_l1_loss is this divided by delta.
    """
    a = np.abs(y_pred - y_true)
    return float(np.mean(np.where(a <= delta, 0.5 * a**2, delta * (a - 0.5 * delta))))


def bce_loss(p: Array, y: Array, eps: float) -> float:
    r"""Binary cross-entropy: the mean of $-(y \log p + (1 - y) \log(1 - p))$ over all entries.

    p is first clipped to [eps, 1 - eps].
    Shapes: any, equal. y in [0, 1]: soft labels are allowed. eps from 1e-15 to 0.1.
    Stability: the clip keeps both logs finite at p = 0 and 1, where 0 log 0 would be nan.
    Convention: torch.nn.functional.binary_cross_entropy 2.13 clamps the logs at -100 instead, keras clips p.
    Gradient: `bce_grad`; if p came out of a sigmoid use `bce_with_logits`.
    """
    q = np.clip(p, eps, 1 - eps)
    return float(-np.mean(y * np.log(q) + (1 - y) * np.log1p(-q)))


def bce_grad(p: Array, y: Array) -> Array:
    r"""Gradient of the mean binary cross-entropy with respect to p: $(p - y) / (p (1 - p)) / n$.

    Shapes: any, equal, the same back; p strictly inside (0, 1), n the number of entries.
    With respect to the logit it is multiplied by $p (1 - p)$ and only $(p - y) / n$ is left.
    """
    return (p - y) / (p * (1 - p)) / p.size


def bce_with_logits(z: Array, y: Array) -> float:
    r"""Mean binary cross-entropy from logits: the mean of $\max(z, 0) - z y + \log(1 + e^{-|z|})$.

    Shapes: any, equal; y in [0, 1].
    Derivation: $-\log \sigma(z)$ = softplus(-z) = softplus(z) - z and $-\log(1 - \sigma(z))$ = softplus(z),
    so $-y \log \sigma(z) - (1 - y) \log(1 - \sigma(z))$ = softplus(z) - z y: no probability, no clip, no log
    of 0. softplus is written out, so that z - z y = 0 is taken before its small rest is added.
    Gradient: $(\sigma(z) - y) / n$. Source: torch.nn.functional.binary_cross_entropy_with_logits 2.13.
    """
    return float(np.mean(np.maximum(z, 0.0) - z * y + np.log1p(np.exp(-np.abs(z)))))


def categorical_cross_entropy(probs: Array, onehot: Array, eps: float) -> float:
    r"""Categorical cross-entropy: the mean over the N rows of $-\sum_c$ onehot log(clip(probs, eps, 1)).

    Shapes: probs, onehot (N, C). Rows of onehot sum to 1 and may be soft. Summed over classes, averaged over
    rows.
    Stability: the clip keeps log finite; without it 0 log 0 is nan even for a class that is not the true one.
    """
    return float(-np.mean(np.sum(onehot * np.log(np.clip(probs, eps, 1)), axis=1)))


def cross_entropy(logits: Array, labels: Ints) -> float:
    r"""Cross-entropy from logits: the mean over the N rows of -log softmax(logits)[i, labels[i]].

    Shapes: logits (N, C), labels (N,) with values 0 .. C - 1.
    Stability: `log_softmax`, so a class 1000 below the maximum costs 1000 and not inf.
    Gradient: `cross_entropy_grad`. Source: torch.nn.functional.cross_entropy 2.13.
    """
    return float(-np.mean(log_softmax(logits)[np.arange(len(labels)), labels]))


def cross_entropy_grad(logits: Array, labels: Ints) -> Array:
    r"""Gradient of `cross_entropy` with respect to the logits: (softmax(logits) - onehot(labels)) / N.

    Shapes: logits (N, C), labels (N,); the result is (N, C), and each of its rows sums to 0.
    Derivation: $-\log s_k = \log \sum_c e^{z_c} - z_k$; the derivative of the first term is softmax, of the
    second onehot.
    """
    grad = softmax(logits)
    grad[np.arange(len(labels)), labels] -= 1
    return grad / len(labels)
