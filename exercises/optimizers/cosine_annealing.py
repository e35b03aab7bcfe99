"""Cosine annealing of the learning rate."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.schedules import cosine_annealing


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def at(epoch: int, total: int, hi: str, en: str, check: CheckName = "values") -> Case:
        lr_max = float(rng.uniform(0.1, 0.5))
        # lr_min stays above a tenth of lr_max, since 1 + cos cancels near the end and float32 must pass
        lr_min = lr_max * float(rng.uniform(0.12, 0.4))
        return hidden(lr_max, lr_min, epoch, total, hi=hi, en=en, check=check)

    yield sample(0.5, 0.1, 5, 10, hi="आधे रास्ते पर: दोनों का औसत", en="half way: the mean of both")
    yield sample(0.5, 0.1, 0, 10, hi="epoch 0 पर lr_max", en="lr_max at epoch 0")
    yield at(3, 10, "पहले आधे में", "in the first half")
    yield at(8, 10, "दूसरे आधे में", "in the second half")
    yield at(0, 7, "शुरुआत, total विषम", "the start, total odd", "edges")
    yield at(7, 7, "epoch = total पर lr_min", "lr_min at epoch = total", "edges")
    yield at(1, 20, "शुरुआत के पास: बहुत कम घटा", "near the start, hardly lower")
    yield at(19, 20, "अंत के पास", "near the end")
    yield at(4, 12, "एक तिहाई रास्ते पर", "a third of the way")
    yield at(1, 1, "total = 1, आख़िरी epoch", "total = 1, the last epoch", "edges")
    yield at(int(rng.integers(30, 70)), 100, "सौ epochs के बीच", "in the middle of a hundred epochs")
    yield hidden(0.3, 0.0, 2, 6, hi="lr_min शून्य है", en="lr_min is zero", check="hyperparameters")
    yield hidden(2.0, 0.7, 5, 8, hi="1 से बड़ा lr_max", en="lr_max above 1", check="hyperparameters")


EXERCISE = Exercise(
    title=Text(hi="Cosine annealing: cosine के आधे चक्र पर", en="Cosine annealing: down half a cosine"),
    statement=Text(
        hi="learning rate `lr_max` से `lr_min` तक cosine के आधे चक्र पर घटता है। epoch `epoch` का "
        "learning rate लौटाइए, $0 \\le epoch \\le total$: $\\eta_{min} + (\\eta_{max} - "
        "\\eta_{min})\\,(1 + \\cos(\\pi \\cdot epoch / total)) / 2$। epoch 0 पर वह `lr_max` है, epoch "
        "= `total` पर `lr_min`। उत्तर एक संख्या है; `math` या `numpy`, जो चाहें लीजिए।",
        en="The learning rate falls from `lr_max` to `lr_min` along half a cosine. Return the learning "
        "rate of epoch `epoch`, $0 \\le epoch \\le total$: $\\eta_{min} + (\\eta_{max} - "
        "\\eta_{min})\\,(1 + \\cos(\\pi \\cdot epoch / total)) / 2$. It is `lr_max` at epoch 0 and "
        "`lr_min` at epoch = `total`. The answer is one number; use `math` or `numpy` as you like.",
    ),
    hints=(
        Text(
            hi="0 से π तक cos 1 से -1 तक जाता है। इसे 1 से 0 तक के हिस्से में कैसे बदलेंगे?",
            en="From 0 to π the cosine goes from 1 to -1. How do you turn that into a share from 1 to 0?",
        ),
        Text(
            hi="(1 + cos) / 2 वह हिस्सा है; उसे lr_max और lr_min के अंतर पर लगाइए।",
            en="(1 + cos) / 2 is that share; apply it to the difference of lr_max and lr_min.",
        ),
        Text(
            hi="जाँचिए: epoch = 0 पर lr_max, epoch = total पर lr_min आना चाहिए।",
            en="Check yourself: epoch = 0 should give lr_max, epoch = total should give lr_min.",
        ),
    ),
    reference=cosine_annealing,
    cases=cases,
    styles=(
        lambda lr_max, lr_min, epoch, total: lr_min + 0.5 * (lr_max - lr_min) * (1 + np.cos(epoch / total * np.pi)),
        lambda lr_max, lr_min, epoch, total: lr_min + (lr_max - lr_min) * math.cos(math.pi * epoch / (2 * total)) ** 2,
        lambda lr_max, lr_min, epoch, total: (
            (lr_max + lr_min) / 2 + (lr_max - lr_min) / 2 * math.cos(math.pi * epoch / total)
        ),
        lambda lr_max, lr_min, epoch, total: (
            lr_max - (lr_max - lr_min) * math.sin(math.radians(90 * epoch / total)) ** 2
        ),
        lambda lr_max, lr_min, epoch, total: (
            lr_min
            + np.float32(lr_max - lr_min)
            * (1 + np.cos(np.float32(np.pi) * np.float32(epoch / total)))
            * np.float32(0.5)
        ),
        lambda lr_max, lr_min, epoch, total: np.interp(
            (1 + math.cos(math.pi * epoch / total)) / 2, [0.0, 1.0], [lr_min, lr_max]
        ),
    ),
    misconceptions=(
        Misconception(
            "half-missing",
            lambda lr_max, lr_min, epoch, total: lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * epoch / total)),
            Text(
                hi="आपने आधा छोड़ दिया: 1 + cos 2 से शुरू होता है, इसलिए epoch 0 पर lr_max से ज़्यादा आता है। 2 से भाग दीजिए।",
                en="You left out the half: 1 + cos starts at 2, so epoch 0 gives more than lr_max. Divide by 2.",
            ),
        ),
        Misconception(
            "lr-min-forgotten",
            lambda lr_max, lr_min, epoch, total: lr_max * (1 + math.cos(math.pi * epoch / total)) / 2,  # noqa: ARG005
            Text(
                hi="आपने lr_min का उपयोग नहीं किया; अंत में lr 0 नहीं, lr_min होना चाहिए।",
                en="You did not use lr_min; at the end the rate is lr_min, not 0.",
            ),
        ),
        Misconception(
            "degrees",
            lambda lr_max, lr_min, epoch, total: lr_min + (lr_max - lr_min) * (1 + math.cos(180 * epoch / total)) / 2,
            Text(
                hi="आपने कोण degrees में दिया (180); cos को radians चाहिए, यानी π।",
                en="You gave the angle in degrees (180); cos takes radians, that is π.",
            ),
        ),
        Misconception(
            "full-period",
            lambda lr_max, lr_min, epoch, total: (
                lr_min + (lr_max - lr_min) * (1 + math.cos(2 * math.pi * epoch / total)) / 2
            ),
            Text(
                hi="आपने 2π लिया, इसलिए lr अंत में वापस lr_max पर आ जाता है; आधा चक्र, यानी π चाहिए।",
                en="You used 2π, so the rate is back at lr_max in the end; half a period, π, is wanted.",
            ),
        ),
        Misconception(
            "lr-min-not-subtracted",
            lambda lr_max, lr_min, epoch, total: lr_min + lr_max * (1 + math.cos(math.pi * epoch / total)) / 2,
            Text(
                hi="आपने पूरे lr_max को हिस्से से गुणा किया; lr_min पहले से जुड़ा है, इसलिए अंतर lr_max - lr_min लीजिए।",
                en="You multiplied the whole lr_max; lr_min is already added, so take the difference lr_max - lr_min.",
            ),
        ),
        Misconception(
            "rising",
            lambda lr_max, lr_min, epoch, total: (
                lr_min + (lr_max - lr_min) * (1 - math.cos(math.pi * epoch / total)) / 2
            ),
            Text(
                hi="आपने 1 - cos लिया, इसलिए lr नीचे से ऊपर जाता है; 1 + cos ऊपर से नीचे आता है।",
                en="You used 1 - cos, which rises from lr_min; 1 + cos comes down from lr_max.",
            ),
        ),
        Misconception(
            "pi-missing",
            lambda lr_max, lr_min, epoch, total: lr_min + (lr_max - lr_min) * (1 + math.cos(epoch / total)) / 2,
            Text(
                hi="cos के अंदर π छूट गया; epoch = total पर कोण π होना चाहिए।",
                en="π is missing inside the cosine; the angle at epoch = total is π.",
            ),
        ),
        Misconception(
            "linear",
            lambda lr_max, lr_min, epoch, total: lr_min + (lr_max - lr_min) * (1 - epoch / total),
            Text(
                hi="आपने lr को सीधी रेखा में घटाया; यहाँ cosine का आधा चक्र है।",
                en="You lowered the rate along a straight line; here it follows half a cosine.",
            ),
        ),
        Misconception(
            "counts-from-1",
            lambda lr_max, lr_min, epoch, total: (
                lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * (epoch + 1) / total)) / 2
            ),
            Text(
                hi="आपने epochs 1 से गिने; epoch 0 पर lr ठीक lr_max होना चाहिए।",
                en="You counted epochs from 1; at epoch 0 the rate is lr_max itself.",
            ),
        ),
        Misconception(
            "quarter-period",
            lambda lr_max, lr_min, epoch, total: lr_min + (lr_max - lr_min) * math.cos(math.pi * epoch / total / 2),
            Text(
                hi="आपने cos का चौथाई चक्र लिया; सूत्र में (1 + cos(π epoch / total)) / 2 है, जो दोनों सिरों पर धीमा है।",
                en="You took a quarter period of the cosine; the formula has (1 + cos(π epoch / "
                "total)) / 2, slow at both ends.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.optim.lr_scheduler.CosineAnnealingLR",),
            Text(hi="यहाँ सूत्र आपको ख़ुद लिखना है।", en="Here you write the formula yourself."),
        ),
    ),
)
