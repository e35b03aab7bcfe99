"""Labels as rows of zeros with a single one."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.training import one_hot
from reference.types import Array, Ints


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def labels(n: int, classes: int) -> Ints:
        return rng.integers(0, classes, n)

    yield sample(np.array([0, 2, 1]), 3, hi="तीन labels, तीन classes", en="three labels, three classes")
    yield sample(np.array([1, 0]), 4, hi="दो labels, चार classes", en="two labels, four classes")
    yield hidden(labels(5, 3), 3, hi="labels classes से ज़्यादा", en="more labels than classes")
    yield hidden(labels(3, 6), 6, hi="classes labels से ज़्यादा", en="more classes than labels")
    yield hidden(rng.permutation(4), 4, hi="हर class एक बार", en="every class once")
    yield hidden(np.array([2, 2, 2]), 3, hi="तीनों labels एक जैसे", en="three labels alike")
    yield hidden(np.array([0, 1, 0, 1]), 5, hi="पिछली classes आती ही नहीं", en="the last classes do not occur")
    yield hidden(np.array([3]), 4, hi="एक ही label", en="a single label", check="shapes")
    yield hidden(np.array([0, 0, 0]), 1, hi="एक ही class", en="a single class", check="shapes")
    yield hidden(
        np.array([0, -1, 1]), 3, hi="एक negative label", en="a negative label", check="errors", raises="ValueError"
    )
    yield hidden(
        np.array([0, 3, 1]),
        3,
        hi="label num_classes के बराबर",
        en="a label equal to num_classes",
        check="errors",
        raises="ValueError",
    )
    yield hidden(
        np.array([9, 0]), 4, hi="बहुत बड़ा label", en="a label far too large", check="errors", raises="ValueError"
    )
    yield hidden(
        np.array([-4, 1]),
        4,
        hi="label ठीक -num_classes",
        en="a label of -num_classes",
        check="errors",
        raises="ValueError",
    )


def checked(labels: Ints, num_classes: int) -> None:
    if any(label < 0 or label >= num_classes for label in labels):
        raise ValueError("label")


def by_eye(labels: Ints, num_classes: int) -> Array:
    checked(labels, num_classes)
    return np.eye(num_classes)[labels]


def by_assignment(labels: Ints, num_classes: int) -> Array:
    checked(labels, num_classes)
    out = np.zeros((len(labels), num_classes), dtype=np.float32)
    out[np.arange(len(labels)), labels] = 1
    return out


def by_lists(labels: Ints, num_classes: int) -> object:
    if not all(0 <= label < num_classes for label in labels.tolist()):
        raise ValueError
    return [[int(c == label) for c in range(num_classes)] for label in labels.tolist()]


def by_booleans(labels: Ints, num_classes: int) -> object:
    if np.any((labels < 0) | (labels >= num_classes)):
        raise ValueError("a label is outside")
    return np.equal.outer(labels, np.arange(num_classes))


def by_put_along_axis(labels: Ints, num_classes: int) -> Array:
    if set(labels.tolist()) - set(range(num_classes)):
        raise ValueError("a label is outside")
    out = np.zeros((labels.size, num_classes))
    np.put_along_axis(out, labels[:, None], 1.0, axis=1)
    return out


def wrapping(labels: Ints, num_classes: int) -> Array:
    if labels.max() >= num_classes:
        raise ValueError("label")
    return np.eye(num_classes)[labels]


def unchecked(labels: Ints, num_classes: int) -> Array:
    return np.eye(num_classes)[labels]


def transposed(labels: Ints, num_classes: int) -> Array:
    return one_hot(labels, num_classes).T


def guessed(labels: Ints, num_classes: int) -> Array:
    checked(labels, num_classes)
    return np.eye(labels.max() + 1)[labels]


def from_one(labels: Ints, num_classes: int) -> Array:
    checked(labels, num_classes)
    out = np.zeros((len(labels), num_classes))
    for row, label in enumerate(labels):
        out[row, label - 1] = 1
    return out


def all_at_once(labels: Ints, num_classes: int) -> Array:
    checked(labels, num_classes)
    out = np.zeros((len(labels), num_classes))
    out[:, labels] = 1
    return out


def zeros_for_outside(labels: Ints, num_classes: int) -> Array:
    return (labels[:, None] == np.arange(num_classes)).astype(float)


def one_row(labels: Ints, num_classes: int) -> Array:
    checked(labels, num_classes)
    out = np.zeros(num_classes)
    out[labels] = 1
    return out


def limit_off_by_one(labels: Ints, num_classes: int) -> Array:
    if labels.min() < 0 or labels.max() > num_classes:
        raise ValueError("label")
    return zeros_for_outside(labels, num_classes)


EXERCISE = Exercise(
    title=Text(
        hi="one_hot: labels से one-hot rows",
        en="One-hot labels",
    ),
    statement=Text(
        hi="`labels` की shape (N,) है: 0 से num_classes - 1 तक के integers। shape (N, num_classes) "
        "का array लौटाइए: हर row में label की जगह 1.0, बाकी 0.0। कोई label इस सीमा से बाहर हो "
        "(negative भी) तो ValueError raise कीजिए।",
        en="`labels` has shape (N,): integers from 0 to num_classes - 1. Return an array of shape "
        "(N, num_classes): each row holds 1.0 at its label and 0.0 elsewhere. Raise ValueError "
        "when a label lies outside, negative ones included.",
    ),
    hints=(
        Text(
            hi="हर sample की एक row है, और row में ठीक एक 1।",
            en="Each sample has a row, and each row has exactly one 1.",
        ),
        Text(
            hi="columns की संख्या num_classes है, labels के maximum से नहीं निकलती।",
            en="The number of columns is num_classes; it does not follow from the largest label.",
        ),
        Text(
            hi="labels[:, None] की shape (N, 1) है; उसे np.arange(num_classes) से मिलाने पर (N, num_classes) आता है।",
            en="labels[:, None] has shape (N, 1); compared with np.arange(num_classes) it gives (N, num_classes).",
        ),
        Text(
            hi="पहले सीमा जाँचकर ValueError; फिर तुलना या index।",
            en="First see to the ValueError, then compare or index.",
        ),
    ),
    reference=one_hot,
    cases=cases,
    styles=(by_eye, by_assignment, by_lists, by_booleans, by_put_along_axis),
    misconceptions=(
        Misconception(
            "negative-labels-wrap",
            wrapping,
            Text(
                hi="label -1 पर आपने error नहीं दिया: NumPy का index अंत से गिनता है और आख़िरी class चुन "
                "लेता है। negative label पर ValueError raise कीजिए।",
                en="You raised nothing for the label -1: NumPy's index counts from the end and picks the "
                "last class. Raise ValueError for negative labels.",
            ),
        ),
        Misconception(
            "unchecked",
            unchecked,
            Text(
                hi="आपने labels की सीमा नहीं जाँची: बड़ा label IndexError देता है, negative चुपचाप चल जाता "
                "है। दोनों पर ValueError raise कीजिए।",
                en="You did not check the labels: a large one gives IndexError, a negative one passes "
                "silently. Raise ValueError for both.",
            ),
        ),
        Misconception(
            "transposed",
            transposed,
            Text(
                hi="shape (num_classes, N) आई; हर sample की एक row होती है: (N, num_classes)।",
                en="The shape came out as (num_classes, N); each sample has a row: (N, num_classes).",
            ),
        ),
        Misconception(
            "classes-guessed",
            guessed,
            Text(
                hi="आपने classes की संख्या labels के maximum से निकाली; `num_classes` लीजिए, क्योंकि आख़िरी "
                "class इस batch में न भी आए।",
                en="You took the number of classes from the largest label; use `num_classes`, since the "
                "last class may not occur in a batch.",
            ),
        ),
        Misconception(
            "counted-from-one",
            from_one,
            Text(
                hi="आपने classes को 1 से गिना; label 0 पहला column है।",
                en="You counted classes from 1; label 0 is the first column.",
            ),
        ),
        Misconception(
            "all-labels-in-every-row",
            all_at_once,
            Text(
                hi="out[:, labels] हर row में सारे labels पर 1 रखता है; हर row में सिर्फ़ उसका label चाहिए।",
                en="out[:, labels] puts a 1 at all labels in every row; each row has its own label only.",
            ),
        ),
        Misconception(
            "outside-gives-zeros",
            zeros_for_outside,
            Text(
                hi="सीमा से बाहर वाले label पर आपकी row सब 0 है; ValueError raise कीजिए।",
                en="For a label outside your row is all zeros; raise ValueError.",
            ),
        ),
        Misconception(
            "one-row-for-all",
            one_row,
            Text(
                hi="आपने सारे labels एक ही row में डाल दिए; हर sample की अपनी row है।",
                en="You put all labels into a single row; each sample has a row of its own.",
            ),
        ),
        Misconception(
            "limit-off-by-one",
            limit_off_by_one,
            Text(
                hi="label = num_classes भी बाहर है: classes 0 से num_classes - 1 तक हैं।",
                en="A label equal to num_classes is outside, too: classes run from 0 to num_classes - 1.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.one_hot", "sklearn.preprocessing.OneHotEncoder"),
            Text(
                hi="यहाँ one-hot ख़ुद बनाइए: एक तुलना काफ़ी है।",
                en="Here you build the one-hot rows yourself: one comparison is enough.",
            ),
        ),
    ),
)
