"""The torch track's references against plain torch and numpy code, and their drivers around them."""

import math
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from grader.catalog.exercises import entry_of, load
from grader.judge.simulate import answer, simulate
from grader.spec.outcome import Returned
from reference.torch_track.autograd import custom_relu_function
from reference.torch_track.decay import freeze_and_regularize
from reference.torch_track.loops import clipped_step, evaluate, train_epoch, training_step
from reference.torch_track.models import build_dnn, init_weights, mlp_with_dropout_bn

ROOT = Path(__file__).parents[2]
IDS = (
    "architecture/build_dnn",
    "training/training_step",
    "training/train_epoch",
    "training/evaluate",
    "initializers/init_weights",
    "clipping/clipped_step",
    "regularization/mlp_with_dropout_bn",
    "backprop/custom_relu_function",
    "regularization/freeze_and_regularize",
)


def exercise(name):
    return load(entry_of(ROOT / "exercises" / f"{name}.py"))


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def relu(z):
    return np.maximum(z, 0.0)


def test_importing_every_torch_exercise_leaves_torch_alone():
    files = [str(ROOT / "exercises" / f"{name}.py") for name in IDS]
    code = (
        "import sys; from pathlib import Path; from grader.catalog.exercises import entry_of, load\n"
        f"loaded = [load(entry_of(Path(f))) for f in {files!r}]\n"
        "assert all(e.track == 'torch' for e in loaded); assert len(loaded) == 9\n"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'torch'], 'torch was imported'"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_lazy_name_imports_the_real_module_when_used():
    code = (
        "import sys; from reference.torch_track.lazy import nn\n"
        "assert 'torch' not in sys.modules; assert nn.Linear(2, 3).weight.shape == (3, 2); assert "
        "'torch' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# ------------------------------------------------------------------------------------------------------------- models
@pytest.mark.parametrize("sizes", [[3, 2], [2, 5, 1], [4, 4, 4, 4], [1, 3, 2, 5, 2]])
def test_build_dnn_is_the_forward_pass_of_its_weights(sizes, rng):
    torch.manual_seed(0)
    model = build_dnn(sizes).double()
    x = rng.normal(size=(6, sizes[0]))
    a, parameters = x, [p.detach().numpy() for p in model.parameters()]
    assert [p.shape for p in parameters[::2]] == [(o, i) for i, o in pairwise(sizes)]
    for index in range(0, len(parameters), 2):
        a = a @ parameters[index].T + parameters[index + 1]
        a = relu(a) if index < len(parameters) - 2 else a
    assert np.allclose(model(torch.tensor(x)).detach().numpy(), a, rtol=1e-12)
    assert type(list(model)[-1]) is nn.Linear


def test_driver_of_build_dnn_sets_every_weight_by_its_shape(rng):
    x = rng.normal(size=(3, 2))
    got = answer(build_dnn, exercise("architecture/build_dnn"), ([2, 4, 3], x))

    def wave(*shape):
        return np.sin(1.7 * np.arange(1, math.prod(shape) + 1) + len(shape)).reshape(shape)

    hidden = x @ wave(4, 2).T + wave(4)
    assert np.allclose(got["output"], relu(hidden) @ wave(3, 4).T + wave(3))
    assert np.allclose(got["input_gradient"], ((wave(3, 4).sum(axis=0)) * (hidden > 0)) @ wave(4, 2))
    assert got["shapes"] == [[3], [3, 4], [4], [4, 2]]
    assert got["is_module"] is True
    assert got["with_gradient"] == 4
    assert torch.get_default_dtype() is torch.float32


def test_mlp_with_dropout_bn_in_eval_mode(rng):
    torch.manual_seed(1)
    model = mlp_with_dropout_bn(3, 5, 2, 0.4).double()
    first, norm, _, drop, last = model
    for tensor in (norm.running_mean, norm.weight.data, norm.bias.data):
        tensor.normal_()
    norm.running_var.uniform_(0.5, 2.0)
    x = rng.normal(size=(4, 3))
    z = x @ first.weight.detach().numpy().T + first.bias.detach().numpy()
    z = (z - norm.running_mean.numpy()) / np.sqrt(norm.running_var.numpy() + 1e-5)
    z = norm.weight.detach().numpy() * z + norm.bias.detach().numpy()
    expected = relu(z) @ last.weight.detach().numpy().T + last.bias.detach().numpy()
    assert np.allclose(model.eval()(torch.tensor(x)).detach().numpy(), expected)
    assert drop.p == 0.4


def test_the_batch_norm_of_the_judge_is_torchs_own():
    module = exercise("regularization/mlp_with_dropout_bn")
    space = sys.modules[module.accepts.__module__].__dict__
    args = (2, 3, 4, 0.0, np.array([[0.3, -0.2], [1.0, 0.5]]), 7)
    got = answer(mlp_with_dropout_bn, module, args)
    assert np.allclose(got["in_training"][:, :3] - 0.5, space["_normed"](args, training=True), rtol=1e-9)
    assert (np.abs(got["in_training"][:, 3] - 0.5) < 1e-12).all()


def test_a_right_dropout_is_accepted_on_many_seeds_and_a_near_one_refused():
    module = exercise("regularization/mlp_with_dropout_bn")
    x = np.ones((1, 3))
    for seed in range(200):
        args = (3, 6, 8, 0.3, x, seed)
        assert module.accepts(args, answer(mlp_with_dropout_bn, module, args)) is None
    refused = [
        module.accepts(args, answer(lambda i, h, o, p: mlp_with_dropout_bn(i, h, o, p + 0.12), module, args))
        for args in ((3, 6, 8, 0.3, x, seed) for seed in range(20))
    ]
    assert all(refused)


def test_init_weights_has_the_moments_of_he_normal():
    torch.manual_seed(3)
    model = nn.Sequential(nn.Linear(400, 300), nn.BatchNorm1d(300), nn.Sequential(nn.Linear(300, 200, bias=False)))
    nn.init.constant_(model[1].weight, 5.0)
    assert init_weights(model) is model
    for linear, fan_in in ((model[0], 400), (model[2][0], 300)):
        weight = linear.weight.detach().numpy().astype(float)
        assert abs(weight.var() * fan_in / 2 - 1) < 6 * math.sqrt(2 / weight.size)  # six standard deviations
        assert abs(weight.mean()) < 6 * math.sqrt(2 / fan_in / weight.size)
    assert (model[0].bias == 0).all()
    assert model[2][0].bias is None
    assert (model[1].weight == 1).all()
    assert (model[1].bias == 0).all()
    assert all(parameter.requires_grad for parameter in model.parameters())


def test_init_weights_is_accepted_on_many_seeds():
    module = exercise("initializers/init_weights")
    for seed in range(40):
        for args in (([300, 100, 300], [True, False], True, True, seed), ([4, 3], [True], False, False, seed)):
            assert module.accepts(args, answer(init_weights, module, args)) is None


# -------------------------------------------------------------------------------------------------------------- loops
def linear_model(w, b):
    model = nn.Linear(1, 1).double()
    model.weight.data.fill_(w)
    model.bias.data.fill_(b)
    return model


def slow_step(w, b, x, y, lr, limit=math.inf):
    """Mean squared error of w x + b by hand: new w, new b, loss, norm of the gradient."""
    error = w * x + b - y
    dw, db = 2 * (error * x).mean(), 2 * error.mean()
    norm = math.hypot(dw, db)
    factor = min(1.0, limit / (norm + 1e-6))
    return w - lr * factor * dw, b - lr * factor * db, (error**2).mean(), norm


def test_training_step_by_hand(rng):
    w, b = 0.5, -1.0
    model = linear_model(w, b)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model.weight.grad = torch.full_like(model.weight, 9.0)  # an old gradient
    for _ in range(4):
        x, y = rng.normal(size=(5, 1)), rng.normal(size=(5, 1))
        w, b, loss, _ = slow_step(w, b, x, y, 0.1)
        got = training_step(model, optimizer, nn.MSELoss(), torch.tensor(x), torch.tensor(y))
        assert type(got) is float
        assert got == pytest.approx(loss, rel=1e-12)
        assert model.weight.item() == pytest.approx(w, rel=1e-12)
        assert model.bias.item() == pytest.approx(b, rel=1e-12)


def test_driver_of_training_step_by_hand():
    xs, ys = np.array([[[1], [2]], [[0], [-3]]]), np.array([[[3], [5]], [[1], [2]]])
    args = ([1, 1], False, "MSELoss", "SGD", {"lr": 0.25}, xs, ys, 4.0)
    got = answer(training_step, exercise("training/training_step"), args)
    w, b = math.sin(1.7 + 2), math.sin(1.7 + 1)
    for happened, x, y in zip(got, xs, ys, strict=True):
        w, b, loss, _ = slow_step(w, b, x, y, 0.25)
        assert happened["loss"] == pytest.approx(loss, rel=1e-12)
        assert happened["weights"] == pytest.approx([w, b], rel=1e-12)
        assert happened["loss_has_graph"] is False
        assert happened["training"] is True


@pytest.mark.parametrize("loading", [{"batch_size": 3}, {"batch_size": 3, "drop_last": True}, {"sampler": [4, 4, 0]}])
def test_train_epoch_is_the_mean_over_samples_seen(loading, rng):
    x, y = rng.normal(size=(7, 1)), rng.normal(size=(7, 1))
    w, b = 0.5, -1.0
    model = linear_model(w, b).eval()
    loader = DataLoader(TensorDataset(torch.tensor(x), torch.tensor(y)), **loading)
    losses = []
    for xb, yb in loader:
        w, b, loss, _ = slow_step(w, b, xb.numpy(), yb.numpy(), 0.2)
        losses += [loss] * len(xb)
    got = train_epoch(model, loader, torch.optim.SGD(model.parameters(), lr=0.2), nn.MSELoss())
    assert got == pytest.approx(np.mean(losses), rel=1e-12)
    assert model.weight.item() == pytest.approx(w, rel=1e-12)
    assert model.training


def test_driver_of_train_epoch_by_hand():
    x, y = np.array([[1], [2], [3]]), np.array([[2], [4], [9]])
    args = ([1, 1], False, "MSELoss", "SGD", {"lr": 0.1}, x, y, {"batch_size": 2}, 2)
    got = answer(train_epoch, exercise("training/train_epoch"), args)
    w, b = math.sin(1.7 + 2), math.sin(1.7 + 1)
    for happened in got:
        w, b, first, _ = slow_step(w, b, x[:2], y[:2], 0.1)
        w, b, second, _ = slow_step(w, b, x[2:], y[2:], 0.1)
        assert happened["loss"] == pytest.approx((2 * first + second) / 3, rel=1e-12)
        assert happened["weights"] == pytest.approx([w, b], rel=1e-12)


@pytest.mark.parametrize("training", [True, False])
def test_evaluate_restores_the_mode_and_counts(training, rng):
    x, y = rng.normal(size=(10, 3)), rng.integers(0, 3, size=10)
    model = nn.Sequential(nn.BatchNorm1d(3), nn.Dropout(0.5)).double().train(training)
    loader = DataLoader(TensorDataset(torch.tensor(x), torch.tensor(y)), batch_size=4)
    before = model[0].running_mean.clone()
    assert evaluate(model, loader) == pytest.approx((x.argmax(axis=1) == y).mean())
    assert [part.training for part in model.modules()] == [training] * 3
    assert torch.equal(before, model[0].running_mean)
    assert torch.is_grad_enabled()


def test_driver_of_evaluate_sees_mode_and_gradients():
    args = (np.array([[2, 1], [0, 3], [4, 1]]), np.array([0, 1, 1]), {"batch_size": 3}, True, 0.0)
    module = exercise("training/evaluate")
    right = answer(evaluate, module, args)
    assert right["accuracy"] == pytest.approx(2 / 3)
    assert right["modes_during"] == [False]
    assert right["gradients_recorded"] is False
    assert right["training_afterwards"] == [True, True, True]
    careless = answer(lambda model, loader: len([model(x) for x, _ in loader]), module, args)
    assert careless["modes_during"] == [True]
    assert careless["gradients_recorded"] is True


@pytest.mark.parametrize("limit", [0.1, 1.0, 1e3])
def test_clipped_step_by_hand(limit, rng):
    w, b = 2.0, -1.0
    model = linear_model(w, b)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model.weight.grad = torch.full_like(model.weight, 9.0)
    for _ in range(4):
        x, y = rng.normal(size=(5, 1)), rng.normal(size=(5, 1))
        w, b, _, norm = slow_step(w, b, x, y, 0.1, limit)
        loss = ((model(torch.tensor(x)) - torch.tensor(y)) ** 2).mean()
        assert clipped_step(model, optimizer, loss, limit) == pytest.approx(norm, rel=1e-12)
        assert model.weight.item() == pytest.approx(w, rel=1e-9)


def test_driver_of_clipped_step_by_hand():
    xs, ys = np.array([[[1], [2]], [[2], [-1]]]), np.array([[[3], [5]], [[-4], [6]]])
    args = ([1, 1], "SGD", {"lr": 0.5}, xs, ys, 1.0, 2.0)
    got = answer(clipped_step, exercise("clipping/clipped_step"), args)
    w, b = math.sin(1.7 + 2), math.sin(1.7 + 1)
    for happened, x, y in zip(got, xs, ys, strict=True):
        w, b, _, norm = slow_step(w, b, x, y, 0.5, 1.0)
        assert happened["norm"] == pytest.approx(norm, rel=1e-12)
        assert norm > 1.0
        assert happened["weights"] == pytest.approx([w, b], rel=1e-9)


# ------------------------------------------------------------------------------------------- autograd and weight decay
def test_custom_relu_passes_gradcheck(rng):
    z = rng.normal(size=(3, 4))
    z[np.abs(z) < 0.1] += 0.5  # off the kink
    function = custom_relu_function()
    assert issubclass(function, torch.autograd.Function)
    assert torch.autograd.gradcheck(function.apply, torch.tensor(z, requires_grad=True))


def test_custom_relu_is_torchs_relu_even_at_zero():
    z = torch.tensor([-1.0, 0.0, 2.0], requires_grad=True)
    same = z.detach().clone().requires_grad_()
    upstream = torch.tensor([5.0, -7.0, 3.0])
    custom_relu_function().apply(z).backward(upstream)
    torch.relu(same).backward(upstream)
    assert torch.equal(z.grad, same.grad)


def test_driver_of_custom_relu_by_hand(rng):
    z, dout = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    got = answer(custom_relu_function, exercise("backprop/custom_relu_function"), (z, dout))
    assert np.allclose(got["output"], relu(z))
    assert np.allclose(got["gradient"], dout * (z > 0))
    assert np.allclose(got["output_of_second_call"], relu(-0.5 * z))
    assert np.allclose(got["gradient_of_second_call"], dout * (z < 0))
    assert np.allclose(got["gradient_through_2z"], 6.0 * dout * (z > 0))
    assert np.array_equal(got["input_afterwards"], z)
    assert got["dtype_for_float32"] == "torch.float32"


def test_freeze_and_regularize_by_names():
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2))
    model[0].weight.requires_grad_(requires_grad=False)
    optimizer = freeze_and_regularize(model, 0.3, 0.7)
    names = {id(p): name for name, p in model.named_parameters()}
    groups = {g["weight_decay"]: sorted(names[id(p)] for p in g["params"]) for g in optimizer.param_groups}
    assert groups == {0.7: ["2.weight"], 0.0: ["0.bias", "1.bias", "1.weight", "2.bias"]}
    assert {group["lr"] for group in optimizer.param_groups} == {0.3}
    assert isinstance(optimizer, torch.optim.SGD)


def test_driver_of_freeze_and_regularize_takes_one_step():
    args = (["Linear 2 3"], ["0.bias"], 0.1, 0.5)
    got = answer(freeze_and_regularize, exercise("regularization/freeze_and_regularize"), args)
    weight, bias = np.sin(1.7 * np.arange(1, 7) + 2), np.sin(1.7 * np.arange(1, 4) + 1)
    expected = np.concatenate([weight - 0.1 * (1 + 0.5 * weight), bias])  # the frozen bias stays
    assert np.allclose(got["weights_after_a_step"], expected)
    assert [group["parameters"] for group in got["groups"]] == [[], ["0.weight"]]


# ----------------------------------------------------------------------------------------------------- hostile answers
@pytest.mark.parametrize("name", ["initializers/init_weights", "regularization/mlp_with_dropout_bn"])
def test_accepts_and_traits_survive_any_answer(name):
    module = exercise(name)
    case = list(module.cases(np.random.default_rng(0)))[1]  # with BatchNorm
    honest = simulate(module.reference, module, case)
    assert isinstance(honest, Returned)
    assert module.accepts(case.args, honest.value) is None
    junk = (None, 1.0, [], "x", np.zeros(3), np.array([None], dtype=object), [[1], [2, 3]], {"a": 1}, [np.zeros(2)] * 2)
    for key in honest.value:
        for value in junk:
            forged = {**honest.value, key: value}
            assert module.accepts(case.args, forged) is not None, (key, value)
            assert isinstance(module.traits(case.args, forged), dict)
    for value in junk:
        assert module.accepts(case.args, value) is not None
        assert isinstance(module.traits(case.args, value), dict)
