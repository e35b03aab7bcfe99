"""Clipping against torch.nn.utils, and what must hold of a clipped gradient."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from reference.clipping import clip_by_global_norm, clip_by_norm, clip_by_value

GRADS = arrays(np.float64, array_shapes(max_dims=3, max_side=4), elements=st.floats(-1e3, 1e3))


def parameters(grads):
    params = []
    for grad in grads:
        param = torch.zeros(grad.shape, dtype=torch.float64, requires_grad=True)
        param.grad = torch.tensor(grad)
        params.append(param)
    return params


@pytest.fixture
def grads():
    rng = np.random.default_rng(0)
    return [rng.normal(size=(2, 3)), rng.normal(size=4) * 5, np.asarray(rng.normal()), np.zeros(2)]


def test_by_value_equals_torch(grads):
    params = parameters(grads)
    torch.nn.utils.clip_grad_value_(params, 0.7)
    for ours, param in zip(clip_by_value(grads, 0.7), params, strict=True):
        np.testing.assert_array_equal(ours, param.grad.numpy())


@pytest.mark.parametrize("max_norm", [0.5, 3.0, 100.0])
def test_by_global_norm_equals_torch_but_for_its_1e_6(grads, max_norm):
    params = parameters(grads)
    total = torch.nn.utils.clip_grad_norm_(params, max_norm)
    clipped, ours = clip_by_global_norm(grads, max_norm)
    assert ours == pytest.approx(total.item(), rel=1e-14)
    for mine, param in zip(clipped, params, strict=True):
        np.testing.assert_allclose(mine, param.grad.numpy(), rtol=2e-6 / ours)


@settings(deadline=None, max_examples=50)
@given(GRADS, st.floats(1e-3, 1e3))
def test_by_norm_never_exceeds_and_keeps_the_direction(grad, max_norm):
    clipped = clip_by_norm(grad, max_norm)
    norm = np.linalg.norm(grad)
    assert np.linalg.norm(clipped) <= max_norm * (1 + 1e-12)
    assert clipped is not grad
    if norm <= max_norm * (1 - 1e-12):
        np.testing.assert_array_equal(clipped, grad)
    else:
        np.testing.assert_allclose(clipped * norm, grad * min(norm, max_norm), rtol=1e-9, atol=1e-9)


@settings(deadline=None, max_examples=50)
@given(st.lists(GRADS, min_size=1, max_size=3), st.floats(1e-2, 1e3))
def test_the_global_norm_is_the_norm_of_everything_joined(grads, max_norm):
    clipped, total = clip_by_global_norm(grads, max_norm)
    joined = np.concatenate([grad.ravel() for grad in grads])
    assert total == pytest.approx(np.linalg.norm(joined), rel=1e-12)
    np.testing.assert_allclose(np.concatenate([c.ravel() for c in clipped]), clip_by_norm(joined, max_norm), rtol=1e-12)


def test_zero_gradients_stay_zero():
    np.testing.assert_array_equal(clip_by_norm(np.zeros((2, 2)), 0.3), np.zeros((2, 2)))
    clipped, total = clip_by_global_norm([np.zeros(2), np.zeros(3)], 0.3)
    assert total == 0.0
    assert not any(part.any() for part in clipped)


def test_nothing_given_is_changed(grads):
    before = [grad.copy() for grad in grads]
    clip_by_value(grads, 0.1)
    clip_by_norm(grads[0], 0.1)
    clip_by_global_norm(grads, 0.1)
    for grad, copy in zip(grads, before, strict=True):
        np.testing.assert_array_equal(grad, copy)
