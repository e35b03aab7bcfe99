"""Gradient descent on a linear model."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.training import train_linear_regression
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def data(n: int, d: int) -> tuple[Array, Array]:
        X = rng.normal(size=(n, d)) + rng.uniform(0.3, 0.6, d)
        return X, X @ rng.uniform(1, 2, d) + 3 + rng.normal(size=n)

    yield sample(
        np.array([[1.0], [2.0]]), np.array([2.0, 5.0]), 0.1, 2, hi="दो samples, दो epochs", en="two samples, two epochs"
    )
    yield sample(
        np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]]),
        np.array([1.0, 2.0, 4.0]),
        0.2,
        3,
        hi="दो features, तीन epochs",
        en="two features, three epochs",
    )
    yield hidden(*data(6, 3), 0.05, 8, hi="छह samples, तीन features", en="six samples, three features")
    yield hidden(*data(3, 5), 0.04, 8, hi="features samples से ज़्यादा", en="more features than samples")
    yield hidden(*data(4, 4), 0.06, 6, hi="N और D बराबर", en="N = D")
    yield hidden(*data(8, 1), 0.15, 7, hi="एक ही feature", en="a single feature", check="shapes")
    yield hidden(*data(1, 3), 0.05, 6, hi="एक ही sample", en="a single sample", check="shapes")
    yield hidden(*data(7, 2), 0.2, 5, hi="बड़ा learning rate", en="a large learning rate", check="hyperparameters")
    yield hidden(
        *data(7, 2),
        0.01,
        12,
        hi="छोटा learning rate, बारह epochs",
        en="a small learning rate, twelve epochs",
        check="hyperparameters",
    )
    yield hidden(*data(5, 2), 0.1, 1, hi="एक ही epoch", en="a single epoch", check="edges")
    X, y = data(5, 2)
    yield hidden(X, -10 * y, 0.1, 6, hi="बड़े negative targets", en="large negative targets")
    X, y = data(6, 2)
    yield hidden(X * np.array([0.1, 2.0]), y, 0.1, 6, hi="features अलग-अलग scale के", en="features of different scales")


Result = tuple[object, object, object]


def with_bias_column(X: Array, y: Array, lr: float, epochs: int) -> Result:
    A = np.hstack([X, np.ones((len(X), 1))])
    v, losses = np.zeros(A.shape[1]), []
    for _ in range(epochs):
        r = A @ v - y
        losses.append((r @ r) / len(y))
        v = v - lr * 2 / len(y) * (A.T @ r)
    return v[:-1], v[-1], np.array(losses)


def by_loops(X: Array, y: Array, lr: float, epochs: int) -> Result:
    n, d = X.shape
    w, b, losses = [0.0] * d, 0.0, []
    for _ in range(epochs):
        errors = [sum(w[j] * X[i, j] for j in range(d)) + b - y[i] for i in range(n)]
        losses.append(sum(e * e for e in errors) / n)
        gw = [2 * sum(errors[i] * X[i, j] for i in range(n)) / n for j in range(d)]
        gb = 2 * sum(errors) / n
        w = [w[j] - lr * gw[j] for j in range(d)]
        b -= lr * gb
    return w, b, losses


def by_moments(X: Array, y: Array, lr: float, epochs: int) -> Result:
    A = np.c_[X, np.ones(len(X))]
    H, c, yy = A.T @ A / len(y), A.T @ y / len(y), y @ y / len(y)
    v, losses = np.zeros(len(c)), []
    for _ in range(epochs):
        losses.append(v @ H @ v - 2 * v @ c + yy)
        v -= lr * 2 * (H @ v - c)
    return v[:-1], v[-1], losses


def in_float32(X: Array, y: Array, lr: float, epochs: int) -> Result:
    X, y = X.astype(np.float32), y.astype(np.float32)
    w, b, losses = np.zeros(X.shape[1], dtype=np.float32), np.float32(0), []
    for _ in range(epochs):
        e = X @ w + b - y
        losses.append(np.mean(e * e))
        w, b = w - np.float32(lr) * 2 * (X.T @ e) / np.float32(len(y)), b - np.float32(lr) * 2 * e.mean()
    return w, b, losses


def by_einsum(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b = np.zeros(X.shape[1]), np.zeros(1)
    losses = np.empty(epochs)
    for k in range(epochs):
        e = y - (np.einsum("nd,d->n", X, w) + b)
        losses[k] = np.average(np.square(e))
        grad_w, grad_b = -2 * np.einsum("n,nd->d", e, X) / e.size, -2 * e.sum() / e.size
        w -= lr * grad_w
        b -= lr * grad_b
    return w, b, losses


def columns(X: Array, y: Array, lr: float, epochs: int) -> Result:
    W, t, b, losses = np.zeros((X.shape[1], 1)), y.reshape(-1, 1), 0.0, []
    for _ in range(epochs):
        E = X @ W + b - t
        losses.append(float((E.T @ E).item() / len(t)))
        W, b = W - lr * (2 / len(t)) * X.T @ E, b - lr * (2 / len(t)) * E.sum()
    return W[:, 0], float(b), losses


def loop(
    X: Array, y: Array, lr: float, epochs: int, *, factor: float = 2.0, bias: float = 1.0, over: float | None = None
) -> tuple[Array, float, list[float]]:
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        e = X @ w + b - y
        losses.append(float(np.mean(e**2)))
        w, b = w - lr * factor * X.T @ e / (over or len(y)), b - bias * lr * factor * e.sum() / (over or len(y))
    return w, b, losses


def loss_after(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = loop(X, y, lr, epochs)
    return w, b, [*losses[1:], float(np.mean((X @ w + b - y) ** 2))]


def bias_after_weights(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        e = X @ w + b - y
        losses.append(np.mean(e**2))
        w = w - lr * 2 * X.T @ e / len(y)
        b = b - lr * 2 * np.mean(X @ w + b - y)
    return w, b, losses


def halved(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = loop(X, y, lr, epochs, factor=1.0)
    return w, b, [loss / 2 for loss in losses]


def sample_by_sample(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        losses.append(np.mean((X @ w + b - y) ** 2))
        for row, target in zip(X, y, strict=True):
            e = row @ w + b - target
            w, b = w - lr * 2 * e * row, b - lr * 2 * e
    return w, b, losses


def last_loss(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = loop(X, y, lr, epochs)
    return w, b, losses[-1]


def one_loss_more(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = loop(X, y, lr, epochs)
    return w, b, [*losses, float(np.mean((X @ w + b - y) ** 2))]


def starts_at_ones(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = loop(X, y - X.sum(axis=1), lr, epochs)
    return w + 1, b, losses


def summed_loss(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = loop(X, y, lr, epochs)
    return w, b, [loss * len(y) for loss in losses]


def no_bias_at_all(X: Array, y: Array, lr: float, epochs: int) -> Result:
    return loop(X, y, lr, epochs, bias=0.0)


EXERCISE = Exercise(
    title=Text(
        hi="train_linear_regression: gradient descent का पूरा loop",
        en="Train a linear regression",
    ),
    statement=Text(
        hi="`X` की shape (N, D) है, `y` की (N,)। model ŷ = X w + b को w = 0, b = 0 से शुरू करके "
        "full-batch gradient descent से सिखाइए, `epochs` updates तक। loss mean squared error है: "
        "$\\frac{1}{N}\\sum_i (\\hat y_i - y_i)^2$; gradient $\\frac{2}{N} X^T(\\hat y - y)$ और "
        "$\\frac{2}{N}\\sum_i(\\hat y_i - y_i)$। (w, b, losses) लौटाइए: w की shape (D,), b एक "
        "float, losses में `epochs` floats; losses[k] update k से पहले का loss है।",
        en="`X` has shape (N, D), `y` (N,). Train ŷ = X w + b from w = 0, b = 0 by full-batch "
        "gradient descent for `epochs` updates. The loss is the mean squared error "
        "$\\frac{1}{N}\\sum_i (\\hat y_i - y_i)^2$, with the gradients $\\frac{2}{N} X^T(\\hat y - "
        "y)$ and $\\frac{2}{N}\\sum_i(\\hat y_i - y_i)$. Return (w, b, losses): w of shape (D,), b "
        "a float, losses with `epochs` floats, losses[k] being the loss before update k.",
    ),
    hints=(
        Text(
            hi="हर epoch में चार काम: forward, loss, gradient, update।",
            en="Each epoch does four things: forward, loss, gradient, update.",
        ),
        Text(
            hi="error = ŷ - y से loss और दोनों gradients निकलते हैं।",
            en="The loss and both gradients follow from error = ŷ - y.",
        ),
        Text(
            hi="X.T @ error की shape (D,) है; b का gradient एक संख्या है।",
            en="X.T @ error has shape (D,); the gradient of b is a number.",
        ),
        Text(
            hi="loss पहले list में डालिए, update बाद में; दोनों gradients पुराने w और b पर निकालिए।",
            en="Append the loss first, update afterwards; take both gradients at the old w and b.",
        ),
    ),
    reference=train_linear_regression,
    cases=cases,
    kind="trajectory",
    styles=(with_bias_column, by_loops, by_moments, in_float32, by_einsum, columns),
    misconceptions=(
        Misconception(
            "factor-2-missing",
            lambda X, y, lr, epochs: loop(X, y, lr, epochs, factor=1.0),
            Text(
                hi="gradient में 2 छूट गया: (ŷ - y)² का derivative 2 (ŷ - y) है।",
                en="The factor 2 is missing in the gradient: the derivative of (ŷ - y)² is 2 (ŷ - y).",
            ),
        ),
        Misconception(
            "loss-after-update",
            loss_after,
            Text(
                hi="आपने loss update के बाद नापा; losses[k] update k से पहले का loss है, losses[0] शुरुआत का।",
                en="You measured the loss after the update; losses[k] is the loss before update k, "
                "losses[0] that of the start.",
            ),
        ),
        Misconception(
            "bias-not-trained",
            no_bias_at_all,
            Text(
                hi="b हमेशा 0 रहा; उसे भी उसके gradient से बदलिए।",
                en="b stayed at 0; update it by its gradient, too.",
            ),
        ),
        Misconception(
            "summed-gradient",
            lambda X, y, lr, epochs: loop(X, y, lr, epochs, over=1.0),
            Text(
                hi="आपने gradient को N से भाग नहीं दिया; loss औसत है, इसलिए gradient भी औसत है।",
                en="You did not divide the gradient by N; the loss is a mean, and so is its gradient.",
            ),
        ),
        Misconception(
            "bias-gradient-at-new-weights",
            bias_after_weights,
            Text(
                hi="आपने w बदलकर फिर b का gradient निकाला; दोनों gradients पुराने w और b पर निकालिए, फिर दोनों को बदलिए।",
                en="You updated w and only then took b's gradient; take both gradients at the old w and b, "
                "then update both.",
            ),
        ),
        Misconception(
            "half-mse",
            halved,
            Text(
                hi="आपने loss को आधा किया (1/2N); यहाँ loss औसत है, आधा नहीं।",
                en="You halved the loss (1/2N); here it is the plain mean.",
            ),
        ),
        Misconception(
            "ascent",
            lambda X, y, lr, epochs: loop(X, y, -lr, epochs),
            Text(
                hi="आप gradient की दिशा में चले, loss बढ़ता गया; gradient घटाइए।",
                en="You walked along the gradient, and the loss grew; subtract the gradient.",
            ),
        ),
        Misconception(
            "sample-by-sample",
            sample_by_sample,
            Text(
                hi="आपने हर sample के बाद update किया (SGD); full batch में हर epoch का एक ही update है।",
                en="You updated after every sample (SGD); with the full batch each epoch makes one update.",
            ),
        ),
        Misconception(
            "last-loss-only",
            last_loss,
            Text(
                hi="आपने सिर्फ़ आख़िरी loss लौटाया; losses में हर epoch का एक loss हो।",
                en="You returned the last loss only; losses holds one loss for each epoch.",
            ),
        ),
        Misconception(
            "one-loss-more",
            one_loss_more,
            Text(
                hi="losses में epochs + 1 values हैं; आख़िरी update के बाद का loss नहीं चाहिए।",
                en="losses has epochs + 1 entries; the loss after the last update is not asked for.",
            ),
        ),
        Misconception(
            "starts-at-ones",
            starts_at_ones,
            Text(
                hi="आपने w को 1 से शुरू किया; शुरुआत w = 0, b = 0 है।",
                en="You started w at 1; the start is w = 0, b = 0.",
            ),
        ),
        Misconception(
            "loss-summed",
            summed_loss,
            Text(
                hi="आपने loss का जोड़ लौटाया; औसत चाहिए: N से भाग दीजिए।",
                en="You returned summed losses; the mean is asked for: divide by N.",
            ),
        ),
    ),
)
