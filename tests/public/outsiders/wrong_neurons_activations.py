# WA
"""Mistakes that no author listed: cells edited twice, slips of precedence, wrong library functions, over-clever code."""
import math

import numpy as np


def mcculloch_pitts(x, inhibitory, threshold):  # floor division of the sum instead of a comparison
    if np.any(x[inhibitory]):
        return 0
    return int(x[~inhibitory].sum() // threshold) if threshold > 0 else 1


def weighted_sum(x, w, b):  # rounded for display and returned so
    return round(float(np.dot(x, w) + b), 2)


def neuron(x, w, b, activation):  # sigmoid by 2 tanh: scale forgotten
    z = np.dot(x, w) + b
    table = {"linear": z, "step": 1.0 * (z >= 0), "sigmoid": (np.tanh(z) + 1) / 2, "tanh": np.tanh(z), "relu": max(0, z)}
    if activation not in table:
        raise ValueError(activation)
    return table[activation]


def linear_forward(X, W, b):  # bias inside the product
    return (X + 0 * X) @ (W + b[:, None]).T


def perceptron_predict(X, w, b):  # rounding a sigmoid: banker's rounding puts 0.5 at 0
    return np.round(1 / (1 + np.exp(-(X @ w + b)))).astype(int)


def perceptron_update(x, y, w, b, lr):  # averages old and new
    e = y - (1 if np.dot(w, x) + b >= 0 else 0)
    return (w + (w + lr * e * x)) / 2, b + lr * e


def perceptron_train(X, y, lr, epochs):  # visits the samples from last to first
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        n = 0
        for xi, yi in zip(X[::-1], y[::-1]):
            e = yi - int(xi @ w + b >= 0)
            n += e != 0
            w, b = w + lr * e * xi, b + lr * e
        mistakes.append(n)
    return w, b, mistakes


def xor_mlp():  # right with a strict step, wrong with >= 0
    return np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0]), np.array([[1.0, -1.0]]), np.array([0.0])


def mlp_forward(X, params):  # skips ReLU after the first layer instead of the last
    A = X
    for k, (W, b) in enumerate(params):
        A = A @ W.T + b
        if 0 < k < len(params) - 1:
            A = np.maximum(0, A)
    return A


def step(z):  # a steep sigmoid
    return 1 / (1 + np.exp(-np.clip(50 * z, -500, 500)))


def sigmoid(z):  # the algebraic one
    return 0.5 * (1 + z / np.sqrt(1 + z**2))


def sigmoid_grad(z):  # exp(-z) only once below
    return np.exp(-z) / (1 + np.exp(-z))


def tanh(z):  # a Pade approximant, clipped
    z = np.clip(z, -4.97, 4.97)
    return z * (135135 + z**2 * (17325 + z**2 * (378 + z**2))) / (135135 + z**2 * (62370 + z**2 * (3150 + 28 * z**2)))


def tanh_grad(z):  # forward difference
    return (np.tanh(z + 1e-3) - np.tanh(z)) / 1e-3


def relu(z):  # rows are masked by their sum
    return z * (z > 0) if z.ndim < 2 else z * (z.sum(axis=-1, keepdims=True) > 0)


def relu_grad(z):  # any positive: one answer for all
    return np.full(z.shape, float(np.any(z > 0)))


def leaky_relu(z, alpha):  # alpha clipped to one
    return np.where(z > 0, z, min(alpha, 1.0) * z)


def prelu_backward(dout, z, alpha):  # mask from dout
    return np.where(dout > 0, dout, alpha * dout), float((dout * z)[z <= 0].sum())


def elu(z, alpha):  # expm1 of the absolute value
    return np.where(z > 0, z, alpha * np.expm1(-np.abs(z)) * np.abs(z) / (np.abs(z) + 1))


def softplus(z):  # the switch is too early
    return np.where(z > 5, z, np.log1p(np.exp(np.minimum(z, 5))))


def silu(z):  # ReLU in place of one z
    return np.maximum(z, 0) / (1 + np.exp(-np.clip(z, -500, 500)))


def gelu(z):  # tanh form with a misread constant
    return 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.44715 * z**3)))


def softmax(z):  # temperature by the number of classes
    s = z / np.sqrt(z.shape[-1])
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(z):  # the maximum is subtracted but not from the sum
    m = z.max(axis=1, keepdims=True)
    return z - m - np.log(np.exp(z - z.mean(axis=1, keepdims=True)).sum(axis=1, keepdims=True))


def softmax_jacobian(z):  # the upper triangle only
    e = np.exp(z - z.max())
    s = e / e.sum()
    return np.triu(np.diag(s) - np.outer(s, s))


def softmax_backward(dout, s):  # the first row's Jacobian for every row
    return dout @ (np.diag(s[0]) - np.outer(s[0], s[0]))
