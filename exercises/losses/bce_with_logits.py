"""Binary cross-entropy from logits, stable at any distance."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import sigmoid
from reference.losses import bce_loss, bce_with_logits
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def hard(*shape: int) -> Array:
        return rng.permutation(np.arange(int(np.prod(shape))) % 2).reshape(shape).astype(float)

    yield sample(np.array([2.0, -1.0, 0.0]), np.array([1.0, 0.0, 1.0]), hi="तीन logits", en="three logits")
    yield sample(
        np.array([1000.0, -1000.0]),
        np.array([0.0, 1.0]),
        hi="बहुत पक्के और ग़लत: loss 1000",
        en="very confident and wrong: the loss is 1000",
        check="stability",
    )
    yield hidden(rng.normal(size=7) * 2, hard(7), hi="0 और 1 के labels", en="labels 0 and 1")
    yield hidden(
        rng.normal(size=6) * 2, rng.uniform(0.1, 0.9, size=6), hi="0 और 1 के बीच के labels", en="labels between 0 and 1"
    )
    yield hidden(rng.normal(size=(4, 3)), hard(4, 3), hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(
        rng.normal(size=(3, 3)), rng.uniform(size=(3, 3)), hi="जितनी rows, उतने ही columns", en="as many rows as columns"
    )
    yield hidden(rng.normal(size=(1, 5)), hard(1, 5), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(rng.normal(size=(5, 1)), hard(5, 1), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(
        rng.uniform(0.1, 0.9, size=6),
        hard(6),
        hi="probabilities जैसे दिखते logits",
        en="logits that look like probabilities",
    )
    y = hard(6)
    yield hidden(
        (1 - 2 * y) * rng.uniform(20, 60, size=6),
        y,
        hi="20 से 60 तक के ग़लत logits",
        en="wrong logits from 20 to 60",
        check="stability",
    )
    yield hidden(rng.normal(size=6) + 1000, y, hi="logits 1000 के पास", en="logits near 1000", check="stability")
    yield hidden(rng.normal(size=6) - 1000, y, hi="logits -1000 के पास", en="logits near -1000", check="stability")
    yield hidden(
        rng.permutation([-1000.0, -400.0, -1.0, 2.0, 400.0, 1000.0]),
        rng.uniform(0.1, 0.9, size=6),
        hi="छोटे-बड़े logits और soft labels",
        en="small and large logits, soft labels",
        check="stability",
    )
    y = hard(4)
    yield hidden(
        (2 * y - 1) * rng.uniform(900, 1000, size=4),
        y,
        hi="बहुत पक्के और सही: loss 0",
        en="very confident and right: the loss is 0",
        check="stability",
    )


def by_logaddexp(z: Array, y: Array) -> float:
    return np.mean(np.logaddexp(0, z) - z * y)


def by_two_softplus(z: Array, y: Array) -> float:
    def softplus(x: Array) -> Array:
        return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))

    return np.mean(y * softplus(-z) + (1 - y) * softplus(z))


def by_maximum(z: Array, y: Array) -> float:
    m = np.maximum(-z, 0)
    return np.mean((1 - y) * z + m + np.log(np.exp(-m) + np.exp(-z - m)))


def by_loop(z: Array, y: Array) -> float:
    total = 0.0
    for a, b in zip(z.flat, y.flat, strict=True):
        total += (a if a > 0 else 0.0) - a * b + math.log(1 + math.exp(-abs(a)))
    return total / z.size


def by_branches(z: Array, y: Array) -> Array:
    out = np.empty(z.shape)
    on = z > 0
    out[on] = z[on] * (1 - y[on]) + np.log1p(np.exp(-z[on]))
    out[~on] = -z[~on] * y[~on] + np.log1p(np.exp(z[~on]))
    return np.array([out.sum() / out.size])


def in_float32(z: Array, y: Array) -> np.float32:
    z, y = z.astype(np.float32), y.astype(np.float32)
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


def by_probability(z: Array, y: Array) -> float:
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


EXERCISE = Exercise(
    title=Text(hi="logits से binary cross-entropy", en="Binary cross-entropy from logits"),
    statement=Text(
        hi="`z` (logits) और `y` (labels, 0 से 1 तक) की shape एक है, कोई भी। $p = \\sigma(z)$ के लिए mean BCE "
        "लौटाइए, एक float, log natural: "
        "$\\mathrm{mean}(\\max(z, 0) - z y + \\log(1 + e^{-|z|}))$, यही $-(y \\log \\sigma(z) + (1 - y) "
        "\\log(1 - \\sigma(z)))$ है। "
        "$|z|$ 1000 तक हो तब भी उत्तर सही रहे।",
        en="`z` (logits) and `y` (labels in [0, 1]) have the same shape, whichever it is. Return the mean "
        "BCE of $p = \\sigma(z)$, a float, "
        "with the natural log: $\\mathrm{mean}(\\max(z, 0) - z y + \\log(1 + e^{-|z|}))$, which is "
        "$-(y \\log \\sigma(z) + (1 - y) \\log(1 - \\sigma(z)))$. The answer stays right for $|z|$ up to "
        "1000.",
    ),
    hints=(
        Text(
            hi="z = −1000 पर sigmoid 0 है और उसका log −inf। log और sigmoid को एक formula में मिलाइए।",
            en="At z = −1000 the sigmoid is 0 and its log −inf. Merge log and sigmoid into one formula.",
        ),
        Text(
            hi="$-\\log \\sigma(z) = \\log(1 + e^{-z})$ और $-\\log(1 - \\sigma(z)) = z + \\log(1 + e^{-z})$।",
            en="$-\\log \\sigma(z) = \\log(1 + e^{-z})$ and $-\\log(1 - \\sigma(z)) = z + \\log(1 + e^{-z})$.",
        ),
        Text(
            hi="exp को सिर्फ़ $-|z|$ दीजिए: वह कभी overflow नहीं होता।",
            en="Give exp only $-|z|$: then it never overflows.",
        ),
    ),
    reference=bce_with_logits,
    cases=cases,
    scale=1.0,
    styles=(by_logaddexp, by_two_softplus, by_maximum, by_loop, by_branches, in_float32),
    misconceptions=(
        Misconception(
            "sigmoid-then-log",
            by_probability,
            Text(
                hi="छोटे z पर सही है, पर बड़े $|z|$ पर sigmoid ठीक 0 या 1 होता है और log से inf या nan आता है। "
                "logits वाला formula सीधे लिखिए।",
                en="Right for small z, but for large $|z|$ the sigmoid is exactly 0 or 1 and its log gives "
                "inf or nan. Write the formula in logits directly.",
            ),
        ),
        Misconception(
            "exp-overflows",
            lambda z, y: np.mean(np.log(1 + np.exp(z)) - z * y),
            Text(
                hi="formula सही है, पर z = 1000 पर $e^z$ inf है। $\\log(1 + e^z) = \\max(z, 0) + \\log(1 + "
                "e^{-|z|})$ लिखिए।",
                en="The formula is right, but at z = 1000 $e^z$ is inf. Write $\\log(1 + e^z) = \\max(z, 0) "
                "+ \\log(1 + e^{-|z|})$.",
            ),
        ),
        Misconception(
            "z-taken-for-probability",
            lambda z, y: bce_loss(z, y, 1e-7),
            Text(
                hi="आपने z को probability मान लिया; z logit है, कोई भी संख्या हो सकता है।",
                en="You took z for a probability; z is a logit and can be any number.",
            ),
        ),
        Misconception(
            "sum-for-mean",
            lambda z, y: bce_with_logits(z, y) * z.size,
            Text(
                hi="आपने sum लौटाया; mean के लिए entries की संख्या से भाग दीजिए।",
                en="You returned the sum; for the mean divide by the number of entries.",
            ),
        ),
        Misconception(
            "clipped-probability",
            lambda z, y: bce_loss(sigmoid(z), y, 1e-7),
            Text(
                hi="आपने sigmoid को clip किया: nan तो नहीं आता, पर z = 1000 पर loss 1000 की जगह 16 आता है। "
                "logits से clip की ज़रूरत नहीं पड़ती।",
                en="You clipped the sigmoid: no nan, but at z = 1000 the loss is 16 instead of 1000. From "
                "logits no clip is needed.",
            ),
        ),
        Misconception(
            "sign-of-the-label-term",
            lambda z, y: np.mean(np.maximum(z, 0) + z * y + np.log1p(np.exp(-np.abs(z)))),
            Text(
                hi="z y का sign उलटा है: label 1 पर बड़ा z loss घटाता है, इसलिए −z y।",
                en="The sign of z y is reversed: with label 1 a large z lowers the loss, so it is −z y.",
            ),
        ),
        Misconception(
            "maximum-forgotten",
            lambda z, y: np.mean(-z * y + np.log1p(np.exp(-np.abs(z)))),
            Text(
                hi="max(z, 0) छूट गया: $\\log(1 + e^z)$ के दो टुकड़े हैं, $\\max(z, 0)$ और $\\log(1 + e^{-|z|})$।",
                en="max(z, 0) is missing: $\\log(1 + e^z)$ has two pieces, $\\max(z, 0)$ and $\\log(1 + e^{-|z|})$.",
            ),
        ),
        Misconception(
            "labels-flipped",
            lambda z, y: bce_with_logits(-z, y),
            Text(
                hi="labels उलटे लगे: बड़ा z label 1 के पक्ष में है। आपका loss वहाँ बढ़ता है।",
                en="The labels are the wrong way round: a large z speaks for label 1, and your loss rises there.",
            ),
        ),
        Misconception(
            "log-base-2",
            lambda z, y: bce_with_logits(z, y) / np.log(2),
            Text(
                hi="आपने log का base 2 लिया; यहाँ natural log है।", en="You took the log to base 2; it is the natural one."
            ),
        ),
        Misconception(
            "absolute-value-forgotten",
            lambda z, y: np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-z))),
            Text(
                hi="exp के अंदर |z| की absolute value छूट गई: negative z पर $e^{-z}$ बड़ा हो जाता है। $e^{-|z|}$ लिखिए।",
                en="The absolute value inside exp is missing: for negative z $e^{-z}$ is large. Write $e^{-|z|}$.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.binary_cross_entropy_with_logits", "torch.nn.BCEWithLogitsLoss"),
            Text(
                hi="यहाँ loss आपको ख़ुद लिखना है: np.maximum, np.exp और np.log1p काफ़ी हैं।",
                en="Here you write the loss yourself: np.maximum, np.exp and np.log1p are enough.",
            ),
        ),
    ),
)
