"""The step function, 1 at zero."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import step
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def draw(*shape: int) -> Array:
        return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.1, 3, size=shape)

    yield sample(np.array([-2.0, 0.0, 3.0]), hi="तीन संख्याएँ, बीच में 0", en="three numbers, 0 among them")
    yield sample(np.array([[1.0, -1.0], [0.25, -0.25]]), hi="(N, D) shape का array", en="shape (N, D)", check="shapes")
    yield hidden(draw(7), hi="एक vector", en="a vector")
    yield hidden(draw(4, 3), hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(draw(3, 3), hi="जितनी rows, उतने ही columns", en="a square array")
    yield hidden(draw(1, 5), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(draw(5, 1), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(draw(2, 3, 2), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(rng.uniform(0.1, 0.4, size=6), hi="0 और 0.5 के बीच", en="between 0 and 0.5")
    yield hidden(draw(6) * 1e-3, hi="0 के पास, दोनों ओर", en="close to 0, on both sides", check="edges")
    yield hidden(draw(6) * 1000, hi="बड़ी values", en="large values", check="edges")
    yield hidden(rng.permutation([0.0, 0.0, -1.5, 2.5, 0.5]), hi="ठीक 0 पर", en="exactly at 0", check="edges")
    yield hidden(np.zeros((2, 3)), hi="सब 0", en="nothing but 0", check="edges")


def as_booleans(z: Array) -> Array:
    return z >= 0


def by_loop(z: Array) -> Array:
    out = np.zeros(z.shape)
    for index in np.ndindex(z.shape):
        if z[index] >= 0:
            out[index] = 1
    return out


def by_recursion(z: Array) -> object:
    return [by_recursion(row) for row in z] if np.ndim(z) else int(z >= 0)


def by_mask(z: Array) -> Array:
    out = np.ones_like(z)
    out[z < 0] = 0
    return out


def by_sign(z: Array) -> Array:
    return 1 - (np.sign(z) == -1).astype(np.float32)


def by_heaviside_vectorized(z: Array) -> Array:
    return np.vectorize(lambda v: 0.0 if v < 0 else 1.0)(z)


EXERCISE = Exercise(
    title=Text(hi="step function: neuron चालू या बंद", en="The step function: on or off"),
    statement=Text(
        hi="`z` किसी भी shape का array है, जैसे (D,), (N, D) या (N, H, W)। उसी shape का array लौटाइए: "
        "जहाँ $z \\ge 0$ है वहाँ 1.0, बाक़ी जगह 0.0। ठीक 0 पर उत्तर 1.0 है।",
        en="`z` is an array of any shape, such as (D,), (N, D) or (N, H, W). Return an array of the same "
        "shape: "
        "1.0 where $z \\ge 0$, 0.0 elsewhere. Exactly at 0 the answer is 1.0.",
    ),
    hints=(
        Text(hi="हर element अकेले तय होता है: चालू या बंद।", en="Each element is decided alone: on or off."),
        Text(
            hi="array को संख्या से compare करने पर booleans का array मिलता है।",
            en="Comparing an array with a number gives an array of booleans.",
        ),
        Text(
            hi="np.where(शर्त, हाँ, नहीं) हर element पर चुनता है और shape वही रखता है।",
            en="np.where(condition, yes, no) chooses element by element and keeps the shape.",
        ),
    ),
    reference=step,
    cases=cases,
    scale=1.0,
    styles=(as_booleans, by_loop, by_recursion, by_mask, by_sign, by_heaviside_vectorized),
    misconceptions=(
        Misconception(
            "strict-at-zero",
            lambda z: np.where(z > 0, 1.0, 0.0),
            Text(
                hi="आपका function ठीक 0 पर 0 देता है; यहाँ threshold तक पहुँचते ही neuron चलता है, इसलिए शर्त $z \\ge 0$ है।",
                en="Your function gives 0 exactly at 0; here a neuron fires as soon as it reaches the "
                "threshold, so the condition is $z \\ge 0$.",
            ),
        ),
        Misconception(
            "sign",
            np.sign,
            Text(
                hi="यह sign function है: −1, 0 या 1। step के सिर्फ़ दो उत्तर हैं: 0 और 1।",
                en="This is the sign function: −1, 0 or 1. A step has two answers only, 0 and 1.",
            ),
        ),
        Misconception(
            "bipolar",
            lambda z: np.where(z >= 0, 1.0, -1.0),
            Text(
                hi="आपने बंद neuron के लिए −1 लौटाया; यहाँ बंद का मतलब 0 है।",
                en="You returned −1 for a neuron that is off; here off is 0.",
            ),
        ),
        Misconception(
            "half-at-zero",
            lambda z: np.heaviside(z, 0.5),
            Text(
                hi="आपने ठीक 0 पर 0.5 लौटाया; यहाँ 0 पर उत्तर 1 तय है।",
                en="You returned 0.5 exactly at 0; here the value at 0 is fixed to 1.",
            ),
        ),
        Misconception(
            "relu",
            lambda z: np.where(z >= 0, z, 0.0),
            Text(
                hi="आपने positive z को ज्यों का त्यों लौटाया, यह ReLU है; step वहाँ 1 देता है।",
                en="You passed positive z through, which is ReLU; the step gives 1 there.",
            ),
        ),
        Misconception(
            "threshold-half",
            lambda z: np.where(z >= 0.5, 1.0, 0.0),
            Text(
                hi="आपने z को 0.5 से compare किया, जैसे probability को करते हैं; z यहाँ probability नहीं है, threshold 0 है।",
                en="You compared z with 0.5, as one does with a probability; z is not a probability, its "
                "threshold is 0.",
            ),
        ),
        Misconception(
            "flipped",
            lambda z: np.where(z <= 0, 1.0, 0.0),
            Text(
                hi="शर्त उलटी है: आपका neuron negative z पर चलता है। वह $z \\ge 0$ पर चलना चाहिए।",
                en="The condition is reversed: your neuron fires for negative z. It must fire for $z \\ge 0$.",
            ),
        ),
        Misconception(
            "scalar-only",
            lambda z: 1.0 if z >= 0 else 0.0,
            Text(
                hi="`if z >= 0` एक ही संख्या पर चलता है, array पर रुक जाता है। np.where हर element पर फ़ैसला करता है।",
                en="`if z >= 0` works for one number and fails for an array. np.where decides for every element.",
            ),
        ),
        Misconception(
            "whole-array",
            lambda z: np.full(z.shape, float(np.all(z >= 0))),
            Text(
                hi="आपने पूरे array के लिए एक ही फ़ैसला किया; हर element का फ़ैसला अलग होता है।",
                en="You made one decision for the whole array; each element has its own.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("numpy.heaviside", "torch.heaviside"),
            Text(
                hi="यहाँ step function आपको ख़ुद लिखना है: एक comparison काफ़ी है।",
                en="Here you write the step function yourself: one comparison is enough.",
            ),
        ),
    ),
)
