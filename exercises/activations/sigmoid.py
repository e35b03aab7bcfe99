"""The logistic sigmoid, right for every float."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import sigmoid, sigmoid_grad
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([-1.0, 0.0, 2.0]), hi="एक vector", en="a vector")
    yield sample(np.array([[0.0, 1.0], [-1.0, 3.0]]), hi="(N, D) shape का array", en="shape (N, D)", check="shapes")
    yield hidden(rng.normal(size=(4, 3)) * 2, hi="साधारण values", en="ordinary values")
    yield hidden(rng.normal(size=(3, 3)), hi="जितनी rows, उतने ही columns", en="a square array")
    yield hidden(rng.normal(size=7) * 0.1, hi="0 के पास", en="close to 0")
    yield hidden(rng.uniform(3, 6, size=5), hi="बड़े positive z", en="larger positive z")
    yield hidden(-rng.uniform(3, 6, size=5), hi="बड़े negative z", en="larger negative z")
    yield hidden(rng.normal(size=(1, 5)), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(rng.normal(size=(5, 1)), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(rng.normal(size=(2, 3, 2)), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(rng.normal(size=(2, 3)) + 1000, hi="z 1000 के पास", en="z near 1000", check="stability")
    yield hidden(rng.normal(size=(2, 3)) - 1000, hi="z -1000 के पास", en="z near -1000", check="stability")
    yield hidden(
        rng.permutation([-1000.0, -90.0, -30.0, 0.5, 30.0, 90.0, 1000.0]),
        hi="छोटे-बड़े z एक साथ",
        en="small and large z side by side",
        check="stability",
    )


def plain(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def clipped_at_500(z: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-np.clip(z, -500, 500)))


def by_tanh(z: Array) -> Array:
    return 0.5 * (1 + np.tanh(z / 2))


def by_branches(z: Array) -> Array:
    out = np.empty_like(z)
    on = z >= 0
    out[on] = 1 / (1 + np.exp(-z[on]))
    out[~on] = np.exp(z[~on]) / (1 + np.exp(z[~on]))
    return out


def by_recursion(z: Array) -> object:
    if np.ndim(z):
        return [by_recursion(row) for row in z]
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))


def by_logaddexp(z: Array) -> Array:
    return np.exp(-np.logaddexp(0, -z))


def in_float32(z: Array) -> Array:
    return 1 / (1 + np.exp(-z.astype(np.float32)))


EXERCISE = Exercise(
    title=Text(hi="sigmoid: हर संख्या को 0 और 1 के बीच लाना", en="Sigmoid: any number, brought between 0 and 1"),
    statement=Text(
        hi="`z` किसी भी shape का array है, जैसे (D,), (N, D) या (N, H, W)। हर element का sigmoid उसी shape में "
        "लौटाइए: "
        "$\\sigma(z) = 1 / (1 + e^{-z})$। $|z|$ 1000 तक हो तब भी उत्तर सही हो, nan या inf न आए। "
        "अच्छा code वहाँ overflow की warning भी नहीं देता, पर warning से अंक नहीं कटते।",
        en="`z` is an array of any shape, such as (D,), (N, D) or (N, H, W). Return the sigmoid of each "
        "element in the same "
        "shape: $\\sigma(z) = 1 / (1 + e^{-z})$. The answer stays right, never nan or inf, for $|z|$ up to "
        "1000. "
        "Good code gives no overflow warning there either, but a warning costs no marks.",
    ),
    hints=(
        Text(
            hi="sigmoid(0) = 0.5 है; बड़े z पर उत्तर 1 की ओर और बहुत छोटे z पर 0 की ओर जाता है।",
            en="sigmoid(0) = 0.5; the answer goes to 1 for large z and to 0 for very negative z.",
        ),
        Text(
            hi="$e^{1000}$ float में नहीं समाता, पर $e^{-1000}$ बस 0 हो जाता है। ऐसा रूप चुनिए जिसमें inf को inf से "
            "भाग न देना पड़े।",
            en="$e^{1000}$ overflows, while $e^{-1000}$ becomes 0. Choose a form in which inf is never divided by inf.",
        ),
        Text(
            hi="np.exp हर element पर अपने आप चलता है: loop और `if` की ज़रूरत नहीं।",
            en="np.exp works on every element by itself: no loop and no `if` is needed.",
        ),
        Text(
            hi="बिना warning के: $e^{-|z|}$ लीजिए और z के sign के अनुसार np.where से दो रूपों में से एक चुनिए।",
            en="Without warnings: take $e^{-|z|}$ and let np.where choose one of two forms by the sign of z.",
        ),
    ),
    reference=sigmoid,
    cases=cases,
    scale=1.0,
    styles=(plain, clipped_at_500, by_tanh, by_branches, by_recursion, by_logaddexp, in_float32),
    misconceptions=(
        Misconception(
            "exp-of-plus-z",
            lambda z: 1 / (1 + np.exp(z)),
            Text(
                hi="आपने $e^{-z}$ की जगह $e^{z}$ लिखा, इसलिए function घटता है: यह sigmoid(−z) है।",
                en="You wrote $e^{z}$ for $e^{-z}$, so the function falls: this is sigmoid(−z).",
            ),
        ),
        Misconception(
            "tanh",
            np.tanh,
            Text(
                hi="यह tanh है, जो −1 से 1 तक जाता है; sigmoid 0 से 1 तक जाता है।",
                en="This is tanh, which runs from −1 to 1; the sigmoid runs from 0 to 1.",
            ),
        ),
        Misconception(
            "nan-for-large-z",
            lambda z: np.exp(z) / (1 + np.exp(z)),
            Text(
                hi="formula सही है, पर z = 1000 पर inf / inf से nan आता है। ऊपर-नीचे दोनों को $e^z$ से भाग दीजिए: "
                "$1 "
                "/ (1 + e^{-z})$।",
                en="The formula is right, but at z = 1000 inf / inf gives nan. Divide above and below by "
                "$e^z$: $1 / (1 + e^{-z})$.",
            ),
        ),
        Misconception(
            "hard-sigmoid",
            lambda z: np.clip(0.2 * z + 0.5, 0, 1),
            Text(
                hi="यह hard sigmoid है, सीधी रेखाओं से बना अनुमान; यहाँ exp वाला असली sigmoid चाहिए।",
                en="This is the hard sigmoid, an approximation by straight lines; the true one, with exp, "
                "is asked for.",
            ),
        ),
        Misconception(
            "scalar-only",
            lambda z: 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z)),
            Text(
                hi="आपका code एक ही संख्या पर चलता है: `if z >= 0` और math.exp array नहीं लेते। np.exp और np.where लीजिए।",
                en="Your code works for one number: `if z >= 0` and math.exp take no array. Use np.exp and np.where.",
            ),
        ),
        Misconception(
            "minus-in-the-denominator",
            lambda z: 1 / (1 - np.exp(-z)),
            Text(
                hi="denominator में minus आ गया; वहाँ $1 + e^{-z}$ है, जो कभी 0 नहीं होता।",
                en="There is a minus in the denominator; it is $1 + e^{-z}$, which is never 0.",
            ),
        ),
        Misconception(
            "power-of-two",
            lambda z: 1 / (1 + 2.0**-z),
            Text(
                hi="आपने 2 की power ली; sigmoid में e की power है: np.exp।",
                en="You took a power of 2; the sigmoid has a power of e: np.exp.",
            ),
        ),
        Misconception(
            "clipped-too-early",
            lambda z: 1 / (1 + np.exp(-np.clip(z, -5, 5))),
            Text(
                hi="आपने z को −5 और 5 के बीच रोक दिया; वहाँ sigmoid अभी 0.0067 है, 0 नहीं। overflow 709 के बाद ही होता है।",
                en="You clipped z to −5 .. 5, where the sigmoid is still 0.0067 and not 0. Overflow begins "
                "only beyond 709.",
            ),
        ),
        Misconception(
            "derivative",
            sigmoid_grad,
            Text(
                hi="आपने derivative $\\sigma(1-\\sigma)$ लौटाया; यहाँ sigmoid ख़ुद चाहिए।",
                en="You returned the derivative $\\sigma(1-\\sigma)$; the sigmoid itself is asked for.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            (
                "scipy.special.expit",
                "torch.sigmoid",
                "torch.special.expit",
                "torch.nn.functional.sigmoid",
                "torch.nn.Sigmoid",
                "jax.nn.sigmoid",
            ),
            Text(
                hi="यहाँ sigmoid आपको ख़ुद लिखना है: np.exp काफ़ी है।",
                en="Here you write the sigmoid yourself: np.exp is enough.",
            ),
        ),
    ),
)
