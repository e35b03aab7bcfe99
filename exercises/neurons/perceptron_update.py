"""One step of the perceptron rule."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.neurons import perceptron_update
from reference.types import Array

Step = tuple[Array, int, Array, float, float]


def scored(rng: np.random.Generator, score: float, y: int, size: int, lr: float) -> Step:
    """A sample whose score w . x + b is the given one, with a bias of about 1."""
    x, w = rng.normal(size=size), rng.normal(size=size)
    b = float(rng.choice([-1.0, 1.0]) * rng.uniform(0.8, 1.5))
    w += (score - b - w @ x) / (x @ x) * x
    return x, y, w, b, lr


def cases(rng: np.random.Generator) -> Iterator[Case]:
    x, w = np.array([1.0, 2.0]), np.array([0.5, -1.0])
    yield sample(x, 1, w, 0.5, 0.5, hi="उत्तर 0 आया, label 1 है", en="predicts 0, the label is 1")
    yield sample(x, 0, w, 0.5, 0.5, hi="उत्तर सही है: कुछ नहीं बदलता", en="predicts right: nothing changes")
    yield hidden(
        *scored(rng, -0.8, 1, 3, 0.3), hi="ग़लत 0: w sample की ओर जाता है", en="a wrong 0: w moves toward the sample"
    )
    yield hidden(
        *scored(rng, 0.9, 0, 3, 0.3), hi="ग़लत 1: w sample से दूर जाता है", en="a wrong 1: w moves away from the sample"
    )
    yield hidden(*scored(rng, 1.2, 1, 4, 0.7), hi="label 1, उत्तर सही", en="label 1, predicted right")
    yield hidden(*scored(rng, -1.1, 0, 4, 0.7), hi="label 0, उत्तर सही", en="label 0, predicted right")
    yield hidden(
        *scored(rng, 0.3, 0, 2, 2.0), hi="learning rate 1 से बड़ा", en="a learning rate above 1", check="hyperparameters"
    )
    yield hidden(
        *scored(rng, -0.4, 1, 5, 0.05), hi="learning rate छोटा", en="a small learning rate", check="hyperparameters"
    )
    yield hidden(*scored(rng, -0.6, 1, 1, 0.4), hi="सिर्फ़ एक input", en="a single input", check="edges")
    yield hidden(
        np.array([1.0, -2.0]),
        0,
        np.zeros(2),
        0.0,
        0.25,
        hi="शुरुआत zeros से: score ठीक 0, label 0",
        en="from zeros: a score of exactly 0, label 0",
        check="edges",
    )
    yield hidden(
        np.array([2.0, 1.0]),
        1,
        np.array([1.0, 1.0]),
        -3.0,
        0.5,
        hi="score ठीक 0, label 1",
        en="a score of exactly 0, label 1",
        check="edges",
    )
    yield hidden(
        np.array([1.0, 0.5]),
        1,
        np.array([1.0, 1.0]),
        -4.0 - float(rng.uniform()),
        0.5,
        hi="bias के बिना उत्तर दूसरा होता",
        en="without the bias the prediction would be another",
    )
    yield hidden(
        np.array([0.0, 0.0, 0.0]),
        0,
        rng.normal(size=3),
        1.0,
        0.5,
        hi="sample सब 0: सिर्फ़ bias बदलता है",
        en="a sample of zeros: only the bias moves",
        check="edges",
    )


def error(x: Array, y: int, w: Array, b: float) -> int:
    return y - int(w @ x + b >= 0)


def in_place(x: Array, y: int, w: Array, b: float, lr: float) -> tuple[Array, float]:
    e = error(x, y, w, b)
    w += lr * e * x
    return w, b + lr * e


def only_label_one(x: Array, y: int, w: Array, b: float, lr: float) -> tuple[Array, float]:
    if int(w @ x + b >= 0) != y:
        return w + lr * y * x, b + lr * y
    return w, b


def strict(x: Array, y: int, w: Array, b: float, lr: float) -> tuple[Array, float]:
    e = y - int(w @ x + b > 0)
    return w + lr * e * x, b + lr * e


def by_cases(x: Array, y: int, w: Array, b: float, lr: float) -> tuple[Array, float]:
    predicted = 1 if np.dot(x, w) + b >= 0 else 0
    if predicted == y:
        return w, b
    if y == 1:
        return w + lr * x, b + lr
    return w - lr * x, b - lr


def by_extra_input(x: Array, y: int, w: Array, b: float, lr: float) -> tuple[Array, float]:
    inputs, weights = np.append(x, 1.0), np.append(w, b)
    weights = weights + lr * (y - float(inputs @ weights >= 0)) * inputs
    return weights[:-1], weights[-1]


def by_lists(x: Array, y: int, w: Array, b: float, lr: float) -> list[object]:
    score = b
    for j in range(len(x)):
        score += x[j] * w[j]
    e = y - (score >= 0)
    return [[w_j + lr * e * x_j for w_j, x_j in zip(w, x, strict=True)], b + lr * e]


def by_copy(x: Array, y: int, w: Array, b: float, lr: float) -> tuple[Array, Array]:
    new = w.copy()
    bias = np.array([b])
    e = y - np.heaviside(w @ x + b, 1)
    new += lr * e * x
    bias += lr * e
    return new, bias


def in_float32(x: Array, y: int, w: Array, b: float, lr: float) -> tuple[Array, object]:
    x32, w32 = x.astype(np.float32), w.astype(np.float32)
    e = y - int(w32 @ x32 + np.float32(b) >= 0)
    return w32 + np.float32(lr) * e * x32, np.float32(b) + np.float32(lr) * e


EXERCISE = Exercise(
    title=Text(hi="perceptron का एक update", en="One update of the perceptron"),
    statement=Text(
        hi="एक sample: `x` और `w` की shape (D,), `y` 0 या 1, `b` और `lr` floats। $w \\cdot x + b \\ge 0$ हो तो "
        "$\\hat y = 1$, नहीं तो 0। "
        "$e = y - \\hat y$ लेकर $(w + lr\\, e\\, x,\\; b + lr\\, e)$ लौटाइए: `(w, b)`, w की shape (D,), b एक float। "
        "दिए गए `w` को न बदलिए।",
        en="One sample: `x` and `w` have shape (D,), `y` is 0 or 1, `b` and `lr` are floats. $\\hat y = 1$ if $w "
        "\\cdot x + b \\ge 0$, else 0. "
        "With $e = y - \\hat y$ return $(w + lr\\, e\\, x,\\; b + lr\\, e)$: `(w, b)`, w of shape (D,), b a float. "
        "Leave the given `w` as it is.",
    ),
    hints=(
        Text(
            hi="perceptron सिर्फ़ ग़लती पर सीखता है: e की value 0, 1 या -1 होती है।",
            en="The perceptron learns only from a mistake: e is 0, 1 or -1.",
        ),
        Text(
            hi="fire होना चाहिए था पर नहीं हुआ (e = 1) तो w को x की ओर ले जाइए; उल्टी ग़लती पर उससे दूर।",
            en="If it should have fired and did not (e = 1), move w toward x; for the opposite mistake, away from it.",
        ),
        Text(
            hi="bias ऐसा weight है जिसका input हमेशा 1 है, इसलिए उसका update lr * e है।",
            en="The bias is a weight whose input is always 1, so its update is lr * e.",
        ),
        Text(
            hi="`w + ...` नया array देता है; `w += ...` दिए गए array को बदल देता है।",
            en="`w + ...` makes a new array; `w += ...` changes the one you were given.",
        ),
    ),
    reference=perceptron_update,
    cases=cases,
    styles=(by_cases, by_extra_input, by_lists, by_copy, in_float32),
    misconceptions=(
        Misconception(
            "error-flipped",
            lambda x, y, w, b, lr: (w - lr * error(x, y, w, b) * x, b - lr * error(x, y, w, b)),
            Text(
                hi="आपका update उल्टी दिशा में है; e = y - ŷ को जोड़ा जाता है, नहीं तो हर ग़लती और बढ़ती है।",
                en="Your update goes the wrong way; e = y - ŷ is added, otherwise every mistake grows.",
            ),
        ),
        Misconception(
            "updates-when-right",
            lambda x, y, w, b, lr: (w + lr * (2 * y - 1) * x, b + lr * (2 * y - 1)),
            Text(
                hi="आपने सही उत्तर पर भी w बदल दिया; perceptron सिर्फ़ ग़लती पर बदलता है।",
                en="You changed w for a right prediction too; the perceptron changes only after a mistake.",
            ),
        ),
        Misconception(
            "bias-not-updated",
            lambda x, y, w, b, lr: (w + lr * error(x, y, w, b) * x, b),
            Text(hi="आपने bias नहीं बदला; b में lr * e जुड़ता है।", en="You did not update the bias; lr * e is added to b."),
        ),
        Misconception(
            "learning-rate-forgotten",
            lambda x, y, w, b, lr: (w + error(x, y, w, b) * x, b + error(x, y, w, b)),  # noqa: ARG005
            Text(
                hi="आपने learning rate से गुणा नहीं किया; क़दम lr * e * x है।",
                en="You did not multiply by the learning rate; the step is lr * e * x.",
            ),
        ),
        Misconception(
            "bias-without-learning-rate",
            lambda x, y, w, b, lr: (w + lr * error(x, y, w, b) * x, b + error(x, y, w, b)),
            Text(
                hi="w में lr है, पर bias में आपने सिर्फ़ e जोड़ा; bias का क़दम भी lr * e है।",
                en="w has its lr, but to the bias you added e alone; its step is lr * e as well.",
            ),
        ),
        Misconception(
            "rule-for-signed-labels",
            only_label_one,
            Text(
                hi="आपका नियम w + lr * y * x labels -1 और +1 के लिए है; y = 0 पर वह कभी नहीं सीखता। यहाँ y - ŷ से "
                "गुणा कीजिए।",
                en="Your rule w + lr * y * x is for labels -1 and +1; for y = 0 it never learns. Multiply by y - ŷ "
                "here.",
            ),
        ),
        Misconception(
            "strict-threshold",
            strict,
            Text(
                hi="आपने score > 0 जाँचा; score 0 पर perceptron 1 कहता है, इसलिए >= चाहिए।",
                en="You tested score > 0; at a score of 0 the perceptron says 1, so it is >=.",
            ),
        ),
        Misconception(
            "error-without-threshold",
            lambda x, y, w, b, lr: (w + lr * (y - (w @ x + b)) * x, b + lr * (y - (w @ x + b))),
            Text(
                hi="आपने y में से score घटाया (यह delta rule है); perceptron में पहले 0 या 1 बनता है, फिर अंतर।",
                en="You subtracted the score from y (that is the delta rule); the perceptron decides 0 or 1 first "
                "and then takes the difference.",
            ),
        ),
        Misconception(
            "prediction-without-bias",
            lambda x, y, w, b, lr: (w + lr * error(x, y, w, 0.0) * x, b + lr * error(x, y, w, 0.0)),
            Text(
                hi="आपने ŷ निकालते समय bias छोड़ दिया; score w · x + b है।",
                en="You left the bias out of the prediction; the score is w · x + b.",
            ),
        ),
        Misconception(
            "changes-its-argument",
            in_place,
            Text(
                hi="values सही हैं, पर `w += ...` ने दिया गया w भी बदल दिया; नया array बनाइए: `w = w + ...`।",
                en="The values are right, but `w += ...` changed the given w too; make a new array: `w = w + ...`.",
            ),
        ),
    ),
)
