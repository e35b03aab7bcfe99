"""The chain rule through one sigmoid neuron."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import sigmoid
from reference.backprop import neuron_backward
from reference.types import Array


def near(rng: np.random.Generator, z: float, y: float, size: int) -> tuple[Array, Array, float, float]:
    """A neuron whose pre-activation is z, with a bias of about 1."""
    x, w = rng.normal(size=size), rng.normal(size=size)
    b = float(rng.choice([-1.0, 1.0]) * rng.uniform(0.8, 1.5))
    w += (z - b - w @ x) / (x @ x) * x
    return x, w, b, y


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(
        np.array([1.0, 2.0]), np.array([1.0, -0.5]), 0.0, 1.0, hi="z = 0, इसलिए ŷ = 0.5", en="z = 0, so ŷ = 0.5"
    )
    yield sample(np.array([2.0]), np.array([1.0]), -1.0, 0.0, hi="एक input, label 0", en="one input, label 0")
    yield hidden(*near(rng, 0.7, 1.0, 3), hi="z > 0, label 1 है", en="z > 0, label 1")
    yield hidden(*near(rng, 1.1, 0.0, 3), hi="z > 0, label 0 है", en="z > 0, label 0")
    yield hidden(*near(rng, -0.9, 1.0, 4), hi="z < 0, label 1 है", en="z < 0, label 1")
    yield hidden(*near(rng, -1.3, 0.0, 5), hi="z < 0, label 0 है", en="z < 0, label 0")
    yield hidden(*near(rng, 0.4, float(rng.uniform(0.1, 0.4)), 4), hi="y पूर्ण संख्या नहीं", en="y between 0 and 1")
    yield hidden(*near(rng, -0.5, float(rng.uniform(2, 3)), 3), hi="y 1 से बड़ा", en="y above 1")
    yield hidden(*near(rng, 0.8, 0.0, 1), hi="सिर्फ़ एक input", en="a single input", check="edges")
    yield hidden(
        *near(rng, 2.8, 0.0, 3), hi="आत्मविश्वास के साथ ग़लत: sigma' छोटा", en="confident and wrong, where sigma' is small"
    )
    yield hidden(*near(rng, 0.6, 1.0, 12), hi="बारह inputs", en="twelve inputs", check="shapes")
    x, w, b, y = near(rng, 0.9, 0.0, 4)
    yield hidden(x * 20, w / 20, b, y, hi="बड़े inputs, छोटे weights", en="large inputs, small weights")
    yield hidden(
        x * np.array([1.0, 0.0, 1.0, 0.0]),
        w,
        b,
        y,
        hi="कुछ inputs 0: उनके gradient भी 0",
        en="some inputs are 0, and so are their gradients",
        check="edges",
    )


def chain(x: Array, w: Array, b: float, y: float) -> tuple[float, float]:
    a = float(sigmoid(w @ x + b))
    return a, a - y


def slope_at_output(x: Array, w: Array, b: float, y: float) -> tuple[Array, float]:
    a, e = chain(x, w, b, y)
    s = float(sigmoid(np.array(a)))
    dz = 2 * e * s * (1 - s)
    return x * dz, dz


def no_bias(x: Array, w: Array, b: float, y: float) -> tuple[Array, float]:  # noqa: ARG001
    return neuron_backward(x, w, 0.0, y)


def scaled(x: Array, w: Array, b: float, y: float, factor: float) -> tuple[Array, float]:
    dw, db = neuron_backward(x, w, b, y)
    return factor * dw, factor * db


def no_slope(x: Array, w: Array, b: float, y: float) -> tuple[Array, float]:
    _, e = chain(x, w, b, y)
    return 2 * e * x, 2 * e


def no_input(x: Array, w: Array, b: float, y: float) -> tuple[Array, float]:
    _, db = neuron_backward(x, w, b, y)
    return db * np.ones_like(x), db


def weights_for_input(x: Array, w: Array, b: float, y: float) -> tuple[Array, float]:
    _, db = neuron_backward(x, w, b, y)
    return db * w, db


def bias_times_b(x: Array, w: Array, b: float, y: float) -> tuple[Array, float]:
    dw, db = neuron_backward(x, w, b, y)
    return dw, db * b


def cross_entropy(x: Array, w: Array, b: float, y: float) -> tuple[Array, float]:
    _, e = chain(x, w, b, y)
    return e * x, e


def by_loop(x: Array, w: Array, b: float, y: float) -> tuple[list[float], float]:
    z = b
    for x_j, w_j in zip(x, w, strict=True):
        z += x_j * w_j
    a = 1 / (1 + math.exp(-z))
    dz = 2 * (a - y) * a * (1 - a)
    return [x_j * dz for x_j in x], dz


def by_steps(x: Array, w: Array, b: float, y: float) -> tuple[Array, Array]:
    z = np.array([[np.dot(x, w) + b]])
    a = 1 / (1 + np.exp(-z))
    dl_da = 2 * (a - y)
    da_dz = np.exp(-z) / (1 + np.exp(-z)) ** 2
    dz = dl_da * da_dz
    return (dz * x.reshape(1, -1)).reshape(-1), dz


def by_minus(x: Array, w: Array, b: float, y: float) -> list[object]:
    a = np.exp(w @ x + b) / (1 + np.exp(w @ x + b))
    common = -2 * (y - a) * (a - a**2)
    return [np.multiply(common, x), common]


def by_tanh(x: Array, w: Array, b: float, y: float) -> tuple[Array, object]:
    t = np.tanh((np.inner(w, x) + b) / 2)
    dz = (1 + t - 2 * y) * (1 - t * t) / 4
    return dz * x, dz


def by_extra_input(x: Array, w: Array, b: float, y: float) -> tuple[Array, float]:
    inputs = np.append(x, 1.0)
    a = 1 / (1 + np.exp(-inputs @ np.append(w, b)))
    grad = 2 * (a - y) * a * (1 - a) * inputs
    return grad[:-1], grad[-1]


def in_float32(x: Array, w: Array, b: float, y: float) -> tuple[Array, object]:
    x32, one = x.astype(np.float32), np.float32(1)
    a = one / (one + np.exp(-(w.astype(np.float32) @ x32 + np.float32(b))))
    dz = np.float32(2) * (a - np.float32(y)) * a * (one - a)
    return x32 * dz, dz


EXERCISE = Exercise(
    title=Text(hi="एक neuron का backward pass", en="The backward pass of one neuron"),
    statement=Text(
        hi="एक sigmoid neuron: $z = w \\cdot x + b$, $\\hat y = 1 / (1 + e^{-z})$, loss $L = (\\hat y - y)^2$ (न "
        "mean, न 1/2)। "
        "`x` और `w` की shape (D,), `b` और `y` floats। chain rule से $\\partial L / \\partial w$ और $\\partial L / "
        "\\partial b$ निकालिए और `(dw, db)` लौटाइए: dw की shape (D,), db एक float।",
        en="One sigmoid neuron: $z = w \\cdot x + b$, $\\hat y = 1 / (1 + e^{-z})$, loss $L = (\\hat y - y)^2$ (no "
        "mean, no 1/2). "
        "`x` and `w` have shape (D,), `b` and `y` are floats. By the chain rule work out $\\partial L / \\partial "
        "w$ and $\\partial L / \\partial b$ and return `(dw, db)`: dw of shape (D,), db a float.",
    ),
    hints=(
        Text(
            hi="loss से weight तक का रास्ता तीन कड़ियों का है: L → ŷ → z → w। हर कड़ी का derivative गुणा होता है।",
            en="From the loss to a weight the path has three links: L → ŷ → z → w. Multiply the derivative of each.",
        ),
        Text(
            hi="$\\sigma'(z) = \\sigma(z)(1 - \\sigma(z))$; ŷ आपके पास है ही, तो exp दोबारा नहीं चाहिए।",
            en="$\\sigma'(z) = \\sigma(z)(1 - \\sigma(z))$; you have ŷ already, so no second exp is needed.",
        ),
        Text(
            hi="w_j पर आख़िरी कड़ी x_j है, b पर 1। इसलिए dw की shape x जैसी है और db एक संख्या।",
            en="For w_j the last link is x_j, for b it is 1. So dw is shaped as x, and db is one number.",
        ),
        Text(
            hi="`dz` एक बार निकालिए; dw और db दोनों उसी से बनते हैं।",
            en="Work out `dz` once; dw and db are both made from it.",
        ),
    ),
    reference=neuron_backward,
    cases=cases,
    styles=(by_loop, by_steps, by_minus, by_tanh, by_extra_input, in_float32),
    misconceptions=(
        Misconception(
            "two-missing",
            lambda x, w, b, y: scaled(x, w, b, y, 0.5),
            Text(
                hi="वर्ग के derivative का 2 छूट गया; loss में 1/2 नहीं है, इसलिए 2 (ŷ - y) आता है।",
                en="The 2 from the square is missing; the loss has no 1/2, so it is 2 (ŷ - y).",
            ),
        ),
        Misconception(
            "sigmoid-slope-missing",
            no_slope,
            Text(
                hi="sigma'(z) की कड़ी छूट गई; ŷ से z तक जाने में ŷ (1 - ŷ) से गुणा कीजिए।",
                en="The link sigma'(z) is missing; going from ŷ to z multiplies by ŷ (1 - ŷ).",
            ),
        ),
        Misconception(
            "input-missing",
            no_input,
            Text(
                hi="dw में x छूट गया; ∂z/∂w_j = x_j है। बिना x के वह db ही है।",
                en="x is missing in dw; ∂z/∂w_j = x_j. Without x it is just db.",
            ),
        ),
        Misconception(
            "sign-flipped",
            lambda x, w, b, y: scaled(x, w, b, y, -1.0),
            Text(
                hi="चिह्न उल्टा है: L का derivative ŷ के लिए 2 (ŷ - y) है, 2 (y - ŷ) नहीं।",
                en="The sign is wrong: the derivative of L with respect to ŷ is 2 (ŷ - y), not 2 (y - ŷ).",
            ),
        ),
        Misconception(
            "slope-at-output",
            slope_at_output,
            Text(
                hi="आपने sigma' को z की जगह ŷ पर निकाला, यानी sigmoid दो बार लगा। sigma'(z) = ŷ (1 - ŷ) है।",
                en="You took sigma' at ŷ instead of z, so the sigmoid was applied twice. sigma'(z) = ŷ (1 - ŷ).",
            ),
        ),
        Misconception(
            "bias-forgotten-forward",
            no_bias,
            Text(
                hi="forward pass में bias छूट गया; z = w · x + b है।",
                en="The bias is missing from your forward pass; z = w · x + b.",
            ),
        ),
        Misconception(
            "weights-for-inputs",
            weights_for_input,
            Text(
                hi="आपने x की जगह w से गुणा किया: वह ∂L/∂x है। ∂z/∂w = x है।",
                en="You multiplied by w instead of x: that is ∂L/∂x. ∂z/∂w = x.",
            ),
        ),
        Misconception(
            "bias-gradient-times-bias",
            bias_times_b,
            Text(
                hi="आपने db को b से गुणा किया; ∂z/∂b = 1 है, इसलिए db = dz।",
                en="You multiplied db by b; ∂z/∂b = 1, so db = dz.",
            ),
        ),
        Misconception(
            "cross-entropy-gradient",
            cross_entropy,
            Text(
                hi="(ŷ - y) x cross-entropy loss का gradient है; यहाँ loss (ŷ - y)² है, इसलिए 2 और sigma'(z) भी आते हैं।",
                en="(ŷ - y) x is the gradient of the cross-entropy; the loss here is (ŷ - y)², so a 2 and sigma'(z) "
                "come in.",
            ),
        ),
    ),
)
