"""The derivative of tanh, at z and not at the output."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import sigmoid_grad, tanh_grad
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([-1.0, 0.0, 1.0]), hi="एक vector: 0 पर maximum", en="a vector, with the maximum at 0")
    yield sample(np.array([[0.5, 2.0], [-2.0, 0.25]]), hi="(N, D) shape का array", en="shape (N, D)", check="shapes")
    yield hidden(rng.normal(size=(4, 3)), hi="साधारण values", en="ordinary values")
    yield hidden(rng.normal(size=(3, 3)) * 2, hi="जितनी rows, उतने ही columns", en="a square array")
    yield hidden(rng.normal(size=6) * 0.1, hi="0 के पास", en="close to 0")
    yield hidden(
        rng.uniform(0.2, 0.9, size=6),
        hi="0 और 1 के बीच, जहाँ z output जैसा दिखता है",
        en="between 0 and 1, where z looks like an output",
    )
    yield hidden(rng.uniform(1.5, 4, size=5), hi="बड़े positive z", en="larger positive z")
    yield hidden(-rng.uniform(1.5, 4, size=5), hi="बड़े negative z", en="larger negative z")
    yield hidden(rng.normal(size=(1, 5)), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(rng.normal(size=(5, 1)), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(rng.normal(size=(2, 3, 2)), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(
        rng.permutation([-18.0, -9.0, 1.0, 9.0, 18.0]),
        hi="जहाँ gradient लगभग 0 है",
        en="where the gradient has almost vanished",
        check="edges",
    )


def plain(z: Array) -> Array:
    return 1 - np.tanh(z) ** 2


def factored(z: Array) -> Array:
    t = np.tanh(z)
    return (1 - t) * (1 + t)


def by_cosh(z: Array) -> Array:
    return 1 / np.cosh(z) ** 2


def by_exp(z: Array) -> Array:
    return 4 / (np.exp(z) + np.exp(-z)) ** 2


def by_recursion(z: Array) -> object:
    return [by_recursion(row) for row in z] if np.ndim(z) else 1 - math.tanh(z) ** 2


def by_central_difference(z: Array) -> Array:
    return (np.tanh(z + 1e-5) - np.tanh(z - 1e-5)) / 2e-5


def in_float32(z: Array) -> Array:
    return 1 - np.square(np.tanh(z.astype(np.float32)))


EXERCISE = Exercise(
    title=Text(hi="tanh का derivative", en="The derivative of tanh"),
    statement=Text(
        hi="`z` किसी भी shape का array है। हर element पर tanh का derivative उसी shape में लौटाइए: $1 - "
        "\\tanh^2 z$। "
        "argument z है, tanh का output नहीं। np.tanh का उपयोग कर सकते हैं।",
        en="`z` is an array of any shape. Return the derivative of tanh at each element, in the same shape: "
        "$1 - \\tanh^2 z$. "
        "The argument is z, not the output of tanh. You may use np.tanh.",
    ),
    hints=(
        Text(
            hi="पहले z से $t = \\tanh z$ निकालिए; derivative सिर्फ़ t से बन जाता है।",
            en="First compute $t = \\tanh z$ from z; the derivative is made of t alone.",
        ),
        Text(
            hi="जाँच: z = 0 पर उत्तर 1 है; z और −z पर उत्तर बराबर हैं।",
            en="A check: at z = 0 the answer is 1; z and −z have the same answer.",
        ),
        Text(hi="square element-wise है: `t ** 2` या `t * t`।", en="The square is elementwise: `t ** 2` or `t * t`."),
    ),
    reference=tanh_grad,
    cases=cases,
    scale=1.0,
    styles=(plain, factored, by_cosh, by_exp, by_recursion, by_central_difference, in_float32),
    misconceptions=(
        Misconception(
            "square-missing",
            lambda z: 1 - np.tanh(z),
            Text(
                hi="आपने $1 - \\tanh z$ लिखा, square छूट गया: $1 - \\tanh^2 z$।",
                en="You wrote $1 - \\tanh z$; the square is missing: $1 - \\tanh^2 z$.",
            ),
        ),
        Misconception(
            "z-taken-for-output",
            lambda z: 1 - z**2,
            Text(
                hi="आपने $1 - z^2$ लिखा: यह तब सही है जब argument tanh का output हो। यहाँ z आता है, पहले $t = "
                "\\tanh z$ निकालिए।",
                en="You wrote $1 - z^2$, right when the argument is the output of tanh. Here it is z: "
                "compute $t = \\tanh z$ first.",
            ),
        ),
        Misconception(
            "plus-for-minus",
            lambda z: 1 + np.tanh(z) ** 2,
            Text(
                hi="आपने $1 + \\tanh^2 z$ लिखा; minus होना चाहिए, ताकि बड़े z पर derivative 0 की ओर जाए।",
                en="You wrote $1 + \\tanh^2 z$; it is a minus, so that the derivative goes to 0 for large z.",
            ),
        ),
        Misconception(
            "sigmoid-rule",
            lambda z: np.tanh(z) * (1 - np.tanh(z)),
            Text(
                hi="$t(1-t)$ sigmoid का नियम है; tanh के लिए $1 - t^2$ होता है।",
                en="$t(1-t)$ is the rule for the sigmoid; for tanh it is $1 - t^2$.",
            ),
        ),
        Misconception(
            "square-of-the-difference",
            lambda z: (1 - np.tanh(z)) ** 2,
            Text(
                hi="आपने $(1-t)^2$ लिखा; square सिर्फ़ t का है: $1 - t^2 = (1-t)(1+t)$।",
                en="You wrote $(1-t)^2$; only t is squared: $1 - t^2 = (1-t)(1+t)$.",
            ),
        ),
        Misconception(
            "tanh-twice",
            lambda z: tanh_grad(np.tanh(z)),
            Text(
                hi="आपने tanh दो बार लगाया: एक बार z पर, फिर उसके output पर। एक ही बार चाहिए।",
                en="You applied tanh twice: to z, and again to its output. Once is enough.",
            ),
        ),
        Misconception(
            "sech-not-squared",
            lambda z: 1 / np.cosh(z),
            Text(
                hi="आपने $1/\\cosh z$ लौटाया; derivative इसका square है।",
                en="You returned $1/\\cosh z$; the derivative is its square.",
            ),
        ),
        Misconception(
            "sigmoid-derivative",
            sigmoid_grad,
            Text(
                hi="यह sigmoid का derivative है, 0 पर 0.25; tanh का derivative 0 पर 1 है।",
                en="This is the sigmoid's derivative, 0.25 at 0; the derivative of tanh is 1 there.",
            ),
        ),
        Misconception(
            "tanh-itself",
            np.tanh,
            Text(
                hi="आपने tanh ही लौटा दिया; यहाँ उसका derivative चाहिए।",
                en="You returned tanh itself; its derivative is asked for.",
            ),
        ),
    ),
)
