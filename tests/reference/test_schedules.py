"""The schedules against torch's, asked for every epoch, and the shapes they are named after."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.schedules import cosine_annealing, exponential_decay, step_decay, triangular_lr


def torch_rates(make, start, count):
    """The learning rates that a torch scheduler gives for epochs 0 .. count - 1."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=start)
    scheduler = make(optimizer)
    rates = []
    for _ in range(count):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


@pytest.mark.parametrize(
    ("make", "start", "ours"),
    [
        (
            lambda o: torch.optim.lr_scheduler.StepLR(o, step_size=4, gamma=0.3),
            0.2,
            lambda t: step_decay(0.2, t, 0.3, 4),
        ),
        (
            lambda o: torch.optim.lr_scheduler.ExponentialLR(o, gamma=math.exp(-0.15)),
            0.2,
            lambda t: exponential_decay(0.2, t, 0.15),
        ),
        (
            lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=20, eta_min=0.03),
            0.2,
            lambda t: cosine_annealing(0.2, 0.03, t, 20),
        ),
        (
            lambda o: torch.optim.lr_scheduler.CyclicLR(o, 0.02, 0.3, step_size_up=4, cycle_momentum=False),
            0.02,
            lambda t: triangular_lr(0.02, 0.3, t, 4),
        ),
    ],
    ids=["step", "exponential", "cosine", "triangular"],
)
def test_equals_torch_at_every_epoch(make, start, ours):
    rates = torch_rates(make, start, 21)
    assert [ours(t) for t in range(21)] == pytest.approx(rates, rel=1e-9)


def test_step_decay_is_a_staircase():
    rates = [step_decay(1.0, epoch, 0.5, 3) for epoch in range(7)]
    assert rates == [1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25]


def test_exponential_decay_halves_in_ln2_over_k_epochs():
    assert exponential_decay(0.4, 5, math.log(2) / 5) == pytest.approx(0.2)


@settings(deadline=None)
@given(st.integers(1, 50), st.integers(0, 50))
def test_cosine_is_symmetric_about_its_middle(total, epoch):
    epoch = min(epoch, total)
    here, there = (cosine_annealing(0.5, 0.1, t, total) for t in (epoch, total - epoch))
    assert here + there == pytest.approx(0.6)
    assert 0.1 <= here <= 0.5


def test_cosine_starts_high_and_ends_low():
    assert cosine_annealing(0.5, 0.1, 0, 8) == 0.5
    assert cosine_annealing(0.5, 0.1, 8, 8) == pytest.approx(0.1, rel=1e-15)


@settings(deadline=None)
@given(st.integers(1, 20), st.integers(0, 200))
def test_the_triangle_repeats_and_equals_the_formula_of_the_paper(step_size, iteration):
    here = triangular_lr(0.1, 0.7, iteration, step_size)
    cycle = math.floor(1 + iteration / (2 * step_size))
    x = abs(iteration / step_size - 2 * cycle + 1)
    assert here == pytest.approx(0.1 + 0.6 * max(0, 1 - x))
    assert triangular_lr(0.1, 0.7, iteration + 2 * step_size, step_size) == here


def test_the_triangle_has_its_corners_where_the_contract_says():
    assert [triangular_lr(1.0, 3.0, t, 2) for t in range(5)] == [1.0, 2.0, 3.0, 2.0, 1.0]
