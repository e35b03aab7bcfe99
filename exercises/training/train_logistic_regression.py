"""Gradient descent on a logistic model."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.training import train_logistic_regression
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def data(n: int, d: int) -> tuple[Array, Array]:
        X = rng.normal(size=(n, d)) + rng.uniform(0.2, 0.5, d)
        y = (rng.random(n) < 0.6).astype(float)
        if n > 1:
            y[:2] = 1.0, 0.0
        return X, y

    yield sample(
        np.array([[1.0], [-1.0]]),
        np.array([1.0, 0.0]),
        1.0,
        2,
        hi="दो samples, दो epochs",
        en="two samples, two epochs",
    )
    yield sample(
        np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]]),
        np.array([1.0, 0.0, 1.0]),
        0.5,
        3,
        hi="दो features, तीन epochs",
        en="two features, three epochs",
    )
    yield hidden(*data(6, 3), 0.5, 8, hi="छह samples, तीन features", en="six samples, three features")
    yield hidden(*data(3, 5), 0.4, 8, hi="features samples से ज़्यादा", en="more features than samples")
    yield hidden(*data(4, 4), 0.6, 6, hi="N और D बराबर", en="N = D")
    yield hidden(*data(8, 1), 0.9, 7, hi="एक ही feature", en="a single feature", check="shapes")
    yield hidden(*data(1, 3), 0.5, 6, hi="एक ही sample", en="a single sample", check="shapes")
    yield hidden(*data(7, 2), 2.0, 6, hi="बड़ा learning rate", en="a large learning rate", check="hyperparameters")
    yield hidden(
        *data(7, 2),
        0.05,
        12,
        hi="छोटा learning rate, बारह epochs",
        en="a small learning rate, twelve epochs",
        check="hyperparameters",
    )
    yield hidden(*data(5, 2), 1.0, 1, hi="एक ही epoch", en="a single epoch", check="edges")
    X, _ = data(5, 2)
    yield hidden(X, np.ones(5), 0.7, 6, hi="सारे labels 1", en="all labels are 1")
    X, y = data(6, 2)
    yield hidden(X * np.array([0.3, 2.0]), y, 0.5, 6, hi="features अलग-अलग scale के", en="features of different scales")


Result = tuple[object, object, object]


def by_formula(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        p = 1 / (1 + np.exp(-(X @ w + b)))
        losses.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))
        w, b = w - lr * X.T @ (p - y) / len(y), b - lr * np.mean(p - y)
    return w, b, losses


def with_clipping(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = np.zeros(X.shape[1]), 0.0, np.zeros(epochs)
    for k in range(epochs):
        p = np.clip(1 / (1 + np.exp(-(X.dot(w) + b))), 1e-12, 1 - 1e-12)
        losses[k] = np.sum(-(y * np.log(p) + (1 - y) * np.log(1 - p))) / y.size
        dz = (p - y) / y.size
        w -= lr * X.T.dot(dz)
        b -= lr * dz.sum()
    return w, b, losses


def by_signs(X: Array, y: Array, lr: float, epochs: int) -> Result:
    A, s = np.c_[X, np.ones(len(X))], 2 * y - 1
    v, losses = np.zeros(A.shape[1]), []
    for _ in range(epochs):
        m = s * (A @ v)
        losses.append(np.mean(np.log1p(np.exp(-m))))
        v = v + lr * A.T @ (s / (1 + np.exp(m))) / len(y)
    return v[:-1], v[-1], losses


def by_loops(X: Array, y: Array, lr: float, epochs: int) -> Result:
    n, d = X.shape
    w, b, losses = [0.0] * d, 0.0, []
    for _ in range(epochs):
        p = [float(1 / (1 + np.exp(-(sum(w[j] * X[i, j] for j in range(d)) + b)))) for i in range(n)]
        losses.append(sum(-np.log(p[i]) if y[i] == 1 else -np.log(1 - p[i]) for i in range(n)) / n)
        e = [p[i] - y[i] for i in range(n)]
        w = [w[j] - lr * sum(e[i] * X[i, j] for i in range(n)) / n for j in range(d)]
        b -= lr * sum(e) / n
    return w, b, losses


def by_tanh(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = np.zeros((X.shape[1], 1)), np.zeros(()), []
    t = y[:, None]
    for _ in range(epochs):
        z = X @ w + b
        p = 0.5 * (1 + np.tanh(z / 2))
        losses.append(float(np.mean(np.log(1 + np.exp(-np.abs(z))) + np.maximum(z, 0) - t * z)))
        w, b = w - lr * (X.T @ (p - t)) / len(t), b - lr * (p - t).mean()
    return w.ravel(), float(b), losses


def in_float32(X: Array, y: Array, lr: float, epochs: int) -> Result:
    X, y = X.astype(np.float32), y.astype(np.float32)
    w, b, losses, rate = np.zeros(X.shape[1], np.float32), np.float32(0), [], np.float32(lr / len(y))
    for _ in range(epochs):
        z = X @ w + b
        losses.append(np.mean(np.logaddexp(np.float32(0), z) - y * z))
        e = 1 / (1 + np.exp(-z)) - y
        w, b = w - rate * (X.T @ e), b - rate * e.sum()
    return w, b, losses


def loop(
    X: Array, y: Array, lr: float, epochs: int, *, bias: float = 1.0, over: float | None = None, squared: bool = False
) -> tuple[Array, float, list[float]]:
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        z = X @ w + b
        p = 1 / (1 + np.exp(-z))
        losses.append(float(np.mean(np.logaddexp(0, z) - y * z)))
        e = (p - y) * (p * (1 - p) if squared else 1)
        w, b = w - lr * X.T @ e / (over or len(y)), b - bias * lr * e.sum() / (over or len(y))
    return w, b, losses


def loss_after(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = loop(X, y, lr, epochs)
    z = X @ w + b
    return w, b, [*losses[1:], float(np.mean(np.logaddexp(0, z) - y * z))]


def scaled_losses(X: Array, y: Array, lr: float, epochs: int, factor: float) -> Result:
    w, b, losses = loop(X, y, lr, epochs)
    return w, b, [factor * loss for loss in losses]


def linear_error(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        z = X @ w + b
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w, b = w - lr * X.T @ (z - y) / len(y), b - lr * np.mean(z - y)
    return w, b, losses


def thresholded(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        z = X @ w + b
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        e = (z >= 0) - y
        w, b = w - lr * X.T @ e / len(y), b - lr * np.mean(e)
    return w, b, losses


def only_positives(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        z = X @ w + b
        losses.append(np.mean(y * np.logaddexp(0, -z)))
        e = 1 / (1 + np.exp(-z)) - y
        w, b = w - lr * X.T @ e / len(y), b - lr * np.mean(e)
    return w, b, losses


def bias_after_weights(X: Array, y: Array, lr: float, epochs: int) -> Result:
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        z = X @ w + b
        losses.append(np.mean(np.logaddexp(0, z) - y * z))
        w = w - lr * X.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
        b = b - lr * np.mean(1 / (1 + np.exp(-(X @ w + b))) - y)
    return w, b, losses


EXERCISE = Exercise(
    title=Text(
        hi="train_logistic_regression: दो classes का classifier सिखाइए",
        en="Train a logistic regression",
    ),
    statement=Text(
        hi="`X` की shape (N, D) है, `y` की (N,), values 0 और 1। p = σ(X w + b) को w = 0, b = 0 से "
        "शुरू करके full-batch gradient descent से सिखाइए, `epochs` updates तक। loss mean binary "
        "cross-entropy है: $-\\frac{1}{N}\\sum_i y_i \\ln p_i + (1-y_i)\\ln(1-p_i)$; gradient "
        "$\\frac{1}{N} X^T(p - y)$ और $\\frac{1}{N}\\sum_i(p_i - y_i)$। (w, b, losses) लौटाइए: w की "
        "shape (D,), b एक float, losses में `epochs` floats; losses[k] update k से पहले का loss "
        "है। logits 20 से छोटे रहते हैं।",
        en="`X` has shape (N, D), `y` (N,) with values 0 and 1. Train p = σ(X w + b) from w = 0, b "
        "= 0 by full-batch gradient descent for `epochs` updates. The loss is the mean binary "
        "cross-entropy $-\\frac{1}{N}\\sum_i y_i \\ln p_i + (1-y_i)\\ln(1-p_i)$, with the gradients "
        "$\\frac{1}{N} X^T(p - y)$ and $\\frac{1}{N}\\sum_i(p_i - y_i)$. Return (w, b, losses): w "
        "of shape (D,), b a float, losses with `epochs` floats, losses[k] being the loss before "
        "update k. Logits stay under 20.",
    ),
    hints=(
        Text(
            hi="linear regression का ही loop है: बीच में sigmoid आता है, और loss बदलता है।",
            en="It is the loop of linear regression, with a sigmoid in between and another loss.",
        ),
        Text(
            hi="sigmoid और cross-entropy साथ हों तो z का gradient सिर्फ़ (p - y) / N है।",
            en="For sigmoid and cross-entropy together the gradient by z is just (p - y) / N.",
        ),
        Text(
            hi="X.T @ (p - y) की shape (D,) है; b का gradient एक संख्या है।",
            en="X.T @ (p - y) has shape (D,); the gradient of b is a number.",
        ),
        Text(
            hi="loss पहले list में डालिए, update बाद में; दोनों gradients पुराने w और b पर निकालिए।",
            en="Append the loss first, update afterwards; take both gradients at the old w and b.",
        ),
    ),
    reference=train_logistic_regression,
    cases=cases,
    kind="trajectory",
    styles=(by_formula, with_clipping, by_signs, by_loops, by_tanh, in_float32),
    misconceptions=(
        Misconception(
            "squared-error-gradient",
            lambda X, y, lr, epochs: loop(X, y, lr, epochs, squared=True),
            Text(
                hi="आपने gradient में p (1 - p) रखा, जो squared error का है; cross-entropy में वह कट जाता है: (p - y) / N।",
                en="You kept p (1 - p) in the gradient, which belongs to squared error; with cross-entropy "
                "it cancels: (p - y) / N.",
            ),
        ),
        Misconception(
            "not-averaged",
            lambda X, y, lr, epochs: loop(X, y, lr, epochs, over=1.0),
            Text(
                hi="आपने gradient को N से भाग नहीं दिया; loss औसत है, इसलिए gradient भी औसत है।",
                en="You did not divide the gradient by N; the loss is a mean, and so is its gradient.",
            ),
        ),
        Misconception(
            "bias-not-trained",
            lambda X, y, lr, epochs: loop(X, y, lr, epochs, bias=0.0),
            Text(
                hi="b हमेशा 0 रहा; उसे भी उसके gradient से बदलिए।",
                en="b stayed at 0; update it by its gradient, too.",
            ),
        ),
        Misconception(
            "sign-flipped",
            lambda X, y, lr, epochs: loop(X, y, -lr, epochs),
            Text(
                hi="आप gradient की दिशा में चले, loss बढ़ता गया; gradient घटाइए: p - y, y - p नहीं।",
                en="You walked along the gradient, and the loss grew; subtract the gradient: p - y and not y - p.",
            ),
        ),
        Misconception(
            "loss-after-update",
            loss_after,
            Text(
                hi="आपने loss update के बाद नापा; losses[k] update k से पहले का loss है, losses[0] = ln 2।",
                en="You measured the loss after the update; losses[k] is the loss before update k, and "
                "losses[0] is ln 2.",
            ),
        ),
        Misconception(
            "loss-summed",
            lambda X, y, lr, epochs: scaled_losses(X, y, lr, epochs, len(y)),
            Text(
                hi="आपने loss का जोड़ लौटाया; औसत चाहिए: N से भाग दीजिए।",
                en="You returned summed losses; the mean is asked for: divide by N.",
            ),
        ),
        Misconception(
            "log-base-2",
            lambda X, y, lr, epochs: scaled_losses(X, y, lr, epochs, 1 / np.log(2)),
            Text(
                hi="आपने loss में log2 लिया; cross-entropy में natural log है, शुरुआत का loss ln 2 = 0.693।",
                en="You took log2 in the loss; cross-entropy has the natural log, so the first loss is ln 2 = 0.693.",
            ),
        ),
        Misconception(
            "sigmoid-missing",
            linear_error,
            Text(
                hi="आपने gradient में sigmoid नहीं लगाया: X w + b - y। probability p = σ(X w + b) में से y घटाइए।",
                en="You left the sigmoid out of the gradient: X w + b - y. Subtract y from the probability "
                "p = σ(X w + b).",
            ),
        ),
        Misconception(
            "thresholded",
            thresholded,
            Text(
                hi="आपने p को 0 या 1 बनाकर gradient लिया (यह perceptron है); p को probability ही रहने दीजिए।",
                en="You rounded p to 0 or 1 before the gradient, which is the perceptron; keep p as a probability.",
            ),
        ),
        Misconception(
            "only-positive-labels",
            only_positives,
            Text(
                hi="loss में सिर्फ़ y = 1 वाले samples गिने; (1 - y) ln(1 - p) भी जोड़िए।",
                en="Your loss counts the samples with y = 1 only; add (1 - y) ln(1 - p), too.",
            ),
        ),
        Misconception(
            "bias-gradient-at-new-weights",
            bias_after_weights,
            Text(
                hi="आपने w बदलकर फिर b का gradient निकाला; दोनों gradients पुराने w और b पर निकालिए।",
                en="You updated w and only then took b's gradient; take both gradients at the old w and b.",
            ),
        ),
    ),
)
