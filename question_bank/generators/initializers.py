"""Generators on weight initialization.

`scale` reads the std or the bound off the reference itself: it hands it a generator that returns what it was asked for.
"""

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import clean
from question_bank.generators.draw import apart, output_of
from reference import initializers as ref
from reference.activations import relu


class Recorder:
    """Stands in for a numpy Generator: returns the std (normal) or the upper bound (uniform) it was asked for."""

    def normal(self, mean: float, std: float, size: tuple[int, ...]) -> np.ndarray:
        """The std in every entry."""
        del mean
        return np.full(size, std)

    def uniform(self, low: float, high: float, size: tuple[int, ...]) -> np.ndarray:
        """The upper bound in every entry."""
        del low
        return np.full(size, high)


def scale(initializer: str, fan_in: int, fan_out: int) -> float:
    """The std or the bound with which the reference's initializer draws."""
    return float(getattr(ref, initializer)(fan_in, fan_out, Recorder())[0, 0])


def two_fans(rng: np.random.Generator) -> tuple[int, int]:
    """Two clearly different numbers of units."""
    fan_in, fan_out = (
        int(v) for v in rng.choice([20, 32, 50, 64, 100, 128, 200, 256, 400, 512, 784], 2, replace=False)
    )
    return fan_in, fan_out


def he_std(rng: np.random.Generator) -> Drawn:
    """The std of He normal."""

    def make() -> Drawn:
        n, m = two_fans(rng)
        std = scale("he_normal", n, m)
        return Drawn(
            params={"n": n, "m": m},
            key=std,
            wrong={
                "variance-as-std": std**2,
                "lecun": scale("lecun_normal", n, m),
                "fan-out": scale("he_normal", m, n),
                "xavier": scale("xavier_normal", n, m),
            },
            working={"var": std**2},
        )

    return apart(rng, make)


def xavier_bound(rng: np.random.Generator) -> Drawn:
    """The bound of Xavier uniform."""

    def make() -> Drawn:
        n, m = two_fans(rng)
        bound = scale("xavier_uniform", n, m)
        return Drawn(
            params={"n": n, "m": m},
            key=bound,
            wrong={
                "std-as-bound": scale("xavier_normal", n, m),
                "he-bound": scale("he_uniform", n, m),
                "root-missing": bound**2,
                "fan-in-only": float(np.sqrt(3 / n)),
            },
            working={"total": n + m},
        )

    return apart(rng, make)


def sum_of_unit_normals(rng: np.random.Generator) -> Drawn:
    """The std of z = W x for N(0, 1) weights and inputs of mean square 1: Var(z) = n Var(w) E[x^2]."""

    def make() -> Drawn:
        n = int(rng.choice([16, 25, 36, 49, 64, 81, 100, 144, 196, 225, 256, 400, 625, 900]))
        weights = ref.normal_init(n, 1, 0.0, 1.0, Recorder())
        return Drawn(
            params={"n": n},
            key=float(np.sqrt(np.sum(weights**2))),
            wrong={"variance-as-std": float(n), "stays-one": 1.0, "averaged": float(1 / np.sqrt(n))},
        )

    return apart(rng, make)


def variance_through_layers(rng: np.random.Generator) -> Drawn:
    """The factor on the mean square of a signal after k ReLU layers with Var(w) = c / n: (c / 2)^k."""

    def make() -> Drawn:
        c, k = float(rng.choice([0.5, 1, 3, 4])), int(rng.integers(2, 6))
        kept = float(np.mean(relu(np.array([1.0, -1.0])) ** 2))  # ReLU keeps half of a symmetric signal's mean square
        return Drawn(
            params={"c": c, "k": k},
            key=clean((c * kept) ** k),
            wrong={"relu-forgotten": clean(c**k), "only-one-layer": clean(c * kept), "added": clean(c * kept * k)},
            working={"factor": clean(c * kept)},
        )

    return apart(rng, make)


def uniform_variance(rng: np.random.Generator) -> Drawn:
    """The bound of a uniform distribution that has the variance of He normal."""

    def make() -> Drawn:
        n = int(rng.choice([16, 20, 25, 32, 40, 50, 64, 80, 100, 125, 160, 200, 250, 320, 400, 500]))  # 2 / n is short
        std = scale("he_normal", n, 1)
        return Drawn(
            params={"var": clean(std**2, 5)},
            key=scale("he_uniform", n, 1),
            wrong={"std-as-bound": std, "whole-width": float(std * np.sqrt(12)), "variance-as-bound": 3 * std**2},
            working={"std": std},
        )

    return apart(rng, make)


def conv_fans(rng: np.random.Generator) -> Drawn:
    """Fans of a convolution's weights."""
    c_out, c_in = (int(v) for v in rng.choice([8, 16, 24, 32, 48, 64], 2, replace=False))
    k = int(rng.choice([3, 5, 7]))
    fan_in, fan_out = ref.conv_fans((c_out, c_in, k, k))
    return Drawn(
        params={"c_out": c_out, "c_in": c_in, "k": k},
        key={"fan-in": fan_in, "fan-out": fan_out},
        wrong={"kernel-forgotten": c_in, "swapped": fan_out, "kernel-in-fan-in-only": c_out},
        working={"field": k * k},
    )


def zero_start_output(rng: np.random.Generator) -> Drawn:
    """Gradients of a ReLU MLP whose weights and biases are all 0."""
    x1, x2, y = (int(v) for v in rng.integers(1, 6, size=3))
    program = (
        "import torch\n"
        "net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU(), torch.nn.Linear(2, 1))\n"
        "for p in net.parameters():\n"
        "    torch.nn.init.zeros_(p)\n"
        f"y_pred = net(torch.tensor([[{x1}., {x2}.]]))\n"
        f"loss = ((y_pred - {y}) ** 2).sum()\n"
        "loss.backward()\n"
        "print(net[0].weight.grad.abs().sum().item(), net[2].bias.grad.item())"
    )
    learning = program.replace("net[0].weight.grad.abs().sum().item()", f"{2 * y * (x1 + x2)}.0")
    nothing = program.replace("net[2].bias.grad.item()", "0.0")
    halved = program.replace("net[2].bias.grad.item()", "net[2].bias.grad.item() / 2")
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "hidden-weights-learn": output_of(learning),
            "nothing-learns": output_of(nothing),
            "two-missing": output_of(halved),
        },
    )


def equal_start_output(rng: np.random.Generator) -> Drawn:
    """Gradients of two hidden units that start equal."""
    x, c = int(rng.integers(2, 8)), int(rng.integers(2, 8))
    program = (
        "import torch\n"
        "w1 = torch.tensor([1.0, 1.0], requires_grad=True)  # into two hidden units\n"
        f"w2 = torch.tensor([{c}.0, {c}.0])\n"
        f"h = torch.relu(w1 * {x})\n"
        "loss = (w2 * h).sum()\n"
        "loss.backward()\n"
        "print(w1.grad)"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "units-differ": output_of(program.replace(f"{c}.0, {c}.0", f"{c}.0, {-c}.0")),
            "no-gradient": output_of(program.replace("w1.grad", "0 * w1.grad")),
            "second-weight-missing": output_of(program.replace(f"{c}.0, {c}.0", "1.0, 1.0")),
        },
        working={"x": x, "c": c},
    )


def gain_output(rng: np.random.Generator) -> Drawn:
    """calculate_gain of ReLU over the root of fan_in: the std of He."""
    n = int(rng.choice([8, 18, 32, 50, 72, 98, 128, 162, 200, 242, 288, 338, 392]))
    program = f'import torch\ngain = torch.nn.init.calculate_gain("relu")\nprint(torch.tensor(gain / {n} ** 0.5))'
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "gain-one": output_of(program.replace('"relu"', '"linear"')),
            "gain-two": output_of(program.replace("gain / ", "gain ** 2 / ")),
            "variance": output_of(program.replace(f"gain / {n} ** 0.5", f"gain ** 2 / {n}")),
        },
        working={"n": n},
    )
