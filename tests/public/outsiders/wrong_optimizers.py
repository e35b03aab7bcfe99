# WA
"""Optimizers, schedules and clipping with slips of a kind that reading over does not find."""
import math

import numpy as np


def sgd_step(w, grad, lr):  # gradient clipped, from an old notebook
    return w - lr * np.clip(grad, -1, 1)


def momentum_step(w, grad, v, lr, beta):  # bias correction as if it were the first step
    v = beta * v + (1 - beta) * grad
    return w - lr * v / (1 - beta), v


def heavy_ball_step(w, grad, v, lr, mu):  # returns the velocity before the update
    new = mu * v + grad
    return w - lr * new, v + grad


def nesterov_step(w, grad, v, lr, mu):  # the velocity returned has the look-ahead in it
    v = mu * v + grad
    ahead = grad + mu * v
    return w - lr * ahead, ahead


def adagrad_step(w, grad, s, lr, eps):  # norm over the last axis
    s = s + grad**2
    return w - lr * grad / (np.sqrt(s).mean() + eps), s


def rmsprop_step(w, grad, s, lr, beta, eps):  # centered
    s = beta * s + (1 - beta) * grad**2
    return w - lr * grad / (np.sqrt(np.maximum(s - ((1 - beta) * grad) ** 2, 0)) + eps), s


def adadelta_step(w, grad, s, d, lr, rho, eps):  # d from the gradient step, sign kept
    s = rho * s + (1 - rho) * grad**2
    u = np.sqrt(d + eps) / np.sqrt(s + eps) * grad
    return w - lr * u, s, rho * d + (1 - rho) * np.abs(u)


def adam_step(w, grad, m, v, t, lr, beta1, beta2, eps):  # AMSGrad's maximum
    m = beta1 * m + (1 - beta1) * grad
    v = np.maximum(v, beta2 * v + (1 - beta2) * grad**2)
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def adamw_step(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):  # decay of the sign of the step
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad * grad
    w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w / (1 + lr * weight_decay), m, v


def step_decay(lr0, epoch, drop, every):  # rounds to the nearest
    return lr0 * drop ** round(epoch / every)


def exponential_decay(lr0, epoch, k):  # two terms of the series
    return lr0 * (1 - k * epoch + (k * epoch) ** 2 / 2)


def cosine_annealing(lr_max, lr_min, epoch, total):  # no return at the end of the cycle
    return lr_min + 0.5 * (lr_max - lr_min) * (1 + math.cos(math.pi * (epoch % total) / total))


def triangular_lr(lr_min, lr_max, iteration, step_size):  # cosine instead of straight lines
    return lr_min + (lr_max - lr_min) * (1 - math.cos(math.pi * iteration / step_size)) / 2


def clip_by_value(grads, limit):  # tanh squashing
    return [limit * np.tanh(g / limit) for g in grads]


def clip_by_norm(grad, max_norm):  # rows by themselves when it is a matrix, the rest left
    n = np.linalg.norm(grad)
    return grad * max_norm / (n + max_norm)


def clip_by_global_norm(grads, max_norm):  # the scale is rounded down to a power of two
    total = math.sqrt(sum(float((g**2).sum()) for g in grads))
    scale = 2.0 ** math.floor(math.log2(max_norm / total)) if total > max_norm else 1.0
    return [g * scale for g in grads], total


def l2_penalty(weights, lam):  # biases (1-d arrays) left out
    return lam * sum(float((w**2).sum()) for w in weights if w.ndim > 1)


def l1_penalty(weights, lam):  # biases left out
    return lam * sum(float(np.abs(w).sum()) for w in weights if w.ndim > 1)


def sgd_weight_decay_step(w, grad, lr, weight_decay):  # decay only where the weight is large
    return w - lr * (grad + weight_decay * np.where(np.abs(w) > 1, w, 0))
