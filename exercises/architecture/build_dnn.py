"""A fully connected network as an nn.Module."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.torch_track.lazy import F, nn, torch
from reference.torch_track.models import build_dnn
from reference.types import Array

Sizes = list[int]


def drive(fn: Callable[..., Any], layer_sizes: Sizes, x: Array) -> dict[str, Any]:
    """Parameter shapes, values and the input's gradient, after every weight is set by its shape alone.

    By shape, since layers may be registered in any order: parameters of one shape all get the same values.
    """
    import torch  # this source runs alone in the box

    default = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        torch.manual_seed(0)
        model = fn(list(layer_sizes))
        inputs = torch.tensor(x, dtype=torch.float64, requires_grad=True)
        model(inputs)  # lazy layers get their shapes here
        parameters = list(model.parameters())
        with torch.no_grad():
            for parameter in parameters:
                count = torch.arange(1, parameter.numel() + 1, dtype=parameter.dtype)
                parameter.copy_(torch.sin(1.7 * count + parameter.ndim).reshape(parameter.shape))
        output = model(inputs)
        output.sum().backward()
        return {
            "is_module": isinstance(model, torch.nn.Module),
            "shapes": sorted(list(parameter.shape) for parameter in parameters),
            "output": output.detach().numpy(),
            "input_gradient": inputs.grad.numpy(),
            "with_gradient": sum(parameter.grad is not None for parameter in parameters),
        }
    finally:
        torch.set_default_dtype(default)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def x(n: int, d: int) -> Array:
        return rng.normal(size=(n, d))

    yield sample([2, 3, 1], np.array([[1.0, 2.0], [-1.0, 0.5]]), hi="एक hidden layer", en="one hidden layer")
    yield sample([3, 2], np.array([[1.0, -2.0, 0.5]]), hi="कोई hidden layer नहीं", en="no hidden layer", check="edges")
    yield hidden([4, 6, 3], x(3, 4), hi="एक hidden layer, कई outputs", en="one hidden layer, several outputs")
    yield hidden([3, 5, 4, 2], x(3, 3), hi="दो hidden layers", en="two hidden layers")
    yield hidden([2, 6, 5, 4, 3], x(4, 2), hi="तीन hidden layers", en="three hidden layers")
    yield hidden([4, 4, 4, 4], x(3, 4), hi="सब layers बराबर चौड़ी", en="all layers equally wide")
    yield hidden([1, 5, 1], x(4, 1), hi="एक feature, एक output", en="one feature, one output", check="edges")
    yield hidden([5, 1, 3], x(3, 5), hi="hidden layer में एक ही neuron", en="a single hidden neuron", check="edges")
    yield hidden([3, 7, 2], x(1, 3), hi="batch में एक ही sample", en="a batch of one sample", check="shapes")
    yield hidden([3, 6, 4, 3], 20 * x(3, 3), hi="बड़े inputs", en="large inputs")
    yield hidden([2, 3, 3, 3, 3, 3, 2], x(3, 2), hi="गहरा network", en="a deep network")


def alternating(layer_sizes: Sizes, activation: Callable[[], Any], bias: bool = True) -> list[Any]:
    layers = []
    for fan_in, fan_out in pairwise(layer_sizes):
        layers += [nn.Linear(fan_in, fan_out, bias=bias), activation()]
    return layers


def relu_at_the_end(layer_sizes: Sizes) -> Any:
    return nn.Sequential(*alternating(layer_sizes, nn.ReLU))


def relu_missing(layer_sizes: Sizes) -> Any:
    return nn.Sequential(*(nn.Linear(a, b) for a, b in pairwise(layer_sizes)))


def without_bias(layer_sizes: Sizes) -> Any:
    return nn.Sequential(*alternating(layer_sizes, nn.ReLU, bias=False)[:-1])


def softmax_at_the_end(layer_sizes: Sizes) -> Any:
    return nn.Sequential(*alternating(layer_sizes, nn.ReLU)[:-1], nn.Softmax(dim=1))


def log_softmax_at_the_end(layer_sizes: Sizes) -> Any:
    return nn.Sequential(*alternating(layer_sizes, nn.ReLU)[:-1], nn.LogSoftmax(dim=1))


def sigmoid_between(layer_sizes: Sizes) -> Any:
    return nn.Sequential(*alternating(layer_sizes, nn.Sigmoid)[:-1])


def leaky_between(layer_sizes: Sizes) -> Any:
    return nn.Sequential(*alternating(layer_sizes, nn.LeakyReLU)[:-1])


def plain_list(layer_sizes: Sizes) -> Any:
    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = [nn.Linear(a, b) for a, b in pairwise(layer_sizes)]

        def forward(self, x: Any) -> Any:
            for layer in self.layers[:-1]:
                x = torch.relu(layer(x))
            return self.layers[-1](x)

    return Net()


def sizes_swapped(layer_sizes: Sizes) -> Any:
    return nn.Sequential(*[m for a, b in pairwise(layer_sizes) for m in (nn.Linear(b, a), nn.ReLU())][:-1])


def first_and_last_only(layer_sizes: Sizes) -> Any:
    return nn.Sequential(
        nn.Linear(layer_sizes[0], layer_sizes[1]), nn.ReLU(), nn.Linear(layer_sizes[1], layer_sizes[-1])
    )


def list_of_layers(layer_sizes: Sizes) -> Any:
    return alternating(layer_sizes, nn.ReLU)[:-1]


def by_module_list(layer_sizes: Sizes) -> Any:
    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(layer_sizes))

        def forward(self, x: Any) -> Any:
            for index, layer in enumerate(self.layers):
                x = layer(x)
                if index < len(self.layers) - 1:
                    x = F.relu(x)
            return x

    return Net()


def by_add_module(layer_sizes: Sizes) -> Any:
    model = nn.Sequential()
    for i in range(len(layer_sizes) - 1):
        if i > 0:
            model.add_module(f"relu{i}", nn.ReLU(inplace=True))
        model.add_module(f"fc{i}", nn.Linear(layer_sizes[i], layer_sizes[i + 1]))
    return model


def by_ordered_dict(layer_sizes: Sizes) -> Any:
    named: list[tuple[str, Any]] = []
    for i, (a, b) in enumerate(pairwise(layer_sizes)):
        named += [(f"linear_{i}", nn.Linear(a, b)), (f"act_{i}", nn.ReLU())]
    return nn.Sequential(OrderedDict(named[:-1]))


def output_registered_first(layer_sizes: Sizes) -> Any:
    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.out = nn.Linear(layer_sizes[-2], layer_sizes[-1])
            self.hidden = nn.ModuleList([nn.Linear(a, b) for a, b in pairwise(layer_sizes[:-1])])
            self.relu = nn.ReLU()

        def forward(self, x: Any) -> Any:
            for layer in self.hidden:
                x = self.relu(layer(x))
            return self.out(x)

    return Net()


def by_recursion(layer_sizes: Sizes) -> Any:
    first = nn.Linear(layer_sizes[0], layer_sizes[1])
    if len(layer_sizes) == 2:
        return first
    return nn.Sequential(first, nn.ReLU(), by_recursion(layer_sizes[1:]))


def lazy_layers(layer_sizes: Sizes) -> Any:
    blocks = [nn.Sequential(nn.LazyLinear(size), nn.ReLU()) for size in layer_sizes[1:-1]]
    return nn.Sequential(*blocks, nn.LazyLinear(layer_sizes[-1]))


def with_setattr(layer_sizes: Sizes) -> Any:
    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.depth = len(layer_sizes) - 1
            for i in range(self.depth):
                setattr(self, f"fc{i + 1}", nn.Linear(layer_sizes[i], layer_sizes[i + 1]))

        def forward(self, x: Any) -> Any:
            x = x.view(x.size(0), -1)
            for i in range(1, self.depth):
                x = getattr(self, f"fc{i}")(x).clamp(min=0)
            return getattr(self, f"fc{self.depth}")(x)

    return Net()


EXERCISE = Exercise(
    title=Text(hi="PyTorch में deep network बनाना", en="Building a deep network in PyTorch"),
    statement=Text(
        hi="`layer_sizes` एक list है: [D_in, H_1, ..., D_out], कम से कम दो संख्याएँ। एक `nn.Module` लौटाइए: इन्हीं sizes की "
        "`nn.Linear` layers (bias के साथ), हर दो के बीच ReLU, और आख़िरी layer के बाद कोई activation नहीं। "
        "वह (N, D_in) के input को (N, D_out) में बदलता है। हम parameters, उनकी shapes, और weights तय करने के बाद "
        "आने वाली values देखते हैं; layers आप किसी भी तरह जोड़ सकते हैं।",
        en="`layer_sizes` is a list [D_in, H_1, ..., D_out] of at least two numbers. Return an "
        "`nn.Module`: `nn.Linear` "
        "layers of these sizes (with bias), ReLU between every two of them, and no activation after the last one. "
        "It maps an input of shape (N, D_in) to (N, D_out). We look at its parameters, their shapes, and the values "
        "it gives once we have set the weights; how you put the layers together is up to you.",
    ),
    hints=(
        Text(
            hi="ReLU न हो तो कई Linear layers मिलकर एक ही Linear layer रह जाती हैं। ReLU कहाँ-कहाँ चाहिए?",
            en="Without a ReLU, several Linear layers collapse into one. Where does a ReLU belong?",
        ),
        Text(
            hi="k संख्याओं से k − 1 Linear layers और k − 2 ReLU बनते हैं।",
            en="k sizes make k − 1 Linear layers and k − 2 ReLUs.",
        ),
        Text(
            hi="i-वीं layer: `nn.Linear(layer_sizes[i], layer_sizes[i + 1])`।",
            en="Layer i is `nn.Linear(layer_sizes[i], layer_sizes[i + 1])`.",
        ),
        Text(
            hi="layers को `nn.Sequential(*layers)` या `nn.ModuleList` में रखिए; साधारण Python list में रखी "
            "layers model को दिखती ही नहीं।",
            en="Keep the layers in `nn.Sequential(*layers)` or `nn.ModuleList`; a model does not see layers "
            "in a plain Python list.",
        ),
    ),
    reference=build_dnn,
    cases=cases,
    kind="property",
    track="torch",
    driver=drive,
    styles=(
        by_module_list,
        by_add_module,
        by_ordered_dict,
        output_registered_first,
        by_recursion,
        lazy_layers,
        with_setattr,
    ),
    misconceptions=(
        Misconception(
            "relu-at-the-end",
            relu_at_the_end,
            Text(
                hi="आपने आख़िरी layer के बाद भी ReLU लगाया; logits negative भी हो सकते हैं। ReLU सिर्फ़ layers के बीच लगता है।",
                en="You put a ReLU after the last layer too; logits may be negative. ReLU goes only between layers.",
            ),
        ),
        Misconception(
            "relu-missing",
            relu_missing,
            Text(
                hi="layers के बीच activation नहीं है, इसलिए पूरा network एक ही linear map रह गया। हर hidden layer के "
                "बाद ReLU लगाइए।",
                en="There is no activation between the layers, so the whole network is one linear map. Put a "
                "ReLU after each hidden layer.",
            ),
        ),
        Misconception(
            "without-bias",
            without_bias,
            Text(
                hi="आपकी Linear layers में bias नहीं है (bias=False); हर layer को weight और bias दोनों चाहिए।",
                en="Your Linear layers have no bias (bias=False); each layer has a weight and a bias.",
            ),
        ),
        Misconception(
            "softmax-at-the-end",
            softmax_at_the_end,
            Text(
                hi="आपने अंत में softmax लगाया; network logits लौटाता है, और CrossEntropyLoss softmax ख़ुद लगाता है।",
                en="You put a softmax at the end; the network returns logits, and CrossEntropyLoss applies "
                "softmax itself.",
            ),
        ),
        Misconception(
            "log-softmax-at-the-end",
            log_softmax_at_the_end,
            Text(
                hi="आपने अंत में LogSoftmax लगाया; वह NLLLoss के साथ चलता है। यहाँ आख़िरी Linear layer का output जैसा है "
                "वैसा ही लौटता है।",
                en="You put a LogSoftmax at the end, as NLLLoss wants it; here the last Linear layer's output "
                "is returned as it is.",
            ),
        ),
        Misconception(
            "sigmoid-instead-of-relu",
            sigmoid_between,
            Text(
                hi="आपने layers के बीच sigmoid लगाया; यहाँ ReLU चाहिए।",
                en="You put a sigmoid between the layers; this network uses ReLU.",
            ),
        ),
        Misconception(
            "leaky-relu",
            leaky_between,
            Text(
                hi="आपने LeakyReLU लगाया: negative values 0.01 गुना होकर निकल जाती हैं। ReLU उन्हें 0 करता है।",
                en="You used LeakyReLU, which lets 0.01 of the negative values through; ReLU makes them 0.",
            ),
        ),
        Misconception(
            "layers-in-a-plain-list",
            plain_list,
            Text(
                hi="आपने layers साधारण Python list में रखीं: `model.parameters()` ख़ाली है, और optimizer कुछ नहीं सिखा "
                "पाएगा। `nn.ModuleList` लीजिए।",
                en="You kept the layers in a plain Python list: `model.parameters()` is empty and an optimizer "
                "would train nothing. "
                "Use `nn.ModuleList`.",
            ),
        ),
        Misconception(
            "in-and-out-swapped",
            sizes_swapped,
            Text(
                hi="आपने `nn.Linear(out, in)` लिखा; पहले input की size आती है, फिर output की।",
                en="You wrote `nn.Linear(out, in)`; the input size comes first, then the output size.",
            ),
        ),
        Misconception(
            "one-hidden-layer-always",
            first_and_last_only,
            Text(
                hi="आपने हमेशा एक ही hidden layer बनाई; `layer_sizes` में जितनी संख्याएँ हैं, उतनी layers बनाने के लिए "
                "loop लीजिए।",
                en="You always build one hidden layer; loop over `layer_sizes` to build as many layers as it names.",
            ),
        ),
        Misconception(
            "list-instead-of-module",
            list_of_layers,
            Text(
                hi="आपने layers की list लौटाई; `nn.Module` चाहिए, जैसे `nn.Sequential(*layers)`।",
                en="You returned a list of layers; an `nn.Module` is asked for, for example `nn.Sequential(*layers)`.",
            ),
        ),
    ),
)
