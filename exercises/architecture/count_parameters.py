"""Weights and biases of a fully connected network."""

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.architecture import count_parameters

Sizes = list[int]


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def sizes(count: int) -> Sizes:
        return [int(n) for n in rng.choice(np.arange(2, 40), size=count, replace=False)]

    yield sample([2, 3, 1], hi="एक hidden layer", en="one hidden layer")
    yield sample([784, 512, 256, 10], hi="MNIST का network", en="a network for MNIST")
    yield hidden(sizes(3), hi="तीन sizes", en="three sizes")
    yield hidden(sizes(4), hi="चार sizes", en="four sizes")
    yield hidden(sizes(6), hi="गहरा network", en="a deep network")
    yield hidden(sizes(2), hi="hidden layer के बिना", en="without a hidden layer", check="edges")
    yield hidden([1, 1], hi="एक weight, एक bias", en="one weight and one bias", check="edges")
    yield hidden([7, 7, 7, 7], hi="सारी sizes बराबर", en="all sizes alike")
    yield hidden([30, 1, 30], hi="बीच में एक ही unit", en="a single unit in the middle", check="edges")
    yield hidden([3072, 1024, 1024, 100], hi="बड़ा network", en="a large network")


def by_loop(layer_sizes: Sizes) -> object:
    total = 0
    for k in range(1, len(layer_sizes)):
        total += layer_sizes[k - 1] * layer_sizes[k] + layer_sizes[k]
    return total


def by_zip(layer_sizes: Sizes) -> object:
    weights = sum(n * m for n, m in zip(layer_sizes[:-1], layer_sizes[1:], strict=True))  # noqa: RUF007  # as students do
    return weights + sum(layer_sizes[1:])


def by_arrays(layer_sizes: Sizes) -> object:
    n = np.asarray(layer_sizes)
    return n[:-1] @ n[1:] + n[1:].sum()


def by_building(layer_sizes: Sizes) -> object:
    return sum(np.zeros((m, n)).size + np.zeros(m).size for n, m in pairwise(layer_sizes))


def by_recursion(layer_sizes: Sizes) -> object:
    if len(layer_sizes) < 2:
        return 0
    return float((layer_sizes[0] + 1) * layer_sizes[1] + by_recursion(layer_sizes[1:]))


def biases_forgotten(layer_sizes: Sizes) -> object:
    return sum(n * m for n, m in pairwise(layer_sizes))


def input_biases(layer_sizes: Sizes) -> object:
    return biases_forgotten(layer_sizes) + sum(layer_sizes)


def multiplied(layer_sizes: Sizes) -> object:
    return math.prod(layer_sizes)


def one_bias_per_layer(layer_sizes: Sizes) -> object:
    return biases_forgotten(layer_sizes) + len(layer_sizes) - 1


def output_bias_missing(layer_sizes: Sizes) -> object:
    return count_parameters(layer_sizes) - layer_sizes[-1]


def hidden_only(layer_sizes: Sizes) -> object:
    return count_parameters(layer_sizes[:-1])


def bias_on_the_input_side(layer_sizes: Sizes) -> object:
    return sum(n * m + n for n, m in pairwise(layer_sizes))


def units(layer_sizes: Sizes) -> object:
    return sum(layer_sizes)


EXERCISE = Exercise(
    title=Text(
        hi="count_parameters: network में कितने parameters",
        en="Count the parameters",
    ),
    statement=Text(
        hi="`layer_sizes` layers की sizes की list है: पहले input, अंत में output। fully connected "
        "network के सारे weights और biases की कुल संख्या लौटाइए। n से m units वाली layer में n · "
        "m weights और m biases हैं; input layer में कुछ नहीं। [784, 512, 256, 10] पर उत्तर "
        "535818 है।",
        en="`layer_sizes` lists the sizes of the layers, input first and output last. Return the "
        "number of all weights and biases of the fully connected network. A layer from n to m "
        "units has n · m weights and m biases; the input layer has none. [784, 512, 256, 10] "
        "gives 535818.",
    ),
    hints=(
        Text(
            hi="हर पड़ोसी जोड़ी (n, m) एक layer है।",
            en="Each pair of neighbors (n, m) is a layer.",
        ),
        Text(
            hi="उस layer में n · m weights और m biases हैं: (n + 1) · m।",
            en="That layer has n · m weights and m biases: (n + 1) · m.",
        ),
        Text(
            hi="L sizes से L - 1 layers बनती हैं।",
            en="L sizes make L - 1 layers.",
        ),
        Text(
            hi="जोड़ियों पर sum।",
            en="A sum over the pairs.",
        ),
    ),
    reference=count_parameters,
    cases=cases,
    styles=(by_loop, by_zip, by_arrays, by_building, by_recursion),
    misconceptions=(
        Misconception(
            "biases-forgotten",
            biases_forgotten,
            Text(
                hi="आपने biases नहीं गिने; हर unit का, input को छोड़कर, एक bias है।",
                en="You left out the biases; every unit but those of the input has one.",
            ),
        ),
        Misconception(
            "input-has-biases",
            input_biases,
            Text(
                hi="आपने input के भी biases गिने; input layer में parameters नहीं होते।",
                en="You counted biases for the input; the input layer has no parameters.",
            ),
        ),
        Misconception(
            "sizes-multiplied",
            multiplied,
            Text(
                hi="आपने सारी sizes को गुणा कर दिया; हर जोड़ी को अलग गुणा करके जोड़िए।",
                en="You multiplied all sizes; multiply within each pair of neighbors and add up.",
            ),
        ),
        Misconception(
            "one-bias-per-layer",
            one_bias_per_layer,
            Text(
                hi="आपने हर layer में एक bias गिना; हर unit का अपना bias है।",
                en="You counted one bias for each layer; each unit has its own.",
            ),
        ),
        Misconception(
            "output-biases-missing",
            output_bias_missing,
            Text(
                hi="आपने output layer के biases छोड़ दिए; वे भी parameters हैं।",
                en="You left out the biases of the output layer; they are parameters, too.",
            ),
        ),
        Misconception(
            "output-layer-missing",
            hidden_only,
            Text(
                hi="आपने आख़िरी layer नहीं गिनी; output तक जाने वाले weights और biases भी गिनिए।",
                en="You left out the last layer; count the weights and biases that lead to the output.",
            ),
        ),
        Misconception(
            "biases-of-the-inputs",
            bias_on_the_input_side,
            Text(
                hi="आपने हर layer में n biases गिने (inputs जितने); biases m हैं, outputs जितने।",
                en="You counted n biases per layer, as many as inputs; there are m, as many as outputs.",
            ),
        ),
        Misconception(
            "units-counted",
            units,
            Text(
                hi="आपने units गिने; parameters उनके बीच के weights और biases हैं।",
                en="You counted units; the parameters are the weights between them and the biases.",
            ),
        ),
    ),
)
