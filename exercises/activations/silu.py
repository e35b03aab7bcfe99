"""SiLU (swish): z times its own sigmoid."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import sigmoid, silu, softplus
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([-1.0, 0.0, 2.0]), hi="एक vector", en="a vector")
    yield sample(np.array([[1.0, -2.0], [3.0, 0.5]]), hi="(N, D) shape का array", en="shape (N, D)", check="shapes")
    yield hidden(rng.normal(size=(4, 3)) * 2, hi="साधारण values", en="ordinary values")
    yield hidden(rng.normal(size=(3, 3)), hi="जितनी rows, उतने ही columns", en="a square array")
    yield hidden(rng.uniform(3, 8, size=5), hi="बड़े positive z", en="larger positive z")
    yield hidden(-rng.uniform(3, 8, size=5), hi="बड़े negative z", en="larger negative z")
    yield hidden(-rng.uniform(0.8, 1.8, size=5), hi="minimum के पास, z = -1.28", en="around the minimum, z = -1.28")
    yield hidden(rng.normal(size=(1, 5)), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(rng.normal(size=(5, 1)), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(rng.normal(size=(2, 3, 2)), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(rng.normal(size=(2, 3)) + 1000, hi="z 1000 के पास", en="z near 1000", check="stability")
    yield hidden(rng.normal(size=(2, 3)) - 1000, hi="z -1000 के पास", en="z near -1000", check="stability")
    yield hidden(
        rng.permutation([-800.0, -30.0, -0.5, 1.5, 30.0, 800.0]),
        hi="छोटे-बड़े z एक साथ",
        en="small and large z side by side",
        check="stability",
    )


def as_quotient(z: Array) -> Array:
    return z / (1 + np.exp(-z))


def by_product(z: Array) -> Array:
    return z * (1 / (1 + np.exp(-z)))


def by_tanh(z: Array) -> Array:
    return z * (1 + np.tanh(z / 2)) / 2


def by_branches(z: Array) -> Array:
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, z / (1 + e), z * e / (1 + e))


def by_recursion(z: Array) -> object:
    if np.ndim(z):
        return [by_recursion(row) for row in z]
    return z / (1 + math.exp(-z)) if z > -700 else 0.0


def by_logaddexp(z: Array) -> Array:
    return z * np.exp(-np.logaddexp(0, -z))


def in_float32(z: Array) -> Array:
    return as_quotient(z.astype(np.float32))


EXERCISE = Exercise(
    title=Text(hi="SiLU (swish): z अपना gate ख़ुद", en="SiLU (swish): z is its own gate"),
    statement=Text(
        hi="`z` किसी भी shape का array है, जैसे (D,), (N, D) या (N, H, W)। हर element पर $z\\,\\sigma(z)$ उसी "
        "shape में लौटाइए, "
        "जहाँ $\\sigma(z) = 1 / (1 + e^{-z})$। $|z|$ 1000 तक हो तब भी उत्तर सही रहे, nan न आए।",
        en="`z` is an array of any shape, such as (D,), (N, D) or (N, H, W). Return $z\\,\\sigma(z)$ for "
        "each element in the same "
        "shape, with $\\sigma(z) = 1 / (1 + e^{-z})$. The answer stays right, never nan, for $|z|$ up to "
        "1000.",
    ),
    hints=(
        Text(
            hi="sigmoid एक gate है जो 0 और 1 के बीच खुलता है; SiLU में z अपना gate ख़ुद खोलता है।",
            en="The sigmoid is a gate that opens between 0 and 1; in SiLU z opens its own gate.",
        ),
        Text(
            hi="जाँच: silu(0) = 0, बड़े z पर लगभग z, बहुत छोटे z पर लगभग 0।",
            en="A check: silu(0) = 0, nearly z for large z, nearly 0 for very negative z.",
        ),
        Text(
            hi="sigmoid का वह रूप लीजिए जो z = 1000 और z = −1000 दोनों पर nan नहीं देता।",
            en="Take the form of the sigmoid that gives nan neither at z = 1000 nor at z = −1000.",
        ),
    ),
    reference=silu,
    cases=cases,
    scale=1.0,
    styles=(as_quotient, by_product, by_tanh, by_branches, by_recursion, by_logaddexp, in_float32),
    misconceptions=(
        Misconception(
            "sigmoid-alone",
            sigmoid,
            Text(
                hi="आपने सिर्फ़ sigmoid लौटाया; उसे z से गुणा करना बाक़ी है।",
                en="You returned the sigmoid alone; it is still to be multiplied by z.",
            ),
        ),
        Misconception(
            "tanh-for-sigmoid",
            lambda z: z * np.tanh(z),
            Text(
                hi="आपने z को tanh से गुणा किया; SiLU में sigmoid है।", en="You multiplied z by tanh; SiLU has the sigmoid."
            ),
        ),
        Misconception(
            "nan-for-large-z",
            lambda z: z * np.exp(z) / (1 + np.exp(z)),
            Text(
                hi="formula सही है, पर z = 1000 पर inf / inf से nan आता है। $z / (1 + e^{-z})$ लिखिए।",
                en="The formula is right, but at z = 1000 inf / inf gives nan. Write $z / (1 + e^{-z})$.",
            ),
        ),
        Misconception(
            "gelu-factor",
            lambda z: z * sigmoid(1.702 * z),
            Text(
                hi="1.702 GELU के अनुमान का है; SiLU में sigmoid के अंदर z ही है।",
                en="The 1.702 belongs to an approximation of GELU; in SiLU the sigmoid takes z itself.",
            ),
        ),
        Misconception(
            "hard-swish",
            lambda z: z * np.clip(z + 3, 0, 6) / 6,
            Text(
                hi="यह hard swish है, टुकड़ों से बना अनुमान; यहाँ exp वाला sigmoid चाहिए।",
                en="This is hard swish, an approximation in pieces; the sigmoid with exp is asked for.",
            ),
        ),
        Misconception(
            "sigmoid-of-minus-z",
            lambda z: z * sigmoid(-z),
            Text(
                hi="sigmoid के अंदर sign उलटा है: आपका gate positive z पर बंद होता है।",
                en="The sign inside the sigmoid is reversed: your gate closes for positive z.",
            ),
        ),
        Misconception(
            "mish",
            lambda z: z * np.tanh(softplus(z)),
            Text(
                hi="यह mish है, $z \\tanh(\\mathrm{softplus}(z))$; SiLU $z\\,\\sigma(z)$ है।",
                en="This is mish, $z \\tanh(\\mathrm{softplus}(z))$; SiLU is $z\\,\\sigma(z)$.",
            ),
        ),
        Misconception(
            "derivative-of-sigmoid",
            lambda z: z * sigmoid(z) * sigmoid(-z),
            Text(
                hi="आपने z को sigmoid के derivative से गुणा किया; sigmoid ख़ुद लीजिए।",
                en="You multiplied z by the derivative of the sigmoid; take the sigmoid itself.",
            ),
        ),
        Misconception(
            "scalar-only",
            lambda z: z / (1 + math.exp(-z)),
            Text(
                hi="math.exp एक ही संख्या लेता है और array पर रुक जाता है; np.exp हर element पर चलता है।",
                en="math.exp takes one number and fails for an array; np.exp works on every element.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.silu", "torch.nn.SiLU", "jax.nn.silu", "jax.nn.swish"),
            Text(hi="यहाँ SiLU आपको ख़ुद लिखना है: np.exp काफ़ी है।", en="Here you write SiLU yourself: np.exp is enough."),
        ),
    ),
)
