"""The hyperbolic tangent, finite for every float."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import sigmoid, tanh
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([-1.0, 0.0, 1.0]), hi="एक vector", en="a vector")
    yield sample(np.array([[0.5, 2.0], [-0.5, -2.0]]), hi="(N, D) shape का array", en="shape (N, D)", check="shapes")
    yield hidden(rng.normal(size=(4, 3)), hi="साधारण values", en="ordinary values")
    yield hidden(rng.normal(size=(3, 3)) * 2, hi="जितनी rows, उतने ही columns", en="a square array")
    yield hidden(rng.normal(size=7) * 0.1, hi="0 के पास", en="close to 0")
    yield hidden(rng.uniform(2, 4, size=5), hi="बड़े positive z", en="larger positive z")
    yield hidden(-rng.uniform(2, 4, size=5), hi="बड़े negative z", en="larger negative z")
    yield hidden(rng.normal(size=(1, 5)), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(rng.normal(size=(5, 1)), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(rng.normal(size=(2, 3, 2)), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(rng.normal(size=(2, 3)) + 1000, hi="z 1000 के पास", en="z near 1000", check="stability")
    yield hidden(rng.normal(size=(2, 3)) - 1000, hi="z -1000 के पास", en="z near -1000", check="stability")
    yield hidden(
        rng.permutation([-1000.0, -100.0, -20.0, 0.5, 20.0, 100.0, 1000.0]),
        hi="छोटे-बड़े z एक साथ",
        en="small and large z side by side",
        check="stability",
    )


def by_sigmoid(z: Array) -> Array:
    return 2 / (1 + np.exp(-2 * z)) - 1


def from_one(z: Array) -> Array:
    return 1 - 2 / (np.exp(2 * z) + 1)


def by_symmetry(z: Array) -> Array:
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)


def clipped(z: Array) -> Array:
    z = np.clip(z, -30, 30)
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def by_recursion(z: Array) -> object:
    if np.ndim(z):
        return [by_recursion(row) for row in z]
    if z < 0:
        return -by_recursion(-z)
    return (1 - math.exp(-2 * z)) / (1 + math.exp(-2 * z))


def by_branches(z: Array) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        ratio = np.sinh(z) / np.cosh(z)
    return np.where(np.isnan(ratio), np.sign(z), ratio)


def in_float32(z: Array) -> Array:
    return by_sigmoid(z.astype(np.float32))


EXERCISE = Exercise(
    title=Text(hi="tanh: −1 और 1 के बीच", en="Tanh: between −1 and 1"),
    statement=Text(
        hi="`z` किसी भी shape का array है, जैसे (D,), (N, D) या (N, H, W)। हर element का hyperbolic tangent "
        "उसी shape में लौटाइए: "
        "$\\tanh z = (e^z - e^{-z}) / (e^z + e^{-z})$। $|z|$ 1000 तक हो तब भी उत्तर सही हो, nan न आए। "
        "np.tanh और math.tanh यहाँ मना हैं।",
        en="`z` is an array of any shape, such as (D,), (N, D) or (N, H, W). Return the hyperbolic tangent "
        "of each element in "
        "the same shape: $\\tanh z = (e^z - e^{-z}) / (e^z + e^{-z})$. The answer stays right, never nan, "
        "for $|z|$ up to 1000. "
        "np.tanh and math.tanh are not allowed here.",
    ),
    hints=(
        Text(
            hi="tanh sigmoid का खिंचा हुआ रूप है: $\\tanh z = 2\\sigma(2z) - 1$।",
            en="Tanh is a stretched sigmoid: $\\tanh z = 2\\sigma(2z) - 1$.",
        ),
        Text(
            hi="z = 1000 पर $e^z$ inf है, और inf / inf nan है। formula को ऐसे लिखिए कि exp का argument positive न हो।",
            en="At z = 1000 $e^z$ is inf, and inf / inf is nan. Write the formula so that exp never gets a "
            "positive argument.",
        ),
        Text(
            hi="tanh odd function है: $|z|$ पर निकालिए, फिर z का sign लगाइए।",
            en="Tanh is odd: compute it for $|z|$, then put the sign of z back.",
        ),
    ),
    reference=tanh,
    cases=cases,
    scale=1.0,
    styles=(by_sigmoid, from_one, by_symmetry, clipped, by_recursion, by_branches, in_float32),
    misconceptions=(
        Misconception(
            "nan-for-large-z",
            lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
            Text(
                hi="छोटे z पर सही है, पर $|z| = 1000$ पर inf / inf से nan आता है। $e^{-2|z|}$ से लिखिए, वह कभी "
                "overflow नहीं होता।",
                en="Right for small z, but at $|z| = 1000$ inf / inf gives nan. Write it with $e^{-2|z|}$, "
                "which never overflows.",
            ),
        ),
        Misconception(
            "nan-for-large-positive-z",
            lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1),
            Text(
                hi="negative z पर सब सही है, पर z = 1000 पर $e^{2z}$ inf है और inf / inf nan देता है। $1 - 2 / "
                "(e^{2z} + 1)$ में inf ठीक बैठता है।",
                en="All is right for negative z, but at z = 1000 $e^{2z}$ is inf and inf / inf gives nan. "
                "In $1 - 2 / (e^{2z} + 1)$ the inf does no harm.",
            ),
        ),
        Misconception(
            "sigmoid",
            sigmoid,
            Text(
                hi="यह sigmoid है, 0 से 1 तक; tanh −1 से 1 तक जाता है और tanh(0) = 0 है।",
                en="This is the sigmoid, from 0 to 1; tanh runs from −1 to 1, and tanh(0) = 0.",
            ),
        ),
        Misconception(
            "argument-not-doubled",
            lambda z: 2 * sigmoid(z) - 1,
            Text(
                hi="आपने $2\\sigma(z) - 1$ लिखा, यह tanh(z/2) है। sigmoid के अंदर 2z होना चाहिए।",
                en="You wrote $2\\sigma(z) - 1$, which is tanh(z/2). Inside the sigmoid there must be 2z.",
            ),
        ),
        Misconception(
            "sign-flipped",
            lambda z: -tanh(z),
            Text(
                hi="sign उलटा है: positive z पर tanh positive होता है।",
                en="The sign is reversed: tanh is positive for positive z.",
            ),
        ),
        Misconception(
            "sinh",
            lambda z: (np.exp(z) - np.exp(-z)) / 2,
            Text(
                hi="यह sinh है; tanh के लिए इसे cosh से, यानी $(e^z + e^{-z})/2$ से, भाग देना बाक़ी है।",
                en="This is sinh; for tanh it is still to be divided by cosh, $(e^z + e^{-z})/2$.",
            ),
        ),
        Misconception(
            "softsign",
            lambda z: z / (1 + np.abs(z)),
            Text(
                hi="यह softsign $z / (1 + |z|)$ है: शक्ल मिलती है, values नहीं।",
                en="This is the softsign $z / (1 + |z|)$: the same outline, other values.",
            ),
        ),
        Misconception(
            "hard-tanh",
            lambda z: np.clip(z, -1, 1),
            Text(
                hi="यह hard tanh है, सीधी रेखाओं से बना; यहाँ exp वाला tanh चाहिए।",
                en="This is the hard tanh, made of straight lines; the one with exp is asked for.",
            ),
        ),
        Misconception(
            "scalar-only",
            lambda z: (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
            Text(
                hi="math.exp एक ही संख्या लेता है और array पर रुक जाता है; np.exp हर element पर चलता है।",
                en="math.exp takes one number and fails for an array; np.exp works on every element.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            (
                "numpy.tanh",
                "math.tanh",
                "cmath.tanh",
                "torch.tanh",
                "torch.nn.functional.tanh",
                "torch.nn.Tanh",
                "jax.numpy.tanh",
            ),
            Text(hi="यहाँ tanh आपको ख़ुद लिखना है: np.exp काफ़ी है।", en="Here you write tanh yourself: np.exp is enough."),
        ),
    ),
)
