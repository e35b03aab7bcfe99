"""Cross-entropy from logits and integer labels."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import log_softmax, softmax
from reference.losses import cross_entropy
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
        np.array([[1000.0, 0.0]]),
        np.array([1]),
        hi="बहुत पक्का और ग़लत: loss 1000",
        en="very confident and wrong: the loss is 1000",
        check="stability",
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
    yield hidden(rng.normal(size=(7, 2)), labels(7, 2), hi="सिर्फ़ दो classes", en="two classes only")
    yield hidden(
        rng.normal(size=(3, 6)),
        rng.integers(0, 6, size=3),
        hi="3 rows, 6 classes वाला batch",
        en="a batch of 3 rows and 6 classes",
    )
    yield hidden(
        rng.normal(size=(1, 5)), rng.integers(0, 5, size=1), hi="सिर्फ़ एक row", en="one row only", check="shapes"
    )
    yield hidden(
        rng.normal(size=(4, 1)),
        np.zeros(4, dtype=np.int64),
        hi="सिर्फ़ एक class: loss 0",
        en="one class only: the loss is 0",
        check="edges",
    )
    y = labels(4, 3)
    yield hidden(
        rng.normal(size=(4, 3)) - 4 * np.eye(3)[y], y, hi="ज़्यादातर predictions ग़लत", en="most predictions wrong"
    )
    yield hidden(rng.normal(size=(4, 3)) + 6, labels(4, 3), hi="सब logits 6 के पास", en="all logits near 6")
    yield hidden(
        rng.normal(size=(3, 4)) + 1000, labels(3, 4), hi="logits 1000 के पास", en="logits near 1000", check="stability"
    )
    yield hidden(
        rng.normal(size=(3, 4)) - 1000, labels(3, 4), hi="logits -1000 के पास", en="logits near -1000", check="stability"
    )
    yield hidden(
        rng.normal(size=(3, 4)) + np.array([[900.0], [0.0], [-900.0]]),
        labels(3, 4),
        hi="rows में 900 का अंतर",
        en="rows that differ by 900",
        check="stability",
    )
    yield hidden(
        rng.normal(size=(3, 3)) + np.array([900.0, 0.0, -900.0]),
        rng.permutation(3),
        hi="एक ही row में 900 के अंतर",
        en="gaps of 900 within one row",
        check="stability",
    )


def by_log_sum_exp(logits: Array, labels: Ints) -> float:
    m = logits.max(axis=1)
    log_sums = m + np.log(np.exp(logits - m[:, None]).sum(axis=1))
    return np.mean(log_sums - np.take_along_axis(logits, labels[:, None], axis=1)[:, 0])


def by_onehot(logits: Array, labels: Ints) -> float:
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    logs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.sum(np.eye(logits.shape[1])[labels] * logs) / len(labels)


def by_loop(logits: Array, labels: Ints) -> float:
    total = 0.0
    for row, k in zip(logits.tolist(), labels.tolist(), strict=True):
        m = max(row)
        total += m - row[k] + math.log(sum(math.exp(v - m) for v in row))
    return total / len(labels)


def by_margins(logits: Array, labels: Ints) -> Array:
    true = logits[range(len(labels)), labels]
    return np.array(np.logaddexp.reduce(logits - true[:, None], axis=1).mean())


def by_choose(logits: Array, labels: Ints) -> list[float]:
    logs = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return [-np.average(np.choose(labels, logs.T))]


def in_float32(logits: Array, labels: Ints) -> np.float32:
    z = logits.astype(np.float32)
    z = z - z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(labels)), labels])


def softmax_forgotten(logits: Array, labels: Ints) -> float:
    return -np.mean(np.log(logits[np.arange(len(labels)), labels]))


def probability_for_log(logits: Array, labels: Ints) -> float:
    return -np.mean(softmax(logits)[np.arange(len(labels)), labels])


def picked(logs: Array, labels: Ints) -> float:
    return -np.mean(logs[np.arange(len(labels)), labels])


def no_shift(logits: Array, labels: Ints) -> float:
    e = np.exp(logits)
    return picked(np.log(e / e.sum(axis=1, keepdims=True)), labels)


def onehot_times_log(logits: Array, labels: Ints) -> float:
    return -np.mean(np.sum(np.eye(logits.shape[1])[labels] * np.log(softmax(logits)), axis=1))


EXERCISE = Exercise(
    title=Text(hi="logits से cross-entropy", en="Cross-entropy from logits"),
    statement=Text(
        hi="`logits` की shape (N, C), `labels` की (N,), integers 0 से C − 1। N rows पर इसका mean लौटाइए, एक "
        "float: "
        "$-\\log \\mathrm{softmax}(\\mathrm{logits})[i, \\mathrm{labels}[i]]$। log natural है। 1000 जितने बड़े "
        "logits पर भी उत्तर सही रहे।",
        en="`logits` has shape (N, C), `labels` shape (N,), integers from 0 to C − 1. Return the mean over "
        "the N rows, a float, of "
        "$-\\log \\mathrm{softmax}(\\mathrm{logits})[i, \\mathrm{labels}[i]]$. The log is natural. The "
        "answer stays right for logits as "
        "large as 1000.",
    ),
    hints=(
        Text(
            hi="softmax निकालकर log मत लीजिए: log-softmax सीधे लिखिए, $z - \\log \\sum_k e^{z_k}$।",
            en="Do not take the log of a finished softmax: write log-softmax directly, $z - \\log \\sum_k e^{z_k}$.",
        ),
        Text(hi="log-sum-exp से पहले हर row का maximum घटाइए।", en="Subtract each row's maximum before the log-sum-exp."),
        Text(
            hi="`a[np.arange(N), labels]` हर row से एक entry लेता है, shape (N,); `a[:, labels]` (N, N) देता है।",
            en="`a[np.arange(N), labels]` takes one entry from each row, shape (N,); `a[:, labels]` gives (N, N).",
        ),
        Text(hi="जाँच: सब logits बराबर हों तो loss log C है।", en="A check: when all logits are equal the loss is log C."),
    ),
    reference=cross_entropy,
    cases=cases,
    scale=1.0,
    styles=(by_log_sum_exp, by_onehot, by_loop, by_margins, by_choose, in_float32),
    misconceptions=(
        Misconception(
            "softmax-forgotten",
            softmax_forgotten,
            Text(
                hi="आपने logits का ही log लिया; पहले उन्हें softmax से probabilities बनाना होता है।",
                en="You took the log of the logits themselves; they must become probabilities by softmax first.",
            ),
        ),
        Misconception(
            "sum-for-mean",
            lambda logits, labels: cross_entropy(logits, labels) * len(labels),
            Text(
                hi="आपने rows पर sum लौटाया; mean के लिए N से भाग दीजिए।",
                en="You returned the sum over the rows; for the mean divide by N.",
            ),
        ),
        Misconception(
            "no-maximum-subtracted",
            no_shift,
            Text(
                hi="छोटे logits पर सही है, पर 1000 पर exp overflow होता है और inf या nan आता है। हर row का maximum "
                "घटाइए और log-softmax लीजिए।",
                en="Right for small logits, but at 1000 exp overflows and gives inf or nan. Subtract each row's "
                "maximum and use log-softmax.",
            ),
        ),
        Misconception(
            "log-of-softmax",
            lambda logits, labels: picked(np.log(softmax(logits)), labels),
            Text(
                hi="आपने softmax निकालकर log लिया: सही class बहुत पीछे हो तो softmax 0 होता है और loss inf। "
                "log-softmax सीधे लिखिए।",
                en="You took the log of a finished softmax: where the true class is far behind, it is 0 and "
                "the loss inf. Write log-softmax directly.",
            ),
        ),
        Misconception(
            "zero-times-minus-infinity",
            onehot_times_log,
            Text(
                hi="आपने onehot × log(softmax) जोड़ा: जहाँ softmax 0 हुआ वहाँ log −inf है, और 0 × −inf nan। "
                "log-softmax सीधे लिखिए।",
                en="You summed onehot × log(softmax): where the softmax underflows its log is −inf, and 0 × "
                "−inf is nan. Write log-softmax directly.",
            ),
        ),
        Misconception(
            "columns-for-pairs",
            lambda logits, labels: -np.mean(log_softmax(logits)[:, labels]),
            Text(
                hi="`[:, labels]` हर row से सब labels के columns लेता है, (N, N); हर row को उसका अपना label "
                "चाहिए: `[np.arange(N), labels]`।",
                en="`[:, labels]` takes every label's column from every row, (N, N); pair each row with its "
                "own label: `[np.arange(N), labels]`.",
            ),
        ),
        Misconception(
            "sign-missing",
            lambda logits, labels: -cross_entropy(logits, labels),
            Text(
                hi="minus छूट गया: log-probabilities negative होती हैं, loss positive।",
                en="The minus is missing: log-probabilities are negative, the loss is positive.",
            ),
        ),
        Misconception(
            "mean-over-all-entries",
            lambda logits, labels: cross_entropy(logits, labels) / logits.shape[1],
            Text(
                hi="आपने N × C से भाग दिया; mean सिर्फ़ N rows पर है।",
                en="You divided by N × C; the mean is over the N rows only.",
            ),
        ),
        Misconception(
            "log-forgotten",
            probability_for_log,
            Text(
                hi="आपने सही class की probability का mean लिया; उसका log लीजिए।",
                en="You averaged the true class's probability; take its log.",
            ),
        ),
        Misconception(
            "softmax-over-the-batch",
            lambda logits, labels: picked(log_softmax(logits.T).T, labels),
            Text(
                hi="आपने softmax axis 0 पर (batch पर) लिया; वह हर row में, classes पर होता है।",
                en="You took the softmax over axis 0, the batch; it works within each row, over the classes.",
            ),
        ),
        Misconception(
            "softmax-twice",
            lambda logits, labels: cross_entropy(softmax(logits), labels),
            Text(
                hi="आपने softmax दो बार लगाया; cross_entropy को logits चाहिए, probabilities नहीं।",
                en="You applied softmax twice; the loss wants logits, not probabilities.",
            ),
        ),
        Misconception(
            "small-constant-in-the-log",
            lambda logits, labels: picked(np.log(softmax(logits) + 1e-12), labels),
            Text(
                hi="आपने inf से बचने के लिए log में 1e-12 जोड़ा; तब 1000 की जगह 27.6 आता है। log-softmax में कुछ जोड़ना नहीं पड़ता।",
                en="You added 1e-12 inside the log to avoid inf; then 1000 becomes 27.6. With log-softmax "
                "nothing need be added.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            (
                "scipy.special.log_softmax",
                "scipy.special.logsumexp",
                "sklearn.metrics.log_loss",
                "torch.nn.functional.cross_entropy",
                "torch.nn.CrossEntropyLoss",
                "torch.nn.functional.nll_loss",
            ),
            Text(
                hi="यहाँ loss आपको ख़ुद लिखना है: max, np.exp, sum और np.log काफ़ी हैं।",
                en="Here you write the loss yourself: max, np.exp, sum and np.log are enough.",
            ),
        ),
    ),
)
