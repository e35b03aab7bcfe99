# AC
"""Honest oddities: recursion, closures, generators, fractions, matrices, 0-d arrays, decorators, partial."""
import cmath
import functools
import math
import operator
from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import accumulate, starmap, zip_longest

import numpy as np
from scipy import special

getcontext().prec = 40
HALF = 0.5


def elementwise(scalar_function):
    """Decorator: a function of one number becomes one of arrays."""

    @functools.wraps(scalar_function)
    def wrapper(z, *rest):
        z = np.asarray(z)
        out = np.empty(z.shape)
        with np.nditer(z, flags=["multi_index", "zerosize_ok"]) as it:
            for v in it:
                out[it.multi_index] = scalar_function(float(v), *rest)
        return out

    return wrapper


def mcculloch_pitts(x, inhibitory, threshold):
    for xi, inh in zip(x, inhibitory):
        if inh and xi:
            return False
    return np.int8(np.dot(x, ~np.asarray(inhibitory, bool)) >= threshold)


def weighted_sum(x, w, b):
    total = sum((Fraction(float(a)) * Fraction(float(c)) for a, c in zip(x, w)), Fraction(float(b)))
    return float(total)


def neuron(x, w, b, activation):
    def linear(z): return z
    def step(z): return float(not z < 0)
    def sigmoid(z): return HALF + HALF * math.tanh(z / 2)
    local = {f.__name__: f for f in (linear, step, sigmoid)} | {"tanh": math.tanh, "relu": functools.partial(max, 0.0)}
    try:
        f = local[activation]
    except KeyError as missing:
        raise ValueError(f"what is {missing}?") from None
    return np.array([f(float(np.inner(x, w)) + b)])


linear_forward = lambda X, W, b: np.column_stack([X, np.ones(len(X))]) @ np.vstack([W.T, b])


def perceptron_predict(*, X, w, b):
    return [bool(v >= 0) for v in (np.matrix(X) * np.matrix(w).T + b).A1]


def perceptron_update(x, y, w, b, lr):
    augmented = np.append(w, b)
    features = np.append(x, 1)
    guess = 1 if augmented @ features >= 0 else 0
    if guess != y:
        augmented = augmented + (lr if y > guess else -lr) * features
    return tuple((augmented[:-1].tolist(), augmented[-1]))


def perceptron_train(X, y, lr, epochs):
    class Model:
        w, b = np.zeros(X.shape[1]), 0.0

        def visit(self, xi, yi):
            e = yi - int(xi.dot(self.w) + self.b >= 0)
            self.w = self.w + lr * e * xi
            self.b += lr * e
            return e != 0

    model = Model()
    counts = tuple(sum(starmap(model.visit, zip(X, y))) for _ in range(epochs))
    return model.w, np.float64(model.b), np.array(counts)


def xor_mlp():
    # one unit for each of (1,0) and (0,1), and one that never fires
    return [[[2, -2], [-3, 3], [0, 0]], (-1, -2, -1), [[5, 5, 9]], [-4]]


def mlp_forward(X, params):
    def go(A, layers):
        (W, b), *rest = layers
        Z = np.tensordot(A, W, axes=([1], [1])) + b
        return go((Z + abs(Z)) / 2, rest) if rest else Z

    return go(X, list(params))


def step(z):
    return np.signbit(z + 0.0) ^ True


@elementwise
def sigmoid(v):
    try:
        return 1 / (1 + math.exp(-v))
    except OverflowError:
        return 0


def sigmoid_grad(z):
    return 1 / (2 + np.exp(z) + np.exp(-z))


@np.vectorize
def tanh(v):
    return math.copysign(-math.expm1(-2 * abs(v)) / (1 + math.exp(-2 * abs(v))), v)


def tanh_grad(z):
    return np.cosh(z) ** -2


def relu(z):
    return np.array(list(map(functools.partial(max, 0), z.flat))).reshape(z.shape)


def relu_grad(z):
    return np.heaviside(z, 0)


def leaky_relu(z, alpha):
    slopes = np.choose((z > 0).astype(int), [alpha, 1.0])
    return np.multiply(z, slopes)


def prelu_backward(dout, z, alpha):
    dz = dout.copy()
    dz[z <= 0] *= alpha
    return [dz, math.fsum((dout * np.minimum(z, 0)).ravel())]


def elu(z, alpha):
    return np.maximum(z, 0) + alpha * np.expm1(np.minimum(z, 0))


def softplus(z):
    return -np.log(special.expit(-z)) if np.abs(z).max() < 30 else np.logaddexp(z, 0)


def silu(z):
    return z * special.expit(z)


def gelu(z):
    return z * special.ndtr(z)


def softmax(z):
    if z.ndim == 2:
        return np.matrix([softmax(row) for row in z])
    return np.exp(z - functools.reduce(np.logaddexp, z))


def log_softmax(z):
    return z - np.logaddexp.reduce(z, axis=-1)[:, np.newaxis]


def softmax_jacobian(z):
    e = [Decimal(float(v)).exp() for v in z - z.max()]
    s = [v / sum(e) for v in e]
    return [[float(a * ((i == j) - c)) for j, c in enumerate(s)] for i, a in enumerate(s)]


def softmax_backward(dout, s):
    J = np.einsum("nc,cd->ncd", s, np.eye(s.shape[1])) - np.einsum("nc,nd->ncd", s, s)
    return np.squeeze(J @ dout[..., None], -1)
