"""Mean squared error that refuses to broadcast."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.losses import mse_loss
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def draw(*shape: int) -> tuple[Array, Array]:
        return rng.normal(size=shape) * 2, rng.normal(size=shape) + 0.5

    yield sample(np.array([1.0, 2.0, 5.0]), np.array([1.0, 4.0, 1.0]), hi="तीन predictions", en="three predictions")
    yield sample(
        np.array([[1.0], [2.0], [3.0]]),
        np.array([1.0, 2.0, 3.0]),
        hi="(3, 1) के सामने (3,): ValueError",
        en="(3, 1) against (3,): ValueError",
        check="errors",
        raises="ValueError",
    )
    yield hidden(*draw(7), hi="एक vector", en="a vector")
    yield hidden(*draw(4, 3), hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(*draw(3, 3), hi="जितनी rows, उतने ही columns", en="as many rows as columns")
    yield hidden(*draw(1, 5), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(*draw(5, 1), hi="सिर्फ़ एक column, दोनों ओर", en="one column only, on both sides", check="shapes")
    yield hidden(*draw(2, 3, 2), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(rng.normal(size=6) * 100, rng.normal(size=6), hi="बड़े errors", en="large errors")
    yield hidden(rng.normal(size=6) * 0.01, rng.normal(size=6) * 0.01, hi="छोटे errors", en="small errors")
    yield hidden(
        rng.normal(size=5),
        rng.normal(size=(5, 1)),
        hi="(N,) के सामने (N, 1)",
        en="(N,) against (N, 1)",
        check="errors",
        raises="ValueError",
    )
    yield hidden(
        rng.normal(size=(4, 1)),
        rng.normal(size=4),
        hi="(N, 1) के सामने (N,)",
        en="(N, 1) against (N,)",
        check="errors",
        raises="ValueError",
    )
    yield hidden(
        rng.normal(size=(4, 3)),
        rng.normal(size=(1, 3)),
        hi="(4, 3) के सामने (1, 3)",
        en="(4, 3) against (1, 3)",
        check="errors",
        raises="ValueError",
    )
    yield hidden(
        rng.normal(size=(4, 3)),
        rng.normal(size=(4, 1)),
        hi="(4, 3) के सामने (4, 1)",
        en="(4, 3) against (4, 1)",
        check="errors",
        raises="ValueError",
    )
    yield hidden(
        rng.normal(size=6), rng.normal(size=5), hi="6 के सामने 5", en="6 against 5", check="errors", raises="ValueError"
    )


def by_dot(y_pred: Array, y_true: Array) -> float:
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    e = (y_pred - y_true).ravel()
    return float(e @ e) / e.size


def by_loop(y_pred: Array, y_true: Array) -> float:
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    total = 0.0
    for a, b in zip(y_pred.flat, y_true.flat, strict=True):
        total += (a - b) ** 2
    return total / y_pred.size


def by_fsum(y_pred: Array, y_true: Array) -> float:
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError
    return math.fsum(np.square(y_pred - y_true).ravel()) / np.size(y_pred)


def by_norm(y_pred: Array, y_true: Array) -> Array:
    if list(y_pred.shape) != list(y_true.shape):
        raise ValueError(y_pred.shape)
    return np.array([np.linalg.norm((y_pred - y_true).ravel()) ** 2 / np.prod(y_pred.shape)])


def mean_of_row_means(y_pred: Array, y_true: Array) -> float:
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    return np.average([np.mean((a - b) ** 2) for a, b in zip(y_pred, y_true, strict=True)])


def in_float32(y_pred: Array, y_true: Array) -> np.float32:
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    return np.mean((y_pred.astype(np.float32) - y_true.astype(np.float32)) ** 2)


def checked(loss: object) -> object:
    """A loss that looks at the shapes first, so that only its own mistake shows."""

    def function(y_pred: Array, y_true: Array) -> object:
        if y_pred.shape != y_true.shape:
            raise ValueError("shapes differ")
        return loss(y_pred - y_true)

    return function


def by_assert(y_pred: Array, y_true: Array) -> float:
    assert y_pred.shape == y_true.shape  # noqa: S101  # the mistake itself
    return np.mean((y_pred - y_true) ** 2)


def same_size(y_pred: Array, y_true: Array) -> float:
    if y_pred.size != y_true.size:
        raise ValueError("sizes differ")
    return np.mean((y_pred - y_true) ** 2)


EXERCISE = Exercise(
    title=Text(hi="mean squared error (MSE): errors के square का औसत", en="Mean squared error"),
    statement=Text(
        hi="`y_pred` और `y_true` की shape एक है, कोई भी। सब entries पर $(y_{pred} - y_{true})^2$ का mean "
        "लौटाइए, एक float। "
        "shapes अलग हों तो ValueError उठाइए, (N, 1) और (N,) पर भी: नहीं तो NumPy चुपचाप (N, N) बना देता है।",
        en="`y_pred` and `y_true` have the same shape, whichever it is. Return the mean of $(y_{pred} - "
        "y_{true})^2$ over all "
        "entries, a float. Raise ValueError when the shapes differ, also for (N, 1) and (N,), which NumPy "
        "would silently "
        "broadcast to (N, N).",
    ),
    hints=(
        Text(
            hi="हर entry का error, उसका square, और सबका mean।",
            en="The error of each entry, its square, and the mean of them all.",
        ),
        Text(
            hi="घटाने से पहले दोनों `.shape` मिलाइए; घटाने के बाद देर हो चुकी होती है।",
            en="Compare the two `.shape` before you subtract; afterwards it is too late.",
        ),
        Text(
            hi="np.mean बिना axis के सब entries पर चलता है और एक संख्या देता है।",
            en="np.mean without an axis runs over all entries and gives one number.",
        ),
    ),
    reference=mse_loss,
    cases=cases,
    styles=(by_dot, by_loop, by_fsum, by_norm, mean_of_row_means, in_float32),
    misconceptions=(
        Misconception(
            "sum-for-mean",
            checked(lambda e: np.sum(e**2)),
            Text(
                hi="आपने squares का sum लौटाया; mean के लिए entries की संख्या से भाग दीजिए।",
                en="You returned the sum of the squares; for the mean divide by the number of entries.",
            ),
        ),
        Misconception(
            "halved",
            checked(lambda e: np.mean(e**2) / 2),
            Text(
                hi="आपने ½ लगाया, जो कुछ किताबों में derivative को सुंदर बनाने के लिए होता है; यहाँ ½ नहीं है।",
                en="You put in a ½, as some books do to tidy the derivative; there is none here.",
            ),
        ),
        Misconception(
            "root-taken",
            checked(lambda e: np.sqrt(np.mean(e**2))),
            Text(
                hi="आपने root लिया, यह RMSE है; MSE में root नहीं होता।",
                en="You took the root, which is the RMSE; the MSE has no root.",
            ),
        ),
        Misconception(
            "row-means-summed",
            checked(lambda e: np.sum(np.mean(np.atleast_2d(e) ** 2, axis=-1))),
            Text(
                hi="आपने हर row का mean लिया और फिर उन्हें जोड़ दिया; rows पर भी mean लीजिए, यानी सब entries का एक mean।",
                en="You took the mean of each row and summed them; average over the rows too: one mean over "
                "all entries.",
            ),
        ),
        Misconception(
            "divided-by-rows-only",
            checked(lambda e: np.sum(e**2) / len(e)),
            Text(
                hi="आपने सिर्फ़ rows की संख्या N से भाग दिया; यहाँ mean सब N × D entries पर है।",
                en="You divided by the number of rows N only; here the mean is over all N × D entries.",
            ),
        ),
        Misconception(
            "mean-over-one-axis",
            checked(lambda e: np.mean(e**2, axis=-1)),
            Text(
                hi="आपने सिर्फ़ आख़िरी axis पर mean लिया (Keras ऐसा करता है); यहाँ सब entries का एक float चाहिए।",
                en="You averaged over the last axis only (as Keras does); here one float over all entries "
                "is asked for.",
            ),
        ),
        Misconception(
            "silent-broadcasting",
            lambda y_pred, y_true: np.mean((y_pred - y_true) ** 2),
            Text(
                hi="(N, 1) और (N,) देने पर NumPy ने चुपचाप (N, N) बना दिया और ग़लत mean आया। पहले shapes मिलाइए, "
                "और अलग हों तो ValueError उठाइए।",
                en="From (N, 1) and (N,) NumPy silently made (N, N), and the mean is wrong. Compare the shapes "
                "first and raise ValueError.",
            ),
        ),
        Misconception(
            "sizes-compared",
            same_size,
            Text(
                hi="आपने size मिलाया, shape नहीं: (N, 1) और (N,) का size एक है। `.shape` मिलाइए।",
                en="You compared sizes, not shapes: (N, 1) and (N,) have the same size. Compare `.shape`.",
            ),
        ),
        Misconception(
            "assertion",
            by_assert,
            Text(
                hi="आपने assert लगाया, जो AssertionError उठाता है; यहाँ ValueError माँगा गया है: `raise ValueError(...)`।",
                en="You used assert, which raises AssertionError; ValueError is asked for: `raise ValueError(...)`.",
            ),
        ),
        Misconception(
            "square-of-the-mean",
            checked(lambda e: np.mean(e) ** 2),
            Text(
                hi="आपने पहले mean लिया, फिर square; positive और negative errors कट गए। पहले square, फिर mean।",
                en="You took the mean first and then the square, so errors of opposite sign cancelled. "
                "Square first, then average.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("sklearn.metrics.mean_squared_error", "torch.nn.functional.mse_loss", "torch.nn.MSELoss"),
            Text(
                hi="यहाँ loss आपको ख़ुद लिखना है: np.mean काफ़ी है।",
                en="Here you write the loss yourself: np.mean is enough.",
            ),
        ),
    ),
)
