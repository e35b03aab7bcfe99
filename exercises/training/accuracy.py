"""Fraction of rows classified right."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.training import accuracy
from reference.types import Array, Ints


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def logits(n: int, classes: int) -> Array:
        """Rows without near-ties: whole numbers apart, plus a small draw."""
        return np.array([rng.permutation(classes) for _ in range(n)]) * 1.5 - 2 + rng.uniform(0, 0.5, (n, classes))

    def labels(z: Array, right: int) -> Ints:
        found = z.argmax(axis=1)
        found[right:] = (found[right:] + rng.integers(1, z.shape[1], len(z) - right)) % z.shape[1]
        return found

    yield sample(
        np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 1.0]]), np.array([0, 2]), hi="दो में से एक सही", en="one of two right"
    )
    yield sample(
        np.array([[1.0, 2.0], [4.0, 3.0], [5.0, 6.0], [8.0, 7.0]]),
        np.array([1, 0, 1, 1]),
        hi="चार में से तीन सही",
        en="three of four right",
    )
    for n, classes, right, hi, en in (
        (7, 3, 5, "सात में से पाँच सही", "five of seven right"),
        (3, 5, 1, "classes samples से ज़्यादा", "more classes than samples"),
        (4, 4, 1, "N = C: axis की ग़लती shape में नहीं दिखती", "N = C, where a wrong axis keeps the shape"),
        (5, 5, 3, "पाँच samples, पाँच classes", "five samples, five classes"),
        (6, 3, 6, "सब सही", "all right"),
        (6, 3, 0, "सब ग़लत", "all wrong"),
        (1, 4, 1, "एक ही sample, सही", "a single sample, right"),
        (9, 2, 4, "दो classes, नौ samples", "two classes, nine samples"),
    ):
        z = logits(n, classes)
        yield hidden(z, labels(z, right), hi=hi, en=en)
    z = logits(6, 4) - 10
    yield hidden(z, labels(z, 4), hi="सारे logits negative", en="all logits negative", check="edges")
    z = logits(5, 3) * 100
    yield hidden(z, labels(z, 2), hi="बड़े logits", en="large logits", check="edges")
    z = logits(8, 3)
    z[:6, 0] += 9
    yield hidden(z, labels(z, 5), hi="classes बराबर नहीं आतीं", en="classes that are not balanced", check="edges")


def by_loop(logits: Array, labels: Ints) -> object:
    right = 0
    for row, label in zip(logits.tolist(), labels.tolist(), strict=True):
        right += row.index(max(row)) == label
    return right / len(labels)


def by_sum(logits: Array, labels: Ints) -> object:
    return (logits.argmax(-1) == labels).sum() / labels.shape[0]


def by_softmax(logits: Array, labels: Ints) -> object:
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.mean(np.argmax(p / p.sum(axis=1, keepdims=True), axis=1) == labels)


def by_sorting(logits: Array, labels: Ints) -> object:
    return np.array([float((np.argsort(logits, axis=1)[:, -1] == labels).mean())])


def by_own_logit(logits: Array, labels: Ints) -> object:
    own = logits[np.arange(len(labels)), labels]
    return np.float32((own >= logits.max(axis=1)).mean())


def a_count(logits: Array, labels: Ints) -> object:
    return int((logits.argmax(axis=1) == labels).sum())


def balanced(logits: Array, labels: Ints) -> object:
    right = logits.argmax(axis=1) == labels
    return float(np.mean([right[labels == c].mean() for c in np.unique(labels)]))


def own_probability(logits: Array, labels: Ints) -> object:
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    return float((p / p.sum(axis=1, keepdims=True))[np.arange(len(labels)), labels].mean())


def over_all_logits(logits: Array, labels: Ints) -> object:
    return float((logits.argmax(axis=1) == labels).sum() / logits.size)


EXERCISE = Exercise(
    title=Text(
        hi="accuracy: कितने labels सही पहचाने",
        en="Accuracy",
    ),
    statement=Text(
        hi="`logits` की shape (N, C) है, `labels` की (N,)। rows का वह हिस्सा लौटाइए जिनमें सबसे "
        "बड़े logit की जगह label के बराबर है: 0 और 1 के बीच का float।",
        en="`logits` has shape (N, C), `labels` (N,). Return the fraction of rows whose largest "
        "logit stands at the label, a float between 0 and 1.",
    ),
    hints=(
        Text(
            hi="model का उत्तर वह class है जिसका logit सबसे बड़ा है।",
            en="The model's answer is the class with the largest logit.",
        ),
        Text(
            hi="हर row का argmax label से मिलाइए।",
            en="Compare the argmax of every row with its label.",
        ),
        Text(
            hi="argmax axis=1 पर लीजिए: उत्तर की shape (N,)।",
            en="Take argmax over axis=1: the result has shape (N,).",
        ),
        Text(
            hi="True/False के array का mean ही हिस्सा है।",
            en="The mean of an array of True and False is the fraction.",
        ),
    ),
    reference=accuracy,
    cases=cases,
    styles=(by_loop, by_sum, by_softmax, by_sorting, by_own_logit),
    misconceptions=(
        Misconception(
            "a-count",
            a_count,
            Text(
                hi="आपने सही rows की गिनती लौटाई; N से भाग दीजिए।",
                en="You returned the number of rows that are right; divide by N.",
            ),
        ),
        Misconception(
            "percent",
            lambda logits, labels: 100 * accuracy(logits, labels),
            Text(
                hi="आपने percent लौटाया; 0 और 1 के बीच का हिस्सा चाहिए।",
                en="You returned percent; a fraction between 0 and 1 is asked for.",
            ),
        ),
        Misconception(
            "batch-axis",
            lambda logits, labels: float(np.mean(logits.argmax(axis=0) == labels)),
            Text(
                hi="आपने argmax axis 0 पर (batch पर) लिया; हर row का argmax axis=1 पर है।",
                en="You took argmax over axis 0, the batch; the argmax of each row is over axis=1.",
            ),
        ),
        Misconception(
            "error-rate",
            lambda logits, labels: 1 - accuracy(logits, labels),
            Text(
                hi="आपने ग़लत rows का हिस्सा लौटाया; सही rows का चाहिए।",
                en="You returned the fraction of rows that are wrong; the right ones are asked for.",
            ),
        ),
        Misconception(
            "argmin",
            lambda logits, labels: float(np.mean(logits.argmin(axis=1) == labels)),
            Text(
                hi="आपने सबसे छोटे logit की class ली; सबसे बड़ा logit model का उत्तर है।",
                en="You took the class with the smallest logit; the largest is the model's answer.",
            ),
        ),
        Misconception(
            "classes-averaged",
            balanced,
            Text(
                hi="आपने हर class की accuracy निकालकर उनका औसत लिया; यहाँ सब rows बराबर गिनी जाती हैं।",
                en="You averaged the accuracies of the classes; here all rows count the same.",
            ),
        ),
        Misconception(
            "probability-of-the-label",
            own_probability,
            Text(
                hi="आपने label की probability का औसत लिया; row या तो सही है या ग़लत: argmax लीजिए।",
                en="You averaged the probability of the label; a row is right or wrong: take argmax.",
            ),
        ),
        Misconception(
            "divided-by-all-logits",
            over_all_logits,
            Text(
                hi="आपने N · C से भाग दिया; rows N हैं।",
                en="You divided by N · C; there are N rows.",
            ),
        ),
        Misconception(
            "argmax-of-everything",
            lambda logits, labels: float(np.mean(logits.argmax() == labels)),
            Text(
                hi="axis के बिना argmax पूरे array में एक ही जगह देता है; axis=1 लिखिए।",
                en="Without axis argmax gives one place in the whole array; write axis=1.",
            ),
        ),
    ),
)
