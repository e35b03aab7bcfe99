"""Generators on penalties, weight decay, dropout and early stopping."""

import math
from typing import Any

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import clean, until
from question_bank.generators.draw import apart, output_of, tenths
from reference import penalties as ref
from reference.early_stopping import early_stopping
from reference.regularization import dropout


def _weights(rng: np.random.Generator) -> list[int]:
    """Four whole weights, some of them negative."""
    return [int(v) for v in rng.permutation([-int(rng.integers(1, 5)), *rng.integers(1, 6, size=2), -1])]


def l2_value(rng: np.random.Generator) -> Drawn:
    """The L2 penalty of four weights."""

    def make() -> Drawn:
        w, lam = _weights(rng), float(rng.choice([0.05, 0.1, 0.2, 0.3]))
        arrays = [np.array(w, float)]
        key = ref.l2_penalty(arrays, lam)
        return Drawn(
            params={"w": w, "lam": lam},
            key=clean(key),
            wrong={
                "halved": clean(key / 2),
                "root-taken": lam * math.sqrt(key / lam),
                "l1": clean(ref.l1_penalty(arrays, lam)),
                "square-of-the-sum": clean(lam * sum(w) ** 2),
                "lam-forgotten": clean(key / lam),
            },
            working={"squares": [v * v for v in w], "sum": sum(v * v for v in w)},
        )

    return apart(rng, make)


def l1_value(rng: np.random.Generator) -> Drawn:
    """The L1 penalty of four weights."""

    def make() -> Drawn:
        w, lam = _weights(rng), float(rng.choice([0.05, 0.1, 0.2, 0.3]))
        arrays = [np.array(w, float)]
        key = ref.l1_penalty(arrays, lam)
        return Drawn(
            params={"w": w, "lam": lam},
            key=clean(key),
            wrong={
                "signs-kept": clean(lam * sum(w)),
                "l2": clean(ref.l2_penalty(arrays, lam)),
                "halved": clean(key / 2),
                "lam-forgotten": clean(key / lam),
            },
            working={"sum": sum(abs(v) for v in w)},
        )

    return apart(rng, make)


def _decay(w: float, g: float, lr: float, lam: float) -> float:
    return float(ref.sgd_weight_decay_step(np.array(w), np.array(g), lr, lam))


def decay_step(rng: np.random.Generator) -> Drawn:
    """One step of SGD with weight decay."""

    def make() -> Drawn:
        w, g = tenths(rng, 1, 5) * int(rng.choice([-1, 1])), tenths(rng, -3, 3)
        lr, lam = float(rng.choice([0.1, 0.2, 0.5])), float(rng.choice([0.2, 0.3, 0.5]))
        g = -g if abs(g + lam * w) < 0.3 else g  # noqa: PLR2004  # the two pulls must not cancel
        return Drawn(
            params={"w": w, "g": g, "lr": lr, "lam": lam},
            key=clean(_decay(w, g, lr, lam)),
            wrong={
                "factor-2": clean(_decay(w, g, lr, 2 * lam)),
                "decay-ignored": clean(_decay(w, g, lr, 0.0)),
                "decay-not-scaled-by-lr": clean(_decay(w, g, lr, lam / lr)),
                "decay-with-the-wrong-sign": clean(_decay(w, g, lr, -lam)),
                "l1-decay": clean(_decay(w, g + lam * np.sign(w), lr, 0.0)),
            },
            working={"pull": clean(g + lam * w)},
        )

    return apart(rng, make, 0.02)


def decay_output(rng: np.random.Generator) -> Drawn:
    """torch.optim.SGD with weight_decay, on a weight whose gradient is zero."""

    def make() -> Drawn:
        w, decay = int(rng.integers(2, 10)) * int(rng.choice([-1, 1])), float(rng.choice([0.1, 0.2, 0.4, 0.5]))
        program = (
            "import torch\n"
            f"w = torch.tensor([{w}.0], requires_grad=True)\n"
            f"optimizer = torch.optim.SGD([w], lr=0.1, weight_decay={decay})\n"
            "w.grad = torch.zeros(1)\n"
            "optimizer.step()\n"
            "print(w.detach())"
        )
        return Drawn(
            params={"program": program},
            key=output_of(program),
            wrong={
                "decay-ignored": output_of(program.replace(f"decay={decay}", "decay=0")),
                "factor-2": output_of(program.replace(f"decay={decay}", f"decay={2 * decay}")),
                "l1-decay": output_of(f"import torch\nprint(torch.tensor([{clean(w - 0.1 * decay * np.sign(w))}]))"),
            },
            working={"w": w, "decay": decay, "step": clean(0.1 * decay * w)},
        )

    return until(make, lambda drawn: len({drawn.key, *drawn.wrong.values()}) == len(drawn.wrong) + 1)


def decay_over_steps(rng: np.random.Generator) -> Drawn:
    """A weight that only decays, over some steps."""

    def make() -> Drawn:
        w, steps = int(rng.integers(2, 10)), int(rng.integers(2, 5))
        lr, lam = 0.5, float(rng.choice([0.2, 0.4, 0.6]))
        at, l1 = float(w), float(w)
        for _ in range(steps):
            at, l1 = _decay(at, 0.0, lr, lam), _decay(l1, lam * float(np.sign(l1)), lr, 0.0)
        return Drawn(
            params={"w": w, "steps": steps, "lr": lr, "lam": lam},
            key=clean(at),
            wrong={
                "l1-decay": clean(l1),
                "one-step-only": clean(_decay(w, 0.0, lr, lam)),
                "same-amount-each-time": clean(w - steps * lr * lam * w),
                "lr-forgotten": clean(w * (1 - lam) ** steps),
            },
            working={"factor": clean(1 - lr * lam), "l1": clean(l1)},
        )

    return apart(rng, make)


def dropout_scale(rng: np.random.Generator) -> Drawn:
    """What an entry becomes that dropout keeps."""

    def make() -> Drawn:
        p, x = float(rng.choice([0.2, 0.3, 0.4, 0.6, 0.75, 0.8])), tenths(rng, 1, 6)
        kept = float(dropout(np.full(500, x), p, training=True, rng=rng).max())
        return Drawn(
            params={"p": p, "x": x},
            key=clean(kept),
            wrong={
                "no-scaling": x,
                "scaled-by-1-over-p": clean(x / p),
                "not-inverted": clean(x * (1 - p)),
            },
            working={"keep": clean(1 - p)},
        )

    return apart(rng, make)


def dropout_output(rng: np.random.Generator) -> Drawn:
    """The distinct values after dropout on ones."""
    p = float(rng.choice([0.2, 0.25, 0.3, 0.4, 0.6, 0.7, 0.75, 0.8, 0.9]))
    factor = int(rng.integers(1, 7))
    program = (
        f"import torch\nlayer = torch.nn.Dropout(p={p})\nx = {factor} * torch.ones(10000)\nprint(layer(x).unique())"
    )

    def listed(*values: float) -> str:
        return output_of(f"import torch\nprint(torch.tensor({[clean(v) for v in values]}))")

    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "no-scaling": listed(0.0, factor),
            "p-as-keep-probability": listed(0.0, factor / p),
            "eval-assumed": listed(factor),
        },
        working={"keep": clean(1 - p), "p": p, "x": factor},
    )


def dropout_eval_output(rng: np.random.Generator) -> Drawn:
    """Dropout after eval()."""

    def make() -> Drawn:
        p, x = float(rng.choice([0.2, 0.25, 0.4, 0.6, 0.75])), [tenths(rng, 0.5, 4) for _ in range(3)]
        program = f"import torch\nlayer = torch.nn.Dropout(p={p})\nlayer.eval()\nprint(layer(torch.tensor({x})))"

        def scaled(by: float) -> str:
            return output_of(f"import torch\nprint(torch.tensor({x}) * {by})")

        return Drawn(
            params={"program": program},
            key=output_of(program),
            wrong={
                "scaled-at-inference": scaled(clean(1 - p)),
                "scaled-up": scaled(1 / (1 - p)),
                "all-dropped": scaled(0),
            },
        )

    return make()


def _curve(rng: np.random.Generator) -> list[float]:
    """Validation losses that fall, rise a little, fall again, then rise for good."""
    n = 9
    steps = [-tenths(rng, 0.5, 1.5) / 10 for _ in range(n)]
    bump, turn = int(rng.integers(1, 3)), int(rng.integers(4, 6))
    steps[bump] = tenths(rng, 0.1, 0.4) / 10
    for k in range(turn, n):
        steps[k] = tenths(rng, -0.2, 0.9) / 10
    steps[turn] = tenths(rng, 0.2, 0.9) / 10
    return [round(0.9 + sum(steps[:k]), 2) for k in range(n)]


def stop_epoch(rng: np.random.Generator) -> Drawn:
    """The epoch at which early stopping stops."""

    def make() -> Drawn:
        losses, patience = _curve(rng), int(rng.integers(2, 4))
        stop, best = early_stopping(losses, patience, 0.0)
        first_rise = next((k for k in range(1, len(losses)) if losses[k] > losses[k - 1]), 0)
        counted = [k for k in range(1, len(losses)) if losses[k] >= min(losses[:k])]
        return Drawn(
            params={"losses": losses, "patience": patience},
            key=stop,
            wrong={
                "first-rise": first_rise,
                "best-epoch": best,
                "one-epoch-late": stop + 1,
                "counter-not-reset": counted[patience - 1] if len(counted) >= patience else 0,
            },
            working={"best": best, "lowest": losses[best]},
        )

    def good(drawn: Drawn) -> bool:
        values = [drawn.key, *drawn.wrong.values()]
        return len(set(values)) == len(values) and drawn.key < len(drawn.params["losses"]) - 1

    return until(make, good)


def kept_weights(rng: np.random.Generator) -> Drawn:
    """Which epoch's weights early stopping keeps, and the loss there."""

    def make() -> Drawn:
        losses, patience = _curve(rng), 2
        stop, best = early_stopping(losses, patience, 0.0)
        return Drawn(
            params={"losses": losses, "patience": patience},
            key={"stop": stop, "best": best},
            wrong={"last-in-the-list": len(losses) - 1, "best-is-the-stop": stop, "counts-from-1": best + 1},
        )

    def good(drawn: Drawn) -> bool:
        stop, best = drawn.key["stop"], drawn.key["best"]
        return stop < len(drawn.params["losses"]) - 1 and best + 1 < stop and best > 0

    return until(make, good)


def overfit_gap(rng: np.random.Generator) -> Drawn:
    """Which of three models generalizes best: by validation accuracy, not by training accuracy or the smallest gap."""
    top = int(rng.integers(84, 92))
    rows: dict[str, Any] = {
        "memorizes": (99, top - int(rng.integers(8, 15))),
        "generalizes": (top + int(rng.integers(4, 8)), top),
        "too-simple": (top - int(rng.integers(14, 22)),) * 2,
    }
    return Drawn(
        params={
            f"{name.replace('-', '_')}_{part}": rows[name][k]
            for name in rows
            for k, part in enumerate(("train", "val"))
        },
    )
