"""Generators on losses and their gradients."""

import math

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import clean, until
from question_bank.generators.draw import apart, output_of, tenths
from reference import losses as ref
from reference.activations import softmax


def mse_value(rng: np.random.Generator) -> Drawn:
    """MSE of three predictions."""

    def make() -> Drawn:
        pred, true = tenths(rng, 0, 5, 3), tenths(rng, 0, 5, 3)
        p, y = np.array(pred), np.array(true)
        mse = ref.mse_loss(p, y)
        return Drawn(
            params={"pred": pred, "true": true},
            key=clean(mse),
            wrong={
                "sum-for-mean": clean(mse * len(pred)),
                "root-taken": math.sqrt(mse),
                "square-of-the-mean": clean(np.mean(p - y) ** 2),
                "absolute-errors": clean(ref.mae_loss(p, y)),
            },
            working={"errors": clean(p - y), "squares": clean((p - y) ** 2)},
        )

    return apart(rng, make)


def mae_value(rng: np.random.Generator) -> Drawn:
    """MAE of four predictions."""

    def make() -> Drawn:
        pred, true = tenths(rng, 0, 5, 4), tenths(rng, 0, 5, 4)
        p, y = np.array(pred), np.array(true)
        mae = ref.mae_loss(p, y)
        return Drawn(
            params={"pred": pred, "true": true},
            key=clean(mae),
            wrong={
                "no-absolute-value": clean(np.mean(p - y)),
                "squared": clean(ref.mse_loss(p, y)),
                "sum-for-mean": clean(mae * len(pred)),
                "median": clean(np.median(np.abs(p - y))),
            },
            working={"sizes": clean(np.abs(p - y))},
        )

    return apart(rng, make)


def cancelling_errors(rng: np.random.Generator) -> Drawn:
    """The mean of signed errors that cancel, and the MSE."""
    a, b = (int(v) for v in rng.choice(np.arange(2, 10), size=2, replace=False))
    errors = [a, -a, b, -b]
    e = np.array(errors, float)
    zeros = np.zeros(4)
    return Drawn(
        params={"errors": errors},
        key={"signed": clean(e.mean()), "mse": ref.mse_loss(e, zeros)},
        wrong={"sizes-averaged": ref.mae_loss(e, zeros), "squares-summed": ref.mse_loss(e, zeros) * 4},
        working={"squares": clean(e**2)},
    )


def bce_value(rng: np.random.Generator) -> Drawn:
    """Binary cross-entropy of one sample."""

    def make() -> Drawn:
        p, y = int(rng.integers(5, 96)) / 100, int(rng.integers(0, 2))
        loss = ref.bce_loss(np.array([p]), np.array([float(y)]), 1e-15)
        return Drawn(
            params={"p": p, "y": y},
            key=loss,
            wrong={
                "labels-flipped": ref.bce_loss(np.array([p]), np.array([1.0 - y]), 1e-15),
                "log-base-10": loss / math.log(10),
                "sign-missing": -loss,
                "difference-taken": clean(abs(y - p)),
            },
            working={"q": clean(p if y else 1 - p)},
        )

    return apart(rng, make)


def cross_entropy_value(rng: np.random.Generator) -> Drawn:
    """Cross-entropy from three logits."""

    def make() -> Drawn:
        z, label = [int(v) for v in rng.integers(-2, 5, size=3)], int(rng.integers(0, 3))
        logits, labels = np.array([z], float), np.array([label])
        loss = ref.cross_entropy(logits, labels)
        probs = softmax(logits)
        return Drawn(
            params={"z": z, "k": label},
            key=loss,
            wrong={
                "softmax-twice": ref.cross_entropy(probs, labels),
                "log-forgotten": float(probs[0, label]),
                "sign-missing": -loss,
            },
            working={"p": float(probs[0, label])},
        )

    return apart(rng, make)


def softmax_first_output(rng: np.random.Generator) -> Drawn:
    """nn.CrossEntropyLoss on probabilities."""
    z, label = [int(v) for v in rng.integers(-3, 5, size=3)], int(rng.integers(0, 3))
    z[label] = max(z) + 2
    program = (
        "import torch\n"
        f"z = torch.tensor([[{z[0]}., {z[1]}., {z[2]}.]])\n"
        f"y = torch.tensor([{label}])\n"
        "p = torch.softmax(z, dim=1)\n"
        "print(torch.nn.CrossEntropyLoss()(p, y))"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "as-if-logits": output_of(program.replace("(p, y)", "(z, y)")),
            "probability-printed": output_of(program.replace("torch.nn.CrossEntropyLoss()(p, y)", f"p[0, {label}]")),
        },
        working={"p": softmax(np.array([z], float))[0].tolist()},
    )


def floor_of_softmax_first(rng: np.random.Generator) -> Drawn:
    """The smallest cross-entropy when a softmax stands in front of it: the logits are then a one-hot row at best."""

    def make() -> Drawn:
        k = int(rng.integers(3, 201))
        best = np.zeros((1, k))
        best[0, 0] = 1.0
        return Drawn(
            params={"k": k},
            key=ref.cross_entropy(best, np.array([0])),
            wrong={"zero": 0.0, "log-of-classes": ref.cross_entropy(np.zeros((1, k)), np.array([0]))},
            working={"p": float(softmax(best)[0, 0])},
        )

    return apart(rng, make)


def mse_grad_value(rng: np.random.Generator) -> Drawn:
    """Gradient of the MSE with respect to two predictions."""

    def make() -> Drawn:
        pred, true = tenths(rng, -3, 3, 2), tenths(rng, -3, 3, 2)
        p, y = np.array(pred), np.array(true)
        grad = ref.mse_grad(p, y)
        return Drawn(
            params={"pred": pred, "true": true},
            key=clean(grad),
            wrong={
                "factor-two-missing": clean(grad / 2),
                "not-divided-by-n": clean(grad * len(pred)),
                "sign-flipped": clean(-grad),
                "loss-for-gradient": clean((p - y) ** 2),
            },
            working={"errors": clean(p - y)},
        )

    return apart(rng, make)


def which_derivative(rng: np.random.Generator) -> Drawn:
    """The two derivatives of (y - y_hat)^2."""

    def make() -> Drawn:
        y, y_hat = tenths(rng, -2, 3), tenths(rng, -2, 3)
        to_pred = float(ref.mse_grad(np.array([y_hat]), np.array([y]))[0])
        to_label = float(ref.mse_grad(np.array([y]), np.array([y_hat]))[0])  # the loss is symmetric in the two
        return Drawn(
            params={"y": y, "yhat": y_hat},
            key={"pred": clean(to_pred), "label": clean(to_label)},
            wrong={"derivative-to-label": clean(to_label), "same-for-both": clean(to_pred)},
        )

    return until(make, lambda drawn: drawn.params["y"] != drawn.params["yhat"])


def huber_value(rng: np.random.Generator) -> Drawn:
    """Huber loss of one small and one large error."""

    def make() -> Drawn:
        delta = float(rng.choice([0.5, 1.5, 2.0, 2.5]))
        small, large = tenths(rng, 0.1, delta), tenths(rng, delta + 1, delta + 5)
        e, zeros = np.array([small, -large]), np.zeros(2)
        loss = ref.huber_loss(e, zeros, delta)
        return Drawn(
            params={"errors": [small, -large], "delta": delta},
            key=clean(loss),
            wrong={
                "half-missing": clean(loss + small**2 / 4),
                "offset-missing": clean(loss + delta**2 / 4),
                "smooth-l1": clean(loss / delta),
                "squared-everywhere": clean(ref.mse_loss(e, zeros) / 2),
            },
            working={
                "inner": clean(ref.huber_loss(e[:1], zeros[:1], delta)),
                "outer": clean(ref.huber_loss(e[1:], zeros[1:], delta)),
            },
        )

    return apart(rng, make)


def swapped_bce_output(rng: np.random.Generator) -> Drawn:
    """binary_cross_entropy with its arguments the wrong way round."""
    p = int(rng.integers(55, 100)) / 100
    program = (
        "import torch\n"
        f"p = torch.tensor([{p}])  # prediction\n"
        "y = torch.tensor([1.0])  # label\n"
        "print(torch.nn.functional.binary_cross_entropy(y, p))"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "order-ignored": output_of(program.replace("(y, p)", "(p, y)")),
            "infinite": output_of("import torch\nprint(torch.tensor(1.0) / 0)"),
        },
        working={"rest": clean(1 - p)},
    )
