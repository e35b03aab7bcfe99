"""Backward pass of softmax without the Jacobian."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import softmax, softmax_backward
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def draw(n: int, c: int) -> tuple[Array, Array]:
        return rng.normal(size=(n, c)) + 0.5, softmax(rng.normal(size=(n, c)))

    yield sample(np.array([[1.0, 0.0, 2.0]]), np.array([[0.5, 0.25, 0.25]]), hi="एक row", en="one row")
    yield sample(
        np.array([[1.0, -1.0], [3.0, 2.0], [0.5, 0.0]]),
        np.array([[0.75, 0.25], [0.5, 0.5], [0.25, 0.75]]),
        hi="तीन rows, दो classes",
        en="three rows, two classes",
    )
    yield hidden(*draw(4, 3), hi="4 rows, 3 classes वाला batch", en="N = 4, C = 3")
    yield hidden(*draw(2, 5), hi="2 rows, 5 classes वाला batch", en="N = 2, C = 5")
    yield hidden(
        *draw(3, 3),
        hi="N = C: axis और keepdims की ग़लती shape में नहीं दिखती",
        en="N = C, where a wrong axis or missing keepdims keeps the shape",
    )
    yield hidden(*draw(4, 4), hi="N = C = 4 वाला batch", en="N = C = 4")
    yield hidden(*draw(1, 6), hi="सिर्फ़ एक row", en="N = 1", check="shapes")
    yield hidden(*draw(4, 1), hi="सिर्फ़ एक class: gradient 0 है", en="one class only: the gradient is 0", check="edges")
    yield hidden(
        rng.normal(size=(3, 4)) * 100,
        softmax(rng.normal(size=(3, 4))),
        hi="बड़ा upstream gradient",
        en="a large upstream gradient",
    )
    yield hidden(
        rng.normal(size=(3, 4)) * 0.01,
        softmax(rng.normal(size=(3, 4))),
        hi="छोटा upstream gradient",
        en="a small upstream gradient",
    )
    yield hidden(
        rng.normal(size=(3, 4)),
        softmax(rng.normal(size=(3, 4)) * 3),
        hi="कुछ classes लगभग तय",
        en="some classes almost certain",
    )
    yield hidden(
        -np.eye(4)[rng.integers(0, 4, size=3)] * rng.uniform(1, 3, size=(3, 1)),
        softmax(rng.normal(size=(3, 4))),
        hi="gradient सिर्फ़ एक class पर, जैसे cross-entropy से",
        en="a gradient at one class only, as from a cross-entropy",
    )


def by_jacobians(dout: Array, s: Array) -> Array:
    return np.stack([(np.diag(p) - np.outer(p, p)) @ g for g, p in zip(dout, s, strict=True)])


def by_einsum(dout: Array, s: Array) -> Array:
    jacobians = np.einsum("ni,ij->nij", s, np.eye(s.shape[1])) - np.einsum("ni,nj->nij", s, s)
    return np.einsum("nij,nj->ni", jacobians, dout)


def by_difference(dout: Array, s: Array) -> Array:
    g = dout * s
    return g - s * g.sum(axis=-1, keepdims=True)


def by_loops(dout: Array, s: Array) -> list[list[float]]:
    rows, classes = s.shape
    dz = [[0.0] * classes for _ in range(rows)]
    for n in range(rows):
        for i in range(classes):
            for j in range(classes):
                dz[n][i] += dout[n, j] * s[n, j] * ((i == j) - s[n, i])
    return dz


def by_transposing(dout: Array, s: Array) -> Array:
    return (s.T * (dout.T - (dout.T * s.T).sum(axis=0))).T


def in_float32(dout: Array, s: Array) -> Array:
    return by_difference(dout.astype(np.float32), s.astype(np.float32))


EXERCISE = Exercise(
    title=Text(hi="softmax का backward pass", en="The backward pass of softmax"),
    statement=Text(
        hi="`s` = softmax(z), shape (N, C); `dout` = $\\partial L / \\partial s$, shape (N, C)। $\\partial "
        "L/\\partial z$ लौटाइए, shape (N, C): "
        "हर row के लिए $s \\odot (g - \\sum_c g_c s_c)$, जहाँ g `dout` की वही row है।",
        en="`s` = softmax(z), shape (N, C); `dout` = $\\partial L / \\partial s$, shape (N, C). Return "
        "$\\partial L/\\partial z$, "
        "shape (N, C): for each row $s \\odot (g - \\sum_c g_c s_c)$, where g is that row of `dout`.",
    ),
    hints=(
        Text(
            hi="हर row का gradient उसके Jacobian $\\mathrm{diag}(s) - s s^T$ और g का product है।",
            en="The gradient of each row is its Jacobian $\\mathrm{diag}(s) - s s^T$ times g.",
        ),
        Text(
            hi="गुणा खोलिए: $s \\odot g - s (s \\cdot g)$। matrix बनाने की ज़रूरत नहीं रहती।",
            en="Multiply it out: $s \\odot g - s (s \\cdot g)$. The matrix is no longer needed.",
        ),
        Text(
            hi="$s \\cdot g$ हर row की एक संख्या है: axis=1 पर sum, shape (N, 1)।",
            en="$s \\cdot g$ is one number per row: a sum over axis=1, of shape (N, 1).",
        ),
        Text(hi="जाँच: उत्तर की हर row का sum 0 है।", en="A check: each row of the answer sums to 0."),
    ),
    reference=softmax_backward,
    cases=cases,
    styles=(by_jacobians, by_einsum, by_difference, by_loops, by_transposing, in_float32),
    misconceptions=(
        Misconception(
            "diagonal-only",
            lambda dout, s: dout * s * (1 - s),
            Text(
                hi="आपने dout × s(1 − s) लिखा, जैसे sigmoid में; softmax में हर logit सब probabilities बदलता है, "
                "इसलिए row का sum घटाना पड़ता है।",
                en="You wrote dout × s(1 − s), as for a sigmoid; in softmax each logit moves every "
                "probability, so a sum over the row is subtracted.",
            ),
        ),
        Misconception(
            "sum-over-the-batch",
            lambda dout, s: s * (dout - np.sum(dout * s, axis=0, keepdims=True)),
            Text(
                hi="आपने axis 0 पर (batch पर) sum लिया; हर row का softmax अलग है: axis=1।",
                en="You summed over axis 0, the batch; each row has its own softmax: axis=1.",
            ),
        ),
        Misconception(
            "keepdims-missing",
            lambda dout, s: s * (dout - np.sum(dout * s, axis=1)),
            Text(
                hi="keepdims के बिना sum की shape (N,) है: वह rows की जगह columns से घटता है, और N = C पर ग़लती "
                "दिखती भी नहीं। `keepdims=True` लिखिए।",
                en="Without keepdims the sum has shape (N,): it is subtracted along columns instead of "
                "rows, unseen where N = C. Write `keepdims=True`.",
            ),
        ),
        Misconception(
            "sum-over-everything",
            lambda dout, s: s * (dout - np.sum(dout * s)),
            Text(
                hi="आपने पूरे array पर sum लिया; हर row का अपना sum होता है: axis=1, keepdims=True।",
                en="You summed over the whole array; each row has a sum of its own: axis=1, keepdims=True.",
            ),
        ),
        Misconception(
            "factor-s-missing",
            lambda dout, s: dout - np.sum(dout * s, axis=1, keepdims=True),
            Text(
                hi="बाहर वाला s छूट गया: brackets को s से गुणा कीजिए।",
                en="The outer s is missing: multiply the bracket by s.",
            ),
        ),
        Misconception(
            "plain-sum-of-dout",
            lambda dout, s: s * (dout - np.sum(dout, axis=1, keepdims=True)),
            Text(
                hi="sum में आपने dout ही जोड़ा; dout × s जोड़िए, यानी s से weighted औसत।",
                en="You summed dout alone; sum dout × s, which is an average weighted by s.",
            ),
        ),
        Misconception(
            "mean-for-sum",
            lambda dout, s: s * (dout - np.mean(dout * s, axis=1, keepdims=True)),
            Text(
                hi="आपने mean लिया, जो sum को C से भाग देता है; s पहले से weights हैं, sum लीजिए।",
                en="You took the mean, which divides the sum by C; the weights are in s already, take the sum.",
            ),
        ),
        Misconception(
            "sign-reversed",
            lambda dout, s: s * (np.sum(dout * s, axis=1, keepdims=True) - dout),
            Text(
                hi="sign उलटा है: dout में से sum घटाइए, sum में से dout नहीं।",
                en="The sign is reversed: subtract the sum from dout, not dout from the sum.",
            ),
        ),
        Misconception(
            "cross-entropy-shortcut",
            lambda dout, s: s - dout,
            Text(
                hi="s − dout cross-entropy और one-hot labels का छोटा रास्ता है; यहाँ dout कोई भी upstream gradient है।",
                en="s − dout is the shortcut for a cross-entropy with one-hot labels; here dout is any "
                "upstream gradient.",
            ),
        ),
    ),
)
