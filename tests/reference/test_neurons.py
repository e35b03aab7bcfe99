import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.neurons import (
    linear_forward,
    mcculloch_pitts,
    mlp_forward,
    neuron,
    perceptron_predict,
    perceptron_train,
    perceptron_update,
    weighted_sum,
    xor_mlp,
)

SEEDS = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@pytest.mark.parametrize("inhibited", [(False, False, False), (False, True, False), (True, True, True)])
@pytest.mark.parametrize("threshold", [0, 1, 2, 3])
def test_mcculloch_pitts_is_its_slow_loop_on_every_input(inhibited, threshold):
    for x in itertools.product([0, 1], repeat=3):
        excited, vetoed = 0, False
        for bit, stops in zip(x, inhibited, strict=True):
            vetoed |= bool(stops and bit)
            excited += 0 if stops else bit
        expected = 0 if vetoed or excited < threshold else 1
        assert mcculloch_pitts(np.array(x), np.array(inhibited), threshold) == expected


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("threshold", "inhibited", "table"),
    [
        (1, (False, False), [0, 1, 1, 1]),
        (2, (False, False), [0, 0, 0, 1]),
        (1, (False, True), [0, 0, 1, 0]),
    ],
)
def test_mcculloch_pitts_computes_or_and_and_not(threshold, inhibited, table):
    rows = [np.array(x) for x in itertools.product([0, 1], repeat=2)]
    assert [mcculloch_pitts(x, np.array(inhibited), threshold) for x in rows] == table


@given(SEEDS, st.integers(1, 8))
def test_weighted_sum_is_the_sum_and_linear_in_its_inputs(rng, size):
    x, y, w = rng.normal(size=(3, size))
    b = float(rng.normal())
    assert weighted_sum(x, w, b) == pytest.approx(sum(p * q for p, q in zip(x, w, strict=True)) + b)
    assert weighted_sum(x + y, w, b) + b == pytest.approx(weighted_sum(x, w, b) + weighted_sum(y, w, b))
    assert isinstance(weighted_sum(x, w, b), float)


@given(SEEDS)
def test_neuron_agrees_with_torch(rng):
    x, w = rng.normal(size=(2, 5))
    b = float(rng.normal())
    z = torch.nn.functional.linear(
        torch.from_numpy(x), torch.from_numpy(w)[None], torch.tensor([b], dtype=torch.float64)
    )
    for name, f in {"linear": lambda t: t, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}.items():
        assert neuron(x, w, b, name) == pytest.approx(f(z).item(), abs=1e-14)
    assert neuron(x, w, b, "step") == (1.0 if z.item() >= 0 else 0.0)


def test_a_neuron_fires_on_its_boundary():
    assert neuron(np.array([1.0, 2.0]), np.array([2.0, -1.0]), 0.0, "step") == 1.0


@pytest.mark.parametrize("name", ["ReLU", "softmax", "", "identity"])
def test_neuron_refuses_other_names(name):
    with pytest.raises(ValueError, match="unknown activation"):
        neuron(np.ones(2), np.ones(2), 0.0, name)


@pytest.mark.parametrize(("n", "d_in", "d_out"), [(4, 3, 2), (3, 3, 3), (1, 5, 2), (2, 1, 4)])
def test_linear_forward_is_torch_and_three_loops(rng, n, d_in, d_out):
    X, W, b = rng.normal(size=(n, d_in)), rng.normal(size=(d_out, d_in)), rng.normal(size=d_out)
    loops = [[sum(X[i, j] * W[k, j] for j in range(d_in)) + b[k] for k in range(d_out)] for i in range(n)]
    ours = linear_forward(X, W, b)
    np.testing.assert_allclose(ours, loops, rtol=1e-12, atol=1e-14)
    theirs = torch.nn.functional.linear(*(torch.from_numpy(a) for a in (X, W, b)))
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-14)


@given(SEEDS)
def test_linear_forward_of_a_batch_is_that_of_its_rows(rng):
    X, W, b = rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)
    rows = np.concatenate([linear_forward(X[i : i + 1], W, b) for i in range(4)])
    np.testing.assert_allclose(linear_forward(X, W, b), rows, rtol=1e-12, atol=1e-14)
    order = rng.permutation(4)
    np.testing.assert_allclose(linear_forward(X[order], W, b), rows[order], rtol=1e-12, atol=1e-14)


@given(SEEDS)
def test_perceptron_predict_is_a_step_neuron_for_every_row(rng):
    X, w, b = rng.normal(size=(6, 3)), rng.normal(size=3), float(rng.normal())
    predicted = perceptron_predict(X, w, b)
    assert predicted.dtype.kind == "i"
    assert predicted.tolist() == [neuron(x, w, b, "step") for x in X]


def test_perceptron_predict_says_1_on_the_boundary():
    assert perceptron_predict(np.array([[1.0, 1.0], [0.0, 2.0]]), np.array([1.0, -1.0]), 0.0).tolist() == [1, 0]


@given(SEEDS, st.sampled_from([0, 1]), st.floats(0.01, 2))
def test_perceptron_update_moves_toward_the_label_only_after_a_mistake(rng, y, lr):
    x, w, b = rng.normal(size=3), rng.normal(size=3), float(rng.normal())
    before = weighted_sum(x, w, b)
    w_new, b_new = perceptron_update(x, y, w, b, lr)
    if (before >= 0) == y:
        assert np.array_equal(w_new, w)
        assert b_new == b
    else:
        moved = weighted_sum(x, w_new, b_new) - before
        assert moved == pytest.approx((2 * y - 1) * lr * (x @ x + 1))


def _separable(rng):
    X, w, b = rng.normal(size=(12, 2)), rng.normal(size=2), float(rng.normal()) / 2
    keep = np.abs(X @ w + b) > 0.4 * np.linalg.norm(w)
    return X[keep], perceptron_predict(X[keep], w, b)


@settings(max_examples=20)
@given(SEEDS)
def test_the_perceptron_converges_where_a_line_separates(rng):
    X, y = _separable(rng)
    w, b, mistakes = perceptron_train(X, y, 0.5, 200)
    assert len(mistakes) == 200
    assert mistakes[-1] == 0
    assert perceptron_predict(X, w, b).tolist() == y.tolist()


@settings(max_examples=20)
@given(SEEDS, st.floats(0.05, 3))
def test_starting_from_zeros_the_learning_rate_is_only_a_scale(rng, lr):
    X, y = rng.normal(size=(6, 3)), rng.integers(0, 2, size=6)
    w, b, mistakes = perceptron_train(X, y, 1.0, 3)
    w_lr, b_lr, mistakes_lr = perceptron_train(X, y, lr, 3)
    assert mistakes_lr == mistakes
    np.testing.assert_allclose(w_lr, lr * w, rtol=1e-10, atol=1e-12)
    assert b_lr == pytest.approx(lr * b)


def test_perceptron_train_is_its_slow_loop(rng):
    X, y = rng.normal(size=(7, 3)), rng.integers(0, 2, size=7)
    w, b, mistakes = [0.0] * 3, 0.0, []
    for _ in range(4):
        mistakes.append(0)
        for x, label in zip(X.tolist(), y.tolist(), strict=True):
            error = label - (1 if sum(p * q for p, q in zip(w, x, strict=True)) + b >= 0 else 0)
            mistakes[-1] += abs(error)
            w, b = [p + 0.3 * error * q for p, q in zip(w, x, strict=True)], b + 0.3 * error
    ours = perceptron_train(X, y, 0.3, 4)
    np.testing.assert_allclose(ours[0], w, rtol=1e-12, atol=1e-14)
    assert ours[1] == pytest.approx(b)
    assert ours[2] == mistakes


def test_the_perceptron_never_settles_on_xor():
    X, y = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])
    assert min(perceptron_train(X, y, 1.0, 50)[2]) > 0


def test_xor_mlp_is_xor():
    W1, b1, W2, b2 = xor_mlp()
    for x in itertools.product([0, 1], repeat=2):
        hidden = (W1 @ x + b1 >= 0).astype(float)
        assert (W2 @ hidden + b2 >= 0).astype(int).tolist() == [x[0] ^ x[1]]


@pytest.mark.parametrize("sizes", [(3, 2), (3, 4, 2), (2, 2, 2, 2), (4, 3, 5, 1)])
def test_mlp_forward_is_torchs_sequential(rng, sizes):
    params = [(rng.normal(size=(o, i)), rng.normal(size=o)) for i, o in itertools.pairwise(sizes)]
    layers = []
    for W, b in params:
        layer = torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
        layer.load_state_dict({"weight": torch.from_numpy(W), "bias": torch.from_numpy(b)})
        layers += [layer, torch.nn.ReLU()]
    X = rng.normal(size=(5, sizes[0]))
    with torch.no_grad():
        theirs = torch.nn.Sequential(*layers[:-1])(torch.from_numpy(X))
    np.testing.assert_allclose(mlp_forward(X, params), theirs, rtol=1e-12, atol=1e-13)


@given(SEEDS, st.floats(0.1, 10))
def test_a_bias_free_mlp_is_positively_homogeneous(rng, scale):
    params = [(rng.normal(size=(4, 3)), np.zeros(4)), (rng.normal(size=(2, 4)), np.zeros(2))]
    X = rng.normal(size=(3, 3))
    np.testing.assert_allclose(mlp_forward(scale * X, params), scale * mlp_forward(X, params), rtol=1e-10, atol=1e-12)


def test_references_leave_their_arguments_alone(rng):
    X, w = rng.normal(size=(5, 3)), rng.normal(size=3)
    kept = X.copy(), w.copy()
    perceptron_update(X[0], 0, w, 9.0, 0.5)
    perceptron_train(X, np.array([0, 1, 0, 1, 1]), 0.5, 3)
    mlp_forward(X, [(rng.normal(size=(2, 3)), np.zeros(2)), (np.ones((1, 2)), np.zeros(1))])
    assert np.array_equal(X, kept[0])
    assert np.array_equal(w, kept[1])
