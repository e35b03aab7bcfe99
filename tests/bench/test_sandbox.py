"""What the box costs, as ratios: a machine's speed cancels out of them, its load nearly so."""

import pytest

from tests.bench import sandbox_load


def test_first_result_of_a_warm_pool_within_5_percent_of_a_plain_start():
    warm, cold = sandbox_load.first_result(25)
    assert warm <= 0.05 * cold, (warm, cold)


def test_a_cold_box_starts_about_as_fast_as_numpy():
    ours, bare = sandbox_load.zygote_start(9)
    assert ours <= 1.5 * bare, (ours, bare)


def test_layers_cost_at_most_15_percent_of_throughput():
    rates = sandbox_load.throughput(3, 1.5)
    assert rates["box"] >= 0.85 * rates["no layers"], rates


def test_eight_times_the_throughput_of_bwrap():
    if sandbox_load.bwrap() is None:
        pytest.skip("bwrap is not installed, or may make no namespace here")
    rates = sandbox_load.throughput(1, 3.0)
    assert rates["box"] >= 8 * rates["bwrap"], rates
