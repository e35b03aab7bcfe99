"""Generators on the choice of hyperparameters."""

import math

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import clean, until
from question_bank.generators.draw import apart, output_of
from reference import tuning as ref


class Halfway:
    """Stands in for a numpy Generator whose uniform draws always fall in the middle."""

    def uniform(self, low: float, high: float) -> float:
        """The middle of [low, high]."""
        return (low + high) / 2


def space_of(lengths: list[int]) -> dict[str, list[int]]:
    """A grid with lists of these lengths."""
    return {f"p{k}": list(range(n)) for k, n in enumerate(lengths)}


def grid_size(rng: np.random.Generator) -> Drawn:
    """Number of combinations of a grid."""

    def make() -> Drawn:
        lengths = [int(n) for n in rng.integers(2, 7, size=3)]
        return Drawn(
            params={"lr": lengths[0], "depth": lengths[1], "p": lengths[2]},
            key=len(ref.grid_search(space_of(lengths))),
            wrong={
                "added": sum(lengths),
                "zipped": min(lengths),
                "one-at-a-time": sum(lengths) - len(lengths) + 1,
            },
        )

    return apart(rng, make)


def training_runs(rng: np.random.Generator) -> Drawn:
    """Trainings of a grid search with k-fold cross-validation and a final refit."""

    def make() -> Drawn:
        lengths, k = [int(n) for n in rng.integers(2, 6, size=2)], int(rng.choice([3, 4, 5, 8, 10]))
        trials, folds = len(ref.grid_search(space_of(lengths))), len(ref.k_fold(10 * k, k, rng))
        return Drawn(
            params={"lr": lengths[0], "width": lengths[1], "k": k},
            key=trials * folds + 1,
            wrong={"refit-forgotten": trials * folds, "folds-forgotten": trials + 1, "added": trials + folds + 1},
            working={"trials": trials},
        )

    return until(make, lambda drawn: len({drawn.key, *drawn.wrong.values()}) == 1 + len(drawn.wrong))


def fold_sizes(rng: np.random.Generator) -> Drawn:
    """Sizes in k-fold cross-validation where k does not divide n."""

    def make() -> Drawn:
        n, k = int(rng.integers(21, 200)), int(rng.choice([3, 4, 5, 6, 7, 8, 9]))
        sizes = [(len(train), len(val)) for train, val in ref.k_fold(n, k, rng)]
        val = max(v for _, v in sizes)
        return Drawn(
            params={"n": n, "k": k},
            key={"largest": val, "train": n - val},
            wrong={"remainder-dropped": n // k, "parts-of-size-k": k, "all-of-it": n},
            working={"rest": n % k},
        )

    return until(make, lambda drawn: bool(drawn.working["rest"] and drawn.key["largest"] != drawn.params["k"]))


def log_midpoint(rng: np.random.Generator) -> Drawn:
    """The median of a log-uniform learning rate."""

    def make() -> Drawn:
        low, high = int(rng.integers(4, 7)), int(rng.integers(1, 3))
        m, n = (int(v) for v in rng.choice([1, 2, 5], size=2))
        a, b = m * 10.0**-low, n * 10.0**-high
        middle = ref.random_search({"lr": (a, b, "log")}, 1, Halfway())[0]["lr"]
        plain = ref.random_search({"lr": (a, b, "linear")}, 1, Halfway())[0]["lr"]
        return Drawn(
            params={"m": m, "n": n, "low": low, "high": high},
            key=float(f"{middle:.10g}"),
            wrong={"log-ignored": plain, "exponent-returned": math.log10(middle), "lower-end": a},
        )

    return make()


def share_of_small_rates(rng: np.random.Generator) -> Drawn:
    """Probability (in percent) that a log-uniform draw falls below a bound."""

    def make() -> Drawn:
        low, high = int(rng.integers(4, 8)), int(rng.integers(1, 3))
        bound = int(rng.integers(high + 1, low))
        share = (low - bound) / (low - high)
        linear = (10.0**-bound - 10.0**-low) / (10.0**-high - 10.0**-low)
        return Drawn(
            params={"low": low, "high": high, "bound": bound},
            key=clean(100 * share),
            wrong={"log-ignored": 100 * linear, "complement": clean(100 * (1 - share))},
            working={"part": low - bound, "whole": low - high},
        )

    return apart(rng, make)


def distinct_values(rng: np.random.Generator) -> Drawn:
    """How many different learning rates a square grid and random search try with the same budget."""
    m = int(rng.integers(3, 11))
    trials = ref.grid_search({"lr": list(range(m)), "momentum": list(range(m))})
    drawn = ref.random_search({"lr": (1e-5, 1e-1, "log"), "momentum": (0.5, 0.99, "linear")}, len(trials), rng)
    return Drawn(
        params={"m": m, "n": len(trials)},
        key={"grid": len({t["lr"] for t in trials}), "random": len({t["lr"] for t in drawn})},
        wrong={"every-trial-new": len(trials), "as-in-a-grid": m},
    )


def lucky_draw(rng: np.random.Generator) -> Drawn:
    """Probability (in percent) that one of n random trials is among the best p percent."""

    def make() -> Drawn:
        n, p = int(rng.choice([5, 8, 10, 15, 20, 30, 40])), int(rng.choice([2, 5, 10, 20]))
        none = (1 - p / 100) ** n
        return Drawn(
            params={"n": n, "p": p},
            key=100 * (1 - none),
            wrong={"added": float(n * p), "none-of-them": 100 * none, "one-trial": float(p)},
            working={"none": none},
        )

    return apart(rng, make)


def fold_mean(rng: np.random.Generator) -> Drawn:
    """The cross-validation score."""

    def make() -> Drawn:
        scores = [int(v) for v in rng.integers(70, 97, size=5)]
        key = float(np.mean(scores))
        return Drawn(
            params={"scores": scores},
            key=key,
            wrong={"best-fold": max(scores), "worst-fold": min(scores), "last-fold": scores[-1]},
            working={"spread": clean(np.std(scores), 1)},
        )

    return apart(rng, make, 0.015)


def model_to_choose(rng: np.random.Generator) -> Drawn:
    """Three configurations whose training, validation and test losses have their minima in different rows."""
    order = [str(v) for v in rng.permutation(["a", "b", "c"])]
    best_train, best_val, best_test = order
    base = {"train": (0.05, 0.2, 0.35), "val": (0.3, 0.42, 0.5), "test": (0.31, 0.4, 0.52)}
    row = {
        best_train: (0, int(rng.integers(1, 3)), 2),
        best_val: (1, 0, 1),
        best_test: (2, 0, 0),
    }
    row[best_test] = (2, 3 - row[best_train][1], 0)
    shift = int(rng.integers(0, 10)) / 100
    params = {
        f"{kind}_{name}": round(base[kind][row[name][k]] + shift, 2)
        for name in "abc"
        for k, kind in enumerate(("train", "val", "test"))
    }
    return Drawn(params=params, key=best_val)


def product_output(rng: np.random.Generator) -> Drawn:
    """itertools.product against zip."""
    a, b, c = (int(v) for v in rng.choice(np.arange(2, 7), 3, replace=False))
    program = (
        "from itertools import product\n"
        f"lrs = [10 ** -k for k in range({a})]\n"
        f"widths = [2 ** k for k in range({b})]\n"
        f"dropouts = [k / 10 for k in range({c})]\n"
        "trials = list(product(lrs, widths, dropouts))\n"
        "print(len(trials), len(trials[0]))"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "zipped": output_of(program.replace("list(product(", "list(zip(")),
            "added": f"{a + b + c} 3",
            "values-per-trial": output_of(program.replace("len(trials[0])", f"{max(a, b, c)}")),
        },
        working={"a": a, "b": b, "c": c},
    )
