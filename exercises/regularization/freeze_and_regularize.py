"""Parameter groups: weight decay on weights only, frozen parameters nowhere."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.torch_track.decay import freeze_and_regularize
from reference.torch_track.lazy import nn, torch


def drive(
    fn: Callable[..., Any], layers: list[str], frozen: list[str], lr: float, weight_decay: float
) -> dict[str, Any]:
    """The groups, by parameter names, sorted; and the weights after one step on gradients of 1.

    layers: "Linear 3 4", "LinearNoBias 3 4", "BatchNorm1d 4", "Conv2d 1 2 3", "Block" (the rest stands one level
    deeper).
    """
    import torch  # this source runs alone in the box
    from torch import nn

    def build(names: list[str]) -> Any:
        parts: list[Any] = []
        for index, name in enumerate(names):
            kind, *sizes = name.split()
            if kind == "Block":
                return nn.Sequential(*parts, build(names[index + 1 :]))
            made = getattr(nn, kind.removesuffix("NoBias"))
            parts.append(made(*map(int, sizes), **({"bias": False} if kind.endswith("NoBias") else {})))
        return nn.Sequential(*parts)

    torch.manual_seed(0)
    model = build(layers).double()
    for name, parameter in model.named_parameters():
        count = torch.arange(1, parameter.numel() + 1, dtype=parameter.dtype)
        parameter.data = torch.sin(1.7 * count + parameter.ndim).reshape(parameter.shape)
        parameter.requires_grad_(name not in frozen)
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    optimizer = fn(model, lr, weight_decay)
    groups = [
        {
            "weight_decay": float(group["weight_decay"]),
            "lr": float(group["lr"]),
            "parameters": sorted(names.get(id(parameter), "?") for parameter in group["params"]),
        }
        for group in optimizer.param_groups
    ]
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    return {
        "is_sgd": isinstance(optimizer, torch.optim.SGD),
        "groups": sorted(groups, key=lambda group: (group["weight_decay"], group["parameters"])),
        "weights_after_a_step": torch.cat([p.detach().flatten() for p in model.parameters()]).numpy(),
        "requires_grad": [parameter.requires_grad for parameter in model.parameters()],
    }


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def rates() -> tuple[float, float]:
        return round(float(rng.uniform(0.1, 0.5)), 3), round(float(rng.uniform(0.1, 0.6)), 3)

    yield sample(["Linear 2 3"], [], 0.1, 0.5, hi="एक Linear layer", en="one Linear layer")
    yield sample(
        ["Linear 2 3", "BatchNorm1d 3", "Linear 3 1"],
        ["0.weight", "0.bias"],
        0.1,
        0.5,
        hi="BatchNorm, पहली layer frozen",
        en="BatchNorm, the first layer frozen",
    )
    mlp = ["Linear 3 4", "ReLU", "Linear 4 2"]
    deep = ["Linear 3 4", "BatchNorm1d 4", "ReLU", "Linear 4 5", "BatchNorm1d 5", "ReLU", "Linear 5 2"]
    yield hidden(mlp, [], *rates(), hi="दो Linear layers", en="two Linear layers")
    yield hidden(deep, [], *rates(), hi="BatchNorm वाला network", en="a network with BatchNorm")
    yield hidden(
        deep,
        ["0.weight", "0.bias", "1.weight", "1.bias"],
        *rates(),
        hi="पहला block पूरा frozen",
        en="the first block frozen whole",
    )
    yield hidden(
        mlp,
        ["0.weight", "2.bias"],
        *rates(),
        hi="कहीं सिर्फ़ weight frozen, कहीं सिर्फ़ bias",
        en="a frozen weight here, a frozen bias there",
        check="edges",
    )
    yield hidden(
        ["Conv2d 1 2 3", "ReLU", "Flatten", "Linear 8 3"],
        [],
        *rates(),
        hi="convolution का weight चार axes का",
        en="a convolution, whose weight has four axes",
    )
    yield hidden(
        ["LinearNoBias 3 4", "BatchNorm1d 4", "ReLU", "LinearNoBias 4 2"],
        [],
        *rates(),
        hi="Linear layers में bias नहीं",
        en="Linear layers without a bias",
        check="edges",
    )
    yield hidden(
        ["Linear 3 4", "Block", "BatchNorm1d 4", "Block", "Linear 4 2"],
        ["1.0.bias"],
        *rates(),
        hi="layers blocks के अंदर blocks में",
        en="layers nested in blocks",
    )
    yield hidden(
        ["Linear 1 1", "Linear 1 1"],
        ["0.weight"],
        *rates(),
        hi="weight में एक ही संख्या, पर axes दो",
        en="weights of one entry, but two axes",
        check="edges",
    )


def _sgd(decayed: list[Any], others: list[Any], lr: float, weight_decay: float) -> Any:
    groups = [{"params": decayed, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.SGD(groups, lr=lr)


def _trainable(model: Any) -> list[Any]:
    return [p for p in model.parameters() if p.requires_grad]


def decay_on_everything(model: Any, lr: float, weight_decay: float) -> Any:
    return torch.optim.SGD(_trainable(model), lr=lr, weight_decay=weight_decay)


def decay_in_both_groups(model: Any, lr: float, weight_decay: float) -> Any:
    weights = [p for p in _trainable(model) if p.ndim >= 2]
    others = [p for p in _trainable(model) if p.ndim < 2]
    return torch.optim.SGD([{"params": weights}, {"params": others}], lr=lr, weight_decay=weight_decay)


def decay_on_no_group(model: Any, lr: float, weight_decay: float) -> Any:  # noqa: ARG001  # the mistake
    weights = [p for p in _trainable(model) if p.ndim >= 2]
    others = [p for p in _trainable(model) if p.ndim < 2]
    return _sgd(weights, others, lr, 0.0)


def groups_swapped(model: Any, lr: float, weight_decay: float) -> Any:
    weights = [p for p in _trainable(model) if p.ndim >= 2]
    others = [p for p in _trainable(model) if p.ndim < 2]
    return _sgd(others, weights, lr, weight_decay)


def frozen_included(model: Any, lr: float, weight_decay: float) -> Any:
    parameters = list(model.parameters())
    return _sgd([p for p in parameters if p.ndim >= 2], [p for p in parameters if p.ndim < 2], lr, weight_decay)


def weights_only(model: Any, lr: float, weight_decay: float) -> Any:
    weights = [p for p in _trainable(model) if p.ndim >= 2]
    return _sgd(weights, [], lr, weight_decay)


def by_the_name_bias(model: Any, lr: float, weight_decay: float) -> Any:
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    weights = [p for name, p in named if "bias" not in name]
    return _sgd(weights, [p for name, p in named if "bias" in name], lr, weight_decay)


def batch_norm_left_out(model: Any, lr: float, weight_decay: float) -> Any:
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    weights = [p for name, p in named if p.ndim >= 2]
    linear_biases = [
        p
        for module in model.modules()
        if isinstance(module, (nn.Linear, nn.Conv2d))
        for name, p in module.named_parameters(recurse=False)
        if name == "bias" and p.requires_grad
    ]
    return _sgd(weights, linear_biases, lr, weight_decay)


def lr_fixed(model: Any, lr: float, weight_decay: float) -> Any:  # noqa: ARG001  # the mistake
    return freeze_and_regularize(model, 0.01, weight_decay)


def adam_instead(model: Any, lr: float, weight_decay: float) -> Any:
    return torch.optim.Adam(freeze_and_regularize(model, lr, weight_decay).param_groups, lr=lr)


def everything_frozen(model: Any, lr: float, weight_decay: float) -> Any:
    optimizer = freeze_and_regularize(model, lr, weight_decay)
    for parameter in model.parameters():
        parameter.requires_grad = False
    return optimizer


def everything_unfrozen(model: Any, lr: float, weight_decay: float) -> Any:
    for parameter in model.parameters():
        parameter.requires_grad = True
    return freeze_and_regularize(model, lr, weight_decay)


def by_dimension(model: Any, lr: float, weight_decay: float) -> Any:
    decay, no_decay = [], []
    for parameter in model.parameters():
        if not parameter.requires_grad:
            continue
        (no_decay if parameter.dim() <= 1 else decay).append(parameter)
    groups = [{"params": no_decay, "weight_decay": 0}, {"params": decay}]
    return torch.optim.SGD(groups, lr=lr, weight_decay=weight_decay)


def by_modules(model: Any, lr: float, weight_decay: float) -> Any:
    decay, no_decay = [], []
    for module in model.modules():
        for name, parameter in module.named_parameters(recurse=False):
            if parameter.requires_grad:
                plain = isinstance(module, nn.BatchNorm1d) or name == "bias"
                (no_decay if plain else decay).append(parameter)
    return _sgd(decay, no_decay, lr, weight_decay)


def by_added_group(model: Any, lr: float, weight_decay: float) -> Any:
    trainable = list(filter(lambda p: p.requires_grad, model.parameters()))
    optimizer = torch.optim.SGD([p for p in trainable if len(p.shape) > 1], lr=lr, weight_decay=weight_decay)
    optimizer.add_param_group({"params": [p for p in trainable if len(p.shape) == 1], "weight_decay": 0.0})
    return optimizer


def by_names(model: Any, lr: float, weight_decay: float) -> Any:
    normed = {
        f"{name}.{part}"
        for name, module in model.named_modules()
        if isinstance(module, nn.modules.batchnorm._BatchNorm)  # noqa: SLF001  # as many write it
        for part, _ in module.named_parameters(recurse=False)
    }
    groups: dict[bool, dict[str, Any]] = {
        True: {"params": [], "weight_decay": weight_decay, "lr": lr},
        False: {"params": [], "weight_decay": 0.0, "lr": lr},
    }
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            groups[not (name.endswith("bias") or name in normed)]["params"].append(parameter)
    return torch.optim.SGD(list(groups.values()), lr=1.0)


def by_sets(model: Any, lr: float, weight_decay: float) -> Any:
    trainable = {p for p in model.parameters() if p.requires_grad}
    flat = {p for p in trainable if p.ndim == 1}
    return _sgd(list(trainable - flat), list(flat), lr, weight_decay)


def with_momentum(model: Any, lr: float, weight_decay: float) -> Any:
    groups = freeze_and_regularize(model, lr, weight_decay).param_groups
    return torch.optim.SGD([{k: g[k] for k in ("params", "weight_decay")} for g in reversed(groups)], lr, momentum=0.9)


EXERCISE = Exercise(
    title=Text(hi="weight decay के groups और frozen parameters", en="Weight decay groups and frozen parameters"),
    statement=Text(
        hi="`torch.optim.SGD` लौटाइए जिसमें ठीक दो parameter groups हों, किसी भी क्रम में: weights (जिनमें दो "
        "या ज़्यादा axes हैं) `weight_decay` के साथ, "
        "और biases और BatchNorm के parameters weight decay 0 के साथ। दोनों का learning rate `lr` है। जिन parameters पर "
        "requires_grad False है (frozen), वे किसी group में न आएँ। model में कुछ मत बदलिए।",
        en="Return a `torch.optim.SGD` with exactly two parameter groups, in any order: weights (two "
        "axes or more) with `weight_decay`, and "
        "biases and BatchNorm parameters with weight decay 0. Both have the learning rate `lr`. "
        "Parameters whose requires_grad is False "
        "(frozen) are in no group. Change nothing in the model.",
    ),
    hints=(
        Text(
            hi="weight decay weights को छोटा रखता है; bias और BatchNorm के scale को छोटा रखने से कुछ नहीं मिलता।",
            en="Weight decay keeps weights small; nothing is gained by keeping biases or BatchNorm scales small.",
        ),
        Text(
            hi="weight में कम से कम दो axes होते हैं; bias और BatchNorm के parameters में एक। `parameter.ndim` देखिए।",
            en="A weight has at least two axes; biases and BatchNorm parameters have one. Look at `parameter.ndim`.",
        ),
        Text(
            hi="optimizer dicts की list लेता है: `{'params': [...], 'weight_decay': ...}`। group में लिखी value "
            "बाहर लिखी value से पहले मानी जाती है।",
            en="An optimizer takes a list of dicts: `{'params': [...], 'weight_decay': ...}`. What a group "
            "says wins over the default outside.",
        ),
        Text(
            hi="पहले `requires_grad` वाले parameters छाँटिए, फिर उन्हें दो lists में बाँटिए।",
            en="First pick the parameters that require gradients, then split them into two lists.",
        ),
    ),
    reference=freeze_and_regularize,
    cases=cases,
    kind="property",
    track="torch",
    driver=drive,
    styles=(by_dimension, by_modules, by_added_group, by_names, by_sets, with_momentum),
    misconceptions=(
        Misconception(
            "decay-on-everything",
            decay_on_everything,
            Text(
                hi="आपने सब parameters एक ही group में रखे, इसलिए biases और BatchNorm पर भी decay लगा। दो groups बनाइए।",
                en="You put all parameters into one group, so biases and BatchNorm decay too. Make two groups.",
            ),
        ),
        Misconception(
            "decay-in-both-groups",
            decay_in_both_groups,
            Text(
                hi="groups ठीक बने, पर `weight_decay` बाहर लिखा है और दोनों पर लगता है; दूसरे group में "
                "`weight_decay=0` लिखिए।",
                en="The groups are right, but `weight_decay` stands outside and applies to both; give the "
                "second group `weight_decay=0`.",
            ),
        ),
        Misconception(
            "decay-on-no-group",
            decay_on_no_group,
            Text(
                hi="किसी group पर weight decay नहीं है; weights वाले group को `weight_decay` दीजिए।",
                en="No group has weight decay; give the weights' group `weight_decay`.",
            ),
        ),
        Misconception(
            "groups-swapped",
            groups_swapped,
            Text(
                hi="groups उल्टे हैं: decay biases और BatchNorm पर लगा, weights पर नहीं।",
                en="The groups are swapped: biases and BatchNorm decay, the weights do not.",
            ),
        ),
        Misconception(
            "frozen-included",
            frozen_included,
            Text(
                hi="आपने frozen parameters भी groups में रख दिए; पहले `requires_grad` देखिए।",
                en="You put frozen parameters into the groups as well; look at `requires_grad` first.",
            ),
        ),
        Misconception(
            "weights-only",
            weights_only,
            Text(
                hi="biases और BatchNorm के parameters किसी group में नहीं हैं, इसलिए वे कभी नहीं सीखेंगे। उन्हें decay 0 वाले "
                "group में रखिए।",
                en="Biases and BatchNorm parameters are in no group, so they would never learn. Put them into "
                "the group with decay 0.",
            ),
        ),
        Misconception(
            "by-the-name-bias",
            by_the_name_bias,
            Text(
                hi="आपने नाम में 'bias' देखकर बाँटा; BatchNorm के scale का नाम weight है, इसलिए उस पर decay लग गया। "
                "`ndim` देखिए।",
                en="You split by 'bias' in the name; BatchNorm's scale is called weight, so it decays. Look at `ndim`.",
            ),
        ),
        Misconception(
            "batch-norm-left-out",
            batch_norm_left_out,
            Text(
                hi="BatchNorm के parameters किसी group में नहीं आए; वे भी सीखते हैं, बस उन पर decay नहीं लगता।",
                en="The BatchNorm parameters are in no group; they learn too, only without decay.",
            ),
        ),
        Misconception(
            "lr-ignored",
            lr_fixed,
            Text(
                hi="आपने learning rate 0.01 लिख दिया; `lr` argument में आता है।",
                en="You wrote the learning rate 0.01; `lr` comes as an argument.",
            ),
        ),
        Misconception(
            "adam-instead-of-sgd",
            adam_instead,
            Text(
                hi="groups सही हैं, पर आपने Adam लौटाया; `torch.optim.SGD` चाहिए।",
                en="The groups are right, but you returned Adam; `torch.optim.SGD` is asked for.",
            ),
        ),
        Misconception(
            "model-frozen",
            everything_frozen,
            Text(
                hi="आपने model के सब parameters frozen कर दिए; function को model में कुछ नहीं बदलना है, सिर्फ़ पहले से "
                "frozen parameters छोड़ने हैं।",
                en="You froze every parameter of the model; change nothing in it, only leave out what is frozen "
                "already.",
            ),
        ),
        Misconception(
            "model-unfrozen",
            everything_unfrozen,
            Text(
                hi="आपने सब parameters पर requires_grad True कर दिया; frozen parameters को frozen रहने दीजिए।",
                en="You set requires_grad True on every parameter; frozen parameters stay frozen.",
            ),
        ),
    ),
)
