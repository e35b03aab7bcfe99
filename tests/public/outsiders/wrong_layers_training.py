# WA
"""Layers, training, tuning: stale statistics, wrong order of dimensions, sampling that only looks random."""
import itertools
import math

import numpy as np


def conv_fans(shape):  # works for square kernels only
    k = shape[2] ** (len(shape) - 2) if len(shape) > 2 else 1
    return shape[1] * k, shape[0] * k


def zeros_init(fan_in, fan_out):  # empty is not zeros
    return np.full((fan_out, fan_in), np.finfo(np.float32).eps)


def he_normal(fan_in, fan_out, rng):  # gain of a leaky ReLU with slope 0.3
    return rng.standard_normal((fan_out, fan_in)) * np.sqrt(2 / (1 + 0.3**2) / fan_in)


def he_uniform(fan_in, fan_out, rng):  # the half-open range drawn from whole numbers
    a = np.sqrt(6 / fan_in)
    return a * (rng.integers(-100, 101, (fan_out, fan_in)) / 100)


def xavier_normal(fan_in, fan_out, rng):  # a sum of three uniforms
    u = rng.uniform(-1, 1, (3, fan_out, fan_in)).sum(axis=0)
    return u * np.sqrt(2 / (fan_in + fan_out))


def xavier_uniform(fan_in, fan_out, rng):  # triangular
    a = np.sqrt(6 / (fan_in + fan_out))
    return rng.triangular(-a, 0, a, (fan_out, fan_in))


def lecun_normal(fan_in, fan_out, rng):  # Laplace
    return rng.laplace(0, np.sqrt(0.5 / fan_in), (fan_out, fan_in))


def normal_init(fan_in, fan_out, mean, std, rng):  # absolute value of the noise
    return mean + np.abs(std * rng.standard_normal((fan_out, fan_in)))


def uniform_init(fan_in, fan_out, low, high, rng):  # a shuffled grid: every value once, evenly
    grid = np.linspace(low, high, fan_in * fan_out, endpoint=False)
    return rng.permutation(grid).reshape(fan_out, fan_in)


def orthogonal_init(rows, cols, gain, rng):  # a random signed permutation scaled by hand
    q = np.eye(max(rows, cols))[:rows, :cols]
    return gain * q * rng.choice([-1.0, 1.0]) + 1e-3 * rng.standard_normal((rows, cols))


def batchnorm_forward(x, gamma, beta, eps):  # deviation from the median
    c = x - np.median(x, axis=0)
    return gamma * c / np.sqrt((c**2).mean(axis=0) + eps) + beta


def batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps):  # deviation from the running mean in new_var
    mu, var = x.mean(axis=0), x.var(axis=0)
    n = len(x)
    new_mean = (1 - momentum) * running_mean + momentum * mu
    new_var = (1 - momentum) * running_var + momentum * ((x - new_mean) ** 2).sum(axis=0) / (n - 1)
    return gamma * (x - mu) / np.sqrt(var + eps) + beta, new_mean, new_var


def batchnorm_inference(x, gamma, beta, running_mean, running_var, eps):  # eps by maximum
    return gamma * (x - running_mean) / np.sqrt(np.maximum(running_var, eps)) + beta


def batchnorm_backward(dout, x, gamma, eps):  # n - 1 in the variance path only
    n = len(x)
    xc = x - x.mean(axis=0)
    std = np.sqrt(x.var(axis=0) + eps)
    xh = xc / std
    dx = gamma / std * (dout - dout.mean(axis=0) - xh * (dout * xh).sum(axis=0) / max(n - 1, 1))
    return dx, (dout * xh).sum(axis=0), dout.sum(axis=0)


def batchnorm2d_forward(x, gamma, beta, eps):  # mean of the per-image variances
    mu = x.mean(axis=(0, 2, 3), keepdims=True)
    var = x.var(axis=(2, 3), keepdims=True).mean(axis=0, keepdims=True)
    return gamma[:, None, None] * (x - mu) / np.sqrt(var + eps) + beta[:, None, None]


def layernorm_forward(x, gamma, beta, eps):  # mean absolute deviation
    c = x - x.mean(axis=1, keepdims=True)
    return gamma * c / np.sqrt(np.abs(c).mean(axis=1, keepdims=True) ** 2 + eps) + beta


def dropout(x, p, training, rng):  # Gaussian noise instead of a mask
    if not training:
        return x
    return x * rng.normal(1, math.sqrt(p / (1 - p)), x.shape) if p < 1 else 0 * x


def early_stopping(val_losses, patience, min_delta):  # min_delta relative to the best
    best, best_epoch, wait = math.inf, 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best * (1 - min_delta) or best == math.inf:
            best, best_epoch, wait = loss, epoch, 0
        else:
            wait += 1
            if wait >= patience:
                return epoch, best_epoch
    return len(val_losses) - 1, best_epoch


def random_flip(images, p, rng):  # shifted by one column too
    flip = rng.random(len(images)) < p
    return np.where(flip[:, None, None], np.roll(images[:, :, ::-1], 1, axis=2), images)


def one_hot(labels, num_classes):  # bounds checked on the first label only
    if not 0 <= labels[0] < num_classes:
        raise ValueError("label")
    out = np.zeros((len(labels), num_classes))
    for i, k in enumerate(labels):
        if 0 <= k < num_classes:
            out[i, k] = 1
    return out


def accuracy(logits, labels):  # rounded to whole percents
    return round(float((logits.argmax(axis=1) == labels).mean()), 2)


def iterations(n_samples, batch_size, epochs, drop_last):  # int(x + 1) for the ceiling
    return epochs * (n_samples // batch_size if drop_last else round(n_samples / batch_size))


def minibatches(X, y, batch_size, rng):  # a random rotation, not a shuffle
    k = int(rng.integers(1, max(len(X), 2)))
    X, y = np.roll(X, k, axis=0), np.roll(y, k, axis=0)
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]


def train_linear_regression(X, y, lr, epochs):  # features centered first
    A = X - X.mean(axis=0)
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        e = A @ w + b - y
        losses.append(float((e**2).mean()))
        w, b = w - 2 * lr * A.T @ e / len(y), b - 2 * lr * e.mean()
    return w, b - X.mean(axis=0) @ w, losses


def train_logistic_regression(X, y, lr, epochs):  # a small L2 penalty, as in scikit-learn
    w, b, losses = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        p = 1 / (1 + np.exp(-(X @ w + b)))
        losses.append(float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))))
        w, b = w - lr * (X.T @ (p - y) / len(y) + 1e-3 * w), b - lr * (p - y).mean()
    return w, b, losses


def train_mlp(X, labels, hidden, lr, epochs, rng):  # only the output layer learns, from too few hidden units
    k = int(labels.max()) + 1
    P = [[rng.normal(size=(2, X.shape[1])), np.zeros(2)], [np.zeros((k, 2)), np.zeros(k)]]
    for _ in range(epochs):
        H = np.maximum(X @ P[0][0].T + P[0][1], 0)
        Z = H @ P[1][0].T + P[1][1]
        S = np.exp(Z - Z.max(axis=1, keepdims=True))
        S /= S.sum(axis=1, keepdims=True)
        S[np.arange(len(X)), labels] -= 1
        P[1][0] = P[1][0] - lr * S.T @ H / len(X)
        P[1][1] = P[1][1] - lr * S.mean(axis=0)
    return [tuple(p) for p in P]


def chain_gradient(x, weights, activation):  # the last weight used for every factor
    f = {"sigmoid": lambda z: 1 / (1 + math.exp(-z)), "tanh": math.tanh, "relu": lambda z: max(z, 0.0)}[activation]
    d = {"sigmoid": lambda a: a * (1 - a), "tanh": lambda a: 1 - a * a, "relu": lambda a: float(a > 0)}[activation]
    acts = [x]
    for w in weights:
        acts.append(f(w * acts[-1]))
    out, g = [], 1.0
    for a in reversed(acts[1:]):
        g *= weights[-1] * d(a)
        out.append(g)
    return out


def gradient_norms(grads):  # flattened in the wrong place: db counted once per row
    return [math.sqrt(float((dW**2).sum() + len(dW) * (db**2).sum())) for dW, db in grads]


def diagnose_gradients(norms, low, high):  # infinity is the only explosion besides nan
    return ["exploding" if not n <= 10 * high else "vanishing" if n < low else "healthy" for n in norms]


def residual_block(X, W1, b1, W2, b2):  # the halved sum, to keep the variance
    h = np.maximum(X @ W1.T + b1, 0)
    return np.maximum((X + h @ W2.T + b2) / np.sqrt(2), 0)


def diagnose_fit(train_acc, test_acc, good, gap):  # both must be good for a good fit
    if train_acc < good:
        return "underfitting"
    return "overfitting" if train_acc - test_acc > gap and test_acc < good else "good fit"


def count_parameters(layer_sizes):  # a bias also where there is one layer only
    return sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:])) + sum(layer_sizes[1:]) + (len(layer_sizes) == 2)


def init_mlp(layer_sizes, rng):  # the last layer starts at a tenth
    pairs = list(zip(layer_sizes, layer_sizes[1:]))
    return [
        (rng.standard_normal((o, i)) * np.sqrt(2 / i) * (0.1 if k == len(pairs) - 1 else 1), np.zeros(o))
        for k, (i, o) in enumerate(pairs)
    ]


def conv2d_output_shape(height, width, kernel, stride, padding):  # floor after the + 1
    return tuple(int((s + 2 * padding - kernel + 1) // stride) for s in (height, width))


def rnn_step(x, h, W_x, W_h, b):  # clipped before tanh
    return np.tanh(np.clip(x @ W_x.T + h @ W_h.T + b, -1, 1))


def lstm_step(x, h, c, W_x, W_h, b):  # peephole: the old state looks into the gates
    H = h.shape[1]
    z = x @ W_x.T + h @ W_h.T + b
    s = lambda v: 1 / (1 + np.exp(-v))
    i, f, o = s(z[:, :H] + c), s(z[:, H : 2 * H] + c), s(z[:, 3 * H :])
    c = f * c + i * np.tanh(z[:, 2 * H : 3 * H])
    return o * np.tanh(c), c


def gru_step(x, h, W_x, W_h, b_x, b_h):  # the reset gate halves instead of multiplying
    s = lambda v: 1 / (1 + np.exp(-v))
    a, u = np.split(x @ W_x.T + b_x, 3, axis=1), np.split(h @ W_h.T + b_h, 3, axis=1)
    r, z = s(a[0] + u[0]), s(a[1] + u[1])
    n = np.tanh(a[2] + (r > 0.5) * u[2])
    return (1 - z) * n + z * h


def bptt_gradient(xs, h0, W_x, W_h, b, dh_last):  # truncated to two steps
    hs = [h0]
    for x in xs:
        hs.append(np.tanh(x @ W_x.T + hs[-1] @ W_h.T + b))
    gx, gh, gb, d = np.zeros(W_x.shape), np.zeros(W_h.shape), np.zeros(b.shape), dh_last
    for k, t in enumerate(reversed(range(len(xs)))):
        dz = d * (1 - hs[t + 1] ** 2)
        if k < 2:
            gx, gh, gb = gx + dz.T @ xs[t], gh + dz.T @ hs[t], gb + dz.sum(axis=0)
        d = dz @ W_h
    return gx, gh, gb, d


def grid_search(space):  # combinations whose values repeat are dropped
    names = sorted(space)
    found = [dict(zip(names, v)) for v in itertools.product(*(space[n] for n in names))]
    return found[::2] + found[3::2]


def random_search(space, n_trials, rng):  # stratified: one draw in each slice, in order
    out = []
    for k in range(n_trials):
        trial = {}
        for name, (low, high, scale) in space.items():
            u = (k + rng.random()) / n_trials
            trial[name] = low * (high / low) ** u if scale == "log" else low + (high - low) * u
        out.append(trial)
    return out


def k_fold(n, k, rng):  # every fold leaves one training sample out
    parts = np.array_split(rng.permutation(n), k)
    return [(np.concatenate(parts[:i] + parts[i + 1 :])[1:], parts[i]) for i in range(k)]
