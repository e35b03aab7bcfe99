"""Generators on BatchNorm and LayerNorm."""

from typing import Any

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import clean, until
from question_bank.generators.draw import apart, output_of, tenths
from reference import normalization as ref

# Columns with mean 0 and a whole standard deviation (1, 2, 5), so that the answer can be had without a calculator.
_SPREADS = ([-1, 1], [-1, -1, 1, 1], [-4, 1, 1, 1, 1], [-7, -1, 1, 7])
FAR = 0.2  # a gamma nearer to 0 or 1, or a beta nearer to 0, hides what they do


def _column(rng: np.random.Generator, spreads: Any = _SPREADS[1:]) -> list[int]:
    spread = rng.permutation(spreads[int(rng.integers(len(spreads)))])
    return [int(v) for v in int(rng.choice([1, 2])) * int(rng.choice([-1, 1])) * spread + int(rng.integers(-5, 10))]


def _normalized(x: list[int], gamma: float = 1.0, beta: float = 0.0) -> Any:
    column = np.array(x, float)[:, None]
    return ref.batchnorm_forward(column, np.array([gamma]), np.array([beta]), 0.0)[:, 0]


def batchnorm_value(rng: np.random.Generator) -> Drawn:
    """BatchNorm of one column, with gamma and beta."""

    def make() -> Drawn:
        x, gamma, beta = _column(rng), tenths(rng, 0.5, 3), tenths(rng, -2, 2)
        plain, n = _normalized(x), len(x)
        std = float(np.std(x))
        return Drawn(
            params={"x": x, "gamma": gamma, "beta": beta},
            key=clean(_normalized(x, gamma, beta)),
            wrong={
                "unbiased-variance": clean(gamma * plain * np.sqrt((n - 1) / n) + beta),
                "divided-by-the-variance": clean(gamma * plain / std + beta),
                "gamma-and-beta-swapped": clean(_normalized(x, beta, gamma)),
                "beta-before-gamma": clean(gamma * (plain + beta)),
                "gamma-and-beta-forgotten": clean(plain),
            },
            working={"mean": clean(np.mean(x)), "std": std, "plain": clean(plain)},
        )

    return apart(rng, make)


def mean_and_variance_after(rng: np.random.Generator) -> Drawn:
    """Mean and standard deviation of a feature after BatchNorm with gamma and beta."""

    def make() -> Drawn:
        x, gamma, beta = _column(rng), tenths(rng, -3, 3), tenths(rng, -4, 4)
        y = _normalized(x, gamma, beta)
        return Drawn(
            params={"gamma": gamma, "beta": beta},
            key={"mean": clean(y.mean()), "std": clean(y.std())},
            wrong={"mean-zero": 0.0, "deviation-one": 1.0, "variance-for-deviation": clean(y.var())},
        )

    def telling(drawn: Drawn) -> bool:
        gamma, beta = abs(drawn.params["gamma"]), abs(drawn.params["beta"])
        return beta >= FAR and gamma >= FAR and abs(gamma - 1) >= FAR

    return until(make, telling)


def running_mean(rng: np.random.Generator) -> Drawn:
    """The running mean after one batch, PyTorch's momentum."""

    def make() -> Drawn:
        x, old = _column(rng), tenths(rng, -4, 4)
        momentum = float(rng.choice([0.1, 0.2, 0.3]))
        column, one = np.array(x, float)[:, None], np.ones(1)

        def new(share: float) -> float:
            return float(ref.batchnorm_train(column, one, one * 0, one * old, one, share, 0.0)[1][0])

        return Drawn(
            params={"x": x, "old": old, "momentum": momentum},
            key=clean(new(momentum)),
            wrong={
                "momentum-swapped": clean(new(1 - momentum)),
                "momentum-ignored": clean(new(1.0)),
                "old-statistics-not-scaled": clean(old + momentum * new(1.0)),
                "running-statistics-not-updated": old,
            },
            working={"mean": clean(new(1.0)), "keep": clean(1 - momentum)},
        )

    return apart(rng, make)


def inference_value(rng: np.random.Generator) -> Drawn:
    """BatchNorm of one value with the running statistics."""

    def make() -> Drawn:
        x, mean, std = tenths(rng, -3, 6), tenths(rng, -2, 3), int(rng.choice([2, 3, 4, 5]))
        gamma, beta = tenths(rng, 0.5, 3), tenths(rng, -2, 2)

        def y(divisor: float, g: float, b: float) -> float:
            row = np.array([[x]])
            return float(ref.batchnorm_inference(row, *(np.array([v]) for v in (g, b, mean, divisor)), 0.0)[0, 0])

        return Drawn(
            params={"x": x, "mean": mean, "var": std**2, "gamma": gamma, "beta": beta},
            key=clean(y(std**2, gamma, beta)),
            wrong={
                "variance-taken-for-deviation": clean(y(std**4, gamma, beta)),
                "gamma-and-beta-swapped": clean(y(std**2, beta, gamma)),
                "gamma-and-beta-forgotten": clean(y(std**2, 1.0, 0.0)),
                "beta-before-gamma": clean(gamma * y(std**2, 1.0, beta)),
            },
            working={"std": std, "plain": clean(y(std**2, 1.0, 0.0))},
        )

    return apart(rng, make)


def layernorm_value(rng: np.random.Generator) -> Drawn:
    """LayerNorm of one row."""

    def make() -> Drawn:
        x = _column(rng)
        row, ones = np.array([x], float), np.ones(len(x))
        key = ref.layernorm_forward(row, ones, 0 * ones, 0.0)[0]
        std = float(np.std(x))
        return Drawn(
            params={"x": x},
            key=clean(key),
            wrong={
                "unbiased-variance": clean(key * np.sqrt((len(x) - 1) / len(x))),
                "divided-by-the-variance": clean(key / std),
                "rms-norm": clean(row[0] / np.sqrt(np.mean(row**2))),
                "only-centered": clean(key * std),
            },
            working={"mean": clean(np.mean(x)), "std": std},
        )

    return apart(rng, make)


def means_of_batchnorm(rng: np.random.Generator) -> Drawn:
    """The means that BatchNorm subtracts from a batch of three samples with three features."""

    def make() -> Drawn:
        x = rng.integers(-5, 10, size=(3, 3))
        means = ref.batchnorm_train(x.astype(float), *(np.ones(3),) * 4, 1.0, 1.0)[1]
        return Drawn(
            params={"x": x.tolist()},
            key=clean(means),
            wrong={
                "rows": clean(x.mean(axis=1)),
                "one-mean": clean([x.mean()] * 3),
                "sums": clean(x.sum(axis=0)),
            },
        )

    return apart(rng, make)


def values_per_mean(rng: np.random.Generator) -> Drawn:
    """How many numbers one mean of BatchNorm2d is made of."""

    def make() -> Drawn:
        n, c, h, w = (int(rng.integers(*limits)) for limits in ((2, 9), (2, 7), (3, 9), (3, 9)))
        x, ones = rng.normal(size=(n, c, h, w)), np.ones(c)
        nudged = x.copy()
        nudged[0, 0, 0, 0] += 1  # all that shares a mean with this entry moves with it
        before, after = (ref.batchnorm2d_forward(each, ones, ones, 1e-5) for each in (x, nudged))
        key = int(np.sum(before != after))
        return Drawn(
            params={"n": n, "c": c, "h": h, "w": w},
            key=key,
            wrong={
                "one-image-only": h * w,
                "one-pixel-only": n,
                "one-sample-all-channels": c * h * w,
                "everything": n * c * h * w,
            },
        )

    return apart(rng, make)


def mode_output(rng: np.random.Generator) -> Drawn:
    """BatchNorm1d without eval(): the batch's own statistics."""

    def make() -> Drawn:
        x = [int(v) for v in rng.choice(np.arange(2, 30), size=3, replace=False)]
        program = (
            "import torch\n"
            "layer = torch.nn.BatchNorm1d(1, affine=False)\n"
            f"x = torch.tensor([[{x[0]}.0], [{x[1]}.0], [{x[2]}.0]])\n"
            "print(layer(x).flatten())"
        )
        evaluated = program.replace("print", "layer.eval()\nprint")
        return Drawn(
            params={"program": program},
            key=output_of(program),
            wrong={
                "eval-assumed": output_of(evaluated),
                "unbiased-variance": output_of(program.replace("layer(x)", "((x - x.mean()) / x.std())")),
            },
            working={"mean": clean(np.mean(x)), "std": clean(np.std(x)), "evaluated": output_of(evaluated)},
        )

    return apart(rng, make)


def single_row_output(rng: np.random.Generator) -> Drawn:
    """A batch of one row in training mode or in eval mode."""
    c, training = int(rng.integers(2, 65)), bool(rng.integers(0, 2))
    modes = [f"layer.{mode}()" for mode in (("train", "eval") if training else ("eval", "train"))]
    program = (
        f"import torch\nlayer = torch.nn.BatchNorm1d({c})\n{modes[0]}\nprint(tuple(layer(torch.ones(1, {c})).shape))"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={"mode-overlooked": output_of(program.replace(*modes)), "row-axis-lost": f"({c},)"},
    )


def gradient_through_batchnorm(rng: np.random.Generator) -> Drawn:
    """The gradient at the input of BatchNorm for one column."""

    def make() -> Drawn:
        x = _column(rng, _SPREADS[1:3])
        dout = [int(v) for v in rng.integers(-4, 5, size=len(x))]
        d, column, one = np.array(dout, float)[:, None], np.array(x, float)[:, None], np.ones(1)
        dx, dgamma, _ = ref.batchnorm_backward(d, column, one, 0.0)
        std, x_hat = float(np.std(x)), _normalized(x)
        flat = d[:, 0]
        return Drawn(
            params={"x": x, "dout": dout},
            key=clean(dx[:, 0]),
            wrong={
                "statistics-as-constants": clean(flat / std),
                "variance-path-missing": clean((flat - flat.mean()) / std),
                "mean-path-missing": clean((flat - x_hat * (flat * x_hat).mean()) / std),
                "deviation-missing": clean(dx[:, 0] * std),
            },
            working={
                "std": std,
                "xhat": clean(x_hat),
                "mean": clean(flat.mean()),
                "product": clean(dgamma[0] / len(x)),
            },
        )

    return apart(rng, make)
