"""Gradient of the mean binary cross-entropy with respect to the probability."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.losses import bce_grad
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def p(*shape: int) -> Array:
        return rng.uniform(0.1, 0.9, size=shape)

    def hard(*shape: int) -> Array:
        return rng.permutation(np.arange(int(np.prod(shape))) % 2).reshape(shape).astype(float)

    yield sample(
        np.array([0.5, 0.25, 0.8, 0.5]), np.array([1.0, 0.0, 1.0, 0.0]), hi="चार predictions", en="four predictions"
    )
    yield sample(
        np.array([[0.5, 0.75]]), np.array([[0.5, 0.25]]), hi="soft labels, पहला ठीक", en="soft labels, the first exact"
    )
    yield hidden(p(7), hard(7), hi="0 और 1 के labels", en="labels 0 and 1")
    yield hidden(p(6), rng.uniform(0.1, 0.9, size=6), hi="0 और 1 के बीच के labels", en="labels between 0 and 1")
    yield hidden(p(4, 3), hard(4, 3), hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(p(3, 3), hard(3, 3), hi="जितनी rows, उतने ही columns", en="as many rows as columns")
    yield hidden(p(1, 5), hard(1, 5), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(p(5, 1), hard(5, 1), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(p(2, 3, 2), hard(2, 3, 2), hi="तीन axes", en="three axes", check="shapes")
    y = hard(6)
    yield hidden(
        np.where(y == 1, 1, 0) + (1 - 2 * y) * rng.uniform(0.01, 0.05, size=6),
        y,
        hi="पक्के और सही predictions",
        en="confident predictions, and right",
    )
    yield hidden(
        np.where(y == 1, 0, 1) - (1 - 2 * y) * rng.uniform(0.01, 0.05, size=6),
        y,
        hi="पक्के पर ग़लत predictions: बड़ा gradient",
        en="confident predictions, but wrong: a large gradient",
    )


def two_terms(p: Array, y: Array) -> Array:
    return -(y / p - (1 - y) / (1 - p)) / p.size


def by_where(p: Array, y: Array) -> Array:
    return (y * np.where(y > 0, -1 / p, 0) + (1 - y) / (1 - p)) * (1 / np.prod(p.shape))


def by_loop(p: Array, y: Array) -> Array:
    grad = np.zeros_like(p)
    for index in np.ndindex(p.shape):
        grad[index] = ((1 - y[index]) / (1 - p[index]) - y[index] / p[index]) / p.size
    return grad


def by_lists(p: Array, y: Array) -> object:
    n = p.size

    def walk(a: object, b: object) -> object:
        if isinstance(a, list):
            return [walk(s, t) for s, t in zip(a, b, strict=True)]
        return (a - b) / (a - a * a) / n

    return walk(p.tolist(), y.tolist())


def by_complex_step(p: Array, y: Array) -> Array:
    q = p + 1e-20j
    return -(y * np.log(q) + (1 - y) * np.log(1 - q)).imag / 1e-20 / p.size


def in_float32(p: Array, y: Array) -> Array:
    p, y = p.astype(np.float32), y.astype(np.float32)
    return (p - y) / (p * (1 - p)) / np.float32(p.size)


EXERCISE = Exercise(
    title=Text(hi="BCE का gradient, probability के लिए", en="The gradient of the BCE, with respect to p"),
    statement=Text(
        hi="`p` (probabilities, 0 और 1 के बीच, 0 या 1 कभी नहीं) और `y` (labels, 0 से 1 तक) की shape एक है, कोई "
        "भी। "
        "mean BCE का `p` के लिए gradient उसी shape में लौटाइए: $\\frac{p - y}{p (1 - p)} \\cdot \\frac1n$, जहाँ "
        "n सब entries की संख्या है।",
        en="`p` (probabilities, strictly between 0 and 1) and `y` (labels in [0, 1]) have the same shape, "
        "whichever it is. Return the "
        "gradient of the mean BCE with respect to `p`, in that shape: $\\frac{p - y}{p (1 - p)} \\cdot "
        "\\frac1n$, where n is the number "
        "of all entries.",
    ),
    hints=(
        Text(
            hi="एक entry का loss $-(y \\log p + (1-y) \\log(1-p))$ है; p के लिए derivative लीजिए।",
            en="One entry costs $-(y \\log p + (1-y) \\log(1-p))$; differentiate with respect to p.",
        ),
        Text(
            hi="$\\log(1-p)$ का derivative $-1/(1-p)$ है: अंदर का minus मत भूलिए।",
            en="The derivative of $\\log(1-p)$ is $-1/(1-p)$: mind the inner minus.",
        ),
        Text(
            hi="दोनों टुकड़ों का denominator एक कीजिए: ऊपर p − y बचता है, नीचे p(1 − p)।",
            en="Put the two pieces over one denominator: p − y is left above, p(1 − p) below.",
        ),
    ),
    reference=bce_grad,
    cases=cases,
    styles=(two_terms, by_where, by_loop, by_lists, by_complex_step, in_float32),
    misconceptions=(
        Misconception(
            "gradient-of-the-logit",
            lambda p, y: (p - y) / p.size,
            Text(
                hi="p − y logit z के लिए gradient है; p के लिए $p(1-p)$ से भाग भी देना है।",
                en="p − y is the gradient with respect to the logit z; with respect to p it is also divided "
                "by $p(1-p)$.",
            ),
        ),
        Misconception(
            "not-divided-by-n",
            lambda p, y: (p - y) / (p * (1 - p)),
            Text(
                hi="n से भाग छूट गया: loss mean है, इसलिए gradient में भी $1/n$ है।",
                en="The division by n is missing: the loss is a mean, so its gradient has the $1/n$ too.",
            ),
        ),
        Misconception(
            "sign-flipped",
            lambda p, y: (y - p) / (p * (1 - p)) / p.size,
            Text(
                hi="sign उलटा है: p अगर y से बड़ा है तो gradient positive होता है, ताकि descent p को घटाए।",
                en="The sign is reversed: where p is above y the gradient is positive, so that descent lowers p.",
            ),
        ),
        Misconception(
            "second-term-missing",
            lambda p, y: -y / p / p.size,
            Text(
                hi="आपने सिर्फ़ $-y/p$ रखा; label 0 वाली entries से $(1-y)/(1-p)$ भी आता है।",
                en="You kept $-y/p$ only; entries with label 0 contribute $(1-y)/(1-p)$ too.",
            ),
        ),
        Misconception(
            "inner-minus-forgotten",
            lambda p, y: -(y / p + (1 - y) / (1 - p)) / p.size,
            Text(
                hi="$\\log(1-p)$ का derivative $-1/(1-p)$ है; अंदर का minus छूट गया।",
                en="The derivative of $\\log(1-p)$ is $-1/(1-p)$; the inner minus is missing.",
            ),
        ),
        Misconception(
            "multiplied-by-p-one-minus-p",
            lambda p, y: (p - y) * p * (1 - p) / p.size,
            Text(
                hi="आपने $p(1-p)$ से गुणा किया; यहाँ उससे भाग देना है (गुणा MSE के बाद sigmoid में होता है)।",
                en="You multiplied by $p(1-p)$; here it divides (it multiplies after an MSE on a sigmoid).",
            ),
        ),
        Misconception(
            "divided-by-rows-only",
            lambda p, y: (p - y) / (p * (1 - p)) / len(p),
            Text(
                hi="आपने सिर्फ़ rows की संख्या से भाग दिया; mean सब entries पर है, इसलिए `p.size` से।",
                en="You divided by the number of rows only; the mean is over all entries, so divide by `p.size`.",
            ),
        ),
        Misconception(
            "brackets-missing",
            lambda p, y: (p - y) / p * (1 - p) / p.size,
            Text(
                hi="brackets छूट गए: `/ p * (1 - p)` भाग के बाद गुणा करता है। `/ (p * (1 - p))` लिखिए।",
                en="The brackets are missing: `/ p * (1 - p)` divides and then multiplies. Write `/ (p * (1 - p))`.",
            ),
        ),
        Misconception(
            "averaged-to-one-number",
            lambda p, y: np.mean((p - y) / (p * (1 - p))),
            Text(
                hi="आपने gradient का mean लौटा दिया, एक संख्या; हर p का अपना gradient चाहिए, `p` की shape में।",
                en="You returned the mean of the gradient, one number; each p has its own, in the shape of `p`.",
            ),
        ),
    ),
)
