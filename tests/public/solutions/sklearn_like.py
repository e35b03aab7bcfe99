"""After scikit-learn: estimators, in-place work on copies, generators of slices, helpers with leading underscores."""

from itertools import product
from numbers import Integral

import numpy as np


def check_array(X):
    return np.array(X, dtype=np.float64, copy=True)


def _inplace_softmax(X):
    tmp = X - X.max(axis=-1, keepdims=True)
    np.exp(tmp, out=X)
    X /= X.sum(axis=-1, keepdims=True)
    return X


def softmax(z):
    return _inplace_softmax(check_array(z))


def relu(z):
    X = check_array(z)
    np.maximum(X, 0, out=X)
    return X


def sigmoid(z):
    X = check_array(z)
    positive = X >= 0
    X[positive] = 1 / (1 + np.exp(-X[positive]))
    e = np.exp(X[~positive])
    X[~positive] = e / (1 + e)
    return X


def relu_backward(dout, z):
    delta = check_array(dout)
    delta[np.asarray(z) <= 0] = 0
    return delta


def sigmoid_backward(dout, a):
    delta = check_array(dout)
    delta *= a
    delta *= 1 - a
    return delta


def _check_reg_targets(y_true, y_pred):
    if y_true.shape != y_pred.shape:
        raise ValueError("Found input variables with inconsistent shapes: %r, %r" % (y_true.shape, y_pred.shape))


def mse_loss(y_pred, y_true):
    _check_reg_targets(y_true, y_pred)
    return float(np.average((y_true - y_pred) ** 2))


def mae_loss(y_pred, y_true):
    return np.average(np.abs(y_pred - y_true))


def categorical_cross_entropy(probs, onehot, eps):
    y_prob = np.clip(probs, eps, 1)
    return -(onehot * np.log(y_prob)).sum() / y_prob.shape[0]


def bce_loss(p, y, eps):
    y_prob = np.clip(p, eps, 1 - eps)
    return -(y * np.log(y_prob) + (1 - y) * np.log(1 - y_prob)).sum() / y_prob.size


class _LabelBinarizer:
    def __init__(self, n_classes):
        self.n_classes = n_classes

    def transform(self, y):
        y = np.asarray(y)
        if y.size and (y.min() < 0 or y.max() >= self.n_classes):
            raise ValueError("y contains previously unseen labels")
        Y = np.zeros((len(y), self.n_classes), dtype=int)
        Y[np.arange(len(y)), y] = 1
        return Y


def one_hot(labels, num_classes):
    return _LabelBinarizer(num_classes).transform(labels)


def accuracy(logits, labels):
    score = np.argmax(logits, axis=1) == labels
    return np.average(score)


class Perceptron:
    """The classical perceptron, labels 0 and 1, no shuffling."""

    def __init__(self, eta0=1.0, max_iter=10):
        self.eta0, self.max_iter = eta0, max_iter

    def decision_function(self, X):
        return X @ self.coef_ + self.intercept_

    def predict(self, X):
        return (self.decision_function(X) >= 0).astype(int)

    def partial_fit(self, xi, yi):
        error = yi - self.predict(xi[None])[0]
        self.coef_ = self.coef_ + self.eta0 * error * xi
        self.intercept_ += self.eta0 * error
        return int(error != 0)

    def fit(self, X, y):
        self.coef_, self.intercept_ = np.zeros(X.shape[1]), 0.0
        self.n_errors_ = [sum(self.partial_fit(xi, yi) for xi, yi in zip(X, y)) for _ in range(self.max_iter)]
        return self


def perceptron_predict(X, w, b):
    model = Perceptron()
    model.coef_, model.intercept_ = w, b
    return model.predict(X)


def perceptron_update(x, y, w, b, lr):
    model = Perceptron(eta0=lr)
    model.coef_, model.intercept_ = w, b
    model.partial_fit(x, y)
    return model.coef_, model.intercept_


def perceptron_train(X, y, lr, epochs):
    model = Perceptron(eta0=lr, max_iter=epochs).fit(X, y)
    return model.coef_, model.intercept_, model.n_errors_


class _GradientDescent:
    def __init__(self, lr, max_iter):
        self.lr, self.max_iter = lr, max_iter

    def fit(self, X, y):
        n, d = X.shape
        X1 = np.hstack([X, np.ones((n, 1))])
        theta = np.zeros(d + 1)
        self.loss_curve_ = []
        for _ in range(self.max_iter):
            loss, gradient = self._loss_grad(X1 @ theta, y, X1)
            self.loss_curve_.append(loss)
            theta = theta - self.lr * gradient
        self.coef_, self.intercept_ = theta[:-1], theta[-1]
        return self


class LinearRegressionGD(_GradientDescent):
    def _loss_grad(self, raw, y, X):
        return np.mean((raw - y) ** 2), 2 * X.T @ (raw - y) / len(y)


class LogisticRegressionGD(_GradientDescent):
    def _loss_grad(self, raw, y, X):
        loss = np.mean(np.logaddexp(0, raw) - y * raw)
        return loss, X.T @ (1 / (1 + np.exp(-raw)) - y) / len(y)


def train_linear_regression(X, y, lr, epochs):
    m = LinearRegressionGD(lr, epochs).fit(X, y)
    return m.coef_, m.intercept_, m.loss_curve_


def train_logistic_regression(X, y, lr, epochs):
    m = LogisticRegressionGD(lr, epochs).fit(X, y)
    return m.coef_, m.intercept_, m.loss_curve_


def gen_batches(n, batch_size):
    start = 0
    while start < n:
        yield slice(start, min(start + batch_size, n))
        start += batch_size


def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    return [(X[order[s]], y[order[s]]) for s in gen_batches(len(X), batch_size)]


class ParameterGrid:
    def __init__(self, grid):
        self.grid = grid

    def __iter__(self):
        keys, values = zip(*sorted(self.grid.items()))
        for v in product(*values):
            yield dict(zip(keys, v))


def grid_search(space):
    return list(ParameterGrid(space))


def random_search(space, n_trials, rng):
    trials = []
    for _ in range(n_trials):
        params = {}
        for name in sorted(space):
            low, high, scale = space[name]
            if scale == "log":
                params[name] = float(np.exp(rng.uniform(np.log(low), np.log(high))))
            else:
                params[name] = float(rng.uniform(low, high))
        trials.append(params)
    return trials


class KFold:
    def __init__(self, n_splits, rng):
        self.n_splits, self.rng = n_splits, rng

    def split(self, n):
        indices = np.arange(n)
        self.rng.shuffle(indices)
        fold_sizes = np.full(self.n_splits, n // self.n_splits, dtype=int)
        fold_sizes[: n % self.n_splits] += 1
        current = 0
        for fold_size in fold_sizes:
            test = indices[current : current + fold_size]
            mask = np.zeros(n, dtype=bool)
            mask[test] = True
            yield np.arange(n)[~mask], np.arange(n)[mask]
            current += fold_size


def k_fold(n, k, rng):
    return list(KFold(k, rng).split(n))


class MLPClassifier:
    """One hidden layer, Adam, mini-batches, as `solver="adam"` does it."""

    def __init__(self, hidden, lr, epochs, rng):
        self.hidden, self.lr, self.epochs, self.rng = hidden, lr, epochs, rng

    def fit(self, X, y):
        n, d = X.shape
        classes = int(np.max(y)) + 1
        Y = np.eye(classes)[np.asarray(y)]
        bound = lambda i, o: np.sqrt(6 / (i + o))
        b1, b2 = bound(d, self.hidden), bound(self.hidden, classes)
        params = [
            self.rng.uniform(-b1, b1, (d, self.hidden)),
            self.rng.uniform(-b1, b1, self.hidden),
            self.rng.uniform(-b2, b2, (self.hidden, classes)),
            self.rng.uniform(-b2, b2, classes),
        ]
        ms, vs = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
        t = 0
        for _ in range(self.epochs):
            t += 1
            W1, c1, W2, c2 = params
            H = np.maximum(X @ W1 + c1, 0)
            P = _inplace_softmax(H @ W2 + c2)
            delta = (P - Y) / n
            back = (delta @ W2.T) * (H > 0)
            grads = [X.T @ back, back.sum(0), H.T @ delta, delta.sum(0)]
            ms = [0.9 * m + 0.1 * g for m, g in zip(ms, grads)]
            vs = [0.999 * v + 0.001 * g * g for v, g in zip(vs, grads)]
            rate = 0.02 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            params = [p - rate * m / (np.sqrt(v) + 1e-8) for p, m, v in zip(params, ms, vs)]
        self.coefs_, self.intercepts_ = [params[0], params[2]], [params[1], params[3]]
        return self


def train_mlp(X, labels, hidden, lr, epochs, rng):
    model = MLPClassifier(hidden, lr, epochs, rng).fit(X, labels)
    return [(W.T, b) for W, b in zip(model.coefs_, model.intercepts_)]


def iterations(n_samples, batch_size, epochs, drop_last):
    per_epoch, rest = divmod(n_samples, batch_size)
    return epochs * (per_epoch + (1 if rest and not drop_last else 0))
