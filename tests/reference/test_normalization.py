"""The normalization layers against torch in float64, by loops, and the gradient by differences and
autograd."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.normalization import (
    batchnorm2d_forward,
    batchnorm_backward,
    batchnorm_forward,
    batchnorm_inference,
    batchnorm_train,
    layernorm_forward,
)

EPS = 0.05
functional = torch.nn.functional


def draw(shape, features, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=shape) * 2 + 1, rng.uniform(0.5, 2, features), rng.normal(size=features)


def tensors(*values):
    return [torch.tensor(value) for value in values]


@pytest.mark.parametrize("shape", [(5, 3), (3, 3), (2, 1)])
def test_forward_equals_torch(shape):
    x, gamma, beta = draw(shape, shape[1])
    tx, tg, tb = tensors(x, gamma, beta)
    theirs = functional.batch_norm(tx, None, None, tg, tb, training=True, eps=EPS)
    np.testing.assert_allclose(batchnorm_forward(x, gamma, beta, EPS), theirs, rtol=1e-12)


def test_one_row_gives_beta():
    x, gamma, beta = draw((1, 4), 4)
    np.testing.assert_array_equal(batchnorm_forward(x, gamma, beta, EPS), beta[None])


def test_a_large_mean_costs_no_digits():
    x, gamma, beta = draw((6, 2), 2)
    np.testing.assert_allclose(
        batchnorm_forward(x + 1e8, gamma, beta, EPS), batchnorm_forward(x, gamma, beta, EPS), rtol=1e-6
    )


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(6)), st.floats(-5, 5))
def test_rows_may_be_permuted_and_columns_shifted(order, shift):
    x, gamma, beta = draw((6, 3), 3)
    y = batchnorm_forward(x, gamma, beta, EPS)
    np.testing.assert_allclose(batchnorm_forward(x[order] + shift, gamma, beta, EPS), y[order], rtol=1e-9, atol=1e-12)


def test_training_and_inference_equal_torch_over_several_batches():
    rng = np.random.default_rng(1)
    layer = torch.nn.BatchNorm1d(3, eps=EPS, momentum=0.3, dtype=torch.float64)
    _, gamma, beta = draw((1, 3), 3)
    layer.weight.data, layer.bias.data = tensors(gamma, beta)
    mean, var = np.zeros(3), np.ones(3)
    for _ in range(4):
        x = rng.normal(size=(4, 3)) * 2 - 1
        y, mean, var = batchnorm_train(x, gamma, beta, mean, var, 0.3, EPS)
        np.testing.assert_allclose(y, layer(torch.tensor(x)).detach(), rtol=1e-12)
        np.testing.assert_allclose(mean, layer.running_mean, rtol=1e-12)
        np.testing.assert_allclose(var, layer.running_var, rtol=1e-12)
    layer.eval()
    x = rng.normal(size=(1, 3))
    theirs = layer(torch.tensor(x)).detach()
    np.testing.assert_allclose(batchnorm_inference(x, gamma, beta, mean, var, EPS), theirs, rtol=1e-12)


def test_the_given_running_statistics_are_left_alone():
    x, gamma, beta = draw((4, 2), 2)
    mean, var = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    batchnorm_train(x, gamma, beta, mean, var, 0.1, EPS)
    np.testing.assert_array_equal((mean, var), ([1.0, 2.0], [3.0, 4.0]))


def test_inference_treats_each_row_alone():
    x, gamma, beta = draw((5, 3), 3)
    mean, var = np.array([0.5, -1, 2]), np.array([0.3, 2, 5])
    together = batchnorm_inference(x, gamma, beta, mean, var, EPS)
    alone = np.concatenate([batchnorm_inference(row[None], gamma, beta, mean, var, EPS) for row in x])
    np.testing.assert_array_equal(together, alone)


@pytest.mark.parametrize("shape", [(5, 3), (3, 3), (4, 1), (1, 4)])
def test_backward_equals_autograd_and_central_differences(shape):
    x, gamma, beta = draw(shape, shape[1])
    dout = np.random.default_rng(2).normal(size=shape)
    tx, tg, tb = (tensor.requires_grad_() for tensor in tensors(x, gamma, beta))
    centered = tx - tx.mean(0)
    (centered / torch.sqrt((centered**2).mean(0) + EPS) * tg + tb).backward(torch.tensor(dout))
    ours = batchnorm_backward(dout, x, gamma, EPS)
    for mine, tensor in zip(ours, (tx, tg, tb), strict=True):
        np.testing.assert_allclose(mine, tensor.grad, rtol=1e-10, atol=1e-12)

    h = 1e-5
    for index, (name, point) in enumerate((("x", x), ("gamma", gamma), ("beta", beta))):
        for at in np.ndindex(point.shape):
            ends = []
            for sign in (1, -1):
                moved = {"x": x, "gamma": gamma, "beta": beta, name: point.copy()}
                moved[name][at] += sign * h
                ends.append((dout * batchnorm_forward(moved["x"], moved["gamma"], moved["beta"], EPS)).sum())
            assert ours[index][at] == pytest.approx((ends[0] - ends[1]) / (2 * h), rel=1e-6, abs=1e-8)


def test_a_constant_upstream_gradient_moves_nothing():
    x, gamma, _ = draw((5, 3), 3)
    dx, _, dbeta = batchnorm_backward(np.full((5, 3), 0.7), x, gamma, EPS)
    np.testing.assert_allclose(dx, 0, atol=1e-15)
    np.testing.assert_allclose(dbeta, 3.5)


def test_images_equal_torch_and_a_loop_over_channels():
    x, gamma, beta = draw((2, 3, 2, 4), 3)
    y = batchnorm2d_forward(x, gamma, beta, EPS)
    tx, tg, tb = tensors(x, gamma, beta)
    np.testing.assert_allclose(
        y, functional.batch_norm(tx, None, None, tg, tb, training=True, eps=EPS), rtol=1e-11, atol=1e-13
    )
    for c in range(3):
        flat = batchnorm_forward(x[:, c].reshape(-1, 1), gamma[c : c + 1], beta[c : c + 1], EPS)
        np.testing.assert_allclose(y[:, c].ravel(), flat[:, 0], rtol=1e-12)


@pytest.mark.parametrize("shape", [(4, 3), (3, 3), (1, 5), (5, 1)])
def test_layer_norm_equals_torch_and_batch_norm_of_the_transpose(shape):
    x, gamma, beta = draw(shape, shape[1])
    y = layernorm_forward(x, gamma, beta, EPS)
    tx, tg, tb = tensors(x, gamma, beta)
    np.testing.assert_allclose(y, functional.layer_norm(tx, (shape[1],), tg, tb, eps=EPS), rtol=1e-11, atol=1e-13)
    n = shape[0]
    turned = batchnorm_forward(x.T, np.ones(n), np.zeros(n), EPS).T
    np.testing.assert_allclose(y, gamma * turned + beta, rtol=1e-12)
