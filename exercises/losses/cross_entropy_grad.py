"""Gradient of the cross-entropy with respect to the logits."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import softmax, softmax_backward
from reference.losses import cross_entropy_grad
from reference.types import Array, Ints


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def labels(n: int, c: int) -> Ints:
        """Every class at least once where n >= c."""
        return rng.permutation(np.arange(n) % c)

    yield sample(
        np.array([[1.0, 2.0, 3.0], [1.0, 1.0, 1.0]]),
        np.array([2, 0]),
        hi="दो rows, तीन classes",
        en="two rows, three classes",
    )
    yield sample(
        np.array([[0.0, 0.0], [1.0, -1.0], [0.0, 2.0]]),
        np.array([0, 1, 1]),
        hi="तीन rows, दो classes",
        en="three rows, two classes",
    )
    yield hidden(
        rng.normal(size=(4, 3)), labels(4, 3), hi="4 rows, 3 classes वाला batch", en="a batch of 4 rows and 3 classes"
    )
    yield hidden(
        rng.normal(size=(3, 3)) * 2,
        labels(3, 3),
        hi="N = C: axis की ग़लती shape में नहीं दिखती",
        en="N = C, where a wrong axis keeps the shape",
    )
    yield hidden(
        rng.normal(size=(4, 4)),
        rng.integers(0, 4, size=4),
        hi="N = C, labels दोहराए हुए",
        en="N = C with repeated labels",
    )
    yield hidden(rng.normal(size=(7, 2)), labels(7, 2), hi="सिर्फ़ दो classes", en="two classes only")
    yield hidden(
        rng.normal(size=(2, 6)),
        rng.integers(0, 6, size=2),
        hi="2 rows, 6 classes वाला batch",
        en="a batch of 2 rows and 6 classes",
    )
    yield hidden(
        rng.normal(size=(1, 5)), rng.integers(0, 5, size=1), hi="सिर्फ़ एक row", en="one row only", check="shapes"
    )
    yield hidden(
        rng.normal(size=(4, 1)),
        np.zeros(4, dtype=np.int64),
        hi="सिर्फ़ एक class: gradient 0",
        en="one class only: the gradient is 0",
        check="edges",
    )
    y = labels(4, 3)
    yield hidden(
        rng.normal(size=(4, 3)) - 4 * np.eye(3)[y], y, hi="ज़्यादातर predictions ग़लत", en="most predictions wrong"
    )
    yield hidden(
        rng.normal(size=(4, 3)) + 4 * np.eye(3)[y], y, hi="ज़्यादातर predictions सही", en="most predictions right"
    )
    yield hidden(rng.normal(size=(4, 3)) + 6, labels(4, 3), hi="सब logits 6 के पास", en="all logits near 6")


def plain(logits: Array) -> Array:
    e = np.exp(logits)
    return e / e.sum(axis=1, keepdims=True)


def by_onehot(logits: Array, labels: Ints) -> Array:
    return (plain(logits) - np.eye(logits.shape[1])[labels]) / logits.shape[0]


def by_subtracting(logits: Array, labels: Ints) -> Array:
    grad = plain(logits)
    grad[range(len(labels)), labels] -= 1
    return grad / len(labels)


def by_comparison(logits: Array, labels: Ints) -> Array:
    onehot = labels[:, None] == np.arange(logits.shape[1])
    return np.where(onehot, plain(logits) - 1, plain(logits)) / labels.size


def by_loop(logits: Array, labels: Ints) -> list[list[float]]:
    rows = []
    for row, k in zip(logits, labels, strict=True):
        s = np.exp(row - max(row))
        s = s / sum(s)
        rows.append([(s[c] - (c == k)) / len(labels) for c in range(len(row))])
    return rows


def by_chain_rule(logits: Array, labels: Ints) -> Array:
    s = plain(logits)
    dout = np.zeros_like(s)
    dout[np.arange(len(labels)), labels] = -1 / s[np.arange(len(labels)), labels] / len(labels)
    return s * (dout - (dout * s).sum(axis=1, keepdims=True))


def by_log_softmax(logits: Array, labels: Ints) -> Array:
    log_s = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    onehot = np.zeros(logits.shape)
    np.put_along_axis(onehot, labels[:, None], 1, axis=1)
    return (np.exp(log_s) - onehot) / len(onehot)


def in_float32(logits: Array, labels: Ints) -> Array:
    return by_subtracting(logits.astype(np.float32), labels)


def onehot(logits: Array, labels: Ints) -> Array:
    return np.eye(logits.shape[1])[labels]


def true_class_only(logits: Array, labels: Ints) -> Array:
    return onehot(logits, labels) * (softmax(logits) - 1) / len(labels)


def jacobian_twice(logits: Array, labels: Ints) -> Array:
    s = softmax(logits)
    return softmax_backward((s - onehot(logits, labels)) / len(labels), s)


def with_respect_to_probabilities(logits: Array, labels: Ints) -> Array:
    return -onehot(logits, labels) / softmax(logits) / len(labels)


def columns_for_pairs(logits: Array, labels: Ints) -> Array:
    grad = softmax(logits)
    grad[:, labels] -= 1
    return grad / len(labels)


EXERCISE = Exercise(
    title=Text(hi="cross-entropy का gradient", en="The gradient of the cross-entropy"),
    statement=Text(
        hi="`logits` की shape (N, C), `labels` की (N,), integers 0 से C − 1। mean cross-entropy का logits के "
        "लिए gradient लौटाइए, shape (N, C): "
        "(softmax(logits) − onehot(labels)) / N।",
        en="`logits` has shape (N, C), `labels` shape (N,), integers from 0 to C − 1. Return the gradient "
        "of the mean cross-entropy with "
        "respect to the logits, shape (N, C): (softmax(logits) − onehot(labels)) / N.",
    ),
    hints=(
        Text(
            hi="softmax और cross-entropy के derivative मिलकर बहुत सरल हो जाते हैं: probability − सच।",
            en="Together the derivatives of softmax and cross-entropy become very simple: probability minus truth.",
        ),
        Text(
            hi="onehot(labels) में हर row में सही class पर 1 है, बाक़ी 0।",
            en="onehot(labels) has a 1 at the true class of each row and 0 elsewhere.",
        ),
        Text(
            hi="one-hot बनाए बिना भी चलता है: softmax में से सही class की entry पर 1 घटाइए, `[np.arange(N), labels]` से।",
            en="It also works without a one-hot array: subtract 1 from the softmax at each true class, with "
            "`[np.arange(N), labels]`.",
        ),
        Text(hi="जाँच: उत्तर की हर row का sum 0 है।", en="A check: each row of the answer sums to 0."),
    ),
    reference=cross_entropy_grad,
    cases=cases,
    scale=0.1,  # the size of an entry, 1/N, where there is one class and the gradient 0
    styles=(by_onehot, by_subtracting, by_comparison, by_loop, by_chain_rule, by_log_softmax, in_float32),
    misconceptions=(
        Misconception(
            "not-divided-by-n",
            lambda logits, labels: softmax(logits) - onehot(logits, labels),
            Text(
                hi="N से भाग छूट गया: loss N rows का mean है, इसलिए gradient में भी $1/N$ है।",
                en="The division by N is missing: the loss is a mean over N rows, so its gradient has the $1/N$ too.",
            ),
        ),
        Misconception(
            "sign-flipped",
            lambda logits, labels: (onehot(logits, labels) - softmax(logits)) / len(labels),
            Text(
                hi="sign उलटा है: softmax − onehot होता है; सही class पर gradient negative है, ताकि descent "
                "उसका "
                "logit बढ़ाए।",
                en="The sign is reversed: it is softmax − onehot; at the true class the gradient is "
                "negative, so that descent raises its logit.",
            ),
        ),
        Misconception(
            "softmax-forgotten",
            lambda logits, labels: (logits - onehot(logits, labels)) / len(labels),
            Text(
                hi="आपने logits में से onehot घटाया; पहले softmax लीजिए।",
                en="You subtracted onehot from the logits; take the softmax first.",
            ),
        ),
        Misconception(
            "divided-by-all-entries",
            lambda logits, labels: (softmax(logits) - onehot(logits, labels)) / logits.size,
            Text(
                hi="आपने N × C से भाग दिया; mean सिर्फ़ N rows पर है।",
                en="You divided by N × C; the mean is over the N rows only.",
            ),
        ),
        Misconception(
            "true-class-only",
            true_class_only,
            Text(
                hi="आपने सिर्फ़ सही class का gradient रखा; बाक़ी classes के logits भी loss में हैं, उनका gradient softmax है।",
                en="You kept the gradient of the true class only; the other logits are in the loss too, "
                "with the softmax as their gradient.",
            ),
        ),
        Misconception(
            "softmax-alone",
            lambda logits, labels: softmax(logits) / len(labels),
            Text(
                hi="onehot घटाना छूट गया: सही class पर softmax − 1 होता है।",
                en="onehot is not subtracted: at the true class it is softmax − 1.",
            ),
        ),
        Misconception(
            "jacobian-twice",
            jacobian_twice,
            Text(
                hi="softmax − onehot में softmax का Jacobian पहले से है; आपने उसे दोबारा लगा दिया।",
                en="softmax − onehot already contains the Jacobian of softmax; you applied it a second time.",
            ),
        ),
        Misconception(
            "with-respect-to-probabilities",
            with_respect_to_probabilities,
            Text(
                hi="$-1/s$ probabilities के लिए gradient है; logits के लिए उसे softmax के Jacobian से भी गुज़रना है।",
                en="$-1/s$ is the gradient with respect to the probabilities; for the logits it must still "
                "pass the Jacobian of softmax.",
            ),
        ),
        Misconception(
            "columns-for-pairs",
            columns_for_pairs,
            Text(
                hi="`[:, labels] -= 1` हर row में कई columns बदलता है; हर row में सिर्फ़ उसका label: "
                "`[np.arange(N), labels]`।",
                en="`[:, labels] -= 1` changes many columns of every row; only each row's own label is "
                "meant: `[np.arange(N), labels]`.",
            ),
        ),
        Misconception(
            "softmax-over-the-batch",
            lambda logits, labels: (softmax(logits.T).T - onehot(logits, labels)) / len(labels),
            Text(
                hi="आपने softmax axis 0 पर (batch पर) लिया; वह हर row में, classes पर होता है।",
                en="You took the softmax over axis 0, the batch; it works within each row, over the classes.",
            ),
        ),
    ),
)
