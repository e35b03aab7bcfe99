"""Searches and folds: what must hold of every result."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reference.tuning import grid_search, k_fold, random_search


def test_grid_holds_every_combination_once():
    space = {"lr": [0.1, 0.01], "depth": [1, 2, 3], "bias": [True]}
    trials = grid_search(space)
    assert len(trials) == 6
    found = {tuple(trial[name] for name in space) for trial in trials}
    assert found == set(itertools.product([0.1, 0.01], [1, 2, 3], [True]))
    assert grid_search({}) == [{}]
    assert grid_search({"a": []}) == []


def test_random_trials_have_the_laws_of_scipy():
    space = {"lr": (1e-4, 0.1, "log"), "drop": (0.1, 0.5, "linear"), "shift": (-3.0, -1.0, "linear")}
    trials = random_search(space, 3000, np.random.default_rng(0))
    columns = {name: np.array([trial[name] for trial in trials]) for name in space}
    assert stats.kstest(columns["lr"], stats.loguniform(1e-4, 0.1).cdf).pvalue > 1e-4
    assert stats.kstest(columns["drop"], stats.uniform(0.1, 0.4).cdf).pvalue > 1e-4
    assert stats.kstest(columns["shift"], stats.uniform(-3, 2).cdf).pvalue > 1e-4
    assert abs(stats.spearmanr(columns["lr"], columns["drop"])[0]) < 0.1
    assert random_search(space, 3, np.random.default_rng(1)) == random_search(space, 3, np.random.default_rng(1))


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 60), st.data())
def test_folds_partition_the_indices(n, data):
    k = data.draw(st.integers(1, n))
    folds = k_fold(n, k, np.random.default_rng(n))
    assert len(folds) == k
    assert sorted(np.concatenate([val for _, val in folds])) == list(range(n))
    sizes = [len(val) for _, val in folds]
    assert max(sizes) - min(sizes) <= 1
    for train, val in folds:
        assert sorted(np.concatenate([train, val])) == list(range(n))


def test_folds_are_shuffled_and_the_seed_decides():
    first = k_fold(40, 5, np.random.default_rng(0))
    again = k_fold(40, 5, np.random.default_rng(0))
    assert all(np.array_equal(a[1], b[1]) for a, b in zip(first, again, strict=True))
    assert not all(val.max() - val.min() == len(val) - 1 for _, val in first)
    assert not np.array_equal(first[0][1], k_fold(40, 5, np.random.default_rng(1))[0][1])


@pytest.mark.parametrize("n", [5, 6, 7])
def test_leave_one_out(n):
    assert all(len(val) == 1 and len(train) == n - 1 for train, val in k_fold(n, n, np.random.default_rng(0)))
