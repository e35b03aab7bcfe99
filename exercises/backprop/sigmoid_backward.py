"""The backward pass of the sigmoid, from its output."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.backprop import sigmoid_backward
from reference.types import Array


def pair(rng: np.random.Generator, *shape: int, size: float = 1.0) -> tuple[Array, Array]:
    return rng.normal(size=shape) * size, rng.uniform(0.05, 0.95, size=shape)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([4.0, -2.0]), np.array([0.5, 0.75]), hi="दो values", en="two values")
    yield sample(np.array([[1.0, 10.0], [-1.0, 2.0]]), np.array([[0.25, 0.5], [0.9, 0.1]]), hi="दो rows", en="two rows")
    yield hidden(*pair(rng, 4, 3), hi="साधारण batch", en="an ordinary batch")
    yield hidden(*pair(rng, 3, 3), hi="square arrays, यानी N = D", en="square arrays, N = D")
    yield hidden(*pair(rng, 6), hi="shape (D,) वाला array", en="shape (D,)", check="shapes")
    yield hidden(*pair(rng, 2, 3, 4), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(*pair(rng, 1, 5), hi="एक ही row", en="one row only", check="shapes")
    yield hidden(*pair(rng, 5, 1), hi="एक ही column", en="one column only", check="shapes")
    dout, a = pair(rng, 3, 4)
    yield hidden(dout, 0.02 * a, hi="a 0 के पास", en="a near 0")
    yield hidden(dout, 1 - 0.1 * a, hi="a 1 के पास", en="a near 1")
    yield hidden(dout * 100, a, hi="बड़ा dout", en="a large dout")
    yield hidden(dout * 1e-4, a, hi="बहुत छोटा dout", en="a very small dout")
    yield hidden(np.append(dout[0], 0.0), np.append(a[0], 0.5), hi="dout में एक 0", en="a 0 in dout", check="edges")


def by_loop(dout: Array, a: Array) -> object:
    if a.ndim > 1:
        return [by_loop(g, s) for g, s in zip(dout, a, strict=True)]
    return [g * s * (1 - s) for g, s in zip(dout, a, strict=True)]


def by_difference(dout: Array, a: Array) -> Array:
    return np.multiply(dout, a - a**2)


def by_quarter(dout: Array, a: Array) -> Array:
    return dout * (0.25 - (a - 0.5) ** 2)


def by_diagonal(dout: Array, a: Array) -> Array:
    return (np.diag((a * (1 - a)).ravel()) @ dout.ravel()).reshape(a.shape)


def by_logit(dout: Array, a: Array) -> Array:
    z = np.log(a / (1 - a))
    return dout * np.exp(-z) / (1 + np.exp(-z)) ** 2


def in_float32(dout: Array, a: Array) -> Array:
    a32 = a.astype(np.float32)
    return dout.astype(np.float32) * a32 * (1 - a32)


def again(dout: Array, a: Array) -> Array:
    s = 1 / (1 + np.exp(-a))
    return dout * s * (1 - s)


def in_place(dout: Array, a: Array) -> Array:
    dout *= a * (1 - a)
    return dout


EXERCISE = Exercise(
    title=Text(hi="sigmoid का backward pass, उसके output से", en="The backward pass of the sigmoid, from its output"),
    statement=Text(
        hi="`a` = sigmoid(z) forward pass से पहले से मिला हुआ है, `dout` = ∂L/∂a; दोनों की shape एक जैसी है, कोई "
        "भी। ∂L/∂z = dout · a (1 - a) लौटाइए, elementwise। z नहीं दिया गया, और उसकी ज़रूरत भी नहीं।",
        en="`a` = sigmoid(z) is given, left from the forward pass, and `dout` = ∂L/∂a; both have the same shape, "
        "any shape. Return ∂L/∂z = dout · a (1 - a), elementwise. z is not given and not needed.",
    ),
    hints=(
        Text(
            hi="sigmoid का derivative उसके अपने output से लिखा जा सकता है, इसलिए forward pass का a बचाकर रखते हैं।",
            en="The derivative of the sigmoid can be written by its own output, which is why the forward pass keeps a.",
        ),
        Text(
            hi="$\\sigma'(z) = a (1 - a)$ जहाँ a पहले से sigmoid है।",
            en="$\\sigma'(z) = a (1 - a)$, where a is the sigmoid already.",
        ),
        Text(
            hi="सब कुछ elementwise है: dout, a और उत्तर की shape एक ही है।",
            en="Everything is elementwise: dout, a and the answer share one shape.",
        ),
    ),
    reference=sigmoid_backward,
    cases=cases,
    styles=(by_loop, by_difference, by_quarter, by_diagonal, by_logit, in_float32),
    misconceptions=(
        Misconception(
            "sigmoid-applied-again",
            again,
            Text(
                hi="आपने a पर sigmoid फिर लगाया; a पहले से sigmoid(z) है, सीधे a (1 - a) लिखिए।",
                en="You applied the sigmoid to a again; a is sigmoid(z) already, so write a (1 - a).",
            ),
        ),
        Misconception(
            "dout-forgotten",
            lambda dout, a: a * (1 - a),  # noqa: ARG005
            Text(
                hi="आपने सिर्फ़ a (1 - a) लौटाया; chain rule में वह dout से गुणा होता है।",
                en="You returned a (1 - a) alone; the chain rule multiplies it by dout.",
            ),
        ),
        Misconception(
            "tanh-rule",
            lambda dout, a: dout * (1 - a**2),
            Text(
                hi="1 - a² tanh का नियम है; sigmoid के लिए a (1 - a) है।",
                en="1 - a² is the rule for tanh; for the sigmoid it is a (1 - a).",
            ),
        ),
        Misconception(
            "slope-one-minus-a",
            lambda dout, a: dout * (1 - a),
            Text(
                hi="a (1 - a) में से a छूट गया; आपने सिर्फ़ 1 - a से गुणा किया।",
                en="The a of a (1 - a) is missing; you multiplied by 1 - a alone.",
            ),
        ),
        Misconception(
            "slope-a",
            lambda dout, a: dout * a,
            Text(
                hi="a (1 - a) में से 1 - a छूट गया; आपने सिर्फ़ a से गुणा किया।",
                en="The 1 - a of a (1 - a) is missing; you multiplied by a alone.",
            ),
        ),
        Misconception(
            "sign-flipped",
            lambda dout, a: dout * a * (a - 1),
            Text(hi="चिह्न उल्टा है: a (1 - a), न कि a (a - 1)।", en="The sign is wrong: a (1 - a), not a (a - 1)."),
        ),
        Misconception(
            "plus-for-minus",
            lambda dout, a: dout * a * (1 + a),
            Text(hi="आपने a (1 + a) लिखा; 1 - a चाहिए, plus नहीं।", en="You wrote a (1 + a); it is 1 - a, with a minus."),
        ),
        Misconception(
            "changes-dout",
            in_place,
            Text(
                hi="values सही हैं, पर `dout *= ...` ने दिया गया dout बदल दिया; `dout * ...` से नया array बनाइए।",
                en="The values are right, but `dout *= ...` changed the given dout; `dout * ...` makes a new array.",
            ),
        ),
    ),
)
