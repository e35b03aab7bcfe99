"""Underfitting, overfitting or a good fit, from two accuracies."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.gradient_flow import diagnose_fit


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def u(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    yield sample(0.98, 0.7, 0.9, 0.1, hi="training पर बढ़िया, test पर कमज़ोर", en="strong on training, weak on test")
    yield sample(0.6, 0.58, 0.9, 0.1, hi="training पर ही कमज़ोर", en="weak on training already")
    yield hidden(u(0.95, 0.99), u(0.9, 0.94), 0.85, 0.15, hi="दोनों अच्छे, अंतर छोटा", en="both good, a small gap")
    yield hidden(
        u(0.6, 0.7),
        u(0.2, 0.3),
        0.85,
        0.1,
        hi="training कमज़ोर और अंतर भी बड़ा",
        en="weak on training and a large gap too",
    )
    yield hidden(u(0.95, 0.99), u(0.6, 0.7), 0.8, 0.2, hi="training अच्छी, अंतर बड़ा", en="good on training, a large gap")
    yield hidden(
        u(0.86, 0.88),
        u(0.96, 0.99),
        0.8,
        0.05,
        hi="test training से बेहतर, अंतर gap से बड़ा",
        en="test better than training by more than the gap",
    )
    yield hidden(
        u(0.91, 0.94),
        u(0.8, 0.85),
        0.9,
        0.2,
        hi="test_acc good से नीचे, पर training ऊपर",
        en="test below good, training above it",
    )
    yield hidden(
        u(0.75, 0.79),
        u(0.92, 0.95),
        0.9,
        0.05,
        hi="training good से नीचे, test ऊपर",
        en="training below good, test above it",
    )
    yield hidden(
        u(0.9, 0.95),
        u(0.55, 0.6),
        0.8,
        0.5,
        hi="gap बड़ा रखा गया: अंतर चल जाता है",
        en="a generous gap, which the difference does not exceed",
        check="hyperparameters",
    )
    yield hidden(
        u(0.9, 0.92), u(0.86, 0.88), 0.8, 0.01, hi="gap बहुत छोटा", en="a very small gap", check="hyperparameters"
    )
    yield hidden(
        u(0.5, 0.55), u(0.45, 0.5), 0.4, 0.1, hi="good नीचा रखा गया", en="a low bar for good", check="hyperparameters"
    )
    yield hidden(
        u(0.35, 0.4),
        u(0.1, 0.15),
        0.3,
        0.1,
        hi="good नीचा, फिर भी overfitting",
        en="a low bar, and overfitting all the same",
        check="hyperparameters",
    )
    yield hidden(
        0.75, 0.625, 0.75, 0.25, hi="train_acc ठीक good के बराबर", en="train_acc exactly at good", check="edges"
    )
    yield hidden(0.875, 0.625, 0.75, 0.25, hi="अंतर ठीक gap के बराबर", en="a difference of exactly gap", check="edges")
    yield hidden(1.0, 1.0, 0.9, 0.05, hi="दोनों 1 हैं", en="both are 1", check="edges")


def word(under: object, over: object) -> str:
    return "underfitting" if under else "overfitting" if over else "good fit"


def gap_first(train_acc: float, test_acc: float, good: float, gap: float) -> str:
    if train_acc - test_acc > gap:
        return "overfitting"
    return "underfitting" if train_acc < good else "good fit"


def by_elif(train_acc: float, test_acc: float, good: float, gap: float) -> str:
    if train_acc < good:
        result = "underfitting"
    elif train_acc - test_acc > gap:
        result = "overfitting"
    else:
        result = "good fit"
    return result


def by_good_first(train_acc: float, test_acc: float, good: float, gap: float) -> str:
    if train_acc >= good and train_acc - test_acc <= gap:
        return "good fit"
    return "overfitting" if train_acc >= good else "underfitting"


def by_where(train_acc: float, test_acc: float, good: float, gap: float) -> object:
    return np.where(train_acc < good, "underfitting", np.where(train_acc - test_acc > gap, "overfitting", "good fit"))


def by_index(train_acc: float, test_acc: float, good: float, gap: float) -> str:
    learned, kept = train_acc >= good, train_acc - test_acc <= gap
    return ("underfitting", "overfitting", "good fit")[learned + (learned and kept)]


def by_match(train_acc: float, test_acc: float, good: float, gap: float) -> str:
    match (train_acc < good, train_acc > test_acc + gap):
        case (True, _):
            return "underfitting"
        case (_, True):
            return "overfitting"
    return "good fit"


EXERCISE = Exercise(
    title=Text(hi="underfitting या overfitting?", en="Underfitting or overfitting?"),
    statement=Text(
        hi="चारों arguments floats हैं। `'underfitting'` लौटाइए जब `train_acc` < `good`; नहीं तो `'overfitting'` जब "
        "`train_acc` - `test_acc` > `gap`; नहीं तो `'good fit'`। शर्तें इसी क्रम में देखी जाती हैं।",
        en="All four arguments are floats. Return `'underfitting'` when `train_acc` < `good`; otherwise "
        "`'overfitting'` when `train_acc` - `test_acc` > `gap`; otherwise `'good fit'`. The conditions are looked "
        "at in this order.",
    ),
    hints=(
        Text(
            hi="जिसने training data ही नहीं सीखा, उसके बारे में overfitting की बात नहीं होती: पहले train_acc देखिए।",
            en="A model that has not learned its training data cannot be overfitting: look at train_acc first.",
        ),
        Text(
            hi="अंतर train_acc - test_acc का चिह्न मायने रखता है: test बेहतर हो तो overfitting नहीं।",
            en="The sign of train_acc - test_acc matters: if test is better, it is not overfitting.",
        ),
        Text(
            hi="एक if, एक elif, एक else; दोनों तुलनाएँ strict हैं।",
            en="One if, one elif, one else; both comparisons are strict.",
        ),
    ),
    reference=diagnose_fit,
    cases=cases,
    styles=(by_elif, by_good_first, by_where, by_index, by_match),
    misconceptions=(
        Misconception(
            "gap-looked-at-first",
            gap_first,
            Text(
                hi="आपने अंतर पहले देखा; जब training ही कमज़ोर है तो वह underfitting है, अंतर कितना भी हो।",
                en="You looked at the gap first; when training itself is weak it is underfitting, whatever the gap.",
            ),
        ),
        Misconception(
            "absolute-gap",
            lambda train_acc, test_acc, good, gap: word(train_acc < good, abs(train_acc - test_acc) > gap),
            Text(
                hi="आपने अंतर का abs लिया; test बेहतर हो तो वह overfitting नहीं है।",
                en="You took the absolute difference; when test is better it is not overfitting.",
            ),
        ),
        Misconception(
            "test-compared-with-good",
            lambda train_acc, test_acc, good, gap: word(test_acc < good, train_acc - test_acc > gap),
            Text(
                hi="आपने test_acc को good से मिलाया; underfitting training accuracy से पहचानी जाती है।",
                en="You compared test_acc with good; underfitting is seen in the training accuracy.",
            ),
        ),
        Misconception(
            "good-included",
            lambda train_acc, test_acc, good, gap: word(train_acc <= good, train_acc - test_acc > gap),
            Text(
                hi="train_acc ठीक good के बराबर हो तो underfitting नहीं है; < लिखिए, <= नहीं।",
                en="A train_acc exactly at good is not underfitting; write <, not <=.",
            ),
        ),
        Misconception(
            "gap-included",
            lambda train_acc, test_acc, good, gap: word(train_acc < good, train_acc - test_acc >= gap),
            Text(
                hi="अंतर ठीक gap के बराबर हो तो overfitting नहीं है; > लिखिए, >= नहीं।",
                en="A difference of exactly gap is not overfitting; write >, not >=.",
            ),
        ),
        Misconception(
            "words-swapped",
            lambda train_acc, test_acc, good, gap: {
                "underfitting": "overfitting",
                "overfitting": "underfitting",
                "good fit": "good fit",
            }[diagnose_fit(train_acc, test_acc, good, gap)],
            Text(
                hi="underfitting और overfitting आपस में बदल गए: training पर कमज़ोर होना underfitting है।",
                en="underfitting and overfitting are exchanged: being weak on training is underfitting.",
            ),
        ),
        Misconception(
            "difference-reversed",
            lambda train_acc, test_acc, good, gap: word(train_acc < good, test_acc - train_acc > gap),
            Text(
                hi="आपने test_acc - train_acc लिया; overfitting में training test से आगे होती है: train_acc - test_acc।",
                en="You took test_acc - train_acc; in overfitting training is ahead of test: train_acc - test_acc.",
            ),
        ),
        Misconception(
            "own-gap",
            lambda train_acc, test_acc, good, gap: word(train_acc < good, train_acc - test_acc > 0.1),  # noqa: ARG005
            Text(hi="आपने gap की जगह 0.1 रखा; दी गई value लीजिए।", en="You put 0.1 for the gap; use the given value."),
        ),
        Misconception(
            "relative-gap",
            lambda train_acc, test_acc, good, gap: word(train_acc < good, (train_acc - test_acc) / test_acc > gap),
            Text(
                hi="आपने अंतर को test_acc से भाग दिया; यहाँ सीधा अंतर gap से मिलाया जाता है।",
                en="You divided the difference by test_acc; here the plain difference is compared with gap.",
            ),
        ),
    ),
)
