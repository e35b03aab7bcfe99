"""The derivative of the sigmoid, at z and not at the output."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import sigmoid, sigmoid_grad
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([-1.0, 0.0, 1.0]), hi="एक vector: 0 पर maximum", en="a vector, with the maximum at 0")
    yield sample(np.array([[0.5, 2.0], [-2.0, 3.0]]), hi="(N, D) shape का array", en="shape (N, D)", check="shapes")
    yield hidden(rng.normal(size=(4, 3)), hi="साधारण values", en="ordinary values")
    yield hidden(rng.normal(size=(3, 3)) * 2, hi="जितनी rows, उतने ही columns", en="a square array")
    yield hidden(rng.normal(size=6) * 0.1, hi="0 के पास", en="close to 0")
    yield hidden(
        rng.uniform(0.1, 0.9, size=6),
        hi="0 और 1 के बीच, जहाँ z output जैसा दिखता है",
        en="between 0 and 1, where z looks like an output",
    )
    yield hidden(rng.uniform(2, 5, size=5), hi="बड़े positive z", en="larger positive z")
    yield hidden(-rng.uniform(2, 5, size=5), hi="बड़े negative z", en="larger negative z")
    yield hidden(rng.normal(size=(1, 5)), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(rng.normal(size=(5, 1)), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(rng.normal(size=(2, 3, 2)), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(
        rng.permutation([-12.0, -8.0, 1.0, 8.0, 12.0]),
        hi="जहाँ gradient लगभग 0 है",
        en="where the gradient has almost vanished",
        check="edges",
    )


def s(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def plain(z: Array) -> Array:
    return s(z) * (1 - s(z))


def by_quotient_rule(z: Array) -> Array:
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def s_minus_square(z: Array) -> Array:
    return s(z) - s(z) ** 2


def by_tanh(z: Array) -> Array:
    return (1 - np.tanh(z / 2) ** 2) / 4


def by_cosh(z: Array) -> Array:
    return 1 / (4 * np.cosh(z / 2) ** 2)


def by_recursion(z: Array) -> object:
    if np.ndim(z):
        return [by_recursion(row) for row in z]
    return 1 / (2 + math.exp(z) + math.exp(-z))


def by_central_difference(z: Array) -> Array:
    return (s(z + 1e-5) - s(z - 1e-5)) / 2e-5


def in_float32(z: Array) -> Array:
    return plain(z.astype(np.float32))


EXERCISE = Exercise(
    title=Text(hi="sigmoid का derivative", en="The derivative of the sigmoid"),
    statement=Text(
        hi="`z` किसी भी shape का array है। हर element पर sigmoid का derivative उसी shape में लौटाइए: "
        "$\\sigma'(z) = \\sigma(z)\\,(1 - \\sigma(z))$, जहाँ $\\sigma(z) = 1 / (1 + e^{-z})$। "
        "ध्यान दीजिए: argument z है, sigmoid का output नहीं।",
        en="`z` is an array of any shape. Return the derivative of the sigmoid at each element, in the same "
        "shape: "
        "$\\sigma'(z) = \\sigma(z)\\,(1 - \\sigma(z))$ with $\\sigma(z) = 1 / (1 + e^{-z})$. "
        "Note that the argument is z, not the sigmoid's output.",
    ),
    hints=(
        Text(
            hi="पहले z से $s = \\sigma(z)$ निकालिए; derivative सिर्फ़ s से बन जाता है।",
            en="First compute $s = \\sigma(z)$ from z; the derivative is made of s alone.",
        ),
        Text(
            hi="जाँच: z = 0 पर उत्तर 0.25 है, और दोनों ओर घटता है।",
            en="A check: at z = 0 the answer is 0.25, and it falls on both sides.",
        ),
        Text(hi="गुणा element-wise है: `*`, न कि `@`।", en="The product is elementwise: `*`, not `@`."),
    ),
    reference=sigmoid_grad,
    cases=cases,
    scale=1.0,
    styles=(plain, by_quotient_rule, s_minus_square, by_tanh, by_cosh, by_recursion, by_central_difference, in_float32),
    misconceptions=(
        Misconception(
            "z-taken-for-output",
            lambda z: z * (1 - z),
            Text(
                hi="आपने $z(1-z)$ लिखा: यह formula तब चलता है जब argument sigmoid का output हो। यहाँ z आता है, "
                "पहले "
                "$s = \\sigma(z)$ निकालिए।",
                en="You wrote $z(1-z)$, which is right when the argument is the sigmoid's output. Here it "
                "is z: compute $s = \\sigma(z)$ first.",
            ),
        ),
        Misconception(
            "plus-for-minus",
            lambda z: sigmoid(z) * (1 + sigmoid(z)),
            Text(
                hi="आपने $s(1+s)$ लिखा; derivative $s(1-s)$ है, जो बड़े z पर 0 की ओर जाता है।",
                en="You wrote $s(1+s)$; the derivative is $s(1-s)$, which goes to 0 for large z.",
            ),
        ),
        Misconception(
            "sigmoid-itself",
            sigmoid,
            Text(
                hi="आपने sigmoid ही लौटा दिया; यहाँ उसका derivative चाहिए।",
                en="You returned the sigmoid itself; its derivative is asked for.",
            ),
        ),
        Misconception(
            "tanh-rule",
            lambda z: 1 - sigmoid(z) ** 2,
            Text(
                hi="$1 - s^2$ tanh का नियम है; sigmoid के लिए $s(1-s)$ होता है।",
                en="$1 - s^2$ is the rule for tanh; for the sigmoid it is $s(1-s)$.",
            ),
        ),
        Misconception(
            "sigmoid-twice",
            lambda z: sigmoid_grad(sigmoid(z)),
            Text(
                hi="आपने sigmoid दो बार लगाया: $s = \\sigma(z)$ निकालकर फिर उसका भी sigmoid लिया। $s(1-s)$ में "
                "s को वैसे ही रखिए।",
                en="You applied the sigmoid twice: to z, and again to its output. In $s(1-s)$ take s as it is.",
            ),
        ),
        Misconception(
            "one-minus-s",
            lambda z: 1 - sigmoid(z),
            Text(
                hi="आपने सिर्फ़ $1 - s$ लौटाया; इसे s से गुणा करना बाक़ी है।",
                en="You returned $1 - s$ only; it is still to be multiplied by s.",
            ),
        ),
        Misconception(
            "negative",
            lambda z: -sigmoid_grad(z),
            Text(
                hi="sign उलटा है: sigmoid बढ़ता है, इसलिए उसका derivative positive है।",
                en="The sign is reversed: the sigmoid rises, so its derivative is positive.",
            ),
        ),
        Misconception(
            "tanh-derivative",
            lambda z: 1 - np.tanh(z) ** 2,
            Text(
                hi="यह tanh का derivative है, 0 पर 1; sigmoid का derivative 0 पर 0.25 है।",
                en="This is the derivative of tanh, 1 at 0; the sigmoid's is 0.25 there.",
            ),
        ),
        Misconception(
            "scalar-only",
            lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2,
            Text(
                hi="math.exp एक ही संख्या लेता है और array पर रुक जाता है; np.exp हर element पर चलता है।",
                en="math.exp takes one number and fails for an array; np.exp works on every element.",
            ),
        ),
    ),
)
