"""Counts, starts and sizes against torch.nn."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.architecture import conv2d_output_shape, count_parameters, init_mlp


@pytest.mark.parametrize("sizes", [[2, 3, 1], [784, 512, 256, 10], [5, 5], [4, 1, 4]])
def test_parameters_are_those_of_torch(sizes):
    layers = [torch.nn.Linear(n, m) for n, m in pairwise(sizes)]
    assert count_parameters(sizes) == sum(p.numel() for layer in layers for p in layer.parameters())


def test_the_number_of_the_docstring():
    assert count_parameters([784, 512, 256, 10]) == 535818


def test_start_has_he_variance_layer_by_layer_and_zero_biases():
    layers = init_mlp([300, 100, 200, 10], np.random.default_rng(0))
    assert [W.shape for W, _ in layers] == [(100, 300), (200, 100), (10, 200)]
    for W, b in layers:
        assert not b.any()
        assert b.shape == (len(W),)
        assert W.std() == pytest.approx(np.sqrt(2 / W.shape[1]), rel=0.06)


def test_layers_of_equal_size_differ_and_the_seed_decides():
    a, b = init_mlp([4, 4, 4], np.random.default_rng(1)), init_mlp([4, 4, 4], np.random.default_rng(1))
    assert not np.allclose(a[0][0], a[1][0])
    assert np.array_equal(a[1][0], b[1][0])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 20), st.integers(1, 20), st.integers(1, 6), st.integers(1, 5), st.integers(0, 4))
def test_sizes_are_those_of_torch(height, width, kernel, stride, padding):
    if min(height, width) + 2 * padding < kernel:
        return
    out = torch.nn.functional.conv2d(
        torch.zeros(1, 1, height, width), torch.zeros(1, 1, kernel, kernel), stride=stride, padding=padding
    )
    assert conv2d_output_shape(height, width, kernel, stride, padding) == tuple(out.shape[2:])
