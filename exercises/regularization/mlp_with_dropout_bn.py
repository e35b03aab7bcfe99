"""Linear, BatchNorm, ReLU, Dropout, Linear: as an nn.Module."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.spec.chance import independent_events, rate
from grader.spec.drawn import numbers
from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.finding import Finding, say
from grader.spec.text import Text
from grader.spec.value import Value
from reference.torch_track.lazy import F, nn, torch
from reference.torch_track.models import mlp_with_dropout_bn
from reference.types import Array

ROWS = 400  # 400 rows of 4 entries or more tell p = 0.2 from 0.3 with an error below 1e-9 (NUMERICS 2.2)
SHIFT = 25.0  # over sqrt(ROWS), the largest value that BatchNorm can give: in training ReLU stops nothing
BIAS = 0.5  # of the last layer
TINY = 1e-9  # relative: the answers are float64 and nothing is ill-conditioned


def drive(fn: Callable[..., Any], d_in: int, hidden: int, d_out: int, p: float, x: Array, seed: int) -> dict[str, Any]:
    """Shapes, the output in eval mode, and in training mode the output with an identity as the last weight."""
    import numpy as np
    import torch  # this source runs alone in the box
    from torch import nn

    default = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        torch.manual_seed(seed)
        model = fn(d_in, hidden, d_out, p)
        many = torch.tensor(np.sin(0.7 * np.arange(400 * d_in) ** 1.1).reshape(400, d_in))
        model(many)  # lazy layers get their shapes here
        model = model.double()

        def wave(tensor: Any, start: float) -> Any:
            return torch.sin(1.7 * torch.arange(1, tensor.numel() + 1) + start).reshape(tensor.shape)

        def prepare(shift: float, identity: bool) -> None:
            for module in model.modules():
                if isinstance(module, nn.Linear):
                    last = module.out_features == d_out
                    module.weight.copy_(torch.eye(d_out, hidden) if last and identity else wave(module.weight, 2.0))
                    if module.bias is not None:
                        module.bias.fill_(0.5 if last else 0.0)
                elif isinstance(module, nn.BatchNorm1d):
                    count = module.num_features
                    module.weight.copy_(1.0 + 0.25 * wave(torch.zeros(count), 1.0))
                    module.bias.copy_(shift + 0.5 * wave(torch.zeros(count), 3.0))
                    if module.running_mean is not None:
                        module.running_mean.copy_(wave(torch.zeros(count), 5.0))
                        module.running_var.copy_(1.0 + 0.5 * wave(torch.zeros(count), 7.0))

        with torch.no_grad():
            prepare(0.0, identity=False)
            model.eval()
            torch.manual_seed(seed)
            in_eval = model(torch.tensor(x))
            prepare(25.0, identity=True)
            model.train()
            torch.manual_seed(seed)
            in_training = model(many)
        return {
            "is_module": isinstance(model, nn.Module),
            "shapes": sorted(list(parameter.shape) for parameter in model.parameters()),
            "in_eval": in_eval.numpy(),
            "in_training": in_training.numpy(),
        }
    finally:
        torch.set_default_dtype(default)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def rest(n: int, d_in: int) -> tuple[Array, int]:
        return rng.normal(size=(n, d_in)), int(rng.integers(2**31))

    yield sample(
        2, 4, 1, 0.5, np.array([[1.0, 2.0], [-1.0, 0.5]]), 0, hi="छोटा network, p = 0.5", en="a small network, p = 0.5"
    )
    yield hidden(3, 5, 2, 0.3, *rest(3, 3), hi="p = 0.3 (मिटने की probability)", en="p = 0.3 (the probability to drop)")
    yield hidden(4, 8, 6, 0.2, *rest(4, 4), hi="p = 0.2: ज़्यादातर entries बचती हैं", en="p = 0.2: most entries stay")
    yield hidden(3, 6, 8, 0.8, *rest(3, 3), hi="p = 0.8: ज़्यादातर entries 0 होती हैं", en="p = 0.8: most entries become 0")
    yield hidden(
        4,
        4,
        6,
        0.4,
        *rest(3, 4),
        hi="d_in = hidden: क्रम की ग़लती shape में नहीं दिखती",
        en="d_in = hidden, where a wrong order keeps the shapes",
    )
    yield hidden(3, 5, 7, 0.0, *rest(3, 3), hi="p = 0: कुछ नहीं मिटता", en="p = 0: nothing is dropped", check="edges")
    yield hidden(1, 6, 1, 0.5, *rest(4, 1), hi="एक feature, एक output", en="one feature, one output", check="edges")
    yield hidden(
        5, 7, 3, 0.25, *rest(1, 5), hi="eval mode में एक ही sample", en="a single sample in eval mode", check="shapes"
    )
    yield hidden(2, 10, 12, 0.6, *rest(5, 2), hi="चौड़ी hidden layer", en="a wide hidden layer", check="statistics")


def _wave(count: int, start: float) -> Array:
    return np.sin(1.7 * np.arange(1, count + 1) + start)


def _normed(args: tuple[Value, ...], training: bool) -> Array:
    """What BatchNorm gives in the driver's model: (N, hidden)."""
    d_in, hidden_, _, _, x, _ = args
    if training:
        x = np.sin(0.7 * np.arange(ROWS * d_in) ** 1.1).reshape(ROWS, d_in)
    z = x @ _wave(hidden_ * d_in, 2.0).reshape(hidden_, d_in).T
    mean = z.mean(axis=0) if training else _wave(hidden_, 5.0)
    variance = z.var(axis=0) if training else 1.0 + 0.5 * _wave(hidden_, 7.0)
    scale, shift = 1.0 + 0.25 * _wave(hidden_, 1.0), (SHIFT if training else 0.0) + 0.5 * _wave(hidden_, 3.0)
    return scale * (z - mean) / np.sqrt(variance + 1e-5) + shift


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    """Shapes with or without the first bias; the exact output in eval mode; in training every entry 0 or scaled."""
    d_in, hidden_, d_out, p, x, _ = args
    parts = {"is_module", "shapes", "in_eval", "in_training"}
    if not isinstance(answer, dict) or not parts <= answer.keys() or answer["is_module"] is not True:
        return say(NO_MODULE)
    full = [[hidden_, d_in], [hidden_], [hidden_], [hidden_], [d_out, hidden_], [d_out]]
    if _shapes(answer) not in (sorted(full), sorted(full[:1] + full[2:])):
        return say(SHAPES)
    in_eval = numbers(answer["in_eval"], (len(x), d_out))
    if isinstance(in_eval, Finding):
        return in_eval
    expected = np.maximum(_normed(args, training=False), 0) @ _wave(d_out * hidden_, 2.0).reshape(d_out, hidden_).T
    if not np.allclose(in_eval, expected + BIAS, rtol=TINY, atol=TINY):
        return say(EVAL)
    in_training = numbers(answer["in_training"], (ROWS, d_out))
    if isinstance(in_training, Finding):
        return in_training
    return _dropped(args, in_training - BIAS, p)


def _shapes(answer: Value) -> list[list[int]]:
    """The parameters' shapes; whatever is no list of shapes counts as none."""
    try:
        return sorted([int(size) for size in shape] for shape in answer["shapes"])
    except (TypeError, ValueError, OverflowError, KeyError):
        return []


def _dropped(args: tuple[Value, ...], seen: Array, p: float) -> Finding | None:
    """The hidden layer behind an identity: is it the normed values, some dropped and the rest scaled?"""
    shown = min(args[1], args[2])
    kept = _normed(args, training=True)[:, :shown] / (1 - p)
    zero = np.abs(seen[:, :shown]) < TINY
    if not np.allclose(seen[:, shown:], 0, atol=TINY):
        return say(AFTER_LAST)
    if not np.allclose(np.where(zero, kept, seen[:, :shown]), kept, rtol=TINY):
        return say(SCALED)
    if (wrong := rate(int(zero.sum()), zero.size, p)) is not None or p == 0.0:
        return wrong
    return independent_events(zero.astype(np.float64), p)


def seen_in(args: tuple[Value, ...], answer: Value) -> Mapping[str, float]:
    """Shapes and eval values exactly, dropout by its rate, its scale and its place."""
    if not isinstance(answer, dict):
        return {"unreadable": 10.0}
    d_out, shapes = args[2], _shapes(answer)
    seen, in_eval = (
        numbers(answer.get(key), (n, d_out)) for key, n in (("in_training", ROWS), ("in_eval", len(args[4])))
    )
    found = {"shapes": 10.0 * len(shapes), "entries": 10.0 * sum(int(np.prod(shape)) for shape in shapes)}
    if isinstance(seen, Finding) or isinstance(in_eval, Finding):
        return {**found, "misshapen": 10.0}
    found |= {f"eval {i}": 1e4 * float(v) for i, v in enumerate(np.ravel(in_eval))}
    shown = min(args[1], d_out)
    hidden_ = seen[:, :shown] - BIAS
    zero = np.abs(hidden_) < TINY
    normed = _normed(args, training=True)[:, :shown]
    off = np.abs(hidden_ - normed) > TINY
    left = hidden_[~zero]
    return {
        **found,
        "zeros": 10 * float(zero.mean()),
        "output zeros": 10 * float((np.abs(seen) < TINY).mean()),
        "level": 2 * float(left.mean()) if left.size else 0.0,
        "unlike": 10 * float(off[~zero].mean()) if left.size else 0.0,
        "signs": 10 * float((hidden_ < -TINY).mean()),
    }


NO_MODULE = Text(hi="`nn.Module` चाहिए।", en="An `nn.Module` is asked for.")
SHAPES = Text(
    hi="parameters की shapes मेल नहीं खातीं: Linear(d_in, hidden), BatchNorm1d(hidden) और Linear(hidden, d_out) चाहिए।",
    en="The shapes of the parameters do not fit: Linear(d_in, hidden), BatchNorm1d(hidden) and "
    "Linear(hidden, d_out) are asked for.",
)
EVAL = Text(
    hi="eval mode की values अलग हैं: layers का क्रम Linear, BatchNorm1d, ReLU, Linear होना चाहिए, और dropout बंद।",
    en="The values in eval mode differ: the order is Linear, BatchNorm1d, ReLU, Linear, with dropout off.",
)
AFTER_LAST = Text(
    hi="training में output की entries भी बदलीं; dropout hidden layer पर लगता है, आख़िरी Linear के बाद कुछ नहीं।",
    en="In training the output's entries change too; dropout works on the hidden layer, nothing "
    "comes after the last Linear.",
)
SCALED = Text(
    hi="training में hidden values न 0 हैं न BatchNorm और ReLU की value का 1 / (1 − p) गुना; Dropout(p) ReLU के बाद आता है।",
    en="In training the hidden values are neither 0 nor 1 / (1 − p) times what BatchNorm and ReLU "
    "give; Dropout(p) comes after ReLU.",
)


def bn_after_relu(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    return nn.Sequential(
        nn.Linear(d_in, hidden), nn.ReLU(), nn.BatchNorm1d(hidden), nn.Dropout(p), nn.Linear(hidden, d_out)
    )


def dropout_on_output(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    return nn.Sequential(
        nn.Linear(d_in, hidden), nn.BatchNorm1d(hidden), nn.ReLU(), nn.Linear(hidden, d_out), nn.Dropout(p)
    )


def dropout_before_bn(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    return nn.Sequential(
        nn.Linear(d_in, hidden), nn.Dropout(p), nn.BatchNorm1d(hidden), nn.ReLU(), nn.Linear(hidden, d_out)
    )


def activation_missing(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    return nn.Sequential(nn.Linear(d_in, hidden), nn.BatchNorm1d(hidden), nn.Dropout(p), nn.Linear(hidden, d_out))


def dropout_missing(d_in: int, hidden: int, d_out: int, p: float) -> Any:  # noqa: ARG001  # the mistake
    return nn.Sequential(nn.Linear(d_in, hidden), nn.BatchNorm1d(hidden), nn.ReLU(), nn.Linear(hidden, d_out))


def batch_norm_missing(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    return nn.Sequential(nn.Linear(d_in, hidden), nn.ReLU(), nn.Dropout(p), nn.Linear(hidden, d_out))


def p_as_keep_probability(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    return mlp_with_dropout_bn(d_in, hidden, d_out, 1 - p)


def p_ignored(d_in: int, hidden: int, d_out: int, p: float) -> Any:  # noqa: ARG001  # the mistake
    return mlp_with_dropout_bn(d_in, hidden, d_out, 0.5)


def dropout_always_on(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.fc1, self.bn, self.fc2 = nn.Linear(d_in, hidden), nn.BatchNorm1d(hidden), nn.Linear(hidden, d_out)

        def forward(self, x: Any) -> Any:
            return self.fc2(F.dropout(F.relu(self.bn(self.fc1(x))), p))

    return Net()


def relu_at_the_end(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    return nn.Sequential(mlp_with_dropout_bn(d_in, hidden, d_out, p), nn.ReLU())


def batch_norm_of_the_input(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    return nn.Sequential(
        nn.BatchNorm1d(d_in), nn.Linear(d_in, hidden), nn.ReLU(), nn.Dropout(p), nn.Linear(hidden, d_out)
    )


def batch_norm_on_output(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    return nn.Sequential(mlp_with_dropout_bn(d_in, hidden, d_out, p), nn.BatchNorm1d(d_out))


def no_running_statistics(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    return nn.Sequential(
        nn.Linear(d_in, hidden),
        nn.BatchNorm1d(hidden, track_running_stats=False),
        nn.ReLU(),
        nn.Dropout(p),
        nn.Linear(hidden, d_out),
    )


def layer_norm_instead(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    return nn.Sequential(
        nn.Linear(d_in, hidden), nn.LayerNorm(hidden), nn.ReLU(), nn.Dropout(p), nn.Linear(hidden, d_out)
    )


def without_first_bias(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    return nn.Sequential(
        nn.Linear(d_in, hidden, bias=False),
        nn.BatchNorm1d(hidden),
        nn.ReLU(inplace=True),
        nn.Dropout(p=p),
        nn.Linear(hidden, d_out),
    )


def as_subclass(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.fc1 = nn.Linear(d_in, hidden)
            self.fc2 = nn.Linear(hidden, d_out)
            self.bn = nn.BatchNorm1d(hidden)
            self.drop = nn.Dropout(p)

        def forward(self, x: Any) -> Any:
            return self.fc2(self.drop(torch.relu(self.bn(self.fc1(x)))))

    return Net()


def functional(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = nn.ModuleDict({"a": nn.Linear(d_in, hidden), "b": nn.Linear(hidden, d_out)})
            self.norm = nn.BatchNorm1d(hidden)

        def forward(self, x: Any) -> Any:
            x = F.relu(self.norm(self.inner["a"](x)))
            x = F.dropout(x, p=p, training=self.training)
            return self.inner["b"](x)

    return Net()


def dropout_before_relu(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    model = nn.Sequential()
    for name, layer in (
        ("in", nn.Linear(d_in, hidden)),
        ("norm", nn.BatchNorm1d(hidden)),
        ("drop", nn.Dropout(p)),
        ("relu", nn.ReLU()),
        ("out", nn.Linear(hidden, d_out)),
    ):
        model.add_module(name, layer)
    return model


def own_mask(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    class Drop(nn.Module):
        def forward(self, x: Any) -> Any:
            if not self.training:
                return x
            return x * (torch.rand_like(x) >= p) / (1 - p)

    return nn.Sequential(nn.Linear(d_in, hidden), nn.BatchNorm1d(hidden), nn.ReLU(), Drop(), nn.Linear(hidden, d_out))


def in_two_blocks(d_in: int, hidden: int, d_out: int, p: float) -> Any:
    block = nn.Sequential(nn.Linear(d_in, hidden), nn.BatchNorm1d(hidden), nn.ReLU(), nn.Dropout(p))
    return nn.Sequential(block, nn.Linear(hidden, d_out))


def lazy(d_in: int, hidden: int, d_out: int, p: float) -> Any:  # noqa: ARG001  # lazy layers find out themselves
    return nn.Sequential(nn.LazyLinear(hidden), nn.LazyBatchNorm1d(), nn.ReLU(), nn.Dropout(p), nn.LazyLinear(d_out))


EXERCISE = Exercise(
    title=Text(hi="BatchNorm और Dropout वाला MLP", en="An MLP with BatchNorm and Dropout"),
    statement=Text(
        hi="एक `nn.Module` लौटाइए जिसमें layers इस क्रम में हों: `nn.Linear(d_in, hidden)`, "
        "`nn.BatchNorm1d(hidden)`, ReLU, Dropout(p), "
        "`nn.Linear(hidden, d_out)`। p किसी entry के मिटने की probability है; dropout सिर्फ़ training mode में चलता है। "
        "पहली Linear बिना bias के भी हो सकती है (BatchNorm उसे घटा ही देता है)। BatchNorm की बाक़ी "
        "settings PyTorch वाली रहें।",
        en="Return an `nn.Module` with these layers in this order: `nn.Linear(d_in, hidden)`, "
        "`nn.BatchNorm1d(hidden)`, ReLU, Dropout(p), "
        "`nn.Linear(hidden, d_out)`. p is the probability that an entry is dropped; dropout works in "
        "training mode only. "
        "The first Linear may go without a bias (BatchNorm subtracts it anyway). Leave BatchNorm's "
        "other settings at PyTorch's defaults.",
    ),
    hints=(
        Text(
            hi="BatchNorm activation से पहले आता है, Dropout उसके बाद।",
            en="BatchNorm comes before the activation, Dropout after it.",
        ),
        Text(
            hi="BatchNorm1d को features की गिनती चाहिए: hidden layer के बाद वह hidden है, d_in नहीं।",
            en="BatchNorm1d wants the number of features: behind the hidden layer that is hidden, not d_in.",
        ),
        Text(
            hi="`nn.Dropout(p)` model के mode पर चलता है; `F.dropout` को mode ख़ुद बताना पड़ता है: `training=self.training`।",
            en="`nn.Dropout(p)` follows the model's mode; `F.dropout` must be told: `training=self.training`.",
        ),
        Text(
            hi="`nn.Sequential` में पाँच layers, एक के बाद एक।",
            en="Five layers, one after another, in an `nn.Sequential`.",
        ),
    ),
    reference=mlp_with_dropout_bn,
    cases=cases,
    kind="property",
    track="torch",
    driver=drive,
    accepts=accepts,
    traits=seen_in,
    styles=(without_first_bias, as_subclass, functional, dropout_before_relu, own_mask, in_two_blocks, lazy),
    misconceptions=(
        Misconception(
            "batch-norm-after-the-activation",
            bn_after_relu,
            Text(
                hi="आपने BatchNorm को ReLU के बाद रखा; यहाँ वह Linear और ReLU के बीच आता है।",
                en="You put BatchNorm after ReLU; here it stands between Linear and ReLU.",
            ),
        ),
        Misconception(
            "dropout-on-the-output",
            dropout_on_output,
            Text(
                hi="आपने dropout output पर लगाया: उत्तर की entries ही मिट जाती हैं। उसे ReLU के बाद, आख़िरी Linear से "
                "पहले रखिए।",
                en="You put dropout on the output, which erases parts of the answer. It goes after ReLU, before "
                "the last Linear.",
            ),
        ),
        Misconception(
            "dropout-before-batch-norm",
            dropout_before_bn,
            Text(
                hi="आपने dropout को BatchNorm से पहले रखा: training और inference में variance अलग हो जाती है। उसे ReLU "
                "के बाद रखिए।",
                en="You put dropout before BatchNorm, so that the variance differs between training and "
                "inference. It goes after ReLU.",
            ),
        ),
        Misconception(
            "activation-missing",
            activation_missing,
            Text(
                hi="ReLU नहीं है, इसलिए eval mode में पूरा network linear रह गया। BatchNorm के बाद ReLU लगाइए।",
                en="There is no ReLU, so in eval mode the network is linear. Put it after BatchNorm.",
            ),
        ),
        Misconception(
            "dropout-missing",
            dropout_missing,
            Text(
                hi="dropout नहीं है: training में कुछ नहीं मिटता। ReLU के बाद Dropout(p) लगाइए।",
                en="There is no dropout: nothing is dropped in training. Put Dropout(p) after ReLU.",
            ),
        ),
        Misconception(
            "batch-norm-missing",
            batch_norm_missing,
            Text(
                hi="BatchNorm नहीं है; पहली Linear के बाद `nn.BatchNorm1d(hidden)` लगाइए।",
                en="There is no BatchNorm; put `nn.BatchNorm1d(hidden)` after the first Linear.",
            ),
        ),
        Misconception(
            "p-as-keep-probability",
            p_as_keep_probability,
            Text(
                hi="आपने p को बचने की probability माना; PyTorch में p मिटने की probability है।",
                en="You took p for the probability to keep; in PyTorch p is the probability to drop.",
            ),
        ),
        Misconception(
            "p-ignored",
            p_ignored,
            Text(
                hi="आपका Dropout हमेशा 0.5 का है; `nn.Dropout(p)` लिखिए।",
                en="Your dropout always has 0.5; write `nn.Dropout(p)`.",
            ),
        ),
        Misconception(
            "dropout-always-on",
            dropout_always_on,
            Text(
                hi="`F.dropout(x, p)` eval mode में भी मिटाता है; `training=self.training` दीजिए या `nn.Dropout` लीजिए।",
                en="`F.dropout(x, p)` drops in eval mode too; pass `training=self.training` or use `nn.Dropout`.",
            ),
        ),
        Misconception(
            "relu-at-the-end",
            relu_at_the_end,
            Text(
                hi="आपने output पर भी ReLU लगाया; आख़िरी Linear के बाद कुछ नहीं आता।",
                en="You put a ReLU on the output too; nothing comes after the last Linear.",
            ),
        ),
        Misconception(
            "batch-norm-of-the-input",
            batch_norm_of_the_input,
            Text(
                hi="आपने input को normalize किया; BatchNorm hidden layer के z पर लगता है, पहली Linear के बाद।",
                en="You normalize the input; BatchNorm works on the hidden layer's z, after the first Linear.",
            ),
        ),
        Misconception(
            "batch-norm-on-the-output",
            batch_norm_on_output,
            Text(
                hi="आपने output पर भी BatchNorm लगाया; आख़िरी Linear के बाद कुछ नहीं आता।",
                en="You put a BatchNorm on the output as well; nothing comes after the last Linear.",
            ),
        ),
        Misconception(
            "no-running-statistics",
            no_running_statistics,
            Text(
                hi="`track_running_stats=False` से eval mode भी batch के statistics लेता है; एक sample पर वह कुछ नहीं "
                "बता पाता। उसे हटाइए।",
                en="With `track_running_stats=False` eval mode uses the batch's statistics too, which say "
                "nothing for one sample. Leave it out.",
            ),
        ),
        Misconception(
            "layer-norm-instead",
            layer_norm_instead,
            Text(
                hi="आपने LayerNorm लगाया: वह हर row के अंदर normalize करता है। BatchNorm1d हर feature को batch पर "
                "normalize करता है।",
                en="You used LayerNorm, which normalizes within a row; BatchNorm1d normalizes each feature over "
                "the batch.",
            ),
        ),
    ),
)
