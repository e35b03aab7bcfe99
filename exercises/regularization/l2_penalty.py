"""The L2 penalty on the weights."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.penalties import l2_penalty
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample([np.array([[1.0, -2.0], [0.5, 3.0]])], 0.1, hi="एक ही matrix", en="a single matrix")
    yield sample(
        [np.array([[2.0, -1.0]]), np.array([3.0])], 0.5, hi="दो layers के weights", en="the weights of two layers"
    )
    yield hidden([rng.normal(size=(3, 2)), rng.normal(size=(2, 4))], 0.3, hi="दो matrices", en="two matrices")
    yield hidden(
        [rng.normal(size=(2, 3)), rng.normal(size=3), rng.normal(size=(3, 1)), rng.normal(size=1)],
        0.01,
        hi="weights और biases, चार arrays",
        en="weights and biases, four arrays",
    )
    yield hidden([rng.normal(size=(3, 3)) * 2], 1.7, hi="lam 1 से बड़ा", en="lam above 1", check="hyperparameters")
    yield hidden([-rng.uniform(0.5, 2, size=(2, 3))], 0.2, hi="सारे weights negative", en="negative weights only")
    yield hidden(
        [rng.normal(size=4) * 10, rng.normal(size=(2, 2)) * 0.1],
        0.05,
        hi="layers के नाप बहुत अलग",
        en="layers of very different sizes",
    )
    yield hidden(
        [rng.normal(size=(3, 2))], 0.0, hi="lam = 0: कोई penalty नहीं", en="lam = 0: no penalty", check="hyperparameters"
    )
    yield hidden(
        [np.zeros((2, 2)), rng.normal(size=3)],
        0.4,
        hi="पहली layer पूरी 0",
        en="the first layer is all zeros",
        check="edges",
    )
    yield hidden(
        [np.array(-1.5), rng.normal(size=(1, 2, 2))],
        0.6,
        hi="shape () और तीन axes",
        en="shape () and three axes",
        check="shapes",
    )
    yield hidden(
        [rng.normal(size=(2, 3)), rng.normal(size=(2, 3))],
        0.15,
        hi="एक-सी shape की layers",
        en="layers of the same shape",
        check="shapes",
    )


def by_loops(weights: list[Array], lam: float) -> float:
    total = 0.0
    for w in weights:
        for entry in w.flat:
            total += entry * entry
    return lam * total


EXERCISE = Exercise(
    title=Text(hi="L2 penalty: weights के वर्गों का जोड़", en="The L2 penalty: the sum of squared weights"),
    statement=Text(
        hi="`weights` arrays की list है, shapes कोई भी। L2 penalty लौटाइए: $\\lambda \\sum_k \\sum_i "
        "w_{k,i}^2$, जहाँ $\\lambda$ `lam` है; सभी arrays की सभी entries पर जोड़, आगे कोई 1/2 नहीं। "
        "उत्तर एक संख्या है।",
        en="`weights` is a list of arrays of any shapes. Return the L2 penalty, $\\lambda \\sum_k "
        "\\sum_i w_{k,i}^2$, where $\\lambda$ is `lam`: the sum is over all entries of all arrays, "
        "without a 1/2 in front. The answer is one number.",
    ),
    hints=(
        Text(
            hi="penalty बड़े weights को महँगा बनाती है: हर weight का वर्ग जुड़ता है, चिह्न का असर नहीं रहता।",
            en="The penalty makes large weights expensive: every weight's square counts, whatever its sign.",
        ),
        Text(
            hi="जोड़ दो स्तरों पर है: हर array के भीतर, और फिर arrays पर।",
            en="There are two sums: within each array, and over the arrays.",
        ),
        Text(
            hi="lam से गुणा अंत में एक बार होता है; औसत नहीं, वर्गमूल नहीं।",
            en="Multiply by lam once, at the end; no mean and no root.",
        ),
    ),
    reference=l2_penalty,
    cases=cases,
    styles=(
        by_loops,
        lambda weights, lam: lam * sum(np.linalg.norm(w) ** 2 for w in weights),
        lambda weights, lam: lam * np.sum(np.square(np.concatenate([np.ravel(w) for w in weights]))),
        lambda weights, lam: sum(lam * np.vdot(w, w) for w in weights),
        lambda weights, lam: lam * math.fsum(float(entry) ** 2 for w in weights for entry in np.ravel(w)),
        lambda weights, lam: np.float32(lam) * sum((w.astype(np.float32) ** 2).sum() for w in weights),
    ),
    misconceptions=(
        Misconception(
            "halved",
            lambda weights, lam: lam / 2 * sum(np.sum(w**2) for w in weights),
            Text(
                hi="आपने lam/2 लिया; यहाँ penalty में आधा नहीं है: lam * वर्गों का जोड़।",
                en="You used lam / 2; here the penalty has no half: lam times the sum of squares.",
            ),
        ),
        Misconception(
            "root-taken",
            lambda weights, lam: lam * np.sqrt(sum(np.sum(w**2) for w in weights)),
            Text(
                hi="आपने वर्गमूल लिया (norm); L2 penalty में norm का वर्ग है।",
                en="You took the root (the norm); the L2 penalty is the squared norm.",
            ),
        ),
        Misconception(
            "sum-of-norms",
            lambda weights, lam: lam * sum(np.linalg.norm(w) for w in weights),
            Text(
                hi="आपने हर array की norm जोड़ी; वर्ग जोड़िए, वर्गमूल कहीं नहीं है।",
                en="You added up the norm of each array; add up the squares, with no root anywhere.",
            ),
        ),
        Misconception(
            "mean",
            lambda weights, lam: lam * sum(np.sum(w**2) for w in weights) / sum(w.size for w in weights),
            Text(
                hi="आपने औसत लिया; penalty में वर्गों का जोड़ है।",
                en="You took the mean; the penalty sums the squares.",
            ),
        ),
        Misconception(
            "mean-of-each-array",
            lambda weights, lam: lam * sum(np.mean(w**2) for w in weights),
            Text(
                hi="आपने हर array में औसत लेकर जोड़ा; हर array में भी जोड़ ही है।",
                en="You averaged within each array; within an array it is a sum too.",
            ),
        ),
        Misconception(
            "first-array-only",
            lambda weights, lam: lam * np.sum(weights[0] ** 2),
            Text(
                hi="आपने सिर्फ़ पहला array लिया; list के सभी arrays जुड़ते हैं।",
                en="You used the first array only; all arrays of the list count.",
            ),
        ),
        Misconception(
            "l1",
            lambda weights, lam: lam * sum(np.sum(np.abs(w)) for w in weights),
            Text(
                hi="आपने |w| जोड़ा; वह L1 है। L2 में w का वर्ग है।",
                en="You summed absolute values, which is L1. L2 sums squares.",
            ),
        ),
        Misconception(
            "square-of-the-sum",
            lambda weights, lam: lam * sum(np.sum(w) for w in weights) ** 2,
            Text(
                hi="आपने पहले जोड़ा, फिर वर्ग किया; पहले हर weight का वर्ग कीजिए, फिर जोड़िए।",
                en="You summed first and squared afterwards; square every weight first, then sum.",
            ),
        ),
        Misconception(
            "lam-forgotten",
            lambda weights, lam: sum(np.sum(w**2) for w in weights),  # noqa: ARG005
            Text(
                hi="आपने lam से गुणा नहीं किया।",
                en="You did not multiply by lam.",
            ),
        ),
        Misconception(
            "lam-squared-too",
            lambda weights, lam: sum(np.sum((lam * w) ** 2) for w in weights),
            Text(
                hi="आपने lam का भी वर्ग कर दिया; वर्ग सिर्फ़ weights का है।",
                en="You squared lam as well; only the weights are squared.",
            ),
        ),
    ),
)
