"""Dropout and flips: exact values, exact rates, and the gradient that the docstring claims."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reference.regularization import dropout, random_flip


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**31), st.floats(0, 1), st.lists(st.integers(1, 5), min_size=1, max_size=3))
def test_every_entry_is_zero_or_scaled(seed, p, shape):
    x = np.random.default_rng(seed).uniform(1, 2, shape)
    before = x.copy()
    y = dropout(x, p, True, np.random.default_rng(seed))
    kept = y != 0
    if p < 1:
        assert y[kept] == pytest.approx(x[kept] / (1 - p))
    else:
        assert not kept.any()
    assert np.array_equal(x, before)


def test_inference_p_0_and_p_1():
    x = np.random.default_rng(0).normal(size=(4, 3))
    rng = np.random.default_rng(0)
    for p in (0.0, 0.3, 1.0):
        assert np.array_equal(dropout(x, p, False, rng), x)
    assert np.array_equal(dropout(x, 0.0, True, rng), x)
    assert not dropout(x, 1.0, True, rng).any()
    assert dropout(x, 0.5, False, rng) is not x


def test_rate_and_mean():
    x = np.ones((400, 500))
    y = dropout(x, 0.3, True, np.random.default_rng(0))
    assert stats.binomtest(int((y == 0).sum()), y.size, 0.3).pvalue > 1e-4
    assert y.mean() == pytest.approx(1, abs=0.01)
    torch.manual_seed(0)
    theirs = torch.nn.functional.dropout(torch.ones(400, 500, dtype=torch.float64), 0.3)
    assert np.unique(y) == pytest.approx(np.unique(theirs.numpy()))


def test_masks_differ_from_call_to_call_and_repeat_with_the_seed():
    x = np.ones((20, 20))
    rng = np.random.default_rng(3)
    first, second = dropout(x, 0.5, True, rng), dropout(x, 0.5, True, rng)
    assert not np.array_equal(first, second)
    assert np.array_equal(first, dropout(x, 0.5, True, np.random.default_rng(3)))


def test_gradient_is_the_same_mask():
    """Central differences of sum(c * dropout(x)) with the mask held fixed by the seed."""
    rng = np.random.default_rng(0)
    x, c = rng.uniform(1, 2, (3, 4)), rng.normal(size=(3, 4))

    def loss(v):
        return float((c * dropout(v, 0.4, True, np.random.default_rng(7))).sum())

    mask = dropout(np.ones_like(x), 0.4, True, np.random.default_rng(7))
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = 1e-6
        assert (loss(x + step) - loss(x - step)) / 2e-6 == pytest.approx(c[i] * mask[i], abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31), st.floats(0, 1), st.integers(1, 6), st.integers(1, 4), st.integers(1, 4))
def test_each_image_is_kept_or_mirrored(seed, p, n, h, w):
    images = np.random.default_rng(seed).normal(size=(n, h, w))
    before = images.copy()
    out = random_flip(images, p, np.random.default_rng(seed))
    assert all(np.array_equal(o, i) or np.array_equal(o, np.fliplr(i)) for o, i in zip(out, images, strict=True))
    assert np.array_equal(images, before)
    assert not np.shares_memory(out, images)


def test_flip_rate_and_ends():
    images = np.arange(12.0).reshape(2, 2, 3)
    rng = np.random.default_rng(0)
    assert np.array_equal(random_flip(images, 0.0, rng), images)
    assert np.array_equal(random_flip(images, 1.0, rng), torch.flip(torch.tensor(images), dims=(2,)).numpy())
    many = np.tile(np.array([[[0.0, 1.0]]]), (20_000, 1, 1))
    flipped = int(random_flip(many, 0.3, rng)[:, 0, 0].sum())
    assert stats.binomtest(flipped, 20_000, 0.3).pvalue > 1e-4
