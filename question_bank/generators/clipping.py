"""Generators on gradient clipping."""

import math
from typing import Any

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import clean
from question_bank.generators.draw import apart, output_of, tenths
from reference import clipping as ref
from reference.optimizers import adam_step, sgd_step

# Whole lengths, so that the norm can be had without a calculator.
_PAIRS = ((3, 4), (6, 8), (5, 12), (8, 15), (9, 12), (7, 24), (20, 21), (12, 16))
_TRIPLES = ((1, 2, 2), (2, 3, 6), (2, 4, 4), (1, 4, 8), (4, 4, 7), (2, 6, 9), (6, 6, 7), (3, 4, 12))


def _gradient(rng: np.random.Generator, lengths: tuple[tuple[int, ...], ...] = _PAIRS) -> list[int]:
    """Whole entries with random signs and order, and a whole norm."""
    entries = rng.permutation(lengths[int(rng.integers(len(lengths)))])
    return [int(v) * int(rng.choice([-1, 1])) for v in entries]


def _norm(grad: Any) -> float:
    return ref.clip_by_global_norm([np.asarray(grad, float)], 1.0)[1]


def by_norm(rng: np.random.Generator) -> Drawn:
    """A gradient clipped by its norm."""

    def make() -> Drawn:
        g = _gradient(rng)
        norm = _norm(g)
        limit = int(rng.integers(2, min(10, int(norm))))
        grad = np.array(g, float)
        return Drawn(
            params={"g": g, "c": limit},
            key=clean(ref.clip_by_norm(grad, float(limit))),
            wrong={
                "clipped-by-value": clean(ref.clip_by_value([grad], float(limit))[0]),
                "l1-norm": clean(grad * limit / np.abs(grad).sum()),
                "max-norm-forgotten": clean(ref.clip_by_norm(grad, 1.0)),
                "fraction-inverted": clean(grad * norm / limit),
            },
            working={"norm": clean(norm), "factor": limit / norm},
        )

    return apart(rng, make)


def by_value(rng: np.random.Generator) -> Drawn:
    """A gradient clipped entry by entry."""

    def make() -> Drawn:
        limit = tenths(rng, 0.5, 2)
        g = [tenths(rng, limit + 0.3, 6), -tenths(rng, limit + 0.3, 6), tenths(rng, -limit + 0.1, limit - 0.1)]
        g = [float(v) for v in rng.permutation(g)]
        grad = np.array(g)
        return Drawn(
            params={"g": g, "c": limit},
            key=clean(ref.clip_by_value([grad], limit)[0]),
            wrong={
                "by-norm": clean(ref.clip_by_norm(grad, limit)),
                "only-from-above": clean(np.minimum(grad, limit)),
                "rescaled": clean(grad * limit / np.abs(grad).max()),
                "set-to-zero": clean(np.where(np.abs(grad) > limit, 0.0, grad)),
                "sign-lost": clean(np.abs(ref.clip_by_value([grad], limit)[0])),
            },
        )

    return apart(rng, make)


def total_norm(rng: np.random.Generator) -> Drawn:
    """The common norm of two layers' gradients."""

    def make() -> Drawn:
        a, b = _gradient(rng, _PAIRS[:4]), _gradient(rng, _TRIPLES)
        total = ref.clip_by_global_norm([np.array(a, float), np.array(b, float)], 1.0)[1]
        return Drawn(
            params={"a": a, "b": b},
            key=total,
            wrong={
                "sum-of-the-norms": _norm(a) + _norm(b),
                "root-missing": clean(total**2),
                "largest-norm": max(_norm(a), _norm(b)),
                "absolute-values": float(np.abs([*a, *b]).sum()),
            },
            working={"squares": clean(total**2), "na": clean(_norm(a)), "nb": clean(_norm(b))},
        )

    return apart(rng, make, 0.03)


def by_global_norm(rng: np.random.Generator) -> Drawn:
    """The gradients of two layers, clipped together."""

    def make() -> Drawn:
        a, b = ([int(v) * int(rng.choice([-1, 1])) for v in rng.integers(1, 9, size=2)] for _ in range(2))
        limit = int(rng.integers(2, 6))
        both = [np.array(a, float), np.array(b, float)]
        clipped, total = ref.clip_by_global_norm(both, float(limit))
        return Drawn(
            params={"a": a, "b": b, "c": limit},
            key=clean(clipped),
            wrong={
                "each-by-its-own-norm": clean([ref.clip_by_norm(g, float(limit)) for g in both]),
                "clipped-by-value": clean(ref.clip_by_value(both, float(limit))),
                "max-norm-forgotten": clean(ref.clip_by_global_norm(both, 1.0)[0]),
                "first-array-only": clean([clipped[0], both[1]]),
            },
            working={"total": total, "factor": limit / total},
        )

    return apart(rng, make)


def norms_after(rng: np.random.Generator) -> Drawn:
    """The norms of a long and a short gradient after clipping."""
    limit = int(rng.integers(3, 9))
    extra = int(rng.integers(2, 20))
    long, short = limit + extra + (extra == limit), tenths(rng, 0.3, limit - 1)

    def after(norm: float) -> float:
        return clean(_norm(ref.clip_by_norm(np.array([norm, 0.0]), float(limit))))

    return Drawn(
        params={"long": long, "short": short, "c": limit},
        key={"long": after(long), "short": after(short)},
        wrong={"difference": long - limit, "unclipped": long, "always-rescaled": limit, "reduced-anyway": 0.0},
    )


def longest_step(rng: np.random.Generator) -> Drawn:
    """The longest step that SGD can take under clipping by norm."""

    def make() -> Drawn:
        lr, limit = float(rng.choice([0.02, 0.05, 0.2, 0.4, 0.5])), tenths(rng, 1.5, 6)
        norm = int(rng.integers(20, 500))
        clipped = ref.clip_by_norm(np.array([float(norm), 0.0]), limit)
        return Drawn(
            params={"lr": lr, "c": limit, "norm": norm},
            key=clean(_norm(sgd_step(np.zeros(2), clipped, lr))),
            wrong={
                "clipping-ignored": clean(lr * norm),
                "lr-forgotten": limit,
                "divided-by-lr": clean(limit / lr),
            },
        )

    return apart(rng, make)


def turned(rng: np.random.Generator) -> Drawn:
    """The cosine of the angle between a gradient and the same clipped by value."""

    def make() -> Drawn:
        g, limit = [int(v) for v in rng.choice([4, 6, 8, 10, 12, 20], size=1)] + [int(rng.integers(1, 3))], 2
        grad = np.array(g, float)
        clipped = ref.clip_by_value([grad], float(limit))[0]
        return Drawn(
            params={"g": g, "c": limit},
            key=float(grad @ clipped) / _norm(grad) / _norm(clipped),
            wrong={
                "direction-kept": 1.0,
                "right-angle": 0.0,
                "not-divided": clean(grad @ clipped),
                "ratio-of-the-lengths": _norm(clipped) / _norm(grad),
            },
            working={
                "clipped": clean(clipped),
                "dot": clean(grad @ clipped),
                "before": _norm(grad),
                "after": _norm(clipped),
            },
        )

    return apart(rng, make, 0.03)


def returned_norm_output(rng: np.random.Generator) -> Drawn:
    """What clip_grad_norm_ returns, and the gradient after it."""
    g = _gradient(rng)
    limit = int(rng.integers(1, 5))
    program = (
        "import torch\n"
        "w = torch.zeros(2, requires_grad=True)\n"
        f"w.grad = torch.tensor([{g[0]}.0, {g[1]}.0])\n"
        f"total = torch.nn.utils.clip_grad_norm_([w], max_norm={limit}.0)\n"
        "print(round(total.item(), 2))"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "norm-after-clipping": output_of(program.replace("total.item()", "w.grad.norm().item()")),
            "sum-of-entries": str(float(sum(abs(v) for v in g))),
        },
        working={"limit": limit},
    )


def place_output(rng: np.random.Generator) -> Drawn:
    """Clipping after the step: the weight has already moved by the whole gradient."""
    slope, limit = int(rng.integers(20, 100)), int(rng.integers(1, 6))
    lines = {
        "clip": f"torch.nn.utils.clip_grad_norm_([w], max_norm={limit}.0)\n",
        "step": "optimizer.step()\n",
    }
    program = (
        "import torch\n"
        "w = torch.zeros(1, requires_grad=True)\n"
        "optimizer = torch.optim.SGD([w], lr=0.1)\n"
        f"loss = {slope} * w.sum()\n"
        "loss.backward()\n" + lines["step"] + lines["clip"] + "print(round(w.item(), 4))"
    )
    clipped_first = program.replace(lines["step"] + lines["clip"], lines["clip"] + lines["step"])
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "as-if-clipped-first": output_of(clipped_first),
            "sign-flipped": output_of(program.replace("w.item()", "-w.item()")),
            "step-forgotten": output_of(program.replace(lines["step"], "")),
        },
        working={"clipped": output_of(clipped_first)},
    )


def infinite_output(rng: np.random.Generator) -> Drawn:
    """Clipping by norm when one entry is infinite."""
    g, at, limit = int(rng.integers(2, 60)), int(rng.integers(0, 2)), int(rng.integers(1, 10))
    entries = [f"{g}.0", "float('inf')"][:: 1 if at else -1]
    program = (
        "import torch\n"
        "w = torch.zeros(2, requires_grad=True)\n"
        f"w.grad = torch.tensor([{entries[0]}, {entries[1]}])\n"
        f"torch.nn.utils.clip_grad_norm_([w], max_norm={limit}.0)\n"
        "print(w.grad)"
    )
    by_entry = program.replace("norm_([w], max_norm", "value_([w], clip_value")
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "brought-to-the-limit": output_of(
                f"import torch\nprint(torch.tensor({[0.0, float(limit)][:: 1 if at else -1]}))"
            ),
            "clipped-by-value": output_of(by_entry),
            "unchanged": output_of(
                program.replace("torch.nn.utils.clip_grad_norm_", "len").replace(f"([w], max_norm={limit}.0)", "([w])")
            ),
        },
    )


def adam_after_clipping(rng: np.random.Generator) -> Drawn:
    """Adam's first step with a clipped gradient: clipping makes no difference."""

    def make() -> Drawn:
        g, limit = int(rng.integers(20, 400)) * int(rng.choice([-1, 1])), int(rng.integers(2, 9))
        lr = float(rng.choice([0.01, 0.02, 0.05]))
        zero = np.array(0.0)
        clipped = ref.clip_by_norm(np.array(float(g)), float(limit))
        key = float(adam_step(zero, clipped, zero, zero, 1, lr, 0.9, 0.999, 1e-12)[0])
        return Drawn(
            params={"g": g, "c": limit, "lr": lr},
            key=clean(key, 8),
            wrong={
                "sgd-with-clipping": clean(sgd_step(zero, clipped, lr)),
                "sgd-without-clipping": clean(sgd_step(zero, np.array(float(g)), lr)),
                "step-scaled-as-well": clean(key * limit / abs(g), 9),
                "ascent": -clean(key, 8),
            },
            working={"clipped": clean(clipped), "scale": math.copysign(1, g)},
        )

    return apart(rng, make)
