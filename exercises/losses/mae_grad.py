"""Gradient of the mean absolute error, 0 where the prediction is exact."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.losses import mae_grad
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def draw(*shape: int) -> tuple[Array, Array]:
        y = rng.normal(size=shape)
        return y + rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.1, 2, size=shape), y

    yield sample(
        np.array([1.0, 2.0, 5.0, 0.0]),
        np.array([1.0, 4.0, 1.0, 1.0]),
        hi="चार predictions, पहली ठीक",
        en="four predictions, the first exact",
    )
    yield sample(
        np.array([[1.0, 2.0], [0.0, 4.0], [3.0, 1.0]]),
        np.array([[0.0, 2.5], [1.0, 1.0], [3.5, 5.0]]),
        hi="3 rows और 2 columns",
        en="3 rows, 2 columns",
    )
    yield hidden(*draw(7), hi="एक vector", en="a vector")
    yield hidden(*draw(4, 3), hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(*draw(3, 3), hi="जितनी rows, उतने ही columns", en="as many rows as columns")
    yield hidden(*draw(1, 5), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(*draw(5, 1), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(*draw(2, 3, 2), hi="तीन axes", en="three axes", check="shapes")
    y = rng.integers(-8, 9, size=6) / 4
    e = rng.permutation([0.0, 0.0, 0.5, -0.25, 2.0, -3.0])
    yield hidden(y + e, y, hi="कुछ predictions ठीक बराबर", en="some predictions exactly equal", check="edges")
    y = rng.integers(-8, 9, size=(2, 3)) / 4
    yield hidden(y.copy(), y, hi="सब predictions ठीक बराबर", en="every prediction exactly equal", check="edges")
    y = rng.integers(-8, 9, size=6) / 4
    e = rng.permutation([-1.0, 1.0, -1.0, 1.0, 2.0, -3.0]) / 256
    yield hidden(y + e, y, hi="बहुत छोटे errors: gradient वही रहता है", en="tiny errors: the gradient stays the same")
    pred, true = draw(6)
    yield hidden(
        pred * 100, true * 100, hi="बड़े errors: gradient वही रहता है", en="large errors: the gradient stays the same"
    )


def by_where(y_pred: Array, y_true: Array) -> Array:
    n = y_pred.size
    return np.where(y_pred > y_true, 1 / n, np.where(y_pred < y_true, -1 / n, 0.0))


def by_booleans(y_pred: Array, y_true: Array) -> Array:
    return ((y_pred > y_true).astype(float) - (y_pred < y_true)) / y_pred.size


def by_loop(y_pred: Array, y_true: Array) -> Array:
    grad = np.zeros(y_pred.shape)
    for index in np.ndindex(y_pred.shape):
        e = y_pred[index] - y_true[index]
        if e != 0:
            grad[index] = (1 if e > 0 else -1) / y_pred.size
    return grad


def by_guarded_division(y_pred: Array, y_true: Array) -> Array:
    e = y_pred - y_true
    return np.divide(e, np.abs(e), out=np.zeros_like(e), where=e != 0) / e.size


def by_lists(y_pred: Array, y_true: Array) -> object:
    return (np.sign(np.subtract(y_pred, y_true)) / np.prod(y_pred.shape)).tolist()


def in_float32(y_pred: Array, y_true: Array) -> Array:
    return np.sign(y_pred.astype(np.float32) - y_true.astype(np.float32)) * np.float32(1 / y_pred.size)


EXERCISE = Exercise(
    title=Text(hi="MAE का gradient", en="The gradient of the MAE"),
    statement=Text(
        hi="`y_pred` और `y_true` की shape एक है, कोई भी। `y_pred` के लिए MAE का gradient उसी shape में लौटाइए: "
        "$\\mathrm{sign}(y_{pred} - y_{true}) / n$, जहाँ n सब entries की संख्या है। जहाँ दोनों बराबर हैं वहाँ 0।",
        en="`y_pred` and `y_true` have the same shape, whichever it is. Return the gradient of the MAE with "
        "respect to `y_pred`, "
        "in that shape: $\\mathrm{sign}(y_{pred} - y_{true}) / n$, where n is the number of all entries; 0 "
        "where the two are equal.",
    ),
    hints=(
        Text(
            hi="$|e|$ की ढलान दाईं ओर +1 है, बाईं ओर −1: error कितना बड़ा है, इससे फ़र्क़ नहीं पड़ता।",
            en="The slope of $|e|$ is +1 on the right and −1 on the left, however large the error.",
        ),
        Text(hi="$e / |e|$ मत लिखिए: e = 0 पर वह 0/0 है।", en="Do not write $e / |e|$: at e = 0 that is 0/0."),
        Text(hi="np.sign तीनों हालतें जानता है: −1, 0 और 1।", en="np.sign knows all three cases: −1, 0 and 1."),
    ),
    reference=mae_grad,
    cases=cases,
    scale=0.05,  # the size of an entry, 1/n, where every prediction is exact and the gradient 0
    styles=(by_where, by_booleans, by_loop, by_guarded_division, by_lists, in_float32),
    misconceptions=(
        Misconception(
            "sign-flipped",
            lambda y_pred, y_true: np.sign(y_true - y_pred) / y_pred.size,
            Text(
                hi="sign उलटा है: prediction बड़ी हो तो gradient positive होता है।",
                en="The sign is reversed: a prediction that is too large has a positive gradient.",
            ),
        ),
        Misconception(
            "not-divided-by-n",
            lambda y_pred, y_true: np.sign(y_pred - y_true),
            Text(
                hi="n से भाग छूट गया: loss mean है, इसलिए gradient में भी $1/n$ है।",
                en="The division by n is missing: the loss is a mean, so its gradient has the $1/n$ too.",
            ),
        ),
        Misconception(
            "nan-where-equal",
            lambda y_pred, y_true: (y_pred - y_true) / np.abs(y_pred - y_true) / y_pred.size,
            Text(
                hi="$e/|e|$ ठीक बराबर prediction पर 0/0 है और nan देता है; np.sign वहाँ 0 देता है।",
                en="$e/|e|$ is 0/0 where the prediction is exact and gives nan; np.sign gives 0 there.",
            ),
        ),
        Misconception(
            "minus-one-where-equal",
            lambda y_pred, y_true: np.where(y_pred > y_true, 1, -1) / y_pred.size,
            Text(
                hi="जहाँ prediction ठीक बराबर है वहाँ आपने −1/n दिया; वहाँ gradient 0 है।",
                en="Where the prediction is exact you gave −1/n; the gradient is 0 there.",
            ),
        ),
        Misconception(
            "plus-one-where-equal",
            lambda y_pred, y_true: np.where(y_pred >= y_true, 1, -1) / y_pred.size,
            Text(
                hi="जहाँ prediction ठीक बराबर है वहाँ आपने 1/n दिया; वहाँ gradient 0 है।",
                en="Where the prediction is exact you gave 1/n; the gradient is 0 there.",
            ),
        ),
        Misconception(
            "divided-by-rows-only",
            lambda y_pred, y_true: np.sign(y_pred - y_true) / len(y_pred),
            Text(
                hi="आपने सिर्फ़ rows की संख्या से भाग दिया; mean सब entries पर है, इसलिए `y_pred.size` से।",
                en="You divided by the number of rows only; the mean is over all entries, so divide by `y_pred.size`.",
            ),
        ),
        Misconception(
            "equality-for-sign",
            lambda y_pred, y_true: np.where(y_pred == y_true, 1, -1) / y_pred.size,
            Text(
                hi="आपने बराबर होने पर 1 और वरना −1 दिया; gradient error के sign पर टिका है: बड़ी prediction पर "
                "+, छोटी पर −।",
                en="You gave 1 where equal and −1 elsewhere; the gradient depends on the sign of the error: "
                "+ when too large, − when too small.",
            ),
        ),
        Misconception(
            "squared-error",
            lambda y_pred, y_true: 2 * (y_pred - y_true) / y_pred.size,
            Text(
                hi="यह MSE का gradient है; MAE का gradient error के size पर नहीं, सिर्फ़ उसके sign पर टिका है।",
                en="This is the gradient of the MSE; that of the MAE depends on the sign of the error only, "
                "not on its size.",
            ),
        ),
    ),
)
