"""Leaky ReLU with any slope."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import leaky_relu, relu
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def draw(*shape: int) -> Array:
        return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.3, 3, size=shape)

    yield sample(np.array([-2.0, 0.0, 3.0]), 0.1, hi="एक vector, alpha = 0.1", en="a vector, alpha = 0.1")
    yield sample(
        np.array([[1.0, -1.0], [-4.0, 0.5]]),
        0.25,
        hi="(N, D) shape का array, alpha = 0.25",
        en="shape (N, D), alpha = 0.25",
        check="shapes",
    )
    yield hidden(draw(7), 0.2, hi="दोनों sign, alpha = 0.2", en="both signs, alpha = 0.2")
    yield hidden(draw(4, 3), 0.3, hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(draw(3, 3), 0.01, hi="जितनी rows, उतने ही columns; alpha = 0.01", en="a square array, alpha = 0.01")
    yield hidden(draw(1, 5), 0.15, hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(draw(5, 1), 0.4, hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(draw(2, 3, 2), 0.2, hi="तीन axes", en="three axes", check="shapes")
    yield hidden(
        rng.uniform(0.05, 0.45, size=6),
        0.5,
        hi="0 और alpha के बीच के z",
        en="z between 0 and alpha",
        check="hyperparameters",
    )
    yield hidden(draw(6), 2.0, hi="alpha = 2, यानी 1 से बड़ा", en="alpha = 2, above 1", check="hyperparameters")
    yield hidden(draw(2, 3), 1.5, hi="alpha = 1.5 के साथ", en="alpha = 1.5", check="hyperparameters")
    yield hidden(draw(6), rng.uniform(0.6, 0.9), hi="1 के पास alpha", en="alpha close to 1", check="hyperparameters")
    yield hidden(draw(5) * 1000, 0.05, hi="1000 जितने z", en="z of the size of 1000", check="edges")


def by_two_parts(z: Array, alpha: float) -> Array:
    return np.maximum(0, z) + alpha * np.minimum(0, z)


def by_factor(z: Array, alpha: float) -> Array:
    return z * np.where(z > 0, 1, alpha)


def by_mask(z: Array, alpha: float) -> Array:
    out = z.copy()
    out[z < 0] *= alpha
    return out


def by_recursion(z: Array, alpha: float) -> object:
    if np.ndim(z):
        return [by_recursion(row, alpha) for row in z]
    return z if z > 0 else alpha * z


def by_absolute_value(z: Array, alpha: float) -> Array:
    return (1 + alpha) / 2 * z + (1 - alpha) / 2 * np.abs(z)


def in_float32(z: Array, alpha: float) -> Array:
    z = z.astype(np.float32)
    return np.where(z >= 0, z, z * np.float32(alpha))


EXERCISE = Exercise(
    title=Text(hi="leaky ReLU: बंद neuron में भी ढलान", en="Leaky ReLU: a slope where ReLU is off"),
    statement=Text(
        hi="`z` किसी भी shape का array है, `alpha` एक positive संख्या। उसी shape में लौटाइए: जहाँ $z > 0$ है वहाँ z, "
        "बाक़ी जगह $\\alpha z$। "
        "alpha 1 से बड़ा भी हो सकता है।",
        en="`z` is an array of any shape, `alpha` a positive number. Return, in the same shape, z where $z "
        "> 0$ and $\\alpha z$ "
        "elsewhere. alpha may be larger than 1.",
    ),
    hints=(
        Text(
            hi="ReLU negative ओर gradient रोक देता है; leaky ReLU वहाँ एक ढलान छोड़ता है।",
            en="ReLU stops the gradient on the negative side; leaky ReLU leaves a slope there.",
        ),
        Text(
            hi="z = −2 और alpha = 3 पर हाथ से निकालिए: उत्तर −6 है। क्या आपका code यही देता है?",
            en="Work out z = −2 with alpha = 3 by hand: the answer is −6. Does your code say so?",
        ),
        Text(
            hi="फ़ैसला z के sign से कीजिए, दो values में से बड़ी चुनकर नहीं: np.where।",
            en="Decide by the sign of z, not by the larger of two values: np.where.",
        ),
    ),
    reference=leaky_relu,
    cases=cases,
    styles=(by_two_parts, by_factor, by_mask, by_recursion, by_absolute_value, in_float32),
    misconceptions=(
        Misconception(
            "larger-of-the-two",
            lambda z, alpha: np.maximum(z, alpha * z),
            Text(
                hi="max(z, alpha z) सिर्फ़ alpha ≤ 1 पर सही है; alpha = 2 पर वह ग़लत ओर की value चुनता है। फ़ैसला z "
                "> 0 से कीजिए।",
                en="max(z, alpha z) is right only for alpha ≤ 1; with alpha = 2 it chooses the wrong one. "
                "Decide by z > 0.",
            ),
        ),
        Misconception(
            "constant-offset",
            lambda z, alpha: np.where(z > 0, z, alpha),
            Text(
                hi="negative ओर आपने हर जगह alpha ही लौटाया; alpha ढलान है, उसे z से गुणा कीजिए।",
                en="On the negative side you returned alpha itself; alpha is a slope, multiply it by z.",
            ),
        ),
        Misconception(
            "slope-on-the-positive-side",
            lambda z, alpha: np.where(z > 0, alpha * z, z),
            Text(
                hi="आपने alpha positive ओर लगाया; वहाँ z वैसा ही रहता है, alpha negative ओर लगता है।",
                en="You put alpha on the positive side; there z stays as it is, alpha belongs to the negative side.",
            ),
        ),
        Misconception(
            "alpha-ignored",
            lambda z, alpha: np.where(z > 0, z, 0.01 * z),  # noqa: ARG005
            Text(
                hi="आपने ढलान हमेशा 0.01 रखी; दिया हुआ `alpha` लीजिए।",
                en="You used a slope of 0.01 always; use the given `alpha`.",
            ),
        ),
        Misconception(
            "relu",
            lambda z, alpha: relu(z),  # noqa: ARG005
            Text(
                hi="यह साधारण ReLU है: negative ओर 0। leaky ReLU वहाँ alpha z लौटाता है।",
                en="This is plain ReLU, 0 on the negative side. Leaky ReLU returns alpha z there.",
            ),
        ),
        Misconception(
            "threshold-at-alpha",
            lambda z, alpha: np.where(z > alpha, z, alpha * z),
            Text(
                hi="आपने z को alpha से compare किया; मोड़ 0 पर है, alpha सिर्फ़ ढलान है।",
                en="You compared z with alpha; the kink is at 0, alpha is only the slope.",
            ),
        ),
        Misconception(
            "divided-by-alpha",
            lambda z, alpha: np.where(z > 0, z, z / alpha),
            Text(
                hi="आपने negative z को alpha से भाग दिया; गुणा करना है।",
                en="You divided negative z by alpha; it is multiplied.",
            ),
        ),
        Misconception(
            "sign-of-the-slope",
            lambda z, alpha: np.where(z > 0, z, -alpha * z),
            Text(
                hi="negative ओर sign उलट गया: alpha z ख़ुद negative होता है, minus मत लगाइए।",
                en="The sign is reversed on the negative side: alpha z is negative by itself, add no minus.",
            ),
        ),
        Misconception(
            "scalar-only",
            lambda z, alpha: z if z > 0 else alpha * z,
            Text(
                hi="`if z > 0` एक ही संख्या पर चलता है, array पर रुक जाता है। np.where हर element पर फ़ैसला करता है।",
                en="`if z > 0` works for one number and fails for an array. np.where decides for every element.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            (
                "torch.nn.functional.leaky_relu",
                "torch.nn.LeakyReLU",
                "torch.nn.functional.prelu",
                "torch.prelu",
                "jax.nn.leaky_relu",
            ),
            Text(
                hi="यहाँ leaky ReLU आपको ख़ुद लिखना है: np.where काफ़ी है।",
                en="Here you write leaky ReLU yourself: np.where is enough.",
            ),
        ),
    ),
)
