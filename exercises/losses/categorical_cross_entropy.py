"""Categorical cross-entropy from probabilities and one-hot (or soft) targets."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import softmax
from reference.losses import categorical_cross_entropy
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def probs(n: int, c: int, spread: float = 1.0) -> Array:
        return softmax(rng.normal(size=(n, c)) * spread)

    def onehot(n: int, c: int) -> Array:
        """Every class at least once where n >= c."""
        return np.eye(c)[rng.permutation(np.arange(n) % c)]

    yield sample(
        np.array([[0.5, 0.25, 0.25], [0.1, 0.8, 0.1]]),
        np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
        1e-7,
        hi="दो rows, one-hot",
        en="two rows, one-hot",
    )
    yield sample(
        np.array([[1.0, 0.0]]),
        np.array([[0.5, 0.5]]),
        0.01,
        hi="probability ठीक 0, eps = 0.01",
        en="a probability of exactly 0, eps = 0.01",
        check="edges",
    )
    yield hidden(
        probs(4, 3), onehot(4, 3), 1e-7, hi="4 rows, 3 classes वाला batch", en="a batch of 4 rows and 3 classes"
    )
    yield hidden(probs(3, 3), onehot(3, 3), 1e-7, hi="N = C वाला batch", en="N = C")
    yield hidden(probs(5, 2), onehot(5, 2), 1e-6, hi="सिर्फ़ दो classes", en="two classes only")
    yield hidden(
        probs(4, 5), softmax(rng.normal(size=(4, 5))), 1e-7, hi="soft targets: हर class का अपना वज़न", en="soft targets"
    )
    yield hidden(probs(1, 6), onehot(1, 6), 1e-7, hi="सिर्फ़ एक row", en="one row only", check="shapes")
    true = onehot(4, 3)
    yield hidden(
        softmax(-3 * true + rng.normal(size=(4, 3)) * 0.3),
        true,
        1e-7,
        hi="ग़लत class पर भरोसा",
        en="confident in the wrong class",
    )
    yield hidden(
        np.array([[0.02, 0.03, 0.95], [0.6, 0.05, 0.35], [0.01, 0.98, 0.01]])[rng.permutation(3)],
        softmax(rng.normal(size=(3, 3))),
        0.1,
        hi="eps = 0.1 और soft targets",
        en="eps = 0.1 and soft targets",
        check="hyperparameters",
    )
    yield hidden(
        np.array([[0.95, 0.05], [0.9, 0.1], [0.03, 0.97]])[rng.permutation(3)],
        rng.permutation(np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])),
        0.2,
        hi="eps = 0.2: 1 के पास की probability वैसी ही रहती है",
        en="eps = 0.2: a probability near 1 stays as it is",
        check="hyperparameters",
    )
    yield hidden(
        np.array([[0.0, 1.0, 0.0], [0.5, 0.0, 0.5]]),
        np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]),
        0.05,
        hi="सही class पर ठीक 0",
        en="exactly 0 at the true class",
        check="edges",
    )
    yield hidden(
        np.array([[1.0, 0.0, 0.0], [0.0, 0.75, 0.25]]),
        np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
        1e-12,
        hi="ठीक 0, पर दूसरी classes पर",
        en="exactly 0, but at other classes",
        check="edges",
    )


def by_division(probs: Array, onehot: Array, eps: float) -> float:
    return -np.sum(onehot * np.log(np.maximum(probs, eps))) / len(probs)


def by_loops(probs: Array, onehot: Array, eps: float) -> float:
    total = 0.0
    for row, target in zip(probs, onehot, strict=True):
        for p, t in zip(row, target, strict=True):
            if t > 0:
                total -= t * math.log(min(max(p, eps), 1.0))
    return total / probs.shape[0]


def by_einsum(probs: Array, onehot: Array, eps: float) -> Array:
    return np.mean(-np.einsum("nc,nc->n", onehot, np.log(np.clip(probs, eps, None))), keepdims=True)


def by_trace(probs: Array, onehot: Array, eps: float) -> float:
    logs = np.log(np.where(probs < eps, eps, probs))
    return -np.trace(onehot @ logs.T) / onehot.shape[0]


def by_row_averages(probs: Array, onehot: Array, eps: float) -> float:
    logs = np.log(np.clip(probs, eps, 1))
    return -probs.shape[1] * np.mean(onehot * logs)


def in_float32(probs: Array, onehot: Array, eps: float) -> np.float32:
    q = np.clip(probs.astype(np.float32), np.float32(eps), 1)
    return -np.mean(np.sum(onehot.astype(np.float32) * np.log(q), axis=1))


def rows(formula: Callable[[Array, Array], Array]) -> Callable[[Array, Array, float], float]:
    """The mean over the rows of formula(q, onehot), summed over classes, q clipped as it should be."""
    return lambda probs, onehot, eps: np.mean(np.sum(formula(np.clip(probs, eps, 1), onehot), axis=1))


def true_class_only(probs: Array, onehot: Array, eps: float) -> float:
    picked = probs[np.arange(len(probs)), onehot.argmax(axis=1)]
    return -np.mean(np.log(np.clip(picked, eps, 1)))


EXERCISE = Exercise(
    title=Text(hi="categorical cross-entropy: कई classes का loss", en="Categorical cross-entropy"),
    statement=Text(
        hi="`probs` (हर row का sum 1) और `onehot` (one-hot या soft targets) की shape (N, C) है। "
        "N rows पर इसका mean लौटाइए, एक float: $-\\sum_c$ onehot · log(clip(probs, eps, 1))। log natural है। "
        "clip सिर्फ़ नीचे से काम करता है, ताकि log(0) न आए।",
        en="`probs` (rows that sum to 1) and `onehot` (one-hot or soft targets) have shape (N, C). Return "
        "the mean over the N rows, a float, "
        "of $-\\sum_c$ onehot · log(clip(probs, eps, 1)). The log is natural. The clip acts from below "
        "only, so that log(0) does not occur.",
    ),
    hints=(
        Text(
            hi="one-hot target पर हर row का loss बस $-\\log$ (सही class की probability) है।",
            en="With a one-hot target each row costs $-\\log$ of the true class's probability, and no more.",
        ),
        Text(
            hi="पहले classes पर sum (axis=1), फिर rows पर mean: दोनों अलग हैं।",
            en="First sum over the classes (axis=1), then average over the rows: two different steps.",
        ),
        Text(
            hi="0 × log(0) nan है, 0 नहीं: इसलिए clip log से पहले।",
            en="0 × log(0) is nan, not 0: so the clip comes before the log.",
        ),
    ),
    reference=categorical_cross_entropy,
    cases=cases,
    styles=(by_division, by_loops, by_einsum, by_trace, by_row_averages, in_float32),
    misconceptions=(
        Misconception(
            "mean-over-all-entries",
            lambda probs, onehot, eps: categorical_cross_entropy(probs, onehot, eps) / probs.shape[1],
            Text(
                hi="आपने सब N × C entries पर mean लिया, इसलिए loss C गुना छोटा है; classes पर sum, rows पर mean।",
                en="You averaged over all N × C entries, so the loss is C times too small; sum over "
                "classes, average over rows.",
            ),
        ),
        Misconception(
            "sum-over-rows",
            lambda probs, onehot, eps: categorical_cross_entropy(probs, onehot, eps) * len(probs),
            Text(
                hi="आपने rows पर sum लिया; mean के लिए N से भाग दीजिए।",
                en="You summed over the rows; for the mean divide by N.",
            ),
        ),
        Misconception(
            "sign-missing",
            lambda probs, onehot, eps: -categorical_cross_entropy(probs, onehot, eps),
            Text(
                hi="minus छूट गया: log negative होते हैं, loss positive होना चाहिए।",
                en="The minus is missing: the logs are negative, the loss must be positive.",
            ),
        ),
        Misconception(
            "softmax-again",
            lambda probs, onehot, eps: categorical_cross_entropy(softmax(probs), onehot, eps),
            Text(
                hi="आपने probabilities पर फिर softmax लगा दिया; `probs` पहले से probabilities हैं।",
                en="You applied softmax to the probabilities again; `probs` are probabilities already.",
            ),
        ),
        Misconception(
            "binary-terms-added",
            rows(lambda q, t: -(t * np.log(q) + (1 - t) * np.log(np.maximum(1 - q, 1e-12)))),
            Text(
                hi="आपने $(1 - y) \\log(1 - p)$ भी जोड़ा, जो binary cross-entropy का है; softmax में बाक़ी "
                "classes p में ही गिनी जा चुकी हैं।",
                en="You added $(1 - y) \\log(1 - p)$, which belongs to the binary loss; after a softmax the "
                "other classes are already counted in p.",
            ),
        ),
        Misconception(
            "log-base-2",
            lambda probs, onehot, eps: categorical_cross_entropy(probs, onehot, eps) / np.log(2),
            Text(
                hi="आपने log का base 2 लिया; यहाँ natural log है: np.log।",
                en="You took the log to base 2; it is the natural one: np.log.",
            ),
        ),
        Misconception(
            "true-class-only",
            true_class_only,
            Text(
                hi="आपने argmax से एक class चुनी; soft targets में हर class का अपना वज़न है, सब जोड़िए।",
                en="You picked one class by argmax; with soft targets every class has its weight, sum over all.",
            ),
        ),
        Misconception(
            "eps-added",
            lambda probs, onehot, eps: -np.mean(np.sum(onehot * np.log(probs + eps), axis=1)),
            Text(
                hi="आपने log के अंदर eps जोड़ा, इससे हर probability बदलती है; clip सिर्फ़ eps से छोटी को बदलता है।",
                en="You added eps inside the log, which moves every probability; a clip moves only those below eps.",
            ),
        ),
        Misconception(
            "not-clipped",
            lambda probs, onehot, eps: -np.mean(np.sum(onehot * np.log(probs), axis=1)),  # noqa: ARG005
            Text(
                hi="आपने clip नहीं किया: probability 0 हो तो log −inf देता है, और 0 × −inf nan। log से पहले clip कीजिए।",
                en="You did not clip: at probability 0 the log is −inf, and 0 × −inf is nan. Clip before the log.",
            ),
        ),
        Misconception(
            "clipped-above-too",
            lambda probs, onehot, eps: categorical_cross_entropy(np.minimum(probs, 1 - eps), onehot, eps),
            Text(
                hi="आपने ऊपर से भी 1 − eps पर clip किया (Keras ऐसा करता है); यहाँ ऊपर की सीमा 1 है।",
                en="You clipped at 1 − eps from above as well (as Keras does); here the upper bound is 1.",
            ),
        ),
        Misconception(
            "eps-ignored",
            lambda probs, onehot, eps: categorical_cross_entropy(probs, onehot, 1e-12),  # noqa: ARG005
            Text(
                hi="आपने clip के लिए अपना 1e-12 लिया; दिया हुआ `eps` लीजिए।",
                en="You clipped with your own 1e-12; use the given `eps`.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            (
                "sklearn.metrics.log_loss",
                "torch.nn.functional.cross_entropy",
                "torch.nn.functional.nll_loss",
                "torch.nn.CrossEntropyLoss",
                "torch.nn.NLLLoss",
            ),
            Text(
                hi="यहाँ loss आपको ख़ुद लिखना है: np.clip, np.log, sum और mean काफ़ी हैं।",
                en="Here you write the loss yourself: np.clip, np.log, sum and mean are enough.",
            ),
        ),
    ),
)
