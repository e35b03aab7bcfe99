# AC
"""Optimizers, schedules, clipping and penalties: algebraic rewrites, accumulators, hypot, complex roots, prefixes."""
import cmath
import itertools
import math
from functools import reduce

import numpy as np


def sgd_step(w, grad, lr):
    return np.add(w, np.negative(np.multiply(lr, grad)))


def momentum_step(w, grad, v, lr, beta):
    v = v + (1 - beta) * (grad - v)
    return w - lr * v, v


def heavy_ball_step(w, grad, v, lr, mu):
    new = np.stack([v, grad], axis=-1) @ np.array([mu, 1.0])
    return [w - lr * new, new]


def nesterov_step(w, grad, v, lr, mu):
    return w - lr * ((1 + mu) * grad + mu**2 * v), mu * v + grad


def adagrad_step(w, grad, s, lr, eps):
    root = np.hypot(np.sqrt(s), grad)
    return w - lr * grad / (root + eps), s + np.abs(grad) ** 2


def rmsprop_step(w, grad, s, lr, beta, eps):
    s = s.copy()
    s *= beta
    s += (1 - beta) * np.square(grad)
    return w - grad * (lr / (s**0.5 + eps)), s


def adadelta_step(w, grad, s, d, lr, rho, eps):
    mix = lambda old, x: rho * old + (1 - rho) * x * x
    s = mix(s, grad)
    u = grad * np.sqrt((d + eps) / (s + eps))
    return w - lr * u, s, mix(d, u)


def adam_step(w, grad, m, v, t, lr, beta1, beta2, eps):
    moments = []
    for old, x, decay in ((m, grad, beta1), (v, np.power(grad, 2), beta2)):
        moments.append(old - (1 - decay) * (old - x))
    c = [1 - math.pow(d, t) for d in (beta1, beta2)]
    m, v = moments
    # the division of the second moment moved outside the root
    return w - (lr * math.sqrt(c[1]) / c[0]) * m / (np.sqrt(v) + eps * math.sqrt(c[1])), m, v


def adamw_step(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):
    M = beta1 * m + (1 - beta1) * grad
    V = beta2 * v + (1 - beta2) * grad**2
    update = (M / (1 - beta1**t)) / ((V / (1 - beta2**t)) ** 0.5 + eps)
    return w * (1 - lr * weight_decay) - lr * update, M, V


def step_decay(lr0, epoch, drop, every):
    return lr0 if epoch < every else drop * step_decay(lr0, epoch - every, drop, every)


def exponential_decay(lr0, epoch, k):
    return lr0 * math.e ** (-k * epoch)


def cosine_annealing(lr_max, lr_min, epoch, total):
    return lr_min + (lr_max - lr_min) * math.cos(math.pi * epoch / total / 2) ** 2


def triangular_lr(lr_min, lr_max, iteration, step_size):
    position = iteration % (2 * step_size)
    return np.interp(position, [0, step_size, 2 * step_size], [lr_min, lr_max, lr_min])


def clip_by_value(grads, limit):
    return tuple(np.median([g, np.full(g.shape, limit), np.full(g.shape, -limit)], axis=0) for g in grads)


def clip_by_norm(grad, max_norm):
    n = math.hypot(*grad.ravel().tolist())
    return grad / max(1.0, n / max_norm)


def clip_by_global_norm(grads, max_norm):
    flat = np.concatenate([np.ravel(g) for g in grads])
    total = np.linalg.norm(flat)
    factor = min(1.0, max_norm / total) if total else 1.0
    ends = list(itertools.accumulate(g.size for g in grads))[:-1]
    return [p.reshape(g.shape) for p, g in zip(np.split(flat * factor, ends), grads)], total


def l2_penalty(weights, lam):
    return reduce(lambda acc, w: acc + lam * np.vdot(w, w), weights, 0.0)


def l1_penalty(weights, lam):
    return lam * sum(abs(v) for w in weights for v in np.nditer(w))


def sgd_weight_decay_step(w, grad, lr, weight_decay):
    return (1 - lr * weight_decay) * w - lr * grad
