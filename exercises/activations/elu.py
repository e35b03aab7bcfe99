"""ELU: exponential on the left, straight on the right."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import elu
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def draw(*shape: int) -> Array:
        return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.1, 3, size=shape)

    yield sample(np.array([-1.0, 0.0, 2.0]), 1.0, hi="एक vector, alpha = 1", en="a vector, alpha = 1")
    yield sample(
        np.array([[1.0, -1.0], [-2.0, 0.5]]),
        0.5,
        hi="(N, D) shape का array, alpha = 0.5",
        en="shape (N, D), alpha = 0.5",
        check="shapes",
    )
    yield hidden(draw(7), 0.3, hi="दोनों sign, alpha = 0.3", en="both signs, alpha = 0.3")
    yield hidden(draw(4, 3), 1.7, hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(draw(3, 3), 1.0, hi="जितनी rows, उतने ही columns; alpha = 1", en="a square array, alpha = 1")
    yield hidden(draw(1, 5), 0.8, hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(draw(5, 1), 1.2, hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(draw(2, 3, 2), 0.6, hi="तीन axes", en="three axes", check="shapes")
    yield hidden(draw(6), 2.5, hi="alpha = 2.5 के साथ", en="alpha = 2.5", check="hyperparameters")
    yield hidden(draw(6), rng.uniform(0.1, 0.25), hi="छोटा alpha", en="a small alpha", check="hyperparameters")
    yield hidden(
        -rng.uniform(1, 8, size=6),
        0.7,
        hi="सब negative: −alpha के पास",
        en="all negative: close to −alpha",
        check="edges",
    )
    yield hidden(
        rng.permutation([1000.0, 800.0, 1.0, 2.0]),
        1.3,
        hi="1000 तक के z, जहाँ exp overflow होता है",
        en="z up to 1000, where exp overflows",
        check="stability",
    )
    yield hidden(
        rng.permutation([-1000.0, -800.0, 1.0, -1.0]), 1.4, hi="-1000 तक के z", en="z down to -1000", check="stability"
    )


def by_where(z: Array, alpha: float) -> Array:
    return np.where(z > 0, z, alpha * (np.exp(z) - 1))


def by_two_parts(z: Array, alpha: float) -> Array:
    return np.maximum(z, 0) + np.minimum(alpha * (np.exp(z) - 1), 0)


def by_mask(z: Array, alpha: float) -> Array:
    out = z.copy()
    out[z < 0] = alpha * np.expm1(z[z < 0])
    return out


def by_clamped_exp(z: Array, alpha: float) -> Array:
    return np.maximum(z, 0) + alpha * (np.exp(np.minimum(z, 0)) - 1)


def by_recursion(z: Array, alpha: float) -> object:
    if np.ndim(z):
        return [by_recursion(row, alpha) for row in z]
    return float(z) if z > 0 else alpha * (math.exp(z) - 1)


def in_float32(z: Array, alpha: float) -> Array:
    return by_where(z.astype(np.float32), np.float32(alpha))


EXERCISE = Exercise(
    title=Text(hi="ELU: बाईं ओर exp, दाईं ओर सीधी रेखा", en="ELU: exponential on the left, straight on the right"),
    statement=Text(
        hi="`z` किसी भी shape का array है, `alpha` एक positive संख्या। उसी shape में लौटाइए: जहाँ $z > 0$ है वहाँ z, "
        "बाक़ी जगह $\\alpha (e^z - 1)$। z 1000 जितना बड़ा हो तब भी उत्तर सही रहे; "
        "अच्छा code वहाँ warning भी नहीं देता, पर warning से अंक नहीं कटते।",
        en="`z` is an array of any shape, `alpha` a positive number. Return, in the same shape, z where $z "
        "> 0$ and "
        "$\\alpha (e^z - 1)$ elsewhere. The answer stays right for z as large as 1000; "
        "good code gives no warning there either, but a warning costs no marks.",
    ),
    hints=(
        Text(
            hi="बाईं ओर ELU धीरे-धीरे −alpha तक जाता है, दाईं ओर z ही है; 0 पर दोनों टुकड़े मिलते हैं।",
            en="On the left ELU levels off at −alpha, on the right it is z itself; the pieces meet at 0.",
        ),
        Text(
            hi="np.where दोनों टुकड़े हर जगह निकालता है, फिर चुनता है: exp(1000) inf देगा, पर चुना नहीं जाएगा।",
            en="np.where computes both pieces everywhere and then chooses: exp(1000) is inf, but it is not chosen.",
        ),
        Text(hi="mask से गुणा मत कीजिए: inf × 0 nan है।", en="Do not multiply by a mask: inf × 0 is nan."),
        Text(
            hi="warning से बचना हो तो exp को min(z, 0) दीजिए।",
            en="To avoid the warning give exp the smaller of z and 0.",
        ),
    ),
    reference=elu,
    cases=cases,
    styles=(by_where, by_two_parts, by_mask, by_clamped_exp, by_recursion, in_float32),
    misconceptions=(
        Misconception(
            "minus-one-missing",
            lambda z, alpha: np.where(z > 0, z, alpha * np.exp(z)),
            Text(
                hi="आपने $\\alpha e^z$ लिखा; −1 के बिना टुकड़े 0 पर नहीं मिलते: $\\alpha (e^z - 1)$।",
                en="You wrote $\\alpha e^z$; without the −1 the pieces do not meet at 0: $\\alpha (e^z - 1)$.",
            ),
        ),
        Misconception(
            "alpha-ignored",
            lambda z, alpha: np.where(z > 0, z, np.exp(z) - 1),  # noqa: ARG005
            Text(
                hi="आपने alpha छोड़ दिया (यानी 1 माना); negative ओर का टुकड़ा alpha से गुणा होता है।",
                en="You left alpha out (took it as 1); the piece on the negative side is multiplied by alpha.",
            ),
        ),
        Misconception(
            "brackets-missing",
            lambda z, alpha: np.where(z > 0, z, alpha * np.exp(z) - 1),
            Text(
                hi="आपने $\\alpha e^z - 1$ लिखा; brackets चाहिए: $\\alpha (e^z - 1)$।",
                en="You wrote $\\alpha e^z - 1$; the brackets matter: $\\alpha (e^z - 1)$.",
            ),
        ),
        Misconception(
            "alpha-in-the-exponent",
            lambda z, alpha: np.where(z > 0, z, np.exp(alpha * z) - 1),
            Text(
                hi="आपने alpha को exp के अंदर रखा; वह बाहर से गुणा होता है।",
                en="You put alpha inside exp; it multiplies from outside.",
            ),
        ),
        Misconception(
            "nan-for-large-z",
            lambda z, alpha: z * (z > 0) + alpha * (np.exp(z) - 1) * (z <= 0),
            Text(
                hi="छोटे z पर सही है, पर z = 1000 पर inf × 0 से nan आता है। mask से गुणा करने की जगह np.where लीजिए।",
                en="Right for small z, but at z = 1000 inf × 0 gives nan. Use np.where instead of "
                "multiplying by a mask.",
            ),
        ),
        Misconception(
            "leaky",
            lambda z, alpha: np.where(z > 0, z, alpha * z),
            Text(
                hi="यह leaky ReLU है; ELU में negative ओर $e^z - 1$ आता है, z नहीं।",
                en="This is leaky ReLU; in ELU the negative side has $e^z - 1$, not z.",
            ),
        ),
        Misconception(
            "sign-reversed",
            lambda z, alpha: np.where(z > 0, z, alpha * (1 - np.exp(z))),
            Text(
                hi="आपने $1 - e^z$ लिखा, sign उलटा है: negative ओर ELU negative है।",
                en="You wrote $1 - e^z$, with the sign reversed: ELU is negative on the negative side.",
            ),
        ),
        Misconception(
            "alpha-on-both-sides",
            lambda z, alpha: alpha * np.where(z > 0, z, np.expm1(np.minimum(z, 0))),
            Text(
                hi="आपने alpha दोनों ओर लगाया, जैसे SELU में; ELU में $z > 0$ पर z वैसा ही रहता है।",
                en="You put alpha on both sides, as in SELU; in ELU z stays as it is where $z > 0$.",
            ),
        ),
        Misconception(
            "larger-of-the-two",
            lambda z, alpha: np.maximum(z, alpha * (np.exp(z) - 1)),
            Text(
                hi="आपने दो टुकड़ों में से बड़ा चुना; $z > 0$ पर भी $\\alpha (e^z - 1)$ बड़ा हो सकता है। फ़ैसला z के sign से कीजिए।",
                en="You chose the larger of the two pieces; $\\alpha (e^z - 1)$ can be larger for $z > 0$ "
                "too. Decide by the sign of z.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.elu", "torch.nn.ELU", "jax.nn.elu"),
            Text(
                hi="यहाँ ELU आपको ख़ुद लिखना है: np.where और np.exp काफ़ी हैं।",
                en="Here you write ELU yourself: np.where and np.exp are enough.",
            ),
        ),
    ),
)
