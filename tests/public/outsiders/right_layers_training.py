# AC
"""Normalization, recurrent nets, regularization, training, tuning: as someone writes who learnt it elsewhere."""
import collections
import itertools
import math
import operator
from dataclasses import dataclass, field
from functools import partial, reduce

import numpy as np
from scipy import special, stats

AXES = (0, 2, 3)


def conv_fans(shape):
    out, inside, *kernel = shape
    return inside * math.prod(kernel), out * int(np.prod(kernel, dtype=int))


def zeros_init(fan_in, fan_out):
    return [[0] * fan_in for _ in range(fan_out)]


def he_normal(fan_in, fan_out, rng):
    return stats.norm(scale=math.sqrt(2 / fan_in)).rvs(size=(fan_out, fan_in), random_state=rng)


def he_uniform(fan_in, fan_out, rng):
    a = (6 / fan_in) ** 0.5
    return (2 * rng.random((fan_out, fan_in)) - 1) * a


def xavier_normal(fan_in, fan_out, rng):  # Box-Muller
    u, v = 1 - rng.random((fan_out, fan_in)), rng.random((fan_out, fan_in))
    return np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v) * np.sqrt(2 / (fan_in + fan_out))


def xavier_uniform(fan_in, fan_out, rng):
    a = math.sqrt(6.0) / math.sqrt(fan_in + fan_out)
    return np.array([[rng.uniform(-a, a) for _ in range(fan_in)] for _ in range(fan_out)])


def lecun_normal(fan_in, fan_out, rng):
    return special.ndtri(rng.uniform(1e-16, 1, (fan_out, fan_in))) * fan_in**-0.5


def normal_init(fan_in, fan_out, mean, std, rng):
    return rng.normal(mean, std, size=fan_in * fan_out).reshape(fan_in, fan_out).T


def uniform_init(fan_in, fan_out, low, high, rng):
    return low + (high - low) * rng.random(size=(fan_out, fan_in), dtype=np.float32)


def orthogonal_init(rows, cols, gain, rng):
    u, _, vt = np.linalg.svd(rng.standard_normal((rows, cols)), full_matrices=False)
    return gain * u @ vt


def batchnorm_forward(x, gamma, beta, eps):
    mu, var = x.mean(0), x.var(0)
    scale = gamma / np.sqrt(var + eps)
    return x * scale + (beta - mu * scale)


def batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps):
    n = len(x)
    stats_ = np.stack([x.mean(0), np.var(x, 0, ddof=1)])
    running = np.stack([running_mean, running_var])
    new = running + momentum * (stats_ - running)
    y = (x - stats_[0]) / np.sqrt(stats_[1] * (n - 1) / n + eps) * gamma + beta
    return y, *new


def batchnorm_inference(x, gamma, beta, running_mean, running_var, eps):
    inv = np.diag(gamma / np.sqrt(running_var + eps))
    return np.asmatrix(x - running_mean) * inv + beta


def batchnorm_backward(dout, x, gamma, eps):
    n = x.shape[0]
    mu = x.mean(0)
    ivar = 1 / np.sqrt(x.var(0) + eps)
    dxhat = dout * gamma
    dvar = (dxhat * (x - mu) * -0.5 * ivar**3).sum(0)
    dmu = (-dxhat * ivar).sum(0) + dvar * (-2 * (x - mu)).mean(0)
    return dxhat * ivar + dvar * 2 * (x - mu) / n + dmu / n, (dout * (x - mu) * ivar).sum(0), dout.sum(0)


def batchnorm2d_forward(x, gamma, beta, eps):
    out = np.empty(x.shape)
    for c in range(x.shape[1]):
        plane = x[:, c]
        out[:, c] = gamma[c] * (plane - np.mean(plane)) / math.sqrt(np.var(plane) + eps) + beta[c]
    return out


def layernorm_forward(x, gamma, beta, eps):
    return [gamma * (r - r.mean()) / np.sqrt(r.var() + eps) + beta for r in x]


def dropout(x, p, training, rng):
    if not training or p == 0:
        return x
    keep = rng.choice(np.array([0, 1]), size=x.shape, p=[p, 1 - p])
    return x * keep / (1 - p) if p < 1 else x * 0


def early_stopping(val_losses, patience, min_delta):
    best, best_epoch = math.inf, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best - min_delta:
            best, best_epoch = loss, epoch
        if epoch - best_epoch == patience:
            break
    return np.array([epoch, best_epoch])


def random_flip(images, p, rng):
    return np.stack([np.fliplr(im) if rng.uniform() < p else im for im in images])


def one_hot(labels, num_classes):
    if set(map(int, labels)) - set(range(num_classes)):
        raise ValueError
    return np.equal.outer(labels, np.arange(num_classes))


def accuracy(logits, labels):
    return float(np.count_nonzero(np.argsort(-logits, axis=1, kind="stable")[:, 0] == labels)) / len(labels)


def iterations(n_samples, batch_size, epochs, drop_last):
    return epochs * len(range(0, n_samples - (batch_size - 1 if drop_last else 0), batch_size))


def minibatches(X, y, batch_size, rng):
    pool = list(range(len(X)))
    rng.shuffle(pool)
    out = []
    while pool:
        take, pool = pool[:batch_size], pool[batch_size:]
        out.append([X[take], y[take]])
    return out


def train_linear_regression(X, y, lr, epochs):
    A = np.c_[X, np.ones(len(X))]
    theta, losses = np.zeros(A.shape[1]), []
    for _ in range(epochs):
        r = A @ theta - y
        losses.append(r @ r / len(r))
        theta = theta - 2 * lr / len(r) * (A.T @ r)
    return theta[:-1], theta[-1], losses


def train_logistic_regression(X, y, lr, epochs):
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    signs = np.where(y > 0.5, 1.0, -1.0)
    for _ in range(epochs):
        margin = signs * (X @ w + b)
        losses.append(np.log1p(np.exp(-margin)).mean())
        pull = signs * special.expit(-margin) / len(y)
        w, b = w + lr * pull @ X, b + lr * pull.sum()
    return w, b, losses


def train_mlp(X, labels, hidden, lr, epochs, rng):  # Adam, whatever lr says of plain descent
    K = int(labels.max()) + 1
    P = [rng.normal(size=(hidden, X.shape[1])) * np.sqrt(2 / X.shape[1]), np.zeros(hidden),
         rng.normal(size=(K, hidden)) * np.sqrt(2 / hidden), np.zeros(K)]
    M, V = [0 * p for p in P], [0 * p for p in P]
    Y = np.eye(K)[labels]
    for t in range(1, epochs + 1):
        H = np.maximum(X @ P[0].T + P[1], 0)
        S = special.softmax(H @ P[2].T + P[3], axis=1)
        D = (S - Y) / len(X)
        B = (D @ P[2]) * (H > 0)
        for i, g in enumerate((B.T @ X, B.sum(0), D.T @ H, D.sum(0))):
            M[i] = 0.9 * M[i] + 0.1 * g
            V[i] = 0.999 * V[i] + 0.001 * g * g
            P[i] = P[i] - 0.03 * (M[i] / (1 - 0.9**t)) / (np.sqrt(V[i] / (1 - 0.999**t)) + 1e-8)
    return [(P[0], P[1]), (P[2], P[3])]


def chain_gradient(x, weights, activation):
    f, df = {
        "sigmoid": (special.expit, lambda z: special.expit(z) * special.expit(-z)),
        "tanh": (math.tanh, lambda z: math.cosh(z) ** -2),
        "relu": (lambda z: max(z, 0.0), lambda z: float(z > 0)),
    }[activation]
    factors = collections.deque()
    for w in weights:
        factors.appendleft(w * df(w * x))
        x = f(w * x)
    return list(itertools.accumulate(factors, operator.mul))


def gradient_norms(grads):
    return np.array([math.hypot(np.linalg.norm(dW), np.linalg.norm(db)) for dW, db in grads])


def diagnose_gradients(norms, low, high):
    def name(n):
        if low <= n <= high:
            return "healthy"
        return "vanishing" if n < low else "exploding"

    return tuple(map(name, norms))


def residual_block(X, W1, b1, W2, b2):
    relu = partial(np.maximum, 0)
    return relu(np.hstack([X, relu(X @ W1.T + b1)]) @ np.vstack([np.eye(X.shape[1]), W2.T]) + b2)


def diagnose_fit(train_acc, test_acc, good, gap):
    return ("good fit", "overfitting")[train_acc - test_acc > gap] if train_acc >= good else "underfitting"


def count_parameters(layer_sizes):
    return sum((a + 1) * b for a, b in itertools.pairwise(layer_sizes))


def init_mlp(layer_sizes, rng):
    return [
        (rng.standard_normal((o, i)) / np.sqrt(i / 2), np.zeros((o,)))
        for i, o in zip(layer_sizes[:-1], layer_sizes[1:])
    ]


def conv2d_output_shape(height, width, kernel, stride, padding):
    return tuple(len(range(0, size + 2 * padding - kernel + 1, stride)) for size in (height, width))


def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(np.concatenate([x, h], 1) @ np.concatenate([W_x, W_h], 1).T + b)


def lstm_step(x, h, c, W_x, W_h, b):
    H = h.shape[1]
    i, f, g, o = (x @ W_x[k * H:(k + 1) * H].T + h @ W_h[k * H:(k + 1) * H].T + b[k * H:(k + 1) * H] for k in range(4))
    c2 = special.expit(f) * c + special.expit(i) * np.tanh(g)
    return special.expit(o) * np.tanh(c2), c2


def gru_step(x, h, W_x, W_h, b_x, b_h):
    a, u = np.split(x @ W_x.T + b_x, 3, axis=1), np.split(h @ W_h.T + b_h, 3, axis=1)
    r, z = (special.expit(a[k] + u[k]) for k in (0, 1))
    n = np.tanh(a[2] + r * u[2])
    return n + z * (h - n)


def bptt_gradient(xs, h0, W_x, W_h, b, dh_last):
    def back(t, h):
        """Gradients of the rest of the sequence, from state h before step t."""
        if t == len(xs):
            return np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape), dh_last
        new = np.tanh(xs[t] @ W_x.T + h @ W_h.T + b)
        gx, gh, gb, dh = back(t + 1, new)
        dz = dh * (1 - new**2)
        return gx + dz.T @ xs[t], gh + dz.T @ h, gb + dz.sum(0), dz @ W_h

    return back(0, h0)


def grid_search(space):
    def grow(names):
        if not names:
            yield {}
            return
        for rest in grow(names[1:]):
            for value in space[names[0]]:
                yield {names[0]: value, **rest}

    return grow(list(space))


def random_search(space, n_trials, rng):
    def one(low, high, scale):
        if scale == "log":
            return low * (high / low) ** rng.random()
        return rng.uniform(low, high)

    return [{k: one(*v) for k, v in space.items()} for _ in range(n_trials)]


def k_fold(n, k, rng):
    order = rng.permutation(n)
    parts = [order[i::k] for i in range(k)]
    return [(np.setdiff1d(order, part), part) for part in parts]
