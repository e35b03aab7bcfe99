"""The weighted sum of one neuron."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.neurons import weighted_sum
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([1.0, 2.0]), np.array([3.0, -1.0]), 0.5, hi="दो inputs", en="two inputs")
    yield sample(
        np.array([2.0, 0.0, 1.0]),
        np.array([1.0, 5.0, 4.0]),
        -3.0,
        hi="तीन inputs, negative bias",
        en="three inputs, a negative bias",
    )
    yield hidden(
        rng.normal(size=4), rng.normal(size=4), float(rng.uniform(1, 2)), hi="साधारण values", en="ordinary values"
    )
    yield hidden(
        rng.normal(size=5),
        rng.normal(size=5),
        float(rng.uniform(-3, -1)),
        hi="negative bias के साथ",
        en="a negative bias",
    )
    yield hidden(
        rng.normal(size=1),
        rng.uniform(1, 2, size=1),
        float(rng.uniform(1, 2)),
        hi="सिर्फ़ एक input",
        en="a single input",
        check="edges",
    )
    yield hidden(
        rng.normal(size=12),
        rng.normal(size=12),
        float(rng.uniform(1, 2)),
        hi="बारह inputs",
        en="twelve inputs",
        check="shapes",
    )
    yield hidden(
        rng.normal(size=3) * 100, rng.normal(size=3), float(rng.uniform(20, 90)), hi="बड़े inputs", en="large inputs"
    )
    yield hidden(
        rng.normal(size=4) * 1e-3,
        rng.normal(size=4) * 1e-2,
        float(rng.uniform(1, 9)) * 1e-5,
        hi="बहुत छोटी values",
        en="very small values",
    )
    yield hidden(
        -rng.uniform(1, 2, size=3),
        rng.uniform(1, 2, size=3),
        float(rng.uniform(0.5, 1)),
        hi="जोड़ negative",
        en="a negative sum",
    )
    yield hidden(
        rng.normal(size=4),
        np.zeros(4),
        float(rng.uniform(1, 2)),
        hi="सब weights 0: सिर्फ़ bias बचता है",
        en="all weights 0: only the bias is left",
        check="edges",
    )
    yield hidden(rng.normal(size=4), rng.normal(size=4), 0.0, hi="bias 0 है", en="a bias of 0", check="edges")


def by_loop(x: Array, w: Array, b: float) -> float:
    total = b
    for x_j, w_j in zip(x, w, strict=True):
        total += x_j * w_j
    return total


def by_matrix(x: Array, w: Array, b: float) -> Array:
    return w.reshape(1, -1) @ x.reshape(-1, 1) + b


def by_fsum(x: Array, w: Array, b: float) -> float:
    return math.fsum([*(p * q for p, q in zip(x.tolist(), w.tolist(), strict=True)), b])


def by_extra_input(x: Array, w: Array, b: float) -> object:
    return np.einsum("j,j->", np.append(x, 1.0), np.append(w, b))


def in_float32(x: Array, w: Array, b: float) -> object:
    return np.sum(x.astype(np.float32) * w.astype(np.float32)) + np.float32(b)


EXERCISE = Exercise(
    title=Text(hi="weighted sum: neuron का पहला क़दम", en="The weighted sum of a neuron"),
    statement=Text(
        hi="`x` और `w` की shape (D,) है, `b` एक float है। $w \\cdot x + b = \\sum_j w_j x_j + b$ लौटाइए, एक float।",
        en="`x` and `w` have shape (D,), `b` is a float. Return $w \\cdot x + b = \\sum_j w_j x_j + b$, a float.",
    ),
    hints=(
        Text(
            hi="हर input को उसके weight से गुणा कीजिए, सब जोड़िए, और अंत में bias एक बार जोड़िए।",
            en="Multiply each input by its weight, add everything up, and add the bias once at the end.",
        ),
        Text(
            hi="$z = w_1 x_1 + \\dots + w_D x_D + b$; किसी चीज़ से भाग नहीं।",
            en="$z = w_1 x_1 + \\dots + w_D x_D + b$; nothing is divided.",
        ),
        Text(
            hi="`np.dot` दो (D,) arrays से एक ही संख्या देता है; उत्तर की कोई axis नहीं बचती।",
            en="`np.dot` of two (D,) arrays is a single number; the answer has no axis left.",
        ),
    ),
    reference=weighted_sum,
    cases=cases,
    styles=(by_loop, by_matrix, by_fsum, by_extra_input, in_float32),
    misconceptions=(
        Misconception(
            "bias-forgotten",
            lambda x, w, b: np.dot(w, x),  # noqa: ARG005
            Text(hi="आपने bias नहीं जोड़ा; w · x के बाद b भी जुड़ता है।", en="You did not add the bias; b comes after w · x."),
        ),
        Misconception(
            "bias-per-input",
            lambda x, w, b: np.sum(w * x + b),
            Text(
                hi="आपने bias हर input के साथ जोड़ा, यानी D बार; bias पूरे जोड़ में एक ही बार आता है।",
                en="You added the bias once per input, D times in all; it is added once, to the whole sum.",
            ),
        ),
        Misconception(
            "mean-for-sum",
            lambda x, w, b: np.mean(w * x) + b,
            Text(
                hi="आपने गुणनफलों का mean लिया; यहाँ जोड़ चाहिए, D से भाग नहीं।",
                en="You took the mean of the products; it is their sum, with no division by D.",
            ),
        ),
        Misconception(
            "bias-subtracted",
            lambda x, w, b: np.dot(w, x) - b,
            Text(
                hi="आपने bias घटाया; bias जुड़ता है। threshold घटता है, और b = -threshold होता है।",
                en="You subtracted the bias; it is added. A threshold is subtracted, and b = -threshold.",
            ),
        ),
        Misconception(
            "bias-weighted",
            lambda x, w, b: np.dot(w, x + b),
            Text(
                hi="आपने bias को inputs में जोड़कर weights से गुणा कर दिया; bias पर कोई weight नहीं लगता।",
                en="You added the bias to the inputs and weighted it; no weight multiplies the bias.",
            ),
        ),
        Misconception(
            "products-not-summed",
            lambda x, w, b: w * x + b,
            Text(
                hi="आपने गुणनफल जोड़े नहीं, इसलिए D संख्याएँ लौटीं; neuron का उत्तर एक ही संख्या है।",
                en="You did not add the products, so D numbers came back; a neuron gives a single number.",
            ),
        ),
        Misconception(
            "sums-multiplied",
            lambda x, w, b: np.sum(x) * np.sum(w) + b,
            Text(
                hi="आपने inputs का जोड़ और weights का जोड़ आपस में गुणा किया; हर input अपने ही weight से गुणा होता है।",
                en="You multiplied the sum of the inputs by the sum of the weights; each input meets its own weight.",
            ),
        ),
    ),
)
