r"""Choosing hyper-parameters: where to look, and what to measure by.

Grid search tries every combination, so its cost is the product of the lists. Random search spends the same number of
trials on as many different values of every parameter, which helps where few of them matter (Bergstra, Bengio, JMLR 13,
2012). A learning rate is searched on a logarithmic scale: 0.0001 to 0.001 is as wide a step as 0.01 to 0.1.
k-fold cross-validation lets every sample be validated on exactly once.
"""

import itertools
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from reference.types import Ints


def grid_search(space: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Every combination of the listed values, as a dict each, once.

    {"lr": [0.1, 0.01], "depth": [1, 2, 3]} gives 6 dicts. Source: sklearn.model_selection.ParameterGrid 1.7.
    """
    return [dict(zip(space, values, strict=True)) for values in itertools.product(*space.values())]


def random_search(
    space: Mapping[str, tuple[float, float, str]], n_trials: int, rng: np.random.Generator
) -> list[dict[str, float]]:
    r"""n_trials dicts; every parameter of every trial is drawn on its own.

    space: name -> (low, high, scale). "linear": uniform on [low, high]. "log": uniform in the logarithm,
    $e^{u}$ with u uniform on $[\ln low, \ln high]$.
    Source: Bergstra and Bengio, JMLR 13 (2012); scipy.stats.loguniform 1.17.
    """

    def one(low: float, high: float, scale: str) -> float:
        if scale == "log":
            return float(np.exp(rng.uniform(np.log(low), np.log(high))))
        return float(rng.uniform(low, high))

    return [{name: one(*limits) for name, limits in space.items()} for _ in range(n_trials)]


def k_fold(n: int, k: int, rng: np.random.Generator) -> list[tuple[Ints, Ints]]:
    """K pairs (train_idx, val_idx): the validation parts are disjoint, cover 0..n-1, differ in size by at most one.

    train_idx is all the rest (nothing for k = 1). Shuffled first, since data often comes sorted by label; the first
    n % k parts hold one index more.
    Source: sklearn.model_selection.KFold(shuffle=True) 1.7.
    """
    order = rng.permutation(n)
    ends = np.cumsum([0] + [n // k + (i < n % k) for i in range(k)])
    return [(np.concatenate([order[:start], order[stop:]]), order[start:stop].copy()) for start, stop in pairwise(ends)]
