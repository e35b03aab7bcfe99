"""Softplus, stable on both sides."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import relu, sigmoid, softplus
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([-1.0, 0.0, 2.0]), hi="एक vector", en="a vector")
    yield sample(np.array([[1.0, -1.0], [3.0, 0.5]]), hi="(N, D) shape का array", en="shape (N, D)", check="shapes")
    yield hidden(rng.normal(size=(4, 3)) * 2, hi="साधारण values", en="ordinary values")
    yield hidden(rng.normal(size=(3, 3)), hi="जितनी rows, उतने ही columns", en="a square array")
    yield hidden(rng.uniform(3, 8, size=5), hi="बड़े positive z", en="larger positive z")
    yield hidden(-rng.uniform(3, 8, size=5), hi="बड़े negative z", en="larger negative z")
    yield hidden(rng.normal(size=(1, 5)), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(rng.normal(size=(5, 1)), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(rng.normal(size=(2, 3, 2)), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(
        rng.uniform(25, 60, size=5),
        hi="z 25 से 60: लगभग सीधी रेखा",
        en="z from 25 to 60: almost a straight line",
        check="stability",
    )
    yield hidden(rng.normal(size=(2, 3)) + 1000, hi="z 1000 के पास", en="z near 1000", check="stability")
    yield hidden(rng.normal(size=(2, 3)) - 1000, hi="z -1000 के पास", en="z near -1000", check="stability")
    yield hidden(
        rng.permutation([-800.0, -30.0, 0.5, 1.5, 30.0, 800.0]),
        hi="छोटे-बड़े z एक साथ",
        en="small and large z side by side",
        check="stability",
    )


def by_logaddexp(z: Array) -> Array:
    return np.logaddexp(0, z)


def plain_log(z: Array) -> Array:
    return np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z)))


def linear_above_20(z: Array) -> Array:
    return np.where(z > 20, z, np.log1p(np.exp(np.minimum(z, 20))))


def by_sigmoid(z: Array) -> Array:
    return np.maximum(z, 0) - np.log(1 / (1 + np.exp(-np.abs(z))))


def by_recursion(z: Array) -> object:
    if np.ndim(z):
        return [by_recursion(row) for row in z]
    return z + math.log(1 + math.exp(-z)) if z > 0 else math.log(1 + math.exp(z))


def by_repair(z: Array) -> Array:
    with np.errstate(over="ignore"):
        out = np.log(1 + np.exp(z))
    return np.where(np.isinf(out), z, out)


def in_float32(z: Array) -> Array:
    return plain_log(z.astype(np.float32))


EXERCISE = Exercise(
    title=Text(hi="softplus: ReLU का smooth रूप", en="Softplus: a smooth ReLU"),
    statement=Text(
        hi="`z` किसी भी shape का array है, जैसे (D,), (N, D) या (N, H, W)। हर element पर $\\log(1 + e^z)$ उसी "
        "shape में लौटाइए, "
        "log का base e है। $|z|$ 1000 तक हो तब भी उत्तर सही रहे: softplus(1000) = 1000 है, inf नहीं।",
        en="`z` is an array of any shape, such as (D,), (N, D) or (N, H, W). Return $\\log(1 + e^z)$ for "
        "each element in the same "
        "shape, with the natural log. The answer stays right for $|z|$ up to 1000: softplus(1000) is 1000, "
        "not inf.",
    ),
    hints=(
        Text(
            hi="बड़े z पर softplus(z) लगभग z है, बहुत छोटे z पर लगभग 0।",
            en="For large z softplus(z) is nearly z, for very negative z nearly 0.",
        ),
        Text(
            hi="$1 + e^z = e^z (1 + e^{-z})$। दोनों ओर log लीजिए: बड़े z के लिए क्या रूप बनता है?",
            en="$1 + e^z = e^z (1 + e^{-z})$. Take logs of both sides: what form does that give for large z?",
        ),
        Text(
            hi="दोनों रूपों में एक चीज़ साझी है: $\\log(1 + e^{-|z|})$। बाक़ी हिस्सा ReLU जैसा है।",
            en="Both forms share one piece, $\\log(1 + e^{-|z|})$. What is left looks like ReLU.",
        ),
    ),
    reference=softplus,
    cases=cases,
    scale=1.0,
    styles=(by_logaddexp, plain_log, linear_above_20, by_sigmoid, by_recursion, by_repair, in_float32),
    misconceptions=(
        Misconception(
            "inf-for-large-z",
            lambda z: np.log(1 + np.exp(z)),
            Text(
                hi="formula सही है, पर z = 1000 पर $e^z$ inf है और उत्तर inf आता है। $e^z$ को log से बाहर "
                "निकालिए: "
                "$z + \\log(1 + e^{-z})$।",
                en="The formula is right, but at z = 1000 $e^z$ is inf and so is your answer. Take $e^z$ "
                "out of the log: $z + \\log(1 + e^{-z})$.",
            ),
        ),
        Misconception(
            "one-missing",
            lambda z: np.log(np.exp(z)),
            Text(
                hi="log के अंदर 1 छूट गया: $\\log(e^z)$ तो z ही है।",
                en="The 1 inside the log is missing: $\\log(e^z)$ is z itself.",
            ),
        ),
        Misconception(
            "log-base-2",
            lambda z: softplus(z) / np.log(2),
            Text(
                hi="आपने log का base 2 लिया; यहाँ natural log है: np.log।",
                en="You took the log to base 2; it is the natural one: np.log.",
            ),
        ),
        Misconception(
            "relu",
            relu,
            Text(
                hi="यह ReLU है; softplus smooth है और 0 पर log 2 ≈ 0.693 देता है।",
                en="This is ReLU; softplus is smooth and gives log 2 ≈ 0.693 at 0.",
            ),
        ),
        Misconception(
            "exp-of-minus-z",
            lambda z: softplus(-z),
            Text(
                hi="आपने $e^{-z}$ लिखा, इसलिए function घटता है; softplus में $e^{z}$ है।",
                en="You wrote $e^{-z}$, so the function falls; softplus has $e^{z}$.",
            ),
        ),
        Misconception(
            "clipped-input",
            lambda z: np.log(1 + np.exp(np.clip(z, -20, 20))),
            Text(
                hi="overflow से बचने के लिए आपने z को 20 पर रोक दिया, इसलिए softplus(1000) भी 20 आया; बड़े z पर उत्तर z है।",
                en="To avoid the overflow you clipped z at 20, so softplus(1000) is 20 as well; for large z "
                "the answer is z.",
            ),
        ),
        Misconception(
            "maximum-forgotten",
            lambda z: np.log1p(np.exp(-np.abs(z))),
            Text(
                hi="$\\log(1 + e^{-|z|})$ स्थिर है, पर यह आधा ही formula है: उसमें max(z, 0) जोड़ना बाक़ी है।",
                en="$\\log(1 + e^{-|z|})$ is stable but only half of the formula: max(z, 0) is still to be added.",
            ),
        ),
        Misconception(
            "sigmoid",
            sigmoid,
            Text(
                hi="आपने sigmoid लौटाया, जो softplus का derivative है।",
                en="You returned the sigmoid, which is the derivative of softplus.",
            ),
        ),
        Misconception(
            "scalar-only",
            lambda z: math.log(1 + math.exp(z)),
            Text(
                hi="math.exp और math.log एक ही संख्या लेते हैं; array के लिए np.exp और np.log हैं।",
                en="math.exp and math.log take one number; for an array there are np.exp and np.log.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.softplus", "torch.nn.Softplus", "jax.nn.softplus"),
            Text(
                hi="यहाँ softplus आपको ख़ुद लिखना है: np.exp और np.log काफ़ी हैं।",
                en="Here you write softplus yourself: np.exp and np.log are enough.",
            ),
        ),
    ),
)
