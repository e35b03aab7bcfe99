"""Gradient of the mean squared error."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.losses import mse_grad
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def draw(*shape: int) -> tuple[Array, Array]:
        return rng.normal(size=shape) * 2, rng.normal(size=shape) + 0.5

    yield sample(
        np.array([1.0, 2.0, 5.0, 0.0]), np.array([1.0, 4.0, 1.0, 1.0]), hi="चार predictions", en="four predictions"
    )
    yield sample(
        np.array([[1.0, 2.0], [0.0, 4.0], [3.0, 1.0]]),
        np.array([[0.0, 2.0], [1.0, 1.0], [3.0, 5.0]]),
        hi="3 rows और 2 columns",
        en="3 rows, 2 columns",
    )
    yield hidden(*draw(7), hi="एक vector", en="a vector")
    yield hidden(*draw(4, 3), hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(*draw(3, 3), hi="जितनी rows, उतने ही columns", en="as many rows as columns")
    yield hidden(*draw(1, 5), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(*draw(5, 1), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(*draw(2, 3, 2), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(rng.normal(size=6) * 100, rng.normal(size=6), hi="बड़े errors", en="large errors")
    yield hidden(rng.normal(size=6) * 0.01, rng.normal(size=6) * 0.01, hi="छोटे errors", en="small errors")
    yield hidden(*draw(1), hi="एक ही entry: n = 1", en="a single entry: n = 1", check="edges")


def as_mean(y_pred: Array, y_true: Array) -> Array:
    return (y_pred - y_true) * (2.0 / np.prod(y_pred.shape))


def by_loop(y_pred: Array, y_true: Array) -> Array:
    grad = np.zeros_like(y_pred)
    for index in np.ndindex(y_pred.shape):
        grad[index] = 2 * (y_pred[index] - y_true[index]) / y_pred.size
    return grad


def by_lists(y_pred: Array, y_true: Array) -> object:
    n = y_pred.size

    def walk(a: object, b: object) -> object:
        return [walk(x, y) for x, y in zip(a, b, strict=True)] if isinstance(a, list) else 2 / n * (a - b)

    return walk(y_pred.tolist(), y_true.tolist())


def by_central_difference(y_pred: Array, y_true: Array) -> Array:
    grad = np.empty_like(y_pred)
    for index in np.ndindex(y_pred.shape):
        step = np.zeros_like(y_pred)
        step[index] = 0.5  # exact for a quadratic, however large the step
        grad[index] = np.mean((y_pred + step - y_true) ** 2) - np.mean((y_pred - step - y_true) ** 2)
    return grad


def twice_added(y_pred: Array, y_true: Array) -> Array:
    e = np.subtract(y_pred, y_true)
    return np.divide(e + e, e.size)


def in_float32(y_pred: Array, y_true: Array) -> Array:
    return 2 * (y_pred.astype(np.float32) - y_true.astype(np.float32)) / y_pred.size


EXERCISE = Exercise(
    title=Text(hi="MSE का gradient", en="The gradient of the MSE"),
    statement=Text(
        hi="`y_pred` और `y_true` की shape एक है, कोई भी। `y_pred` के लिए MSE का gradient उसी shape में लौटाइए: "
        "$2 (y_{pred} - y_{true}) / n$, जहाँ n सब entries की संख्या है (सिर्फ़ rows की नहीं)।",
        en="`y_pred` and `y_true` have the same shape, whichever it is. Return the gradient of the MSE with "
        "respect to `y_pred`, "
        "in that shape: $2 (y_{pred} - y_{true}) / n$, where n is the number of all entries (not of rows "
        "only).",
    ),
    hints=(
        Text(
            hi="MSE में हर prediction एक ही square में आती है: उसी का derivative लीजिए।",
            en="Each prediction occurs in one square of the MSE: differentiate that one.",
        ),
        Text(
            hi="$e^2$ का derivative $2e$ है; mean का $1/n$ साथ चलता है।",
            en="The derivative of $e^2$ is $2e$; the $1/n$ of the mean stays with it.",
        ),
        Text(
            hi="उत्तर की shape `y_pred` जैसी है; n के लिए `y_pred.size`।",
            en="The answer has the shape of `y_pred`; n is `y_pred.size`.",
        ),
    ),
    reference=mse_grad,
    cases=cases,
    styles=(as_mean, by_loop, by_lists, by_central_difference, twice_added, in_float32),
    misconceptions=(
        Misconception(
            "factor-two-missing",
            lambda y_pred, y_true: (y_pred - y_true) / y_pred.size,
            Text(
                hi="2 छूट गया: $e^2$ का derivative $2e$ है। यहाँ loss में ½ नहीं है।",
                en="The factor 2 is missing: the derivative of $e^2$ is $2e$. There is no ½ in this loss.",
            ),
        ),
        Misconception(
            "not-divided-by-n",
            lambda y_pred, y_true: 2 * (y_pred - y_true),
            Text(
                hi="n से भाग छूट गया: loss mean है, इसलिए gradient में भी $1/n$ है।",
                en="The division by n is missing: the loss is a mean, so its gradient has the $1/n$ too.",
            ),
        ),
        Misconception(
            "sign-flipped",
            lambda y_pred, y_true: 2 * (y_true - y_pred) / y_pred.size,
            Text(
                hi="sign उलटा है: यह `y_true` के लिए gradient है। prediction बड़ी हो तो gradient positive होता है।",
                en="The sign is reversed: this is the gradient with respect to `y_true`. A prediction that "
                "is too large has a positive gradient.",
            ),
        ),
        Misconception(
            "divided-by-rows-only",
            lambda y_pred, y_true: 2 * (y_pred - y_true) / len(y_pred),
            Text(
                hi="आपने सिर्फ़ rows की संख्या से भाग दिया; mean सब N × D entries पर है, इसलिए `y_pred.size` से।",
                en="You divided by the number of rows only; the mean is over all N × D entries, so divide "
                "by `y_pred.size`.",
            ),
        ),
        Misconception(
            "averaged-over-the-batch",
            lambda y_pred, y_true: np.mean(2 * (y_pred - y_true), axis=0),
            Text(
                hi="आपने gradient का batch पर औसत ले लिया; हर prediction का अपना gradient चाहिए, `y_pred` की shape में।",
                en="You averaged the gradient over the batch; each prediction has its own, in the shape of `y_pred`.",
            ),
        ),
        Misconception(
            "loss-for-gradient",
            lambda y_pred, y_true: (y_pred - y_true) ** 2 / y_pred.size,
            Text(
                hi="आपने squares लौटाए, यानी loss के टुकड़े; gradient में $2e$ आता है।",
                en="You returned the squares, the terms of the loss; the gradient has $2e$.",
            ),
        ),
        Misconception(
            "gradient-of-the-root",
            lambda y_pred, y_true: (y_pred - y_true) / y_pred.size / np.sqrt(np.mean((y_pred - y_true) ** 2)),
            Text(
                hi="यह RMSE का gradient है; MSE में root नहीं है।",
                en="This is the gradient of the RMSE; the MSE has no root.",
            ),
        ),
        Misconception(
            "absolute-error",
            lambda y_pred, y_true: 2 * np.abs(y_pred - y_true) / y_pred.size,
            Text(
                hi="आपने |e| लिया; gradient का sign ही बताता है कि किस ओर जाना है, उसे मत हटाइए।",
                en="You took |e|; the sign of the gradient says which way to go, keep it.",
            ),
        ),
    ),
)
