"""How the gradient shrinks or grows through a chain of neurons."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.gradient_flow import chain_gradient
from reference.types import Array


def value(z: float, activation: str) -> float:
    if activation == "sigmoid":
        return 1 / (1 + math.exp(-z))
    return math.tanh(z) if activation == "tanh" else max(z, 0.0)


def slope(z: float, activation: str) -> float:
    if activation == "relu":
        return 1.0 if z > 0 else 0.0
    a = value(z, activation)
    return a * (1 - a) if activation == "sigmoid" else 1 - a * a


def weights(rng: np.random.Generator, length: int, low: float, high: float, *, signs: bool = False) -> Array:
    sign = rng.choice([-1.0, 1.0], size=length) if signs else 1.0
    return sign * rng.uniform(low, high, size=length)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(1.0, np.array([2.0, 0.5, 3.0]), "relu", hi="relu, तीन layers", en="relu, three layers")
    yield sample(0.0, np.array([1.0, 2.0]), "sigmoid", hi="sigmoid, दो layers", en="sigmoid, two layers")
    yield hidden(
        0.7,
        weights(rng, 5, 1, 3),
        "sigmoid",
        hi="sigmoid: हर layer पर gradient छोटा होता है",
        en="sigmoid, where the gradient shrinks at every layer",
    )
    yield hidden(
        -0.9,
        weights(rng, 4, 2, 4, signs=True),
        "sigmoid",
        hi="sigmoid, बड़े weights, दोनों चिह्न",
        en="sigmoid, large weights of both signs",
    )
    yield hidden(0.8, weights(rng, 5, 0.5, 1.5), "tanh", hi="tanh, पाँच layers", en="tanh, five layers")
    yield hidden(
        -0.6,
        weights(rng, 4, 0.5, 2, signs=True),
        "tanh",
        hi="tanh, दोनों चिह्न के weights",
        en="tanh, weights of both signs",
    )
    yield hidden(
        0.1,
        weights(rng, 4, 1.5, 2),
        "tanh",
        hi="tanh, छोटा x: gradient पहले बढ़ता है",
        en="tanh with a small x, where the gradient grows at first",
    )
    yield hidden(
        1.3,
        weights(rng, 5, 0.3, 0.8),
        "relu",
        hi="relu, weights 1 से छोटे: vanishing",
        en="relu, weights below 1: it vanishes",
    )
    yield hidden(
        0.4,
        weights(rng, 6, 1.3, 2),
        "relu",
        hi="relu, weights 1 से बड़े: exploding",
        en="relu, weights above 1: it explodes",
    )
    yield hidden(
        1.1,
        np.append(weights(rng, 3, 0.5, 2), -float(rng.uniform(0.5, 2))),
        "relu",
        hi="relu, आख़िरी neuron बंद: सब gradient 0",
        en="relu with the last neuron off: every gradient is 0",
        check="edges",
    )
    yield hidden(
        0.3,
        np.append(weights(rng, 2, 0.6, 1.2), -float(rng.uniform(0.3, 0.9))),
        "relu",
        hi="relu, आख़िरी z 0 से थोड़ा नीचे",
        en="relu with the last z a little below 0",
        check="edges",
    )
    yield hidden(
        -1.2,
        np.append(-float(rng.uniform(0.5, 2)), weights(rng, 3, 0.5, 2)),
        "relu",
        hi="relu, x और पहला weight negative",
        en="relu, x and the first weight negative",
    )
    yield hidden(
        0.9, weights(rng, 1, 1, 2), "sigmoid", hi="sigmoid, एक ही layer", en="sigmoid, a single layer", check="edges"
    )
    yield hidden(-0.7, weights(rng, 1, 1, 2), "tanh", hi="tanh, एक ही layer", en="tanh, a single layer", check="edges")


def believe(x: float, weights: Array, activation: str, *, at: str = "z", by: str = "both") -> list[float]:
    """The backward product with one wrong turn."""
    a, factors = x, []
    for w in weights:
        z = w * a
        a_next = value(z, activation)
        f = slope({"z": z, "output": a_next, "input": a}[at], activation)
        factors.append({"both": f * w, "slopes": f, "weights": w}[by])
        a = a_next
    out, product = [], 1.0
    for factor in reversed(factors):
        product *= factor
        out.append(product)
    return out


def forward_order(x: float, weights: Array, activation: str) -> list[float]:
    return chain_gradient(x, weights, activation)[::-1]


def from_the_input(x: float, weights: Array, activation: str) -> list[float]:
    product, out, a = 1.0, [], x
    for w in weights:
        product *= slope(w * a, activation) * w
        a = value(w * a, activation)
        out.append(product)
    return out


def not_accumulated(x: float, weights: Array, activation: str) -> list[float]:
    a, out = x, []
    for w in weights:
        out.insert(0, slope(w * a, activation) * w)
        a = value(w * a, activation)
    return out


def with_one(x: float, weights: Array, activation: str) -> list[float]:
    return [1.0, *chain_gradient(x, weights, activation)[:-1]]


def whole_chain_only(x: float, weights: Array, activation: str) -> float:
    return chain_gradient(x, weights, activation)[-1]


def sums(x: float, weights: Array, activation: str) -> list[float]:
    return np.cumsum(not_accumulated(x, weights, activation)).tolist()


def by_backward_pass(x: float, weights: Array, activation: str) -> list[float]:
    zs, acts = [], [x]
    for w in weights:
        zs.append(w * acts[-1])
        acts.append(value(zs[-1], activation))
    da, out = 1.0, []
    for i in range(len(weights) - 1, -1, -1):
        da = da * slope(zs[i], activation) * weights[i]
        out.append(da)
    return out


def by_outputs(x: float, weights: Array, activation: str) -> Array:
    rules = {"sigmoid": lambda a: a * (1 - a), "tanh": lambda a: 1 - a**2, "relu": lambda a: np.where(a > 0, 1.0, 0.0)}
    functions = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: np.maximum(0, z)}
    acts = [np.float64(x)]
    for w in weights:
        acts.append(functions[activation](w * acts[-1]))
    factors = rules[activation](np.array(acts[1:])) * weights
    return np.multiply.accumulate(factors[::-1])


def by_matrix(x: float, weights: Array, activation: str) -> list[float]:
    jacobians, a = [], x
    for w in weights.tolist():
        jacobians.append(np.array([[slope(w * a, activation) * w]]))
        a = value(w * a, activation)
    return [np.linalg.multi_dot([np.eye(1), *jacobians[-i:], np.eye(1)]).item() for i in range(1, len(jacobians) + 1)]


def by_recursion(x: float, weights: Array, activation: str) -> list[float]:
    if len(weights) == 0:
        return []
    z = weights[0] * x
    later = by_recursion(value(z, activation), weights[1:], activation)
    return [*later, (later[-1] if later else 1.0) * slope(z, activation) * weights[0]]


def by_exponentials(x: float, weights: Array, activation: str) -> list[float]:
    out, a = [], x
    for w in weights:
        z = w * a
        if activation == "sigmoid":
            a, d = np.exp(z) / (1 + np.exp(z)), 1 / (2 + np.exp(z) + np.exp(-z))
        elif activation == "tanh":
            a, d = 2 / (1 + np.exp(-2 * z)) - 1, 1 / np.cosh(z) ** 2
        else:
            a, d = (z, 1) if z > 0 else (0, 0)
        out.insert(0, d * w)
    return np.cumprod(out).tolist()


def in_float32(x: float, weights: Array, activation: str) -> Array:
    a, factors = np.float32(x), []
    for w in weights.astype(np.float32):
        z = w * a
        if activation == "sigmoid":
            a = np.float32(1) / (np.float32(1) + np.exp(-z))
            d = a * (1 - a)
        elif activation == "tanh":
            a = np.tanh(z)
            d = 1 - a * a
        else:
            a, d = np.maximum(z, 0), np.float32(z > 0)
        factors.append(w * d)
    return np.cumprod(np.array(factors[::-1], dtype=np.float32))


EXERCISE = Exercise(
    title=Text(
        hi="गहरी chain में gradient: vanishing और exploding",
        en="The gradient along a deep chain: vanishing and exploding",
    ),
    statement=Text(
        hi="एक-एक neuron की L layers की chain: $a_0 = x$, $a_i = f(w_i a_{i-1})$, सब scalars। `weights` = $(w_1, "
        "\\dots, w_L)$, shape (L,); `activation` = `'sigmoid'`, `'tanh'` या `'relu'`। "
        "$\\partial a_L / \\partial a_{L-i}$ की list लौटाइए, i = 1..L: पहली entry आख़िरी layer की है, आख़िरी entry "
        "$\\partial a_L / \\partial x$ है।",
        en="A chain of L layers of one neuron each: $a_0 = x$, $a_i = f(w_i a_{i-1})$, all scalars. `weights` = "
        "$(w_1, \\dots, w_L)$ of shape (L,); `activation` is `'sigmoid'`, `'tanh'` or `'relu'`. "
        "Return the list of $\\partial a_L / \\partial a_{L-i}$ for i = 1..L: the first entry is that of the last "
        "layer, the last one is $\\partial a_L / \\partial x$.",
    ),
    hints=(
        Text(
            hi="हर layer पीछे जाते gradient को एक संख्या से गुणा करती है। कौन-सी संख्या?",
            en="On its way back the gradient is multiplied by one number per layer. Which number?",
        ),
        Text(
            hi="$\\partial a_i / \\partial a_{i-1} = f'(z_i)\\, w_i$ जहाँ $z_i = w_i a_{i-1}$।",
            en="$\\partial a_i / \\partial a_{i-1} = f'(z_i)\\, w_i$ with $z_i = w_i a_{i-1}$.",
        ),
        Text(
            hi="पहले forward pass से सब z निकालिए। फिर आख़िरी layer से शुरू करके गुणनफल बढ़ाते जाइए; हर क़दम एक entry देता है।",
            en="First a forward pass for all z. Then start at the last layer and let the product grow; every step "
            "gives one entry.",
        ),
    ),
    reference=chain_gradient,
    cases=cases,
    styles=(by_backward_pass, by_outputs, by_matrix, by_recursion, by_exponentials, in_float32),
    misconceptions=(
        Misconception(
            "slope-at-output",
            lambda x, weights, activation: believe(x, weights, activation, at="output"),
            Text(
                hi="आपने f' को a_i (output) पर निकाला; derivative z_i = w_i a_{i-1} पर लिया जाता है।",
                en="You took f' at a_i, the output; the derivative is taken at z_i = w_i a_{i-1}.",
            ),
        ),
        Misconception(
            "slope-at-input",
            lambda x, weights, activation: believe(x, weights, activation, at="input"),
            Text(
                hi="आपने f' को a_{i-1} पर निकाला; f में w_i a_{i-1} जाता है, derivative भी वहीं का चाहिए।",
                en="You took f' at a_{i-1}; what enters f is w_i a_{i-1}, and the derivative belongs there.",
            ),
        ),
        Misconception(
            "weights-missing",
            lambda x, weights, activation: believe(x, weights, activation, by="slopes"),
            Text(
                hi="आपने सिर्फ़ f'(z_i) गुणा किए; हर layer पर w_i भी आता है।",
                en="You multiplied the f'(z_i) only; every layer brings its w_i too.",
            ),
        ),
        Misconception(
            "slopes-missing",
            lambda x, weights, activation: believe(x, weights, activation, by="weights"),
            Text(
                hi="आपने सिर्फ़ weights गुणा किए; हर layer पर f'(z_i) भी आता है, और vanishing उसी से होता है।",
                en="You multiplied the weights only; every layer brings f'(z_i) too, which is what makes gradients "
                "vanish.",
            ),
        ),
        Misconception(
            "list-reversed",
            forward_order,
            Text(
                hi="values सही हैं, पर क्रम उल्टा है: पहली entry आख़िरी layer की (i = 1) होनी चाहिए, आख़िरी ∂a_L/∂x।",
                en="The values are right but in reverse: the first entry belongs to the last layer (i = 1), the "
                "last is ∂a_L/∂x.",
            ),
        ),
        Misconception(
            "from-the-input",
            from_the_input,
            Text(
                hi="आपने गुणनफल input की ओर से बनाया: वह ∂a_i/∂x है। यहाँ आख़िरी layer से शुरू करके पीछे जाइए।",
                en="You built the product from the input, which gives ∂a_i/∂x. Start at the last layer and go back.",
            ),
        ),
        Misconception(
            "not-accumulated",
            not_accumulated,
            Text(
                hi="हर entry में सिर्फ़ अपनी layer का factor है; पीछे जाते हुए factors गुणा होते जाते हैं।",
                en="Each entry holds the factor of its own layer only; the factors multiply up on the way back.",
            ),
        ),
        Misconception(
            "factors-added",
            sums,
            Text(
                hi="आपने layers के factors जोड़े; chain rule में वे गुणा होते हैं।",
                en="You added the factors of the layers; the chain rule multiplies them.",
            ),
        ),
        Misconception(
            "starts-with-one",
            with_one,
            Text(
                hi="आपकी list 1 (∂a_L/∂a_L) से शुरू होकर एक जगह खिसक गई; i = 1 से शुरू कीजिए और ∂a_L/∂x तक जाइए।",
                en="Your list starts with 1 (∂a_L/∂a_L) and is off by one; start with i = 1 and go on to ∂a_L/∂x.",
            ),
        ),
        Misconception(
            "whole-chain-only",
            whole_chain_only,
            Text(
                hi="आपने सिर्फ़ ∂a_L/∂x लौटाया; हर layer के लिए एक entry चाहिए, कुल L।",
                en="You returned ∂a_L/∂x only; one entry per layer is asked for, L in all.",
            ),
        ),
    ),
)
