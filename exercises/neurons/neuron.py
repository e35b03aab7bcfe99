"""One neuron with a choice of activation functions."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.neurons import neuron
from reference.types import Array

SMOOTH: dict[str, Callable[[Array], Array]] = {
    "linear": lambda z: z,
    "step": lambda z: np.where(z >= 0, 1.0, 0.0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
}


def near(rng: np.random.Generator, z: float, size: int) -> tuple[Array, Array, float]:
    """Inputs, weights and a bias of about 1 in size whose pre-activation is z."""
    x, w = rng.normal(size=size), rng.normal(size=size)
    b = float(rng.choice([-1.0, 1.0]) * rng.uniform(0.8, 1.5))
    w += (z - b - w @ x) / (x @ x) * x
    return x, w, b


def cases(rng: np.random.Generator) -> Iterator[Case]:
    x, w = np.array([1.0, 2.0]), np.array([0.5, -0.5])
    yield sample(x, w, 1.5, "relu", hi="relu, जब z = 1", en="relu, z = 1")
    yield sample(x, w, 0.5, "step", hi="step, z ठीक 0", en="step, z exactly 0")
    yield hidden(*near(rng, -1.7, 3), "linear", hi="linear: z वैसा ही लौटता है", en="linear: z comes back as it is")
    yield hidden(*near(rng, 0.8, 4), "sigmoid", hi="sigmoid, जब z > 0", en="sigmoid, z > 0")
    yield hidden(*near(rng, -1.1, 3), "sigmoid", hi="sigmoid, जब z < 0", en="sigmoid, z < 0")
    yield hidden(*near(rng, 0.6, 5), "tanh", hi="tanh, जब z > 0", en="tanh, z > 0")
    yield hidden(*near(rng, -0.9, 2), "tanh", hi="tanh, जब z < 0", en="tanh, z < 0")
    yield hidden(*near(rng, 2.3, 3), "relu", hi="relu, जब z > 1", en="relu, z > 1")
    yield hidden(*near(rng, -1.4, 3), "relu", hi="relu, जब z < 0", en="relu, z < 0")
    yield hidden(*near(rng, -0.3, 3), "relu", hi="relu, z 0 से थोड़ा नीचे", en="relu, z a little below 0")
    yield hidden(*near(rng, 0.4, 4), "step", hi="step, 0 और 1 के बीच z", en="step, z between 0 and 1")
    yield hidden(*near(rng, -0.7, 4), "step", hi="step, जब z < 0", en="step, z < 0")
    yield hidden(
        np.array([2.0, -1.0]),
        np.array([1.0, 4.0]),
        2.0,
        "step",
        hi="step, सीमा पर: z = 0",
        en="step on its boundary, z = 0",
        check="edges",
    )
    yield hidden(*near(rng, 1.9, 1), "sigmoid", hi="सिर्फ़ एक input", en="a single input", check="edges")
    yield hidden(
        *near(rng, 1.0, 3),
        "softmax",
        hi="softmax इस सूची में नहीं है",
        en="softmax is not on the list",
        check="errors",
        raises="ValueError",
    )
    yield hidden(
        *near(rng, -1.0, 3),
        "ReLU",
        hi="नाम के अक्षर ठीक वैसे नहीं: ReLU",
        en="a name not spelled exactly so: ReLU",
        check="errors",
        raises="ValueError",
    )
    yield hidden(*near(rng, 1.0, 2), "", hi="खाली नाम", en="an empty name", check="errors", raises="ValueError")


def of_z(z: Array, activation: str, table: dict[str, Callable[[Array], Array]]) -> Array:
    if activation not in table:
        raise ValueError(activation)
    return table[activation](z)


def before_bias(x: Array, w: Array, b: float, activation: str) -> Array:
    return of_z(w @ x, activation, SMOOTH) + b


def per_product(x: Array, w: Array, b: float, activation: str) -> Array:
    return np.sum(of_z(w * x, activation, SMOOTH)) + b


def unknown_is_linear(x: Array, w: Array, b: float, activation: str) -> Array:
    return SMOOTH.get(activation, SMOOTH["linear"])(w @ x + b)


def unknown_is_none(x: Array, w: Array, b: float, activation: str) -> Array | None:
    return SMOOTH[activation](w @ x + b) if activation in SMOOTH else None


def key_error(x: Array, w: Array, b: float, activation: str) -> Array:
    return SMOOTH[activation](w @ x + b)


def any_case(x: Array, w: Array, b: float, activation: str) -> Array:
    return of_z(w @ x + b, activation.lower(), SMOOTH)


def no_bias(x: Array, w: Array, b: float, activation: str) -> Array:  # noqa: ARG001
    return of_z(w @ x, activation, SMOOTH)


def strict_step(x: Array, w: Array, b: float, activation: str) -> Array:
    return of_z(w @ x + b, activation, {**SMOOTH, "step": lambda z: np.where(z > 0, 1.0, 0.0)})


def sign_step(x: Array, w: Array, b: float, activation: str) -> Array:
    return of_z(w @ x + b, activation, {**SMOOTH, "step": lambda z: np.where(z >= 0, 1.0, -1.0)})


def no_minus(x: Array, w: Array, b: float, activation: str) -> Array:
    return of_z(w @ x + b, activation, {**SMOOTH, "sigmoid": lambda z: 1 / (1 + np.exp(z))})


def by_math(x: Array, w: Array, b: float, activation: str) -> float:
    z = sum(p * q for p, q in zip(x.tolist(), w.tolist(), strict=True)) + b
    if activation == "linear":
        return z
    if activation == "step":
        return 1 if z >= 0 else 0
    if activation == "sigmoid":
        return 1 / (1 + math.exp(-z))
    if activation == "tanh":
        return math.tanh(z)
    if activation == "relu":
        return max(0, z)
    raise ValueError("unknown activation")


def by_index(x: Array, w: Array, b: float, activation: str) -> object:
    z = np.vdot(x, w) + b
    names = ["linear", "step", "sigmoid", "tanh", "relu"]
    answers = [z, z >= 0, 0.5 * (1 + np.tanh(z / 2)), (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1), z * (z > 0)]
    return answers[names.index(activation)]  # index raises ValueError by itself


def by_exp(x: Array, w: Array, b: float, activation: str) -> object:
    z = np.inner(w, x) + b
    match activation:
        case "linear":
            return z
        case "step":
            return np.heaviside(z, 1)
        case "sigmoid":
            return np.exp(z) / (np.exp(z) + 1)
        case "tanh":
            return np.sinh(z) / np.cosh(z)
        case "relu":
            return (z + abs(z)) / 2
    raise ValueError(activation)


def as_array(x: Array, w: Array, b: float, activation: str) -> Array:
    return np.array([of_z(np.array([w @ x + b]), activation, SMOOTH)])


def in_float32(x: Array, w: Array, b: float, activation: str) -> object:
    return of_z(np.dot(w.astype(np.float32), x.astype(np.float32)) + np.float32(b), activation, SMOOTH)


EXERCISE = Exercise(
    title=Text(hi="एक neuron, पाँच activation functions", en="One neuron, five activation functions"),
    statement=Text(
        hi="`x` और `w` की shape (D,) है, `b` एक float है। $f(w \\cdot x + b)$ लौटाइए, एक float। `activation` से f "
        "चुना जाता है: "
        "`'linear'` ($f(z) = z$), `'step'` ($z \\ge 0$ पर 1, नहीं तो 0), `'sigmoid'` ($1 / (1 + e^{-z})$), "
        "`'tanh'`, `'relu'` ($\\max(0, z)$)। "
        "नाम ठीक इसी तरह लिखे होते हैं; किसी भी और नाम पर `ValueError` raise कीजिए।",
        en="`x` and `w` have shape (D,), `b` is a float. Return $f(w \\cdot x + b)$, a float. `activation` chooses "
        "f: "
        "`'linear'` ($f(z) = z$), `'step'` (1 where $z \\ge 0$, else 0), `'sigmoid'` ($1 / (1 + e^{-z})$), "
        "`'tanh'`, `'relu'` ($\\max(0, z)$). "
        "The names are spelled exactly so; for any other name raise `ValueError`.",
    ),
    hints=(
        Text(
            hi="पहले z = w · x + b पूरा निकालिए, फिर उस एक संख्या पर activation लगाइए।",
            en="Work out z = w · x + b completely, then apply the activation to that one number.",
        ),
        Text(
            hi="step सीमा पर भी 1 देता है: z = 0 पर क्या आएगा, जाँचिए।",
            en="The step function is 1 on the boundary too: check what yours gives at z = 0.",
        ),
        Text(
            hi="if/elif की एक लड़ी बनाइए; आख़िरी else में `raise ValueError(...)` आएगा।",
            en="Write a chain of if/elif; the last else is `raise ValueError(...)`.",
        ),
    ),
    reference=neuron,
    cases=cases,
    styles=(by_math, by_index, by_exp, as_array, in_float32),
    misconceptions=(
        Misconception(
            "activation-before-bias",
            before_bias,
            Text(
                hi="आपने bias activation के बाद जोड़ा; bias z का हिस्सा है, activation उसके बाद लगता है।",
                en="You added the bias after the activation; the bias is part of z, and the activation comes after it.",
            ),
        ),
        Misconception(
            "activation-per-product",
            per_product,
            Text(
                hi="आपने activation हर गुणनफल पर अलग-अलग लगाया; पहले सब जोड़िए, फिर एक बार activation लगाइए।",
                en="You applied the activation to each product; add everything up first, then apply it once.",
            ),
        ),
        Misconception(
            "unknown-name-accepted",
            unknown_is_linear,
            Text(
                hi="अनजान नाम पर आपका function चुपचाप z लौटा देता है; ऐसे नाम पर ValueError raise कीजिए।",
                en="For an unknown name your function quietly returns z; raise ValueError instead.",
            ),
        ),
        Misconception(
            "unknown-name-none",
            unknown_is_none,
            Text(
                hi="अनजान नाम पर आपका function None लौटाता है; ऐसे नाम पर ValueError raise कीजिए।",
                en="For an unknown name your function returns None; raise ValueError instead.",
            ),
        ),
        Misconception(
            "key-error",
            key_error,
            Text(
                hi="अनजान नाम पर dictionary से KeyError आता है; शर्त ValueError की है।",
                en="For an unknown name the dictionary raises KeyError; the contract asks for ValueError.",
            ),
        ),
        Misconception(
            "any-capitals",
            any_case,
            Text(
                hi="आपने नाम को lower() किया, इसलिए 'ReLU' भी चल गया; नाम ठीक वैसा ही होना चाहिए, नहीं तो ValueError।",
                en="You lowercased the name, so 'ReLU' was taken too; it must be spelled exactly, else ValueError.",
            ),
        ),
        Misconception(
            "bias-forgotten",
            no_bias,
            Text(hi="आपने bias नहीं जोड़ा; z = w · x + b है।", en="You did not add the bias; z = w · x + b."),
        ),
        Misconception(
            "strict-step",
            strict_step,
            Text(hi="z = 0 पर step 1 देता है; > की जगह >= लिखिए।", en="At z = 0 the step function is 1; write >= for >."),
        ),
        Misconception(
            "step-minus-one",
            sign_step,
            Text(
                hi="z < 0 पर आपका step -1 देता है; यहाँ step 0 या 1 देता है।",
                en="For z < 0 your step gives -1; here step is 0 or 1.",
            ),
        ),
        Misconception(
            "sigmoid-without-minus",
            no_minus,
            Text(
                hi="sigmoid में आपने exp(z) लिखा; 1 / (1 + exp(-z)) चाहिए, minus के साथ।",
                en="In the sigmoid you wrote exp(z); it is 1 / (1 + exp(-z)), with the minus.",
            ),
        ),
    ),
)
