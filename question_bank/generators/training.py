"""Generators on batches, epochs, training steps and measuring."""

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import clean, until
from question_bank.generators.draw import apart, output_of, tenths
from reference import training as ref


def iterations(rng: np.random.Generator) -> Drawn:
    """The number of updates of a whole training."""

    def make() -> Drawn:
        n, batch = int(rng.integers(30, 200)) * 10, int(rng.choice([16, 32, 64, 128]))
        epochs = int(rng.integers(3, 20))
        return Drawn(
            params={"n": n, "batch": batch, "epochs": epochs},
            key=ref.iterations(n, batch, epochs, drop_last=False),
            wrong={
                "always-floor": ref.iterations(n, batch, epochs, drop_last=True),
                "epochs-forgotten": ref.iterations(n, batch, 1, drop_last=False),
                "not-rounded": n / batch * epochs,
                "samples-counted": n * epochs,
            },
            working={"each": ref.iterations(n, batch, 1, drop_last=False), "ratio": n / batch},
        )

    def good(drawn: Drawn) -> bool:
        return drawn.params["n"] % drawn.params["batch"] > 0

    return until(make, good)


def loader_output(rng: np.random.Generator) -> Drawn:
    """len() of a DataLoader."""
    batch, full = int(rng.choice([8, 16, 32, 50, 64, 100])), int(rng.integers(4, 20))
    full += 2 * (full in {batch - 1, batch})  # else the number of batches could be the batch size
    n = batch * full + int(rng.integers(1, batch))
    drop = bool(rng.integers(0, 2))
    program = (
        "import torch\n"
        "from torch.utils.data import DataLoader, TensorDataset\n"
        f"data = TensorDataset(torch.zeros({n}, 3))\n"
        f"loader = DataLoader(data, batch_size={batch}, shuffle=True, drop_last={drop})\n"
        "print(len(loader))"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "drop-last-inverted": output_of(program.replace(f"drop_last={drop}", f"drop_last={not drop}")),
            "samples-counted": str(n),
            "batch-size-printed": str(batch),
        },
        working={"ratio": n / batch},
    )


def last_batch(rng: np.random.Generator) -> Drawn:
    """How many batches an epoch has, and how large the last one is."""
    batch = int(rng.choice([32, 50, 64, 100, 128]))
    rest = int(rng.integers(2, batch - 1))
    n = batch * int(rng.integers(3, 15)) + rest + (2 * rest == batch)
    parts = ref.minibatches(np.zeros((n, 1)), np.zeros(n), batch, rng)
    return Drawn(
        params={"n": n, "batch": batch},
        key={"count": len(parts), "last": len(parts[-1][0])},
        wrong={"last-dropped": len(parts) - 1, "full-size": batch, "missing-rest": batch - len(parts[-1][0])},
    )


def updates_per_epoch(rng: np.random.Generator) -> Drawn:
    """Updates in one epoch of full-batch, stochastic and mini-batch descent."""
    batch = int(rng.choice([10, 20, 32, 50]))
    n = batch * int(rng.integers(5, 30)) + int(rng.integers(1, batch))
    return Drawn(
        params={"n": n, "batch": batch},
        key={
            "full": ref.iterations(n, n, 1, drop_last=False),
            "single": ref.iterations(n, 1, 1, drop_last=False),
            "mini": ref.iterations(n, batch, 1, drop_last=False),
        },
        wrong={"one-per-sample": n, "one-per-epoch": 1, "one-batch-per-epoch": 1, "floor": n // batch},
    )


def accuracy_value(rng: np.random.Generator) -> Drawn:
    """Accuracy of five rows of logits."""

    def make() -> Drawn:
        logits, labels = rng.integers(-4, 7, size=(5, 3)), rng.integers(0, 3, size=5)
        right = ref.accuracy(logits.astype(float), labels)
        return Drawn(
            params={"logits": logits.tolist(), "labels": labels.tolist()},
            key=clean(right),
            wrong={
                "a-count": clean(5 * right),
                "error-rate": clean(1 - right),
                "argmin": clean(ref.accuracy(-logits.astype(float), labels)),
            },
            working={"chosen": np.argmax(logits, axis=1).tolist(), "count": clean(5 * right)},
        )

    def good(drawn: Drawn) -> bool:
        rows = drawn.params["logits"]
        unique = all(len(set(row)) == len(row) for row in rows)
        return unique and len({drawn.key, *drawn.wrong.values()}) == len(drawn.wrong) + 1

    return until(make, good)


def epoch_loss(rng: np.random.Generator) -> Drawn:
    """The mean loss per sample of an epoch with a small last batch."""

    def make() -> Drawn:
        size, last = int(rng.choice([32, 50, 64, 100])), int(rng.integers(2, 12))
        losses = [tenths(rng, 0.2, 1.5), tenths(rng, 0.2, 1.5), tenths(rng, 2, 6)]
        sizes = [size, size, last]
        total = float(np.dot(losses, sizes))
        return Drawn(
            params={"size": size, "last": last, "losses": losses},
            key=total / sum(sizes),
            wrong={
                "mean-of-batch-means": sum(losses) / 3,
                "loss-of-the-last-batch": losses[-1],
                "times-loader-batch-size": sum(losses) * size / sum(sizes),
                "summed-loss": total,
            },
            working={"total": clean(total), "n": sum(sizes)},
        )

    return apart(rng, make)


def regression_step(rng: np.random.Generator) -> Drawn:
    """The weight after one step of linear regression from 0."""

    def make() -> Drawn:
        x, y = [int(v) for v in rng.integers(-3, 6, size=3)], [int(v) for v in rng.integers(-4, 8, size=3)]
        lr = float(rng.choice([0.01, 0.05, 0.1]))
        w = float(ref.train_linear_regression(np.array(x, float)[:, None], np.array(y, float), lr, 1)[0][0])
        return Drawn(
            params={"x": x, "y": y, "lr": lr},
            key=clean(w),
            wrong={
                "factor-2-missing": clean(w / 2),
                "summed-gradient": clean(3 * w),
                "ascent": clean(-w),
                "lr-forgotten": clean(w / lr),
            },
            working={"product": clean(np.dot(x, y)), "grad": clean(-w / lr, 4)},
        )

    return apart(rng, make)
