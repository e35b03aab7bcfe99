r"""Training: from labels and batches to whole loops.

A training loop repeats four lines: forward, loss, gradient, update. An iteration is one update, an epoch one pass over
the data. What changes from model to model is the forward pass and its gradient; `train_linear_regression`,
`train_logistic_regression` and `train_mlp` are the same loop three times. For squared error with a linear output and
for cross-entropy with a sigmoid or softmax output the gradient by z is (prediction - target), but for a constant.
"""

import numpy as np

from reference.types import Array, Ints


def one_hot(labels: Ints, num_classes: int) -> Array:
    """A row per label with 1.0 at the label and 0.0 elsewhere.

    Shapes: labels (N,) integers; (N, num_classes). Raises ValueError for a label outside 0 .. num_classes - 1; negative
    ones too, which NumPy's indexing would take from the end.
    Source: torch.nn.functional.one_hot 2.13, which raises as well.
    """
    labels = np.asarray(labels)
    if labels.size and (labels.min() < 0 or labels.max() >= num_classes):
        raise ValueError(f"labels must be in 0 .. {num_classes - 1}")
    return (labels[:, None] == np.arange(num_classes)).astype(np.float64)


def accuracy(logits: Array, labels: Ints) -> float:
    """Fraction of rows whose largest logit stands at the label.

    Shapes: logits (N, C), labels (N,); a float in [0, 1]. Probabilities give the same, since softmax keeps the order.
    """
    return float(np.mean(np.argmax(logits, axis=1) == labels))


def iterations(n_samples: int, batch_size: int, epochs: int, drop_last: bool) -> int:
    r"""Number of weight updates: epochs times $\lceil n / B \rceil$, or $\lfloor n / B \rfloor$ when drop_last.

    The last batch of an epoch may be smaller; drop_last leaves it out (torch.utils.data.DataLoader).
    """
    per_epoch = n_samples // batch_size if drop_last else -(-n_samples // batch_size)
    return epochs * per_epoch


def minibatches(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> list[tuple[Array, Array]]:
    """One shuffled pass: a list of (Xb, yb) in which every sample occurs once, with its own label.

    Shapes: X (N, D), y (N,); every batch but the last has batch_size samples, the last may have fewer. One permutation
    indexes both arrays; shuffling each on its own would tear the pairs apart.
    """
    order = rng.permutation(len(X))
    parts = [order[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return [(X[part], y[part]) for part in parts]


def train_linear_regression(X: Array, y: Array, lr: float, epochs: int) -> tuple[Array, float, list[float]]:
    r"""Full-batch gradient descent on the mean squared error of $\hat y = X w + b$, from w = 0, b = 0.

    Shapes: X (N, D), y (N,). Returns (w, b, losses): (D,), a float, `epochs` floats; losses[k] is the loss before
    update k. Loss $\frac{1}{N}\sum (\hat y_i - y_i)^2$; gradients $\frac{2}{N} X^T(\hat y - y)$ and
    $\frac{2}{N}\sum(\hat y_i - y_i)$, both taken at the same w and b.
    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 5.1.4 (loss).
    """
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        error = X @ w + b - y
        losses.append(float(np.mean(error**2)))
        w = w - lr * 2 * X.T @ error / len(y)
        b = b - lr * 2 * float(np.mean(error))
    return w, b, losses


def train_logistic_regression(X: Array, y: Array, lr: float, epochs: int) -> tuple[Array, float, list[float]]:
    r"""Full-batch gradient descent on the mean binary cross-entropy of $p = \sigma(X w + b)$, from w = 0, b = 0.

    Shapes: X (N, D), y (N,) of zeros and ones. Returns (w, b, losses) as `train_linear_regression`.
    Gradients $\frac{1}{N} X^T(p - y)$ and $\frac{1}{N}\sum(p_i - y_i)$: sigma' cancels against the loss's 1/(p(1-p)).
    Stability: the loss of one sample is $\log(1 + e^{z}) - y z$ (logaddexp), finite for every z.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), equations 4.90 and 4.91.
    """
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        z = X @ w + b
        losses.append(float(np.mean(np.logaddexp(0, z) - y * z)))
        error = np.exp(-np.logaddexp(0, -z)) - y
        w = w - lr * X.T @ error / len(y)
        b = b - lr * float(np.mean(error))
    return w, b, losses


def train_mlp(
    X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator
) -> list[tuple[Array, Array]]:
    r"""Trains logits = relu(X W1^T + b1) W2^T + b2 by full-batch gradient descent on softmax cross-entropy.

    Shapes: X (N, D), labels (N,) integers 0 .. C - 1. Returns [(W1, b1), (W2, b2)]: (hidden, D), (hidden,),
    (C, hidden), (C,). He-normal start, zero biases. Gradients: $dz_2 = (softmax - onehot)/N$, $dW_2 = dz_2^T h$,
    $dz_1 = (dz_2 W_2) \odot [z_1 > 0]$, $dW_1 = dz_1^T X$; biases get the column sums.
    Source: He et al., arXiv 1502.01852 (start); CS231n, "Putting it together: minimal neural network case study".
    """
    classes = int(labels.max()) + 1
    targets = one_hot(labels, classes)
    W1, b1 = rng.normal(0, np.sqrt(2 / X.shape[1]), size=(hidden, X.shape[1])), np.zeros(hidden)
    W2, b2 = rng.normal(0, np.sqrt(2 / hidden), size=(classes, hidden)), np.zeros(classes)
    for _ in range(epochs):
        z1 = X @ W1.T + b1
        h = np.maximum(z1, 0)
        logits = h @ W2.T + b2
        p = np.exp(logits - logits.max(axis=1, keepdims=True))
        dz2 = (p / p.sum(axis=1, keepdims=True) - targets) / len(X)
        dz1 = (dz2 @ W2) * (z1 > 0)
        W2, b2 = W2 - lr * dz2.T @ h, b2 - lr * dz2.sum(axis=0)
        W1, b1 = W1 - lr * dz1.T @ X, b1 - lr * dz1.sum(axis=0)
    return [(W1, b1), (W2, b2)]
