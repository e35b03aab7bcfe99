"""The initializers against torch's formulas, scipy's tests and slow versions."""

import numpy as np
import pytest
import torch
from scipy import stats

from reference import initializers as init

NORMALS = {
    init.xavier_normal: torch.nn.init.xavier_normal_,
    init.he_normal: torch.nn.init.kaiming_normal_,
    init.lecun_normal: lambda w: torch.nn.init.kaiming_normal_(w, nonlinearity="linear"),
}
UNIFORMS = {
    init.xavier_uniform: torch.nn.init.xavier_uniform_,
    init.he_uniform: lambda w: torch.nn.init.kaiming_uniform_(w, nonlinearity="relu"),
}


def of_torch(fill, fan_in, fan_out):
    torch.manual_seed(0)
    w = torch.empty(fan_out, fan_in, dtype=torch.float64)
    fill(w)
    return w.numpy()


@pytest.mark.parametrize(("fan_in", "fan_out"), [(300, 100), (100, 300)])
@pytest.mark.parametrize("ours", NORMALS)
def test_normals_have_the_distribution_of_torch(ours, fan_in, fan_out):
    w = ours(fan_in, fan_out, np.random.default_rng(0))
    assert w.shape == (fan_out, fan_in)
    assert stats.ks_2samp(w.ravel(), of_torch(NORMALS[ours], fan_in, fan_out).ravel()).pvalue > 1e-4
    std = of_torch(NORMALS[ours], fan_in, fan_out).std()
    assert w.std() == pytest.approx(std, rel=0.03)


@pytest.mark.parametrize(("fan_in", "fan_out"), [(300, 100), (100, 300)])
@pytest.mark.parametrize("ours", UNIFORMS)
def test_uniforms_have_the_bound_of_torch(ours, fan_in, fan_out):
    w, t = ours(fan_in, fan_out, np.random.default_rng(0)), of_torch(UNIFORMS[ours], fan_in, fan_out)
    assert w.shape == (fan_out, fan_in)
    assert np.abs(w).max() == pytest.approx(np.abs(t).max(), rel=1e-3)
    assert stats.ks_2samp(w.ravel(), t.ravel()).pvalue > 1e-4


def test_uniform_and_normal_sisters_have_one_variance():
    rng = np.random.default_rng(0)
    assert init.xavier_uniform(300, 200, rng).var() == pytest.approx(init.xavier_normal(300, 200, rng).var(), rel=0.05)
    assert init.he_uniform(300, 200, rng).var() == pytest.approx(init.he_normal(300, 200, rng).var(), rel=0.05)


def test_mean_std_and_bounds_are_those_asked_for():
    rng = np.random.default_rng(0)
    w = init.normal_init(300, 100, -2.0, 0.3, rng)
    assert w.shape == (100, 300)
    assert stats.kstest(w.ravel(), stats.norm(-2, 0.3).cdf).pvalue > 1e-4
    u = init.uniform_init(300, 100, -0.3, 1.7, rng)
    assert u.shape == (100, 300)
    assert stats.kstest(u.ravel(), stats.uniform(-0.3, 2.0).cdf).pvalue > 1e-4


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: init.normal_init(4, 3, 1.0, 2.0, rng),
        lambda rng: init.uniform_init(4, 3, -1.0, 2.0, rng),
        lambda rng: init.xavier_normal(4, 3, rng),
        lambda rng: init.orthogonal_init(4, 3, 2.0, rng),
    ],
)
def test_the_seed_decides(draw):
    assert np.array_equal(draw(np.random.default_rng(5)), draw(np.random.default_rng(5)))
    rng = np.random.default_rng(5)
    assert not np.array_equal(draw(rng), draw(rng))


def test_relu_keeps_the_signal_with_he_and_loses_it_with_lecun():
    """What the formula is for: the mean square after 20 ReLU layers."""
    rng = np.random.default_rng(0)
    for rule, low, high in ((init.he_normal, 0.2, 5), (init.lecun_normal, 0, 1e-4)):
        x = rng.normal(size=(50, 200))
        for _ in range(20):
            x = np.maximum(x @ rule(200, 200, rng).T, 0)
        assert low < (x**2).mean() * 2 < high


@pytest.mark.parametrize(("rows", "cols"), [(5, 5), (3, 7), (7, 3), (1, 4), (4, 1)])
def test_orthogonal_rows_or_columns(rows, cols):
    w = init.orthogonal_init(rows, cols, 1.7, np.random.default_rng(0))
    assert w.shape == (rows, cols)
    short = w if rows <= cols else w.T
    assert short @ short.T == pytest.approx(1.7**2 * np.eye(min(rows, cols)), abs=1e-12)


def test_orthogonal_is_spread_evenly():
    """With the signs of R mended, the first entry of a 2 x 2 matrix is as often negative as positive."""
    rng = np.random.default_rng(0)
    first = [init.orthogonal_init(2, 2, 1.0, rng)[0, 0] for _ in range(400)]
    assert stats.binomtest(int(np.sum(np.array(first) < 0)), 400).pvalue > 1e-4
    angles = np.arccos(np.clip(first, -1, 1))
    assert stats.kstest(angles, stats.uniform(0, np.pi).cdf).pvalue > 1e-4


@pytest.mark.parametrize("shape", [(3, 4), (8, 3, 5), (16, 3, 5, 7), (2, 3, 4, 5, 6)])
def test_fans_are_those_of_torch(shape):
    assert init.conv_fans(shape) == torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))


def test_fans_count_what_one_value_sees():
    """Set one output's weights to ones: fan_in is the number of inputs that reach it."""
    weight = torch.ones(6, 4, 3, 2, requires_grad=True)
    x = torch.ones(1, 4, 9, 9, requires_grad=True)
    out = torch.nn.functional.conv2d(x, weight)
    out[0, 0, 3, 3].backward(retain_graph=True)
    fan_in, fan_out = init.conv_fans(tuple(weight.shape))
    assert int((x.grad != 0).sum()) == fan_in
    x.grad = None
    out.sum().backward()
    assert float(x.grad[0, 0, 4, 4]) == fan_out


def test_zeros():
    assert np.array_equal(init.zeros_init(3, 2), np.zeros((2, 3)))
