"""The derivative of ReLU, 0 at zero."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import relu, relu_grad
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def draw(*shape: int) -> Array:
        return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.1, 3, size=shape)

    yield sample(np.array([-2.0, 0.0, 3.0]), hi="एक vector, बीच में 0", en="a vector, 0 among it")
    yield sample(np.array([[2.0, -1.0], [-0.5, 0.5]]), hi="(N, D) shape का array", en="shape (N, D)", check="shapes")
    yield hidden(draw(7), hi="दोनों sign की values", en="values of both signs")
    yield hidden(draw(4, 3), hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(draw(3, 3), hi="जितनी rows, उतने ही columns", en="a square array")
    yield hidden(draw(1, 5), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(draw(5, 1), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(draw(2, 3, 2), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(rng.uniform(2, 20, size=5), hi="सब positive", en="all positive")
    yield hidden(-rng.uniform(2, 20, size=5), hi="सब negative", en="all negative")
    yield hidden(draw(6) * 1e-3, hi="0 के पास, दोनों ओर", en="close to 0, on both sides", check="edges")
    yield hidden(rng.permutation([0.0, 0.0, -1.5, 2.5, 0.5]), hi="ठीक 0 पर", en="exactly at 0", check="edges")
    yield hidden(np.zeros((2, 3)), hi="सब 0", en="nothing but 0", check="edges")


def as_booleans(z: Array) -> Array:
    return z > 0


def by_cast(z: Array) -> Array:
    return (z > 0).astype(np.float32)


def by_mask(z: Array) -> Array:
    grad = np.ones_like(z)
    grad[z <= 0] = 0
    return grad


def by_recursion(z: Array) -> object:
    return [by_recursion(row) for row in z] if np.ndim(z) else (1 if z > 0 else 0)


def from_output(z: Array) -> Array:
    return np.where(np.maximum(z, 0) > 0, 1.0, 0.0)


def by_sign(z: Array) -> Array:
    return np.maximum(np.sign(z), 0)


EXERCISE = Exercise(
    title=Text(hi="ReLU का derivative", en="The derivative of ReLU"),
    statement=Text(
        hi="`z` किसी भी shape का array है। उसी shape में ReLU का derivative लौटाइए: जहाँ $z > 0$ है वहाँ 1.0, "
        "बाक़ी जगह 0.0। "
        "z = 0 पर ReLU में मोड़ है; यहाँ उस जगह 0 तय है।",
        en="`z` is an array of any shape. Return the derivative of ReLU in the same shape: 1.0 where $z > "
        "0$, 0.0 elsewhere. "
        "At z = 0 ReLU has a kink; here the value there is fixed to 0.",
    ),
    hints=(
        Text(
            hi="ReLU का graph देखिए: दाईं ओर ढलान 1 है, बाईं ओर 0।",
            en="Look at the graph of ReLU: its slope is 1 on the right and 0 on the left.",
        ),
        Text(
            hi="derivative z का size नहीं देखता, सिर्फ़ sign देखता है।",
            en="The derivative does not look at the size of z, only at its sign.",
        ),
        Text(
            hi="`z > 0` से booleans का array बनता है, उसी shape में; 1 और 0 उसी से मिल जाते हैं।",
            en="`z > 0` makes an array of booleans of the same shape; the ones and zeros follow from it.",
        ),
    ),
    reference=relu_grad,
    cases=cases,
    scale=1.0,
    styles=(as_booleans, by_cast, by_mask, by_recursion, from_output, by_sign),
    misconceptions=(
        Misconception(
            "one-at-zero",
            lambda z: np.where(z >= 0, 1.0, 0.0),
            Text(
                hi="आपका derivative z = 0 पर 1 है; यहाँ उस जगह 0 तय है, इसलिए शर्त $z > 0$ है।",
                en="Your derivative is 1 at z = 0; here it is fixed to 0 there, so the condition is $z > 0$.",
            ),
        ),
        Misconception(
            "relu-itself",
            relu,
            Text(
                hi="आपने relu(z) ही लौटा दिया; derivative ढलान है, यानी 1 या 0।",
                en="You returned relu(z) itself; the derivative is the slope, 1 or 0.",
            ),
        ),
        Misconception(
            "sign",
            np.sign,
            Text(
                hi="आपने sign(z) लौटाया; negative z पर ReLU सपाट है, इसलिए वहाँ −1 नहीं, 0 होता है।",
                en="You returned sign(z); for negative z ReLU is flat, so the derivative is 0 there, not −1.",
            ),
        ),
        Misconception(
            "tested-on-the-output",
            lambda z: np.where(relu(z) >= 0, 1.0, 0.0),
            Text(
                hi="आपने ReLU के output को >= 0 से जाँचा; output हमेशा >= 0 होता है, इसलिए हर जगह 1 आया। `> 0` जाँचिए।",
                en="You tested the output of ReLU with >= 0; it is never negative, so you got 1 everywhere. "
                "Test with `> 0`.",
            ),
        ),
        Misconception(
            "half-at-zero",
            lambda z: np.heaviside(z, 0.5),
            Text(
                hi="आपने z = 0 पर 0.5 लौटाया; यहाँ उस जगह 0 तय है।",
                en="You returned 0.5 at z = 0; here it is fixed to 0 there.",
            ),
        ),
        Misconception(
            "reversed",
            lambda z: np.where(z < 0, 1.0, 0.0),
            Text(
                hi="शर्त उलटी है: आपका gradient वहाँ जाता है जहाँ neuron बंद है। वह $z > 0$ पर 1 होना चाहिए।",
                en="The condition is reversed: your gradient passes where the neuron is off. It is 1 where $z > 0$.",
            ),
        ),
        Misconception(
            "leaky",
            lambda z: np.where(z > 0, 1.0, 0.01),
            Text(
                hi="यह leaky ReLU का derivative है; ReLU का derivative negative ओर ठीक 0 है।",
                en="This is the derivative of leaky ReLU; that of ReLU is exactly 0 on the negative side.",
            ),
        ),
        Misconception(
            "scalar-only",
            lambda z: 1 if z > 0 else 0,
            Text(
                hi="`if z > 0` एक ही संख्या पर चलता है, array पर रुक जाता है। np.where हर element पर फ़ैसला करता है।",
                en="`if z > 0` works for one number and fails for an array. np.where decides for every element.",
            ),
        ),
    ),
)
