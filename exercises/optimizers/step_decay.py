"""Step decay of the learning rate."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.schedules import step_decay


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def at(epoch: int, every: int, hi: str, en: str, check: CheckName = "values") -> Case:
        lr0, drop = float(rng.uniform(0.05, 0.5)), float(rng.uniform(0.15, 0.4))
        return hidden(lr0, epoch, drop, every, hi=hi, en=en, check=check)

    yield sample(0.1, 7, 0.5, 3, hi="7 epochs में दो बार घटा", en="two drops in 7 epochs")
    yield sample(0.1, 2, 0.5, 3, hi="पहली सीढ़ी पर", en="still on the first stair")
    yield at(int(rng.integers(7, 12)), 4, "बीच का कोई epoch", "some epoch in the middle")
    yield at(0, 5, "epoch 0: अभी lr0 ही है", "epoch 0: still lr0", "edges")
    yield at(4, 5, "पहली सीढ़ी का आख़िरी epoch", "the last epoch of the first stair", "edges")
    yield at(5, 5, "ठीक every पर पहली बार घटता है", "the first drop, exactly at every", "edges")
    yield at(9, 5, "दूसरी सीढ़ी का आख़िरी epoch", "the last epoch of the second stair", "edges")
    yield at(12, 4, "तीन बार घटने के ठीक बाद", "right after the third drop")
    yield at(6, 1, "every = 1: हर epoch में घटता है", "every = 1: a drop in each epoch", "hyperparameters")
    yield at(3, 10, "every epoch से बड़ा", "every larger than the epoch", "hyperparameters")
    yield hidden(0.2, 11, 1.5, 4, hi="drop 1 से बड़ा: lr बढ़ता है", en="drop above 1: lr grows", check="hyperparameters")
    yield hidden(0.3, 8, 1.0, 3, hi="drop = 1: lr वही रहता है", en="drop = 1: lr stays", check="hyperparameters")
    yield at(40, 11, "बड़ा epoch", "a large epoch")


def by_loop(lr0: float, epoch: int, drop: float, every: int) -> float:
    lr = lr0
    for now in range(1, epoch + 1):
        if now % every == 0:
            lr *= drop
    return lr


def recursive(lr0: float, epoch: int, drop: float, every: int) -> float:
    return lr0 if epoch < every else drop * recursive(lr0, epoch - every, drop, every)


EXERCISE = Exercise(
    title=Text(hi="Step decay: सीढ़ी जैसा learning rate", en="Step decay: a learning rate that goes down stairs"),
    statement=Text(
        hi="learning rate `lr0` से शुरू होता है और हर `every` epochs पर `drop` से गुणा होता है। epoch "
        "`epoch` (0 से गिना हुआ) का learning rate लौटाइए: $\\eta_0 \\cdot drop^{\\lfloor epoch / every "
        "\\rfloor}$। epochs 0 से `every` - 1 तक वह `lr0` ही है। उत्तर एक संख्या है।",
        en="The learning rate starts at `lr0` and is multiplied by `drop` every `every` epochs. Return "
        "the learning rate of epoch `epoch`, counted from 0: $\\eta_0 \\cdot drop^{\\lfloor epoch / "
        "every \\rfloor}$. Epochs 0 to `every` - 1 keep `lr0`. The answer is one number.",
    ),
    hints=(
        Text(
            hi="सोचिए: epoch तक आते-आते learning rate कितनी बार घट चुका है?",
            en="How many times has the learning rate dropped by this epoch?",
        ),
        Text(
            hi="वह गिनती पूर्णांक है: epoch को every से भाग देकर नीचे की ओर पूर्ण कीजिए।",
            en="That count is a whole number: divide epoch by every and round down.",
        ),
        Text(
            hi="हर बार drop का एक गुणा होता है, इसलिए drop की घात गिनती के बराबर है।",
            en="Each drop is one factor, so the power of drop is that count.",
        ),
    ),
    reference=step_decay,
    cases=cases,
    styles=(
        by_loop,
        recursive,
        lambda lr0, epoch, drop, every: lr0 * math.pow(drop, math.floor(epoch / every)),
        lambda lr0, epoch, drop, every: np.float32(lr0) * np.float32(drop) ** np.floor(epoch / every),
        lambda lr0, epoch, drop, every: lr0 * np.prod([drop] * int(epoch / every)),
        lambda lr0, epoch, drop, every: lr0 * math.exp(math.log(drop) * divmod(epoch, every)[0]),
    ),
    misconceptions=(
        Misconception(
            "true-division",
            lambda lr0, epoch, drop, every: lr0 * drop ** (epoch / every),
            Text(
                hi="आपने epoch / every को पूर्णांक नहीं बनाया, इसलिए lr हर epoch में थोड़ा घटता है; सीढ़ी के लिए // चाहिए।",
                en="You kept epoch / every as a fraction, so lr falls a little in each epoch; stairs need //.",
            ),
        ),
        Misconception(
            "remainder",
            lambda lr0, epoch, drop, every: lr0 * drop ** (epoch % every),
            Text(
                hi="आपने शेषफल (%) लिया; गिनती भागफल (//) देता है।",
                en="You took the remainder (%); the count of drops is the quotient (//).",
            ),
        ),
        Misconception(
            "divided-by-drop",
            lambda lr0, epoch, drop, every: lr0 / drop ** (epoch // every),
            Text(
                hi="आपने drop से भाग दिया, इसलिए lr बढ़ता है; drop से गुणा कीजिए।",
                en="You divided by drop, so lr grows; multiply by drop.",
            ),
        ),
        Misconception(
            "one-epoch-early",
            lambda lr0, epoch, drop, every: lr0 * drop ** ((epoch + 1) // every),
            Text(
                hi="आपने epochs 1 से गिने ((epoch + 1) // every), इसलिए lr एक epoch पहले घटता है; यहाँ गिनती 0 से है।",
                en="You counted epochs from 1, (epoch + 1) // every, so lr drops one epoch early; here "
                "they count from 0.",
            ),
        ),
        Misconception(
            "one-epoch-late",
            lambda lr0, epoch, drop, every: lr0 * drop ** (max(epoch - 1, 0) // every),
            Text(
                hi="आपका lr एक epoch देर से घटता है; epoch = every पर वह पहली बार घट चुका होता है।",
                en="Your lr drops one epoch late; at epoch = every the first drop has happened.",
            ),
        ),
        Misconception(
            "times-instead-of-power",
            lambda lr0, epoch, drop, every: lr0 * drop * (epoch // every),
            Text(
                hi="आपने drop को गिनती से गुणा किया; वह गिनती drop की घात है।",
                en="You multiplied drop by the count; the count is the power of drop.",
            ),
        ),
        Misconception(
            "every-ignored",
            lambda lr0, epoch, drop, every: lr0 * drop**epoch,  # noqa: ARG005
            Text(
                hi="आपने हर epoch में drop लगाया; वह every epochs में एक बार लगता है।",
                en="You applied drop in each epoch; it applies once every `every` epochs.",
            ),
        ),
        Misconception(
            "one-drop-only",
            lambda lr0, epoch, drop, every: lr0 * drop if epoch >= every else lr0,
            Text(
                hi="आपका lr सिर्फ़ एक बार घटता है; हर every epochs पर फिर घटना चाहिए।",
                en="Your lr drops only once; it should drop again every `every` epochs.",
            ),
        ),
        Misconception(
            "subtracted",
            lambda lr0, epoch, drop, every: lr0 - drop * (epoch // every),
            Text(
                hi="आपने drop घटाया; drop एक गुणक है।",
                en="You subtracted drop; it is a factor.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.optim.lr_scheduler.StepLR",),
            Text(hi="यहाँ सूत्र आपको ख़ुद लिखना है।", en="Here you write the formula yourself."),
        ),
    ),
)
