"""Binary cross-entropy from probabilities, finite at 0 and 1."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from grader.spec.exercise import Case, Convention, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.losses import bce_loss
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def p(*shape: int) -> Array:
        return rng.uniform(0.15, 0.85, size=shape)

    def hard(*shape: int) -> Array:
        """0 and 1 by turns, so that both terms of the loss are at work."""
        return rng.permutation(np.arange(int(np.prod(shape))) % 2).reshape(shape).astype(float)

    yield sample(
        np.array([0.9, 0.2, 0.6]), np.array([1.0, 0.0, 1.0]), 1e-7, hi="तीन predictions", en="three predictions"
    )
    yield sample(
        np.array([0.0, 1.0, 0.5]),
        np.array([1.0, 1.0, 0.0]),
        0.01,
        hi="p ठीक 0 और 1, eps = 0.01",
        en="p exactly 0 and 1, eps = 0.01",
        check="edges",
    )
    yield hidden(p(7), hard(7), 1e-7, hi="0 और 1 के labels", en="labels 0 and 1")
    yield hidden(
        p(6), rng.uniform(0.1, 0.9, size=6), 1e-7, hi="0 और 1 के बीच के soft labels", en="soft labels, between 0 and 1"
    )
    yield hidden(p(4, 3), hard(4, 3), 1e-6, hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(
        p(3, 3), rng.uniform(0.1, 0.9, size=(3, 3)), 1e-4, hi="जितनी rows, उतने ही columns", en="as many rows as columns"
    )
    yield hidden(p(1, 6), hard(1, 6), 1e-7, hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(p(6, 1), hard(6, 1), 1e-7, hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(
        np.where(hard(6) == 1, 0.04, 0.95),
        hard(6),
        0.02,
        hi="पक्के पर कई बार ग़लत predictions",
        en="confident predictions, often wrong",
    )
    yield hidden(
        rng.permutation([0.01, 0.03, 0.06, 0.5, 0.95, 0.98]),
        hard(6),
        0.1,
        hi="eps = 0.1: कई p उसके बाहर",
        en="eps = 0.1, with p beyond it",
        check="hyperparameters",
    )
    yield hidden(
        rng.permutation([0.005, 0.03, 0.4, 0.7, 0.99, 0.995]),
        rng.uniform(0.2, 0.8, size=6),
        0.02,
        hi="eps = 0.02 और soft labels",
        en="eps = 0.02 and soft labels",
        check="hyperparameters",
    )
    yield hidden(
        np.array([0.0, 1.0, 0.3, 0.6]),
        np.array([0.0, 1.0, 1.0, 0.0]),
        1e-3,
        hi="ठीक 0 और 1, और सही",
        en="exactly 0 and 1, and right",
        check="edges",
    )
    yield hidden(
        np.array([0.0, 1.0, 0.0, 1.0, 0.3]),
        np.array([1.0, 0.0, 0.25, 0.75, 1.0]),
        0.003,
        hi="ठीक 0 और 1, पर ग़लत",
        en="exactly 0 and 1, but wrong",
        check="edges",
    )
    yield hidden(
        np.array([0.0, 0.4, 0.7]),
        np.array([1.0, 1.0, 0.0]),
        1e-12,
        hi="p = 0 और बहुत छोटा eps",
        en="p = 0 and a tiny eps",
        check="stability",
    )


def plain(p: Array, y: Array, eps: float) -> float:
    p = np.clip(p, eps, 1 - eps)
    return np.mean(-(y * np.log(p) + (1 - y) * np.log(1 - p)))


def by_dot(p: Array, y: Array, eps: float) -> float:
    q = np.minimum(np.maximum(p, eps), 1 - eps).ravel()
    return -(y.ravel() @ np.log(q) + (1 - y.ravel()) @ np.log(1 - q)) / y.size


def by_loop(p: Array, y: Array, eps: float) -> float:
    total = 0.0
    for a, b in zip(p.flat, y.flat, strict=True):
        q = min(max(a, eps), 1 - eps)
        total -= b * math.log(q) + (1 - b) * math.log(1 - q)
    return total / p.size


def by_logit(p: Array, y: Array, eps: float) -> Array:
    q = np.clip(p, eps, 1 - eps)
    return np.array(np.mean(-np.log1p(-q) - y * np.log(q / (1 - q))))


def by_entropies(p: Array, y: Array, eps: float) -> float:
    q = np.stack([p, 1 - p]).clip(eps, 1 - eps)
    return -np.sum(np.stack([y, 1 - y]) * np.log(q)) / p.size


def log_base_change(p: Array, y: Array, eps: float) -> float:
    q = np.where(p < eps, eps, np.where(p > 1 - eps, 1 - eps, p))
    return -np.average(y * np.log2(q) + (1 - y) * np.log2(1 - q)) * np.log(2)


def in_float32(p: Array, y: Array, eps: float) -> np.float32:
    q = np.clip(p.astype(np.float32), np.float32(eps), np.float32(1 - eps))
    y = y.astype(np.float32)
    with np.errstate(divide="ignore"):
        return -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q))


def logs_clamped(p: Array, y: Array, eps: float) -> float:  # noqa: ARG001  # torch has its own -100
    with np.errstate(divide="ignore"):
        return -np.mean(y * np.maximum(np.log(p), -100) + (1 - y) * np.maximum(np.log(1 - p), -100))


def terms(formula: Callable[[Array, Array], Array]) -> Callable[[Array, Array, float], float]:
    """The mean of formula(q, y) with q clipped as it should be."""
    return lambda p, y, eps: np.mean(formula(np.clip(p, eps, 1 - eps), y))


def terms_with_eps(p: Array, y: Array, eps: float) -> float:
    q = np.clip(p, eps, 1 - eps)
    return -np.mean(y * np.log(q + eps) + (1 - y) * np.log(1 - q + eps))


EXERCISE = Exercise(
    title=Text(hi="binary cross-entropy: probabilities से loss", en="Binary cross-entropy"),
    statement=Text(
        hi="`p` (probabilities) और `y` (labels, 0 से 1 तक; soft labels भी) की shape एक है, कोई भी। पहले `p` को "
        "[eps, 1 − eps] में clip कीजिए, "
        "फिर सब entries पर $-(y \\log p + (1 - y) \\log(1 - p))$ का mean लौटाइए, एक float। log natural है। "
        "eps 1e-15 और 0.1 के बीच है; p ठीक 0 या 1 हो तब भी उत्तर finite हो।",
        en="`p` (probabilities) and `y` (labels in [0, 1], soft ones included) have the same shape, "
        "whichever it is. First clip `p` to "
        "[eps, 1 − eps], then return the mean of $-(y \\log p + (1 - y) \\log(1 - p))$ over all entries, a "
        "float. The log is natural. "
        "eps is between 1e-15 and 0.1; the result is finite also where p is exactly 0 or 1.",
    ),
    hints=(
        Text(
            hi="label 1 हो तो $-\\log p$ लगता है, 0 हो तो $-\\log(1-p)$; soft label दोनों को बाँटता है।",
            en="A label 1 costs $-\\log p$, a label 0 costs $-\\log(1-p)$; a soft label shares out the two.",
        ),
        Text(
            hi="log(0) = −inf है और 0 × −inf nan: इसलिए log से पहले clip, दोनों ओर।",
            en="log(0) is −inf, and 0 × −inf is nan: so clip before the log, on both sides.",
        ),
        Text(
            hi="जाँच: हर p = 0.5 हो तो loss log 2 ≈ 0.693 है, label कुछ भी हों।",
            en="A check: when every p is 0.5 the loss is log 2 ≈ 0.693, whatever the labels.",
        ),
        Text(
            hi="तीन पंक्तियाँ: np.clip; दोनों terms का sum; minus के साथ np.mean।",
            en="Three lines: np.clip, the sum of the two terms, np.mean with a minus.",
        ),
    ),
    reference=bce_loss,
    cases=cases,
    styles=(plain, by_dot, by_loop, by_logit, by_entropies, log_base_change, in_float32),
    conventions=(
        Convention(
            "logs-clamped-at-minus-100",
            logs_clamped,
            Text(
                hi="सही है; आपने p को clip करने की जगह logs को −100 पर रोका (PyTorch की तरह), text में p को eps "
                "से clip किया है।",
                en="Correct, with the logs clamped at −100 instead of p clipped (as PyTorch does); the text "
                "clips p by eps.",
            ),
        ),
    ),
    misconceptions=(
        Misconception(
            "sum-for-mean",
            lambda p, y, eps: bce_loss(p, y, eps) * p.size,
            Text(
                hi="आपने sum लौटाया; mean के लिए entries की संख्या से भाग दीजिए।",
                en="You returned the sum; for the mean divide by the number of entries.",
            ),
        ),
        Misconception(
            "sign-missing",
            lambda p, y, eps: -bce_loss(p, y, eps),
            Text(
                hi="minus छूट गया: log negative होते हैं, loss positive होना चाहिए।",
                en="The minus is missing: the logs are negative, the loss must be positive.",
            ),
        ),
        Misconception(
            "positive-term-only",
            terms(lambda q, y: -y * np.log(q)),
            Text(
                hi="आपने सिर्फ़ $y \\log p$ रखा; label 0 वाली entries के लिए $(1 - y) \\log(1 - p)$ भी चाहिए।",
                en="You kept $y \\log p$ only; entries with label 0 need $(1 - y) \\log(1 - p)$ too.",
            ),
        ),
        Misconception(
            "log-base-2",
            lambda p, y, eps: bce_loss(p, y, eps) / np.log(2),
            Text(
                hi="आपने log का base 2 लिया; यहाँ natural log है: np.log।",
                en="You took the log to base 2; it is the natural one: np.log.",
            ),
        ),
        Misconception(
            "log-base-10",
            lambda p, y, eps: bce_loss(p, y, eps) / np.log(10),
            Text(
                hi="आपने log का base 10 लिया; यहाँ natural log है: np.log।",
                en="You took the log to base 10; it is the natural one: np.log.",
            ),
        ),
        Misconception(
            "not-clipped",
            lambda p, y, eps: -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)),  # noqa: ARG005
            Text(
                hi="आपने clip नहीं किया: p = 0 या 1 पर log(0) से inf या nan आता है। पहले `p` को [eps, 1 − eps] में लाइए।",
                en="You did not clip: at p = 0 or 1 log(0) gives inf or nan. First bring `p` into [eps, 1 − eps].",
            ),
        ),
        Misconception(
            "clipped-below-only",
            lambda p, y, eps: -np.mean(y * np.log(np.maximum(p, eps)) + (1 - y) * np.log(1 - np.maximum(p, eps))),
            Text(
                hi="आपने सिर्फ़ नीचे से clip किया; p = 1 पर $\\log(1 - p)$ अब भी −inf है। ऊपर की सीमा 1 − eps है।",
                en="You clipped from below only; at p = 1 $\\log(1 - p)$ is still −inf. The upper bound is 1 − eps.",
            ),
        ),
        Misconception(
            "eps-added",
            lambda p, y, eps: -np.mean(y * np.log(p + eps) + (1 - y) * np.log(1 - p + eps)),
            Text(
                hi="आपने log के अंदर eps जोड़ा, इससे हर entry थोड़ी बदलती है; यहाँ p को clip करते हैं, बीच की values "
                "वैसी ही रहती हैं।",
                en="You added eps inside the logs, which moves every entry; here p is clipped and what lies "
                "between stays as it is.",
            ),
        ),
        Misconception(
            "clipped-and-eps-added",
            terms_with_eps,
            Text(
                hi="आपने clip भी किया और log के अंदर eps भी जोड़ा (पुराना Keras ऐसा करता है); clip के बाद कुछ जोड़ना नहीं पड़ता।",
                en="You clipped and also added eps inside the logs (as older Keras does); after the clip "
                "nothing need be added.",
            ),
        ),
        Misconception(
            "swapped",
            lambda p, y, eps: bce_loss(y, p, eps),
            Text(
                hi="labels और predictions की जगह बदल गई: log p का लगता है, y का नहीं।",
                en="Labels and predictions are swapped: the log is of p, not of y.",
            ),
        ),
        Misconception(
            "minus-between-the-terms",
            terms(lambda q, y: -(y * np.log(q) - (1 - y) * np.log(1 - q))),
            Text(
                hi="दोनों terms के बीच minus आ गया; वे जुड़ती हैं, फिर पूरे पर minus लगता है।",
                en="There is a minus between the two terms; they are added, and then the whole is negated.",
            ),
        ),
        Misconception(
            "eps-ignored",
            lambda p, y, eps: bce_loss(p, y, 1e-7),  # noqa: ARG005
            Text(
                hi="आपने clip के लिए अपना 1e-7 लिया; दिया हुआ `eps` लीजिए।",
                en="You clipped with your own 1e-7; use the given `eps`.",
            ),
        ),
        Misconception(
            "labels-flipped",
            lambda p, y, eps: bce_loss(p, 1 - y, eps),
            Text(
                hi="labels उलटे लगे: y के साथ $\\log p$ जाता है, 1 − y के साथ $\\log(1 - p)$।",
                en="The labels are the wrong way round: y goes with $\\log p$, 1 − y with $\\log(1 - p)$.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("sklearn.metrics.log_loss", "torch.nn.functional.binary_cross_entropy", "torch.nn.BCELoss"),
            Text(
                hi="यहाँ loss आपको ख़ुद लिखना है: np.clip, np.log और np.mean काफ़ी हैं।",
                en="Here you write the loss yourself: np.clip, np.log and np.mean are enough.",
            ),
        ),
    ),
)
