"""The perceptron's decision for a batch."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.neurons import perceptron_predict
from reference.types import Array


def away_from_zero(rng: np.random.Generator, n: int, d: int) -> tuple[Array, Array, float]:
    """Rows on both sides of the boundary (if n > 1), none nearer to it than 0.05 in score."""
    while True:
        X, w = rng.normal(size=(n, d)), rng.normal(size=d)
        scores = np.sort(X @ w)
        middle = (scores[n // 2 - 1] + scores[n // 2]) / 2 if n > 1 else scores[0] - rng.uniform(0.5, 1)
        b = float(-middle)
        if np.abs(scores + b).min() > 0.05 and abs(b) > 0.1:
            return X, w, b


def cases(rng: np.random.Generator) -> Iterator[Case]:
    jitter = rng.uniform(-0.3, 0.3, size=(3, 2))
    yield sample(
        np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]),
        np.array([1.0, 1.0]),
        -1.5,
        hi="AND जैसा: तीन rows",
        en="like AND: three rows",
    )
    yield sample(
        np.array([[1.0, 1.0], [2.0, 0.0]]),
        np.array([-1.0, 1.0]),
        0.0,
        hi="पहली row ठीक सीमा पर",
        en="the first row lies on the boundary",
    )
    yield hidden(*away_from_zero(rng, 6, 3), hi="साधारण batch", en="an ordinary batch")
    yield hidden(*away_from_zero(rng, 4, 4), hi="N = D, यानी X square है", en="N = D, a square X")
    yield hidden(*away_from_zero(rng, 1, 4), hi="एक ही row", en="one row only", check="shapes")
    yield hidden(*away_from_zero(rng, 7, 1), hi="एक ही input column", en="a single input column", check="shapes")
    yield hidden(
        jitter + np.array([[4.0, 1.0], [1.0, 1.0], [5.0, 2.0]]),
        np.array([1.0, 1.0]),
        -3.5,
        hi="bias के बिना सब rows 1 होतीं",
        en="without the bias all rows would be 1",
    )
    yield hidden(
        jitter - np.array([[4.0, 1.0], [1.0, 1.0], [5.0, 2.0]]),
        np.array([1.0, 1.0]),
        3.5,
        hi="bias के बिना सब rows 0 होतीं",
        en="without the bias all rows would be 0",
    )
    yield hidden(
        jitter + np.array([[-1.0, -1.0], [-0.5, -1.0], [-1.0, -0.5]]),
        np.array([1.0, 1.0]),
        -4.0,
        hi="सब scores negative, bias भी",
        en="all scores negative, and the bias too",
    )
    yield hidden(
        np.array([[0.25, 0.0], [0.0, 0.75], [-0.25, 0.0]]),
        np.array([1.0, 1.0]),
        0.0,
        hi="0 और 1 के बीच के scores, bias 0",
        en="scores between 0 and 1, a bias of 0",
    )
    yield hidden(
        np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 0.5]]),
        np.array([1.0, 2.0]),
        -5.0,
        hi="सीमा पर एक row, bias 0 नहीं",
        en="a row on the boundary, with a bias",
        check="edges",
    )
    yield hidden(
        jitter * 5,
        np.zeros(2),
        0.0,
        hi="weights और bias 0: सब rows सीमा पर",
        en="weights and bias 0: every row on the boundary",
        check="edges",
    )


def by_loop(X: Array, w: Array, b: float) -> list[int]:
    return [1 if sum(p * q for p, q in zip(x, w, strict=True)) + b >= 0 else 0 for x in X]


def by_where(X: Array, w: Array, b: float) -> Array:
    return np.where(np.dot(X, w) + b < 0, 0, 1)


def by_threshold(X: Array, w: Array, b: float) -> Array:
    return w @ X.T >= -b


def by_heaviside(X: Array, w: Array, b: float) -> Array:
    return np.heaviside(np.einsum("nj,j->n", X, w) + b, 1)


def by_column(X: Array, w: Array, b: float) -> Array:
    return ((X @ w.reshape(-1, 1) + b).ravel() >= 0).astype(np.uint8)


def in_float32(X: Array, w: Array, b: float) -> Array:
    return (X.astype(np.float32) @ w.astype(np.float32) + np.float32(b) >= 0).astype(float)


EXERCISE = Exercise(
    title=Text(hi="perceptron का फ़ैसला", en="The perceptron's decision"),
    statement=Text(
        hi="`X` की shape (N, D), `w` की (D,), `b` एक float है। हर row के लिए $Xw + b \\ge 0$ हो तो 1, नहीं तो 0 "
        "लौटाइए: shape (N,) के ints। "
        "सीमा पर ($Xw + b = 0$) उत्तर 1 है।",
        en="`X` has shape (N, D), `w` (D,), `b` is a float. For each row return 1 where $Xw + b \\ge 0$, else 0: "
        "ints of shape (N,). "
        "On the boundary ($Xw + b = 0$) the answer is 1.",
    ),
    hints=(
        Text(
            hi="perceptron सिर्फ़ यह देखता है कि sample रेखा के किस ओर है।",
            en="The perceptron only looks at which side of the line a sample lies on.",
        ),
        Text(
            hi="score $Xw + b$ की तुलना 0 से कीजिए; बराबर होने पर भी उत्तर 1 है।",
            en="Compare the score $Xw + b$ with 0; equal counts as 1.",
        ),
        Text(
            hi="`X @ w` की shape (N,) है; तुलना से booleans मिलते हैं, `astype(int)` उन्हें 0 और 1 बनाता है।",
            en="`X @ w` has shape (N,); a comparison gives booleans, and `astype(int)` makes them 0 and 1.",
        ),
    ),
    reference=perceptron_predict,
    cases=cases,
    styles=(by_loop, by_where, by_threshold, by_heaviside, by_column, in_float32),
    misconceptions=(
        Misconception(
            "strict-threshold",
            lambda X, w, b: (X @ w + b > 0).astype(int),
            Text(
                hi="आपने > लिखा; सीमा पर, यानी score 0 पर, उत्तर 1 है: >= लिखिए।",
                en="You wrote >; on the boundary, at a score of 0, the answer is 1: write >=.",
            ),
        ),
        Misconception(
            "signed-labels",
            lambda X, w, b: np.where(X @ w + b >= 0, 1, -1),
            Text(
                hi="आपने -1 और +1 लौटाए; यहाँ labels 0 और 1 हैं।", en="You returned -1 and +1; the labels here are 0 and 1."
            ),
        ),
        Misconception(
            "bias-forgotten",
            lambda X, w, b: (X @ w >= 0).astype(int),  # noqa: ARG005
            Text(
                hi="आपने bias नहीं जोड़ा; तुलना X w + b की 0 से होती है।",
                en="You did not add the bias; it is X w + b that is compared with 0.",
            ),
        ),
        Misconception(
            "bias-subtracted",
            lambda X, w, b: (X @ w - b >= 0).astype(int),
            Text(
                hi="आपने bias घटाया (X w >= b); bias threshold का उल्टा है, इसलिए X w + b >= 0।",
                en="You subtracted the bias (X w >= b); the bias is minus the threshold, so X w + b >= 0.",
            ),
        ),
        Misconception(
            "raw-scores",
            lambda X, w, b: X @ w + b,
            Text(
                hi="आपने scores लौटा दिए; उन्हें 0 से मिलाकर 0 या 1 बनाइए।",
                en="You returned the scores; compare them with 0 to get 0 or 1.",
            ),
        ),
        Misconception(
            "threshold-half",
            lambda X, w, b: (X @ w + b >= 0.5).astype(int),
            Text(
                hi="आपने score को 0.5 से मिलाया; 0.5 sigmoid की probability का threshold है, score का threshold 0 है।",
                en="You compared the score with 0.5; that is the threshold for a sigmoid's probability, for the "
                "score it is 0.",
            ),
        ),
        Misconception(
            "classes-exchanged",
            lambda X, w, b: (X @ w + b < 0).astype(int),
            Text(
                hi="आपके 0 और 1 आपस में बदल गए: score >= 0 पर 1 आता है।",
                en="Your 0 and 1 are exchanged: a score >= 0 gives 1.",
            ),
        ),
        Misconception(
            "column-returned",
            lambda X, w, b: (X @ w + b >= 0).astype(int).reshape(-1, 1),
            Text(
                hi="आपने (N, 1) का column लौटाया; उत्तर की shape (N,) है।",
                en="You returned a column of shape (N, 1); the answer has shape (N,).",
            ),
        ),
    ),
)
