"""Generators on gradient descent, momentum, Adagrad, RMSProp and schedules."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import clean
from question_bank.generators.draw import apart, tenths
from reference import optimizers as ref
from reference import schedules

NOTHING = 1e-12  # an eps that changes no digit


def new_weight(step: tuple[Any, ...]) -> float:
    """The new weight out of what a step returns."""
    return float(step[0])


def signed(rng: np.random.Generator, low: float, high: float) -> float:
    """A number with one decimal and a random sign."""
    return float(tenths(rng, low, high)) * int(rng.choice([-1, 1]))


def descent_step(rng: np.random.Generator) -> Drawn:
    """One step of gradient descent."""

    def make() -> Drawn:
        w, g, lr = signed(rng, 0.5, 4), signed(rng, 0.5, 5), float(rng.choice([0.05, 0.1, 0.2, 0.3]))
        at, grad = np.array(w), np.array(g)
        return Drawn(
            params={"w": w, "g": g, "lr": lr},
            key=clean(ref.sgd_step(at, grad, lr)),
            wrong={
                "ascent": clean(ref.sgd_step(at, -grad, lr)),
                "lr-forgotten": clean(ref.sgd_step(at, grad, 1.0)),
                "divided-by-lr": clean(ref.sgd_step(at, grad, 1 / lr)),
                "step-only": clean(ref.sgd_step(0 * at, grad, lr)),
            },
        )

    return apart(rng, make)


def _bowl(w: float, a: float, lr: float, steps: int) -> float:
    """The weight after some steps on L = a w^2 / 2."""
    at = np.array(w)
    for _ in range(steps):
        at = ref.sgd_step(at, a * at, lr)
    return float(at)


def bowl_descent(rng: np.random.Generator) -> Drawn:
    """Three steps on w^2 / 2 with a learning rate above 1."""

    def make() -> Drawn:
        w, lr = int(rng.choice([-8, -4, 4, 8, 10])), tenths(rng, 1.1, 1.8)
        return Drawn(
            params={"w": w, "lr": lr},
            key=clean(_bowl(w, 1.0, lr, 3)),
            wrong={
                "one-step": clean(_bowl(w, 1.0, lr, 1)),
                "gradient-of-the-start": clean(ref.sgd_step(np.array(w), np.array(3.0 * w), lr)),
                "factor-two": clean(_bowl(w, 2.0, lr, 3)),
                "sign-of-the-swing": clean(-_bowl(w, 1.0, lr, 3)),
            },
            working={"factor": clean(1 - lr), "path": [clean(_bowl(w, 1.0, lr, n)) for n in range(4)]},
        )

    return apart(rng, make)


def largest_rate(rng: np.random.Generator) -> Drawn:
    """The learning rate from which gradient descent on a w^2 / 2 diverges, by running it."""

    def make() -> Drawn:
        a = float(rng.choice([0.5, 0.8, 1.6, 2.5, 4.0, 5.0, 8.0, 10.0, 16.0, 20.0]))
        low, high = 0.0, 100.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if abs(_bowl(1.0, a, middle, 1)) < 1 else (low, middle)
        return Drawn(
            params={"a": a},
            key=clean(low, 6),
            wrong={"half-of-it": clean(low / 2, 6), "always-one": 1.0, "curvature-inverted": clean(low * a * a, 6)},
        )

    return apart(rng, make)


def momentum_value(rng: np.random.Generator) -> Drawn:
    """One step of momentum as an average."""

    def make() -> Drawn:
        w, g, v = tenths(rng, -3, 3), signed(rng, 1, 5), signed(rng, 0.5, 3)
        beta, lr = float(rng.choice([0.8, 0.9])), float(rng.choice([0.1, 0.5]))
        at = (np.array(float(w)), np.array(float(g)), np.array(float(v)))
        return Drawn(
            params={"w": w, "g": g, "v": v, "beta": beta, "lr": lr},
            key=clean(new_weight(ref.momentum_step(*at, lr, beta))),
            wrong={
                "heavy-ball": clean(new_weight(ref.heavy_ball_step(*at, lr, beta))),
                "beta-swapped": clean(new_weight(ref.momentum_step(*at, lr, 1 - beta))),
                "old-v": clean(ref.sgd_step(at[0], at[2], lr)),
                "sign-flipped": clean(2 * w - new_weight(ref.momentum_step(*at, lr, beta))),
            },
            working={"new": clean(ref.momentum_step(*at, lr, beta)[1])},
        )

    return apart(rng, make, 0.03)


def two_velocities(rng: np.random.Generator) -> Drawn:
    """The two velocities after a few equal gradients."""
    g, n, beta = int(rng.integers(1, 6)), int(rng.integers(3, 6)), float(rng.choice([0.5, 0.8, 0.9, 0.95]))

    def velocity(step: Callable[..., tuple[Any, Any]]) -> float:
        v = np.array(0.0)
        for _ in range(n):
            _, v = step(np.array(0.0), np.array(float(g)), v, 0.1, beta)
        return clean(v)

    mean, heavy = velocity(ref.momentum_step), velocity(ref.heavy_ball_step)
    return Drawn(
        params={"g": g, "n": n, "beta": beta},
        key={"mean": mean, "sum": heavy},
        wrong={"sum-for-mean": heavy, "limit-of-the-sum": clean(g / (1 - beta)), "beta-ignored": n * g},
        working={"factor": clean(1 / (1 - beta))},
    )


def nesterov_value(rng: np.random.Generator) -> Drawn:
    """One Nesterov step."""

    def make() -> Drawn:
        w, g, v = tenths(rng, -3, 3), signed(rng, 1, 5), signed(rng, 1, 4)
        mu, lr = float(rng.choice([0.5, 0.8, 0.9])), float(rng.choice([0.1, 0.2]))
        at = (np.array(float(w)), np.array(float(g)), np.array(float(v)))
        new = clean(ref.nesterov_step(*at, lr, mu)[1])
        return Drawn(
            params={"w": w, "g": g, "v": v, "mu": mu, "lr": lr},
            key=clean(new_weight(ref.nesterov_step(*at, lr, mu))),
            wrong={
                "plain-momentum": clean(new_weight(ref.heavy_ball_step(*at, lr, mu))),
                "look-ahead-without-mu": clean(ref.sgd_step(at[0], at[1] + new, lr)),
                "gradient-forgotten": clean(ref.sgd_step(at[0], np.array(mu * new), lr)),
            },
            working={"new": new, "step": clean(g + mu * new)},
        )

    return apart(rng, make, 0.02)


def adagrad_rate(rng: np.random.Generator) -> Drawn:
    """The step that Adagrad takes after some gradients, divided by the last gradient: its learning rate."""

    def make() -> Drawn:
        grads = [whole(rng, 1, 6) for _ in range(int(rng.integers(3, 5)))]
        lr, s, w = float(rng.choice([0.1, 0.5, 1.0])), np.array(0.0), np.array(0.0)
        for g in grads:
            step, s = ref.adagrad_step(w, np.array(float(g)), s, lr, NOTHING)
        total = float(s)
        return Drawn(
            params={"grads": grads, "lr": lr},
            key=clean(-float(step) / grads[-1], 9),
            wrong={
                "root-missing": lr / total,
                "absolute-value": lr / math.sqrt(sum(abs(g) for g in grads)),
                "s-overwritten": lr / abs(grads[-1]),
                "decaying-average": lr / math.sqrt(total / len(grads)),
            },
            working={"s": clean(total), "root": math.sqrt(total)},
        )

    return apart(rng, make)


def whole(rng: np.random.Generator, low: int, high: int) -> int:
    """A whole number of random sign, its size from low up to, not including, high."""
    return int(rng.integers(low, high)) * int(rng.choice([-1, 1]))


def rmsprop_value(rng: np.random.Generator) -> Drawn:
    """One step of RMSProp."""

    def make() -> Drawn:
        w, g, s = tenths(rng, -3, 3), whole(rng, 2, 7), int(rng.choice([1, 4, 9, 16]))
        beta, lr = float(rng.choice([0.8, 0.9])), float(rng.choice([0.1, 0.2, 0.5]))
        at = (np.array(float(w)), np.array(float(g)), np.array(float(s)))
        new = float(ref.rmsprop_step(*at, lr, beta, NOTHING)[1])
        return Drawn(
            params={"w": w, "g": g, "s": s, "beta": beta, "lr": lr},
            key=clean(new_weight(ref.rmsprop_step(*at, lr, beta, NOTHING)), 9),
            wrong={
                "root-missing": clean(ref.sgd_step(at[0], at[1] / new, lr)),
                "accumulated-without-decay": clean(new_weight(ref.adagrad_step(*at, lr, NOTHING))),
                "beta-swapped": clean(new_weight(ref.rmsprop_step(*at, lr, 1 - beta, NOTHING))),
                "old-s": clean(ref.sgd_step(at[0], at[1] / math.sqrt(s), lr)),
            },
            working={"new": clean(new)},
        )

    return apart(rng, make, 0.02)


def step_decay_value(rng: np.random.Generator) -> Drawn:
    """The learning rate of a staircase."""

    def make() -> Drawn:
        lr, drop, every = (
            float(rng.choice([0.1, 0.2, 0.4])),
            float(rng.choice([0.1, 0.5])),
            int(rng.choice([5, 10, 20])),
        )
        epoch = int(rng.integers(2 * every + 1, 4 * every))
        if (epoch + 1) % every == 0:
            epoch -= 1
        return Drawn(
            params={"lr": lr, "drop": drop, "every": every, "epoch": epoch},
            key=clean(schedules.step_decay(lr, epoch, drop, every)),
            wrong={
                "true-division": lr * drop ** (epoch / every),
                "one-drop-only": clean(schedules.step_decay(lr, every, drop, every)),
                "times-instead-of-power": clean(lr * drop * (epoch // every)),
                "remainder": clean(lr * drop ** (epoch % every), 15),
            },
            working={"drops": epoch // every},
        )

    return apart(rng, make, 0.04)


def cosine_value(rng: np.random.Generator) -> Drawn:
    """The learning rate of cosine annealing at a third, a half or two thirds of the way."""

    def make() -> Drawn:
        top, bottom = float(rng.choice([0.4, 0.6, 0.8])), float(rng.choice([0.1, 0.2]))
        total = int(rng.choice([30, 60, 90]))
        epoch = total * int(rng.integers(1, 3)) // 3
        return Drawn(
            params={"top": top, "bottom": bottom, "total": total, "epoch": epoch},
            key=clean(schedules.cosine_annealing(top, bottom, epoch, total)),
            wrong={
                "linear": clean(top + (bottom - top) * epoch / total),
                "half-missing": clean(2 * schedules.cosine_annealing(top, bottom, epoch, total) - bottom),
                "rising": clean(schedules.cosine_annealing(bottom, top, epoch, total)),
                "lr-min-forgotten": clean(schedules.cosine_annealing(top, 0.0, epoch, total)),
            },
            working={"cos": clean(math.cos(math.pi * epoch / total))},
        )

    return apart(rng, make)
