"""The L1 penalty on the weights."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.penalties import l1_penalty
from reference.types import Array


def away_from_zero(rng: np.random.Generator, *shape: int) -> Array:
    """Entries of both signs between 0.2 and 3 in size: |w| has a kink at 0."""
    return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.2, 3, size=shape)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample([np.array([[1.0, -2.0], [0.5, 3.0]])], 0.1, hi="एक ही matrix", en="a single matrix")
    yield sample(
        [np.array([[2.0, -1.0]]), np.array([-3.0])], 0.5, hi="दो layers के weights", en="the weights of two layers"
    )
    yield hidden([away_from_zero(rng, 3, 2), away_from_zero(rng, 2, 4)], 0.3, hi="दो matrices", en="two matrices")
    yield hidden(
        [away_from_zero(rng, 2, 3), away_from_zero(rng, 3), away_from_zero(rng, 3, 1), away_from_zero(rng, 1)],
        0.01,
        hi="weights और biases, चार arrays",
        en="weights and biases, four arrays",
    )
    yield hidden([away_from_zero(rng, 3, 3)], 1.7, hi="lam 1 से बड़ा", en="lam above 1", check="hyperparameters")
    yield hidden([-rng.uniform(0.5, 2, size=(2, 3))], 0.2, hi="सारे weights negative", en="negative weights only")
    yield hidden(
        [away_from_zero(rng, 4) * 10, away_from_zero(rng, 2, 2) * 0.1],
        0.05,
        hi="layers के नाप बहुत अलग",
        en="layers of very different sizes",
    )
    yield hidden(
        [away_from_zero(rng, 3, 2)],
        0.0,
        hi="lam = 0: कोई penalty नहीं",
        en="lam = 0: no penalty",
        check="hyperparameters",
    )
    yield hidden(
        [np.zeros((2, 2)), away_from_zero(rng, 3)],
        0.4,
        hi="पहली layer पूरी 0",
        en="the first layer is all zeros",
        check="edges",
    )
    yield hidden(
        [np.array(-1.5), away_from_zero(rng, 1, 2, 2)],
        0.6,
        hi="shape () और तीन axes",
        en="shape () and three axes",
        check="shapes",
    )
    yield hidden(
        [away_from_zero(rng, 2, 3), away_from_zero(rng, 2, 3)],
        0.15,
        hi="एक-सी shape की layers",
        en="layers of the same shape",
        check="shapes",
    )


def by_loops(weights: list[Array], lam: float) -> float:
    total = 0.0
    for w in weights:
        for entry in w.flat:
            total += entry if entry > 0 else -entry
    return lam * total


EXERCISE = Exercise(
    title=Text(hi="L1 penalty: weights की absolute values का जोड़", en="The L1 penalty: the sum of absolute weights"),
    statement=Text(
        hi="`weights` arrays की list है, shapes कोई भी। L1 penalty लौटाइए: $\\lambda \\sum_k \\sum_i "
        "|w_{k,i}|$, जहाँ $\\lambda$ `lam` है; सभी arrays की सभी entries पर जोड़। उत्तर एक संख्या है।",
        en="`weights` is a list of arrays of any shapes. Return the L1 penalty, $\\lambda \\sum_k "
        "\\sum_i |w_{k,i}|$, where $\\lambda$ is `lam`: the sum is over all entries of all arrays. The "
        "answer is one number.",
    ),
    hints=(
        Text(
            hi="L1 हर weight की दूरी 0 से नापता है; +2 और -2 की penalty एक-सी है।",
            en="L1 measures each weight's distance from 0; +2 and -2 cost the same.",
        ),
        Text(
            hi="absolute value पहले, जोड़ बाद में; उल्टा करने पर चिह्न आपस में कट जाते हैं।",
            en="Absolute values first, sums afterwards; the other way round the signs cancel.",
        ),
        Text(
            hi="जोड़ हर array के भीतर और फिर arrays पर; lam से गुणा अंत में।",
            en="Sum within each array and over the arrays; multiply by lam at the end.",
        ),
    ),
    reference=l1_penalty,
    cases=cases,
    styles=(
        by_loops,
        lambda weights, lam: lam * sum(np.linalg.norm(np.ravel(w), 1) for w in weights),
        lambda weights, lam: lam * np.abs(np.concatenate([np.ravel(w) for w in weights])).sum(),
        lambda weights, lam: sum(lam * np.sum(np.sign(w) * w) for w in weights),
        lambda weights, lam: lam * math.fsum(math.fabs(entry) for w in weights for entry in np.ravel(w)),
        lambda weights, lam: np.float32(lam) * sum(np.sqrt(w.astype(np.float32) ** 2).sum() for w in weights),
    ),
    misconceptions=(
        Misconception(
            "signs-kept",
            lambda weights, lam: lam * sum(np.sum(w) for w in weights),
            Text(
                hi="आपने absolute value नहीं ली; positive और negative weights आपस में कट जाते हैं।",
                en="You took no absolute values, so positive and negative weights cancel.",
            ),
        ),
        Misconception(
            "absolute-value-of-the-sum",
            lambda weights, lam: lam * abs(sum(np.sum(w) for w in weights)),
            Text(
                hi="आपने पहले जोड़ा, फिर absolute value ली; पहले हर weight की लीजिए, फिर जोड़िए।",
                en="You summed first and took the absolute value afterwards; take it of every weight, then sum.",
            ),
        ),
        Misconception(
            "absolute-value-of-each-sum",
            lambda weights, lam: lam * sum(abs(np.sum(w)) for w in weights),
            Text(
                hi="आपने हर array का जोड़ लेकर absolute value ली; वह हर entry पर लगती है।",
                en="You took the absolute value of each array's sum; it applies to every entry.",
            ),
        ),
        Misconception(
            "l2",
            lambda weights, lam: lam * sum(np.sum(w**2) for w in weights),
            Text(
                hi="आपने वर्ग जोड़े; वह L2 है। L1 में absolute values जुड़ती हैं।",
                en="You summed squares, which is L2. L1 sums absolute values.",
            ),
        ),
        Misconception(
            "mean",
            lambda weights, lam: lam * sum(np.sum(np.abs(w)) for w in weights) / sum(w.size for w in weights),
            Text(
                hi="आपने औसत लिया; penalty में जोड़ है।",
                en="You took the mean; the penalty is a sum.",
            ),
        ),
        Misconception(
            "mean-of-each-array",
            lambda weights, lam: lam * sum(np.mean(np.abs(w)) for w in weights),
            Text(
                hi="आपने हर array में औसत लेकर जोड़ा; हर array में भी जोड़ ही है।",
                en="You averaged within each array; within an array it is a sum too.",
            ),
        ),
        Misconception(
            "matrix-norm",
            lambda weights, lam: lam * sum(np.abs(w).sum(axis=0).max() for w in weights),
            Text(
                hi="आपने matrix की 1-norm ली (np.linalg.norm(w, 1)), जो सबसे बड़ा column-जोड़ है; L1 में सभी entries जुड़ती हैं।",
                en="You took the matrix 1-norm (np.linalg.norm(w, 1)), the largest column sum; L1 sums all entries.",
            ),
        ),
        Misconception(
            "first-array-only",
            lambda weights, lam: lam * np.sum(np.abs(weights[0])),
            Text(
                hi="आपने सिर्फ़ पहला array लिया; list के सभी arrays जुड़ते हैं।",
                en="You used the first array only; all arrays of the list count.",
            ),
        ),
        Misconception(
            "lam-forgotten",
            lambda weights, lam: sum(np.sum(np.abs(w)) for w in weights),  # noqa: ARG005
            Text(
                hi="आपने lam से गुणा नहीं किया।",
                en="You did not multiply by lam.",
            ),
        ),
        Misconception(
            "halved",
            lambda weights, lam: lam / 2 * sum(np.sum(np.abs(w)) for w in weights),
            Text(
                hi="आपने lam/2 लिया; L1 penalty में आधा नहीं है।",
                en="You used lam / 2; the L1 penalty has no half.",
            ),
        ),
    ),
)
