"""Huber loss: squared near 0, absolute far out."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.losses import huber_loss
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def draw(delta: float, *shape: int) -> tuple[Array, Array, float]:
        """Errors of both signs on both sides of delta, none close to it."""
        count = int(np.prod(shape))
        size = rng.permutation(np.where(np.arange(count) % 2, rng.uniform(1.3, 4, count), rng.uniform(0.2, 0.8, count)))
        y = rng.normal(size=shape)
        return y + (delta * size * rng.choice([-1.0, 1.0], size=count)).reshape(shape), y, delta

    yield sample(
        np.array([1.0, 2.0, 5.0]),
        np.array([1.5, 4.0, 2.0]),
        1.0,
        hi="एक छोटा error, दो बड़े",
        en="one small error, two large ones",
    )
    yield sample(
        np.array([[0.0, 3.0]]),
        np.array([[1.0, -1.0]]),
        2.0,
        hi="(N, D) shape का array, delta = 2",
        en="shape (N, D), delta = 2",
    )
    yield hidden(*draw(0.5, 7), hi="delta = 0.5 के साथ", en="delta = 0.5", check="hyperparameters")
    yield hidden(*draw(1.7, 4, 3), hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(*draw(1.3, 3, 3), hi="जितनी rows, उतने ही columns", en="as many rows as columns")
    yield hidden(*draw(2.5, 1, 6), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(*draw(0.7, 5, 1), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(*draw(1.4, 2, 3, 2), hi="तीन axes", en="three axes", check="shapes")
    y = rng.normal(size=6)
    yield hidden(y + rng.uniform(-0.9, 0.9, size=6), y, 1.2, hi="सब errors delta से छोटे", en="all errors below delta")
    yield hidden(
        y + rng.uniform(1.5, 6, size=6),
        y,
        0.8,
        hi="सब errors delta से बड़े, positive",
        en="all errors above delta, positive",
    )
    yield hidden(
        y - rng.uniform(1.5, 6, size=6),
        y,
        0.8,
        hi="सब errors delta से बड़े, negative",
        en="all errors above delta, negative",
    )
    yield hidden(*draw(0.1, 6), hi="छोटा delta", en="a small delta", check="hyperparameters")
    yield hidden(*draw(10.0, 6), hi="बड़ा delta", en="a large delta", check="hyperparameters")
    yield hidden(
        np.array([1.5, -0.5, 3.0]),
        np.array([0.0, 1.0, 3.0]),
        1.5,
        hi="|e| ठीक delta के बराबर",
        en="|e| exactly equal to delta",
        check="edges",
    )


def by_clipping(y_pred: Array, y_true: Array, delta: float) -> float:
    a = np.abs(y_pred - y_true)
    small = np.minimum(a, delta)
    return np.mean(0.5 * small**2 + delta * (a - small))


def by_masks(y_pred: Array, y_true: Array, delta: float) -> float:
    e = y_pred - y_true
    near = np.abs(e) < delta
    return (np.sum(e[near] ** 2) / 2 + np.sum(delta * (np.abs(e[~near]) - delta / 2))) / e.size


def by_loop(y_pred: Array, y_true: Array, delta: float) -> float:
    total = 0.0
    for a, b in zip(y_pred.flat, y_true.flat, strict=True):
        e = abs(a - b)
        total += e * e / 2 if e <= delta else delta * e - delta * delta / 2
    return total / y_pred.size


def by_product(y_pred: Array, y_true: Array, delta: float) -> Array:
    e = y_pred - y_true
    c = np.clip(e, -delta, delta)
    return np.array([np.average(c * (e - c / 2))])


def by_booleans(y_pred: Array, y_true: Array, delta: float) -> float:
    a = np.absolute(y_true - y_pred)
    return np.mean((a <= delta) * 0.5 * a**2 + (a > delta) * (delta * a - 0.5 * delta**2))


def in_float32(y_pred: Array, y_true: Array, delta: float) -> np.float32:
    a = np.abs(y_pred.astype(np.float32) - y_true.astype(np.float32))
    d = np.float32(delta)
    return np.mean(np.where(a <= d, a * a / 2, d * (a - d / 2)))


def pieces(near: object, far: object) -> object:
    """The mean of near(a, delta) where a = |e| <= delta and far(a, delta) elsewhere."""

    def function(y_pred: Array, y_true: Array, delta: float) -> float:
        a = np.abs(y_pred - y_true)
        return np.mean(np.where(a <= delta, near(a, delta), far(a, delta)))

    return function


def no_absolute_value(y_pred: Array, y_true: Array, delta: float) -> float:
    e = y_pred - y_true
    return np.mean(np.where(e <= delta, 0.5 * e**2, delta * (np.abs(e) - 0.5 * delta)))


EXERCISE = Exercise(
    title=Text(
        hi="Huber loss: छोटे errors पर square, बड़ों पर सीधी रेखा", en="Huber loss: squared near 0, straight far out"
    ),
    statement=Text(
        hi="`y_pred` और `y_true` की shape एक है, कोई भी; `delta` > 0। $e = y_{pred} - y_{true}$। सब entries "
        "पर इसका mean लौटाइए, एक float: "
        "$\\frac12 e^2$ जहाँ $|e| \\le \\delta$, और $\\delta (|e| - \\frac12 \\delta)$ बाक़ी जगह।",
        en="`y_pred` and `y_true` have the same shape, whichever it is; `delta` > 0. With $e = y_{pred} - "
        "y_{true}$ return the mean "
        "over all entries, a float, of $\\frac12 e^2$ where $|e| \\le \\delta$ and $\\delta (|e| - \\frac12 "
        "\\delta)$ elsewhere.",
    ),
    hints=(
        Text(
            hi="MSE में एक outlier सब पर भारी पड़ता है; Huber delta के बाद square की जगह सीधी रेखा लेता है।",
            en="In the MSE one outlier outweighs the rest; Huber replaces the square by a straight line beyond delta.",
        ),
        Text(
            hi="जाँच: $|e| = \\delta$ पर दोनों टुकड़े $\\frac12 \\delta^2$ देते हैं, वहाँ कोई छलाँग नहीं।",
            en="A check: at $|e| = \\delta$ both pieces give $\\frac12 \\delta^2$, there is no jump.",
        ),
        Text(
            hi="हर entry अपना टुकड़ा ख़ुद चुनती है: np.where, फिर np.mean।",
            en="Each entry chooses its own piece: np.where, then np.mean.",
        ),
    ),
    reference=huber_loss,
    cases=cases,
    styles=(by_clipping, by_masks, by_loop, by_product, by_booleans, in_float32),
    misconceptions=(
        Misconception(
            "half-missing",
            pieces(lambda a, _: a**2, lambda a, d: d * (a - 0.5 * d)),
            Text(
                hi="छोटे errors पर ½ छूट गया: $\\frac12 e^2$। उसके बिना $|e| = \\delta$ पर छलाँग आती है।",
                en="The ½ is missing for small errors: $\\frac12 e^2$. Without it there is a jump at $|e| = \\delta$.",
            ),
        ),
        Misconception(
            "offset-missing",
            pieces(lambda a, _: 0.5 * a**2, lambda a, d: d * a),
            Text(
                hi="बड़े errors पर आपने $\\delta |e|$ लिखा; $\\frac12 \\delta^2$ घटाए बिना टुकड़े मिलते नहीं।",
                en="For large errors you wrote $\\delta |e|$; without subtracting $\\frac12 \\delta^2$ the "
                "pieces do not meet.",
            ),
        ),
        Misconception(
            "branches-swapped",
            pieces(lambda a, d: d * (a - 0.5 * d), lambda a, _: 0.5 * a**2),
            Text(
                hi="टुकड़े उलट गए: square छोटे errors के लिए है, सीधी रेखा बड़ों के लिए।",
                en="The pieces are swapped: the square is for small errors, the line for large ones.",
            ),
        ),
        Misconception(
            "smooth-l1",
            lambda y_pred, y_true, delta: huber_loss(y_pred, y_true, delta) / delta,
            Text(
                hi="यह smooth L1 है, जो Huber को delta से भाग देकर बनता है; यहाँ delta से भाग नहीं देते।",
                en="This is smooth L1, Huber divided by delta; here there is no such division.",
            ),
        ),
        Misconception(
            "delta-not-squared",
            pieces(lambda a, _: 0.5 * a**2, lambda a, d: d * a - 0.5 * d),
            Text(
                hi="आपने $\\delta |e| - \\frac12 \\delta$ लिखा; brackets खोलने पर $\\frac12 \\delta^2$ घटता है।",
                en="You wrote $\\delta |e| - \\frac12 \\delta$; multiplying out the bracket subtracts "
                "$\\frac12 \\delta^2$.",
            ),
        ),
        Misconception(
            "delta-ignored",
            lambda y_pred, y_true, delta: huber_loss(y_pred, y_true, 1.0),  # noqa: ARG005
            Text(
                hi="आपने delta को हमेशा 1 माना; दिया हुआ `delta` लीजिए।",
                en="You took delta as 1 always; use the given `delta`.",
            ),
        ),
        Misconception(
            "absolute-value-missing",
            no_absolute_value,
            Text(
                hi="शर्त में absolute value छूट गई: बड़ा negative error भी आपके यहाँ square हो गया। $|e| \\le \\delta$ जाँचिए।",
                en="The condition lacks the absolute value: a large negative error was squared as well. "
                "Test $|e| \\le \\delta$.",
            ),
        ),
        Misconception(
            "sum-for-mean",
            lambda y_pred, y_true, delta: huber_loss(y_pred, y_true, delta) * y_pred.size,
            Text(
                hi="आपने sum लौटाया; mean के लिए entries की संख्या से भाग दीजिए।",
                en="You returned the sum; for the mean divide by the number of entries.",
            ),
        ),
        Misconception(
            "slope-one",
            pieces(lambda a, _: 0.5 * a**2, lambda a, d: a - 0.5 * d),
            Text(
                hi="सीधी रेखा की ढलान आपने 1 रखी; वह delta है, ताकि $|e| = \\delta$ पर ढलान भी मिले।",
                en="You gave the straight line a slope of 1; it is delta, so that the slopes meet at $|e| = "
                "\\delta$ too.",
            ),
        ),
        Misconception(
            "scalar-only",
            lambda y_pred, y_true, delta: (
                0.5 * (y_pred - y_true) ** 2
                if abs(y_pred - y_true) <= delta
                else delta * (abs(y_pred - y_true) - 0.5 * delta)
            ),
            Text(
                hi="`if |e| <= delta` एक ही error पर चलता है, array पर रुक जाता है। np.where हर entry के लिए चुनता है।",
                en="`if |e| <= delta` works for one error and fails for an array. np.where chooses for every entry.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            (
                "scipy.special.huber",
                "torch.nn.functional.huber_loss",
                "torch.nn.HuberLoss",
                "torch.nn.functional.smooth_l1_loss",
                "torch.nn.SmoothL1Loss",
            ),
            Text(
                hi="यहाँ loss आपको ख़ुद लिखना है: np.where और np.mean काफ़ी हैं।",
                en="Here you write the loss yourself: np.where and np.mean are enough.",
            ),
        ),
    ),
)
