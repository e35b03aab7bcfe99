"""Generators that tests plant in place of the bank's."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from grader.quiz import variant as variant_module
from grader.spec.question import Drawn


def numbers(rng: np.random.Generator) -> Drawn:
    x = int(rng.integers(1, 1000)) / 10
    return Drawn(params={"x": x}, key=x + 1000, wrong={"doubled": 2 * (x + 1000)})


def program(rng: np.random.Generator) -> Drawn:
    a = int(rng.integers(1, 90)) / 10
    return Drawn(
        params={"program": f"print({a})"},
        key=f"tensor([[{a:.4f}, 2.0000],\n        [3.0000, -4.5000]])",
        wrong={"other-row": f"tensor([[3.0000, -4.5000],\n        [{a:.4f}, 2.0000]])"},
    )


@pytest.fixture
def planted(monkeypatch):
    """A table of generators by dotted name; tests add to it."""
    table = {"planted.numbers": numbers, "planted.program": program}
    real = variant_module.generator_of
    monkeypatch.setattr(variant_module, "generator_of", lambda name: table.get(name) or real(name))
    return table
