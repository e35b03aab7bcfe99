"""He-normal initialization of a whole model, in place."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np

from grader.spec.chance import TRUNCATED_STD, normal_or_truncated
from grader.spec.drawn import numbers, traits
from grader.spec.exercise import Case, Convention, Exercise, Misconception, hidden, sample
from grader.spec.finding import Finding, say
from grader.spec.text import Text
from grader.spec.value import Value
from reference.torch_track.lazy import nn, torch
from reference.torch_track.models import init_weights


def drive(
    fn: Callable[..., Any], widths: list[int], biases: list[bool], batch_norm: bool, nested: bool, seed: int
) -> dict[str, Any]:
    """Every parameter of a network after `fn(model)`; biases, scales and shifts stood at odd values before."""
    from itertools import pairwise

    import torch  # this source runs alone in the box
    from torch import nn

    torch.manual_seed(seed)
    layers: list[Any] = []
    for (fan_in, fan_out), bias in zip(pairwise(widths), biases, strict=True):
        block = [nn.Linear(fan_in, fan_out, bias=bias), *([nn.BatchNorm1d(fan_out)] if batch_norm else []), nn.ReLU()]
        layers += [nn.Sequential(*block)] if nested else block
    model = nn.Sequential(*layers)
    linears = [module for module in model.modules() if isinstance(module, nn.Linear)]
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm1d)]
    for linear in linears:
        if linear.bias is not None:
            nn.init.constant_(linear.bias, 0.7)
    for norm in norms:
        nn.init.constant_(norm.weight, 0.3)
        nn.init.constant_(norm.bias, -0.4)
    returned = fn(model)
    return {
        "returned_the_model": returned is model,
        "weights": [linear.weight.detach().numpy() for linear in linears],
        "biases": [None if linear.bias is None else linear.bias.detach().numpy() for linear in linears],
        "scales": [norm.weight.detach().numpy() for norm in norms],
        "shifts": [norm.bias.detach().numpy() for norm in norms],
        "requires_grad": all(parameter.requires_grad for parameter in model.parameters()),
    }


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def seed() -> int:
        return int(rng.integers(2**31))

    yield sample([4, 3], [True], False, False, seed(), hi="एक Linear layer", en="one Linear layer")
    yield sample(
        [3, 4, 2], [True, True], True, False, seed(), hi="BatchNorm के साथ दो layers", en="two layers with BatchNorm"
    )
    big = {"check": "statistics"}
    yield hidden(
        [300, 100, 300, 100],
        [True, True, True],
        False,
        False,
        seed(),
        hi="चौड़ी layers: weights का distribution",
        en="wide layers: how the weights are distributed",
        **big,
    )
    yield hidden(
        [100, 300, 100],
        [True, True],
        True,
        False,
        seed(),
        hi="चौड़ी layers, BatchNorm के साथ",
        en="wide layers with BatchNorm",
        **big,
    )
    yield hidden(
        [300, 100, 300],
        [True, True],
        True,
        True,
        seed(),
        hi="चौड़ी layers blocks के अंदर",
        en="wide layers nested in blocks",
        **big,
    )
    yield hidden(
        [5, 8, 3],
        [False, True],
        True,
        False,
        seed(),
        hi="पहली Linear में bias नहीं",
        en="the first Linear has no bias",
        check="edges",
    )
    yield hidden(
        [6, 4, 4, 2],
        [False, False, False],
        False,
        True,
        seed(),
        hi="किसी Linear में bias नहीं",
        en="no Linear has a bias",
        check="edges",
    )
    yield hidden(
        [4, 6, 6, 5, 3],
        [True, True, True, True],
        False,
        True,
        seed(),
        hi="चार layers, हर एक अपने block में",
        en="four layers, each in a block of its own",
    )
    yield hidden([7, 5], [True], True, True, seed(), hi="एक ही block", en="a single block", check="edges")


def _layers(args: tuple[Value, ...], answer: Value) -> Iterator[tuple[int, tuple[int, int], Value, Value]]:
    """Index, shape, weight and bias of every Linear."""
    widths = args[0]
    shapes = [(fan_out, fan_in) for fan_in, fan_out in pairwise(widths)]
    yield from zip(range(len(shapes)), shapes, answer["weights"], answer["biases"], strict=True)


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    """He-normal weights or the corrected truncated normal, zero biases, BatchNorm at 1 and 0, the model returned."""
    if not _has_parts(args, answer):
        return say(NOT_IN_PLACE)
    for index, shape, weight, bias in _layers(args, answer):
        found = numbers(weight, shape)
        if isinstance(found, Finding):
            return found
        if (wrong := normal_or_truncated(found, sqrt(2 / shape[1]))) is not None:
            return wrong
        if (bias is not None) != args[1][index] or (bias is not None and not _all(bias, shape[0], 0.0)):
            return say(BIAS)
    norms = zip(args[0][1:], answer["scales"], answer["shifts"], strict=False)  # none without BatchNorm
    if not all(_all(scale, width, 1.0) and _all(shift, width, 0.0) for width, scale, shift in norms):
        return say(BATCH_NORM)
    if answer["requires_grad"] is not True:
        return say(FROZEN)
    return None if answer["returned_the_model"] is True else say(NOT_RETURNED)


def _has_parts(args: tuple[Value, ...], answer: Value) -> bool:
    count = len(args[0]) - 1
    expected = {"weights": count, "biases": count, "scales": count * args[2], "shifts": count * args[2]}
    return (
        isinstance(answer, dict)
        and all(isinstance(answer.get(key), list) and len(answer[key]) == length for key, length in expected.items())
        and {"requires_grad", "returned_the_model"} <= answer.keys()
    )


def _all(values: Value, length: int, value: float) -> bool:
    found = numbers(values, (length,))
    return not isinstance(found, Finding) and bool((found == value).all())


def _level(values: Value) -> float:
    """Where the entries lie, in hundredths; nan for what is no array."""
    array = np.asarray(values)
    return 100 * float(array.mean()) if array.dtype.kind == "f" and array.size else float("nan")


def shape_of_answer(args: tuple[Value, ...], answer: Value) -> Mapping[str, float]:
    """What tells one way to initialize from another."""
    if not _has_parts(args, answer):
        return {"parts": 10.0}
    found = {key: 10.0 * (answer[key] is True) for key in ("returned_the_model", "requires_grad")}
    for index, shape, weight, bias in _layers(args, answer):
        found |= {f"{index}.{name}": value for name, value in traits(weight, shape).items()}
        found[f"{index}.bias"] = -10.0 if bias is None else _level(bias)
    for index, (scale, shift) in enumerate(zip(answer["scales"], answer["shifts"], strict=True)):
        found[f"{index}.scale"], found[f"{index}.shift"] = _level(scale), _level(shift)
    return found


NOT_IN_PLACE = Text(
    hi="model की layers वैसी नहीं रहीं जैसी थीं; सिर्फ़ उनके parameters की values बदलिए।",
    en="The model's layers are no longer what they were; change only the values of their parameters.",
)
BIAS = Text(hi="Linear के biases 0 होने चाहिए।", en="The biases of Linear layers must be 0.")
BATCH_NORM = Text(hi="BatchNorm का weight 1 और bias 0 होना चाहिए।", en="BatchNorm must have weight 1 and bias 0.")
FROZEN = Text(
    hi="कोई parameter अब gradient नहीं लेता (requires_grad False है); उसे सीखने लायक रहने दीजिए।",
    en="A parameter no longer takes gradients (requires_grad is False); leave it trainable.",
)
NOT_RETURNED = Text(
    hi="weights सही हैं, पर function ने वही model नहीं लौटाया: `return model`।",
    en="The weights are right, but the function did not return the model it was given: `return model`.",
)


def _fill(model: Any, weight: Callable[[Any], Any], *, biases: bool = True, norms: bool = True) -> Any:
    """`weight` on every Linear's weight; zero biases and plain BatchNorm unless left out."""
    for module in model.modules():
        if isinstance(module, nn.Linear):
            weight(module.weight)
            if biases and module.bias is not None:
                nn.init.zeros_(module.bias)
        elif norms and isinstance(module, nn.BatchNorm1d):
            nn.init.ones_(module.weight)
            nn.init.zeros_(module.bias)
    return model


def _he(weight: Any) -> None:
    nn.init.kaiming_normal_(weight, nonlinearity="relu")


def truncated_corrected(model: Any) -> Any:
    def weight(w: Any) -> None:
        std = sqrt(2 / w.shape[1]) / TRUNCATED_STD
        nn.init.trunc_normal_(w, std=std, a=-2 * std, b=2 * std)

    return _fill(model, weight)


def xavier(model: Any) -> Any:
    return _fill(model, nn.init.xavier_normal_)


def fan_out(model: Any) -> Any:
    return _fill(model, lambda w: nn.init.kaiming_normal_(w, mode="fan_out", nonlinearity="relu"))


def he_uniform(model: Any) -> Any:
    return _fill(model, lambda w: nn.init.kaiming_uniform_(w, nonlinearity="relu"))


def lecun(model: Any) -> Any:
    return _fill(model, lambda w: nn.init.kaiming_normal_(w, nonlinearity="linear"))


def variance_as_std(model: Any) -> Any:
    return _fill(model, lambda w: nn.init.normal_(w, std=2 / w.shape[1]))


def small_normal(model: Any) -> Any:
    return _fill(model, lambda w: nn.init.normal_(w, std=0.01))


def truncated_uncorrected(model: Any) -> Any:
    def weight(w: Any) -> None:
        std = sqrt(2 / w.shape[1])
        nn.init.trunc_normal_(w, std=std, a=-2 * std, b=2 * std)

    return _fill(model, weight)


def biases_untouched(model: Any) -> Any:
    return _fill(model, _he, biases=False)


def batch_norm_untouched(model: Any) -> Any:
    return _fill(model, _he, norms=False)


def only_the_first_layer(model: Any) -> Any:
    first = next(module for module in model.modules() if isinstance(module, nn.Linear))
    _fill(model, lambda w: _he(w) if w is first.weight else None)
    return model


def only_top_level(model: Any) -> Any:
    for module in model.children():
        if isinstance(module, (nn.Linear, nn.BatchNorm1d)):
            init_weights(module)
    return model


def bias_taken_for_granted(model: Any) -> Any:
    for module in model.modules():
        if isinstance(module, nn.Linear):
            nn.init.kaiming_normal_(module.weight)
            module.bias.data.fill_(0.0)
        elif isinstance(module, nn.BatchNorm1d):
            module.weight.data.fill_(1.0)
            module.bias.data.fill_(0.0)
    return model


def nothing_returned(model: Any) -> Any:
    init_weights(model)


def small_biases(model: Any) -> Any:
    for module in init_weights(model).modules():
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.constant_(module.bias, 0.01)
    return model


def by_apply(model: Any) -> Any:
    def init(module: Any) -> None:
        if isinstance(module, nn.Linear):
            torch.nn.init.kaiming_normal_(module.weight, a=0, mode="fan_in")
            if module.bias is not None:
                module.bias.data.zero_()
        if isinstance(module, nn.BatchNorm1d):
            module.reset_parameters()

    return model.apply(init)


def by_data(model: Any) -> Any:
    for module in model.modules():
        if type(module) is nn.Linear:
            fan_in = module.weight.size(1)
            module.weight.data = torch.randn(module.weight.shape) * (2.0 / fan_in) ** 0.5
            if module.bias is not None:
                module.bias.data.fill_(0)
        elif type(module) is nn.BatchNorm1d:
            module.weight.data.fill_(1)
            module.bias.data.fill_(0)
    return model


def by_new_parameters(model: Any) -> Any:
    for name, module in model.named_modules():
        if name and isinstance(module, nn.Linear):
            fan_out_, fan_in = module.weight.shape
            values = np.random.default_rng(7).normal(0.0, np.sqrt(2 / fan_in), (fan_out_, fan_in))
            module.weight = nn.Parameter(torch.tensor(values, dtype=torch.float32))
            if module.bias is not None:
                module.bias = nn.Parameter(torch.zeros(fan_out_))
        elif isinstance(module, nn.modules.batchnorm._BatchNorm):  # noqa: SLF001  # as many write it
            module.weight, module.bias = (
                nn.Parameter(torch.ones_like(module.weight)),
                nn.Parameter(torch.zeros_like(module.bias)),
            )
    return model


def by_copy(model: Any) -> Any:
    with torch.no_grad():
        for module in model.modules():
            match module:
                case nn.Linear():
                    module.weight.copy_(torch.empty_like(module.weight).normal_(0, (2 / module.in_features) ** 0.5))
                    if getattr(module, "bias", None) is not None:
                        module.bias.mul_(0.0)
                case nn.BatchNorm1d():
                    module.weight.fill_(1.0)
                    module.bias.zero_()
    return model


def by_parameter_names(model: Any) -> Any:
    for _, parameter in model.named_parameters():
        if parameter.dim() == 2:
            nn.init.normal_(parameter, 0.0, nn.init.calculate_gain("relu") / sqrt(parameter.shape[1]))
        else:
            nn.init.zeros_(parameter)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm1d):
            nn.init.ones_(module.weight)
    return model


def by_recursion(model: Any) -> Any:
    if isinstance(model, nn.Linear):
        torch.manual_seed(0)
        nn.init.kaiming_normal_(model.weight, nonlinearity="relu")
        if model.bias is not None:
            nn.init.constant_(model.bias, 0.0)
    elif isinstance(model, nn.BatchNorm1d):
        nn.init.constant_(model.weight, 1.0)
        nn.init.constant_(model.bias, 0.0)
    else:
        for child in model.children():
            by_recursion(child)
    return model


EXERCISE = Exercise(
    title=Text(hi="पूरे model के weights की शुरुआत", en="Initializing a whole model"),
    statement=Text(
        hi="दिए हुए model को उसी जगह (in place) बदलिए और वही model लौटाइए: हर `nn.Linear` का weight He-normal हो, "
        "यानी mean 0 और std $\\sqrt{2 / \\text{fan\\_in}}$ वाला normal, और bias 0; हर "
        "`nn.BatchNorm1d` का weight 1 और bias 0। "
        "layers blocks के अंदर भी हो सकती हैं। जिस Linear में bias नहीं है, उसे वैसा ही रहने दीजिए। draws "
        "PyTorch के अपने generator से लीजिए।",
        en="Change the given model in place and return it: the weight of every `nn.Linear` becomes He "
        "normal, that is normal with mean 0 "
        "and std $\\sqrt{2 / \\text{fan\\_in}}$, its bias 0; every `nn.BatchNorm1d` gets weight 1 "
        "and bias 0. Layers may be nested in blocks. "
        "A Linear without a bias is left so. Draw from PyTorch's own generator.",
    ),
    hints=(
        Text(
            hi="`model.modules()` हर गहराई की layers देता है; `model.children()` सिर्फ़ ऊपर वाली।",
            en="`model.modules()` gives the layers at every depth; `model.children()` only the topmost.",
        ),
        Text(
            hi="Linear के weight की shape (fan_out, fan_in) है; He में fan_in आता है।",
            en="A Linear's weight has shape (fan_out, fan_in); He's formula takes fan_in.",
        ),
        Text(
            hi="`nn.init` के functions जिनके नाम `_` पर ख़त्म होते हैं, tensor को वहीं बदलते हैं।",
            en="The functions of `nn.init` whose names end in `_` change the tensor in place.",
        ),
        Text(
            hi="हर module पर `isinstance` से पूछिए: Linear है या BatchNorm1d; और bias को छूने से पहले देखिए कि वह None तो नहीं।",
            en="Ask each module with `isinstance` whether it is a Linear or a BatchNorm1d; and look whether "
            "the bias is None before touching it.",
        ),
    ),
    reference=init_weights,
    cases=cases,
    kind="random",
    track="torch",
    driver=drive,
    accepts=accepts,
    traits=shape_of_answer,
    styles=(by_apply, by_data, by_new_parameters, by_copy, by_parameter_names, by_recursion),
    conventions=(
        Convention(
            "truncated-normal",
            truncated_corrected,
            Text(
                hi="सही है; आपका normal दो std पर कटा है और variance ठीक की हुई है (Keras और JAX की तरह), course में "
                "पूरा normal है।",
                en="Correct; your normal is truncated at two standard deviations with the variance corrected "
                "(as in Keras and JAX), "
                "the course text uses the whole normal.",
            ),
        ),
    ),
    misconceptions=(
        Misconception(
            "xavier-instead-of-he",
            xavier,
            Text(
                hi="आपने Xavier लिया: variance 2 / (fan_in + fan_out)। ReLU के लिए He: 2 / fan_in।",
                en="You used Xavier, variance 2 / (fan_in + fan_out); for ReLU He takes 2 / fan_in.",
            ),
        ),
        Misconception(
            "fan-out-instead-of-fan-in",
            fan_out,
            Text(
                hi="आपने fan_out से भाग दिया; He में fan_in आता है, यानी weight की दूसरी axis।",
                en="You divided by fan_out; He uses fan_in, the second axis of the weight.",
            ),
        ),
        Misconception(
            "uniform-instead-of-normal",
            he_uniform,
            Text(
                hi="variance सही है, पर आपके weights uniform हैं (kaiming_uniform_); यहाँ normal चाहिए।",
                en="The variance is right, but your weights are uniform (kaiming_uniform_); the normal is asked for.",
            ),
        ),
        Misconception(
            "factor-2-missing",
            lecun,
            Text(
                hi="आपकी variance 1 / fan_in है; ReLU आधी variance रोक लेता है, इसलिए He में 2 / fan_in है।",
                en="Your variance is 1 / fan_in; a ReLU stops half of the variance, so He takes 2 / fan_in.",
            ),
        ),
        Misconception(
            "variance-taken-for-std",
            variance_as_std,
            Text(
                hi="आपने std में 2 / fan_in दिया; वह variance है, std उसका root है।",
                en="You passed 2 / fan_in as the standard deviation; that is the variance, the std is its root.",
            ),
        ),
        Misconception(
            "std-always-0.01",
            small_normal,
            Text(
                hi="आपका std हर layer में 0.01 है; He में वह fan_in पर निर्भर है: sqrt(2 / fan_in)।",
                en="Your standard deviation is 0.01 in every layer; He's depends on fan_in: sqrt(2 / fan_in).",
            ),
        ),
        Misconception(
            "truncation-not-corrected",
            truncated_uncorrected,
            Text(
                hi="आपने normal को दो std पर काटा, जिससे variance 0.77 गुना रह गई; काटना हो तो std को 0.8796 से भाग दीजिए।",
                en="You cut the normal at two standard deviations, which leaves 0.77 of the variance; if you "
                "cut, divide the std by 0.8796.",
            ),
        ),
        Misconception(
            "biases-untouched",
            biases_untouched,
            Text(
                hi="weights सही हैं, पर biases वैसे ही रहे जैसे थे; उन्हें 0 कीजिए।",
                en="The weights are right, but the biases stay as they were; set them to 0.",
            ),
        ),
        Misconception(
            "batch-norm-untouched",
            batch_norm_untouched,
            Text(
                hi="आपने BatchNorm को छुआ नहीं; उसका weight 1 और bias 0 कीजिए।",
                en="You did not touch BatchNorm; set its weight to 1 and its bias to 0.",
            ),
        ),
        Misconception(
            "only-the-first-layer",
            only_the_first_layer,
            Text(
                hi="सिर्फ़ पहली Linear के weights बदले; हर Linear के बदलने हैं।",
                en="Only the first Linear got new weights; every one of them needs them.",
            ),
        ),
        Misconception(
            "only-top-level-layers",
            only_top_level,
            Text(
                hi="आपने `model.children()` लिया, इसलिए blocks के अंदर की layers छूट गईं; `model.modules()` हर गहराई "
                "तक जाता है।",
                en="You went through `model.children()` and missed layers inside blocks; `model.modules()` goes "
                "to every depth.",
            ),
        ),
        Misconception(
            "bias-taken-for-granted",
            bias_taken_for_granted,
            Text(
                hi="bias=False वाली Linear में `bias` None है, और आपका code वहाँ रुक गया; पहले `is not None` देखिए।",
                en="In a Linear with bias=False `bias` is None, and your code fails there; check `is not None` first.",
            ),
        ),
        Misconception(
            "nothing-returned",
            nothing_returned,
            Text(
                hi="model सही बदला, पर function ने कुछ नहीं लौटाया: अंत में `return model`।",
                en="The model is right, but nothing is returned: end with `return model`.",
            ),
        ),
        Misconception(
            "biases-small-but-not-zero",
            small_biases,
            Text(
                hi="आपने biases 0.01 रखे; यहाँ वे 0 होने चाहिए।",
                en="You set the biases to 0.01; here they are 0.",
            ),
        ),
    ),
)
