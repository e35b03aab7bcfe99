"""Generators on Adam and AdamW."""

import math
from typing import Any

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import clean, until
from question_bank.generators.draw import apart, differ, output_of
from question_bank.generators.optimizers import NOTHING, new_weight, signed, whole
from reference import optimizers as ref


def adam_first(rng: np.random.Generator) -> Drawn:
    """Adam's first step."""

    def make() -> Drawn:
        w, g, lr = signed(rng, 0.5, 3), signed(rng, 0.3, 9), float(rng.choice([0.1, 0.2, 0.3]))
        at, grad, zero = np.array(w), np.array(g), np.array(0.0)
        key = new_weight(ref.adam_step(at, grad, zero, zero, 1, lr, 0.9, 0.999, NOTHING))
        raw = 0.1 * g / math.sqrt(0.001 * g * g)
        return Drawn(
            params={"w": w, "g": g, "lr": lr},
            key=clean(key, 8),
            wrong={
                "no-bias-correction": clean(ref.sgd_step(at, np.array(raw), lr)),
                "plain-descent": clean(ref.sgd_step(at, grad, lr)),
                "ascent": clean(2 * w - key),
            },
            working={"m": clean(0.1 * g), "v": clean(0.001 * g * g), "raw": abs(raw)},
        )

    return apart(rng, make)


def adam_second(rng: np.random.Generator) -> Drawn:
    """The size of Adam's second step, from given gradients."""

    def make() -> Drawn:
        g1, g2 = whole(rng, 1, 5), whole(rng, 1, 5)
        lr, b1, b2 = float(rng.choice([0.1, 1.0])), 0.5, 0.8
        zero = np.array(0.0)
        _, m, v = ref.adam_step(zero, np.array(float(g1)), zero, zero, 1, lr, b1, b2, NOTHING)

        def move(t: int, b1: float = b1, b2: float = b2) -> float:
            return new_weight(ref.adam_step(zero, np.array(float(g2)), m, v, t, lr, b1, b2, NOTHING))

        m2, v2 = b1 * float(m) + (1 - b1) * g2, b2 * float(v) + (1 - b2) * g2 * g2
        return Drawn(
            params={"g1": g1, "g2": g2, "lr": lr, "b1": b1, "b2": b2},
            key=clean(move(2), 9),
            wrong={
                "t-fixed-at-1": clean(move(1)),
                "no-bias-correction": clean(-lr * m2 / math.sqrt(v2)),
                "only-m-corrected": clean(-lr * m2 / (1 - b1**2) / math.sqrt(v2)),
                "gradient-for-m": clean(-lr * g2 / math.sqrt(v2 / (1 - b2**2))),
            },
            working={"m": clean(m2), "v": clean(v2), "mhat": m2 / (1 - b1**2), "vhat": v2 / (1 - b2**2)},
        )

    return apart(rng, make)


def square_missing_output(rng: np.random.Generator) -> Drawn:
    """The root of an average of gradients whose square was forgotten."""
    first, rest = int(rng.integers(1, 3)), [-int(n) for n in rng.integers(2, 6, size=2)]
    program = (
        "import math\n"
        "s = 0.0\n"
        f"for g in [{first}.0, {rest[0]}.0, {rest[1]}.0]:\n"
        "    s = 0.9 * s + 0.1 * g\n"
        "print(round(math.sqrt(s), 4))"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "as-if-squared": output_of(program.replace("0.1 * g", "0.1 * g * g")),
            "sign-dropped": output_of(program.replace("sqrt(s)", "sqrt(abs(s))")),
        },
        working={"s": clean(0.081 * first + 0.09 * rest[0] + 0.1 * rest[1])},
    )


def adamw_decay(rng: np.random.Generator) -> Drawn:
    """AdamW and Adam with L2 in the gradient, first step: what decay does to a weight with a large gradient."""

    def make() -> Drawn:
        w, g = int(rng.integers(2, 10)), int(rng.choice([20, 50, 100]))
        lr, decay = float(rng.choice([0.1, 0.2])), float(rng.choice([0.1, 0.2, 0.5]))
        at, zero = np.array(float(w)), np.array(0.0)
        grad = np.array(float(g))

        def adam(gradient: Any) -> float:
            return new_weight(ref.adam_step(at, gradient, zero, zero, 1, lr, 0.9, 0.999, NOTHING))

        return Drawn(
            params={"w": w, "g": g, "lr": lr, "decay": decay},
            key={
                "decoupled": clean(
                    new_weight(ref.adamw_step(at, grad, zero, zero, 1, lr, 0.9, 0.999, NOTHING, decay)), 8
                ),
                "in-gradient": clean(adam(grad + decay * at), 8),
            },
            wrong={
                "decay-not-scaled-by-lr": clean(adam(grad) - decay * w, 8),
                "no-decay": clean(adam(grad), 8),
                "same-as-decoupled": clean(adam(grad) - lr * decay * w, 8),
            },
        )

    def telling(drawn: Drawn) -> bool:
        right, other = drawn.key.values()
        return differ(right, other, 0.03) and differ(right, drawn.wrong["decay-not-scaled-by-lr"], 0.05)

    return until(make, telling)
