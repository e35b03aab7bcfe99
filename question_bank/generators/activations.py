"""Generators on activation functions."""

from collections.abc import Callable

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.draw import apart, output_of, tenths
from reference import activations as ref

Scalar = Callable[[float], float]


def at(function: Callable[..., object], z: float, *more: float) -> float:
    """A reference function of arrays, at one number."""
    return float(np.asarray(function(np.array([z]), *more))[0]) + 0.0


def sigmoid_value(rng: np.random.Generator) -> Drawn:
    """sigmoid(z)."""

    def make() -> Drawn:
        z = tenths(rng, -3, 3)
        return Drawn(
            params={"z": z},
            key=at(ref.sigmoid, z),
            wrong={
                "exp-of-plus-z": at(ref.sigmoid, -z),
                "tanh-taken": at(ref.tanh, z),
                "derivative-taken": at(ref.sigmoid_grad, z),
            },
            working={"e": float(np.exp(-z))},
        )

    return apart(rng, make)


def sigmoid_grad_value(rng: np.random.Generator) -> Drawn:
    """The derivative of the sigmoid at z."""

    def make() -> Drawn:
        z = tenths(rng, -3, 3)
        s = at(ref.sigmoid, z)
        return Drawn(
            params={"z": z},
            key=at(ref.sigmoid_grad, z),
            wrong={
                "sigmoid-itself": s,
                "z-taken-for-output": z * (1 - z),
                "tanh-rule": 1 - s**2,
                "plus-for-minus": s * (1 + s),
            },
            working={"s": s},
        )

    return apart(rng, make)


def tanh_grad_value(rng: np.random.Generator) -> Drawn:
    """The derivative of tanh at z."""

    def make() -> Drawn:
        z = tenths(rng, -2, 2)
        t = at(ref.tanh, z)
        return Drawn(
            params={"z": z},
            key=at(ref.tanh_grad, z),
            wrong={
                "square-missing": 1 - t,
                "z-taken-for-output": 1 - z**2,
                "sigmoid-rule": t * (1 - t),
                "tanh-itself": t,
            },
            working={"t": t},
        )

    return apart(rng, make)


def relu_value(rng: np.random.Generator) -> Drawn:
    """ReLU of a negative number."""
    z = -tenths(rng, 0.5, 9)
    return Drawn(params={"z": z}, key=at(ref.relu, z), wrong={"sign-dropped": -z, "passed-through": z})


def leaky_value(rng: np.random.Generator) -> Drawn:
    """Leaky ReLU of a negative number."""
    z, alpha = -tenths(rng, 1, 9), float(rng.choice([0.01, 0.02, 0.05, 0.1, 0.2]))
    return Drawn(
        params={"z": z, "alpha": alpha},
        key=round(at(ref.leaky_relu, z, alpha), 6),
        wrong={"relu-taken": 0.0, "sign-of-the-slope": round(-alpha * z, 6), "divided-by-alpha": round(z / alpha, 6)},
    )


def elu_value(rng: np.random.Generator) -> Drawn:
    """ELU of a negative number."""

    def make() -> Drawn:
        z, alpha = -tenths(rng, 0.3, 3), float(rng.choice([0.5, 1.5, 2.0]))
        return Drawn(
            params={"z": z, "alpha": alpha},
            key=at(ref.elu, z, alpha),
            wrong={
                "minus-one-missing": alpha * float(np.exp(z)),
                "alpha-ignored": at(ref.elu, z, 1.0),
                "leaky-taken": at(ref.leaky_relu, z, alpha),
                "alpha-in-the-exponent": float(np.exp(alpha * z) - 1),
            },
        )

    return apart(rng, make)


def silu_value(rng: np.random.Generator) -> Drawn:
    """SiLU (swish) at z."""

    def make() -> Drawn:
        z = tenths(rng, -3, 3)
        return Drawn(
            params={"z": z},
            key=at(ref.silu, z),
            wrong={
                "sigmoid-alone": at(ref.sigmoid, z),
                "sigmoid-of-minus-z": z * at(ref.sigmoid, -z),
                "tanh-for-sigmoid": z * at(ref.tanh, z),
            },
            working={"s": at(ref.sigmoid, z)},
        )

    return apart(rng, make)


def softmax_value(rng: np.random.Generator) -> Drawn:
    """Softmax of three logits."""

    def make() -> Drawn:
        z = [0]
        while sum(z) == 0:  # or "divided by their sum" would mean nothing
            z = [int(v) for v in rng.integers(-2, 4, size=3)]
        logits = np.array(z, float)
        return Drawn(
            params={"z": z},
            key=ref.softmax(logits).tolist(),
            wrong={
                "not-normalized": np.exp(logits).tolist(),
                "sigmoid-of-each": ref.sigmoid(logits).tolist(),
                "exp-of-minus-z": ref.softmax(-logits).tolist(),
                "divided-without-exp": (logits / logits.sum()).tolist(),
            },
            working={"e": np.exp(logits).tolist(), "sum": float(np.exp(logits).sum())},
        )

    return apart(rng, make)


def softmax_shift(rng: np.random.Generator) -> Drawn:
    """A logit's probability before a constant is added to all logits: it stays."""

    def make() -> Drawn:
        z, c = [int(v) for v in rng.integers(-2, 4, size=3)], int(rng.integers(2, 10))
        p = float(ref.softmax(np.array(z, float) + c)[0])
        return Drawn(
            params={"z": z, "c": c, "p": round(p, 3)},
            key=round(p, 3),
            wrong={"constant-added": round(p, 3) + c, "multiplied": round(p, 3) * c},
        )

    return apart(rng, make)


def relu_grad_output(rng: np.random.Generator) -> Drawn:
    """x.grad of a sum of ReLUs."""
    a, b, k = tenths(rng, 0.5, 4), tenths(rng, 1.1, 1.9), int(rng.integers(2, 6))
    program = (
        "import torch\n"
        f"x = torch.tensor([{-a}, {b}], requires_grad=True)\n"
        f"y = {k} * torch.relu(x).sum()\n"
        "y.backward()\n"
        "print(x.grad)"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "values-for-gradient": output_of(program.replace("print(x.grad)", "print(torch.relu(x).data)")),
            "slope-everywhere": output_of(program.replace("torch.relu(x)", "x")),
            "factor-forgotten": output_of(program.replace(f"y = {k} * ", "y = ")),
        },
    )


def softmax_axis_output(rng: np.random.Generator) -> Drawn:
    """Sums of a softmax along the other axis show which axis was normalized."""
    n, c, axis = int(rng.integers(2, 6)), int(rng.integers(2, 6)), int(rng.integers(0, 2))
    if n == c:
        c += 1
    program = f"import torch\nz = torch.zeros({n}, {c})\nprint(torch.softmax(z, dim={axis})[0, 0].item())"
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "other-axis": output_of(program.replace(f"dim={axis}", f"dim={1 - axis}")),
            "whole-array": output_of(program.replace(f"z, dim={axis})[0, 0]", "z.flatten(), dim=0)[0]")),
        },
        working={"count": (n, c)[axis]},
    )


def sigmoid_from_output(rng: np.random.Generator) -> Drawn:
    """The derivative of the sigmoid from its output alone."""

    def make() -> Drawn:
        s = int(rng.integers(5, 96)) / 100
        z = float(np.log(s / (1 - s)))
        return Drawn(
            params={"s": s},
            key=at(ref.sigmoid_grad, z),
            wrong={"applied-again": at(ref.sigmoid_grad, s), "tanh-rule": 1 - s**2, "one-minus-s": 1 - s},
        )

    return apart(rng, make)
