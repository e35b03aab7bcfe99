"""Mean absolute error."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.losses import mae_loss
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def draw(*shape: int) -> tuple[Array, Array]:
        return rng.normal(size=shape) * 2, rng.normal(size=shape) + 0.5

    yield sample(np.array([1.0, 2.0, 5.0]), np.array([2.0, 4.0, 2.0]), hi="तीन predictions", en="three predictions")
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
    yield hidden(rng.normal(size=6) * 100, rng.normal(size=6), hi="बड़े errors", en="large errors")
    yield hidden(rng.normal(size=6) * 0.01, rng.normal(size=6) * 0.01, hi="छोटे errors", en="small errors")
    e = rng.uniform(0.5, 2, size=3)
    y = rng.normal(size=6)
    yield hidden(
        y + np.concatenate([e, -e]),
        y,
        hi="errors जो आपस में कट जाते",
        en="errors that would cancel each other",
        check="edges",
    )
    yield hidden(
        y - rng.uniform(0.5, 2, size=6), y, hi="सब predictions छोटी", en="every prediction too small", check="edges"
    )


def by_loop(y_pred: Array, y_true: Array) -> float:
    total = 0.0
    for a, b in zip(y_pred.flat, y_true.flat, strict=True):
        total += a - b if a > b else b - a
    return total / y_pred.size


def by_norm(y_pred: Array, y_true: Array) -> float:
    return np.linalg.norm((y_pred - y_true).ravel(), ord=1) / y_pred.size


def by_fsum(y_pred: Array, y_true: Array) -> float:
    return math.fsum(abs(e) for e in (y_pred - y_true).ravel().tolist()) / y_pred.size


def by_sign(y_pred: Array, y_true: Array) -> Array:
    e = y_pred - y_true
    return np.array(np.sum(e * np.sign(e)) / np.size(e))


def by_extremes(y_pred: Array, y_true: Array) -> list[float]:
    return [np.mean(np.maximum(y_pred, y_true) - np.minimum(y_pred, y_true))]


def in_float32(y_pred: Array, y_true: Array) -> np.float32:
    return np.mean(np.abs(y_pred.astype(np.float32) - y_true.astype(np.float32)))


EXERCISE = Exercise(
    title=Text(hi="mean absolute error (MAE): error का औसत size", en="Mean absolute error (MAE)"),
    statement=Text(
        hi="`y_pred` और `y_true` की shape एक है, कोई भी। सब entries पर $|y_{pred} - y_{true}|$ का mean "
        "लौटाइए, एक float।",
        en="`y_pred` and `y_true` have the same shape, whichever it is. Return the mean of $|y_{pred} - "
        "y_{true}|$ over all entries, a float.",
    ),
    hints=(
        Text(hi="हर entry पर error कितना है, किस ओर है यह नहीं।", en="How far off each entry is, whichever way."),
        Text(
            hi="क्रम मायने रखता है: +2 और −2 का mean 0 है, |+2| और |−2| का 2।",
            en="The order matters: the mean of +2 and −2 is 0, of |+2| and |−2| it is 2.",
        ),
        Text(hi="np.mean बिना axis के सब entries पर चलता है।", en="np.mean without an axis runs over all entries."),
    ),
    reference=mae_loss,
    cases=cases,
    styles=(by_loop, by_norm, by_fsum, by_sign, by_extremes, in_float32),
    misconceptions=(
        Misconception(
            "sum-for-mean",
            lambda y_pred, y_true: np.sum(np.abs(y_pred - y_true)),
            Text(
                hi="आपने sum लौटाया; mean के लिए entries की संख्या से भाग दीजिए।",
                en="You returned the sum; for the mean divide by the number of entries.",
            ),
        ),
        Misconception(
            "absolute-value-of-the-mean",
            lambda y_pred, y_true: np.abs(np.mean(y_pred - y_true)),
            Text(
                hi="आपने पहले mean लिया, फिर absolute value; उलटे sign के errors कट गए। पहले np.abs, फिर np.mean।",
                en="You took the mean first and then the absolute value, so errors of opposite sign "
                "cancelled. np.abs first, then np.mean.",
            ),
        ),
        Misconception(
            "squared",
            lambda y_pred, y_true: np.mean((y_pred - y_true) ** 2),
            Text(
                hi="आपने square लिया, यह MSE है; MAE में absolute value है।",
                en="You squared the errors, which is the MSE; the MAE has the absolute value.",
            ),
        ),
        Misconception(
            "no-absolute-value",
            lambda y_pred, y_true: np.mean(y_pred - y_true),
            Text(
                hi="absolute value छूट गई: उलटे sign के errors आपस में कट जाते हैं।",
                en="The absolute value is missing: errors of opposite sign cancel.",
            ),
        ),
        Misconception(
            "divided-by-rows-only",
            lambda y_pred, y_true: np.sum(np.abs(y_pred - y_true)) / len(y_pred),
            Text(
                hi="आपने सिर्फ़ rows की संख्या N से भाग दिया; यहाँ mean सब N × D entries पर है।",
                en="You divided by the number of rows N only; here the mean is over all N × D entries.",
            ),
        ),
        Misconception(
            "mean-over-one-axis",
            lambda y_pred, y_true: np.mean(np.abs(y_pred - y_true), axis=-1),
            Text(
                hi="आपने सिर्फ़ आख़िरी axis पर mean लिया (Keras ऐसा करता है); यहाँ सब entries का एक float चाहिए।",
                en="You averaged over the last axis only (as Keras does); here one float over all entries "
                "is asked for.",
            ),
        ),
        Misconception(
            "median",
            lambda y_pred, y_true: np.median(np.abs(y_pred - y_true)),
            Text(hi="आपने median लिया; MAE का M mean है।", en="You took the median; the M of MAE is the mean."),
        ),
        Misconception(
            "root-mean-square",
            lambda y_pred, y_true: np.sqrt(np.mean((y_pred - y_true) ** 2)),
            Text(
                hi="square का mean और फिर root: यह RMSE है, MAE नहीं। |e| का mean लीजिए।",
                en="The root of the mean of squares is the RMSE, not the MAE. Take the mean of |e|.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("sklearn.metrics.mean_absolute_error", "torch.nn.functional.l1_loss", "torch.nn.L1Loss"),
            Text(
                hi="यहाँ loss आपको ख़ुद लिखना है: np.abs और np.mean काफ़ी हैं।",
                en="Here you write the loss yourself: np.abs and np.mean are enough.",
            ),
        ),
    ),
)
