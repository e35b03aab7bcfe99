"""Generators of the exemplary questions in docs/writing-a-question.md."""

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.draw import apart, output_of, tenths
from reference import neurons


def weighted_sum(rng: np.random.Generator) -> Drawn:
    """W . x + b for three inputs."""

    def make() -> Drawn:
        x, w, b = tenths(rng, -2, 2, 3), tenths(rng, -2, 2, 3), tenths(rng, 0.5, 3)
        products = [round(wi * xi, 2) for wi, xi in zip(w, x, strict=True)]
        key = neurons.weighted_sum(np.array(x), np.array(w), b)
        return Drawn(
            params={"x": x, "w": w, "b": b},
            key=key,
            wrong={
                "bias-forgotten": neurons.weighted_sum(np.array(x), np.array(w), 0.0),
                "bias-once-per-input": key + (len(x) - 1) * b,
                "bias-subtracted": key - 2 * b,
                "mean-instead-of-sum": sum(products) / len(x) + b,
            },
            working={"products": products},
        )

    return apart(rng, make)


def tanh_output(rng: np.random.Generator) -> Drawn:
    """The output of torch.tanh on three numbers."""
    a, b = tenths(rng, 0.3, 2), tenths(rng, 0.3, 2)
    program = f"import torch\nx = torch.tensor([{-a}, 0.0, {b}])\nprint(torch.tanh(x))"
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "sigmoid-taken": output_of(program.replace("tanh", "sigmoid")),
            "relu-taken": output_of(program.replace("tanh", "relu")),
        },
    )
