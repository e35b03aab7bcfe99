"""Exponential decay of the learning rate."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.schedules import exponential_decay


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def at(epoch: int, k: float, hi: str, en: str, check: CheckName = "values") -> Case:
        return hidden(float(rng.uniform(0.05, 0.5)), epoch, k, hi=hi, en=en, check=check)

    yield sample(0.1, 5, 0.2, hi="पाँचवाँ epoch", en="epoch 5")
    yield sample(0.5, 0, 0.3, hi="epoch 0 पर lr0", en="lr0 at epoch 0")
    yield at(1, float(rng.uniform(0.1, 0.9)), "पहला epoch", "epoch 1")
    yield at(int(rng.integers(3, 9)), float(rng.uniform(0.1, 0.4)), "बीच का कोई epoch", "some epoch in the middle")
    yield at(0, 0.4, "शुरू में कोई बदलाव नहीं", "no decay yet at the start", "edges")
    yield at(20, 0.05, "धीमा decay, बहुत epochs", "slow decay, many epochs")
    yield at(4, 1.5, "k 1 से बड़ा", "k above 1", "hyperparameters")
    yield at(7, 0.0, "k = 0: lr वही रहता है", "k = 0: lr stays", "hyperparameters")
    yield at(6, 1.0, "k ठीक 1 है", "k is exactly 1", "hyperparameters")
    yield at(100, 0.03, "सौवाँ epoch", "epoch 100")
    yield hidden(3.0, 2, 0.25, hi="lr0 1 से बड़ा", en="lr0 above 1", check="hyperparameters")


EXERCISE = Exercise(
    title=Text(hi="Exponential decay: हर epoch में एक-सा गुणक", en="Exponential decay: the same factor every epoch"),
    statement=Text(
        hi="learning rate `lr0` से शुरू होकर समान दर से घटता है। epoch `epoch` (0 से गिना हुआ) का "
        "learning rate लौटाइए: $\\eta_0\\, e^{-k \\cdot epoch}$। उत्तर एक संख्या है; `math` या "
        "`numpy`, जो चाहें लीजिए।",
        en="The learning rate starts at `lr0` and decays at a steady rate. Return the learning rate of "
        "epoch `epoch`, counted from 0: $\\eta_0\\, e^{-k \\cdot epoch}$. The answer is one number; "
        "use `math` or `numpy` as you like.",
    ),
    hints=(
        Text(
            hi="हर epoch में lr उसी गुणक से घटता है; epochs बढ़ने पर वह गुणक बार-बार लगता है।",
            en="Each epoch shrinks lr by the same factor, so the factor is applied again and again.",
        ),
        Text(
            hi="e की घात में minus है: -k * epoch, तभी lr घटेगा।",
            en="The power of e has a minus, -k * epoch, so that lr falls.",
        ),
        Text(
            hi="एक पंक्ति: lr0 गुणा exp(...)।",
            en="One line: lr0 times exp(...).",
        ),
    ),
    reference=exponential_decay,
    cases=cases,
    styles=(
        lambda lr0, epoch, k: lr0 * np.exp(-k * epoch),
        lambda lr0, epoch, k: lr0 / math.e ** (k * epoch),
        lambda lr0, epoch, k: lr0 * math.exp(-k) ** epoch,
        lambda lr0, epoch, k: math.exp(math.log(lr0) - k * epoch),
        lambda lr0, epoch, k: np.prod([lr0, *[np.exp(-k)] * epoch]),
        lambda lr0, epoch, k: np.float32(lr0) * np.exp(np.float32(-k * epoch)),
    ),
    misconceptions=(
        Misconception(
            "k-to-the-epoch",
            lambda lr0, epoch, k: lr0 * k**epoch,
            Text(
                hi="आपने k की घात ली; यहाँ k घात में है और आधार e है: exp(-k * epoch)।",
                en="You raised k to the epoch; here k stands in the power and the base is e: exp(-k * epoch).",
            ),
        ),
        Misconception(
            "sign-flipped",
            lambda lr0, epoch, k: lr0 * math.exp(k * epoch),
            Text(
                hi="आपने minus छोड़ दिया, इसलिए lr बढ़ता है: exp(-k * epoch) लिखिए।",
                en="You left out the minus, so lr grows: write exp(-k * epoch).",
            ),
        ),
        Misconception(
            "one-minus-k",
            lambda lr0, epoch, k: lr0 * (1 - k) ** epoch,
            Text(
                hi="आपने हर epoch में 1 - k से गुणा किया; वह छोटे k पर ही exp(-k) के पास है।",
                en="You multiplied by 1 - k each epoch; that is near exp(-k) for small k only.",
            ),
        ),
        Misconception(
            "inverse-time",
            lambda lr0, epoch, k: lr0 / (1 + k * epoch),
            Text(
                hi="यह inverse time decay है, lr0 / (1 + k * epoch); यहाँ exponential चाहिए।",
                en="This is inverse time decay, lr0 / (1 + k * epoch); here the decay is exponential.",
            ),
        ),
        Misconception(
            "linear",
            lambda lr0, epoch, k: lr0 * (1 - k * epoch),
            Text(
                hi="आपने lr को सीधी रेखा में घटाया; exponential decay कभी 0 तक नहीं पहुँचता।",
                en="You decreased lr along a straight line; exponential decay never reaches 0.",
            ),
        ),
        Misconception(
            "base-2",
            lambda lr0, epoch, k: lr0 * 2.0 ** (-k * epoch),
            Text(
                hi="आपने आधार 2 लिया; यहाँ आधार e है: math.exp या np.exp।",
                en="You used base 2; here the base is e: math.exp or np.exp.",
            ),
        ),
        Misconception(
            "epoch-outside",
            lambda lr0, epoch, k: lr0 * math.exp(-k) * epoch,
            Text(
                hi="आपने epoch को exp के बाहर गुणा किया; वह k के साथ घात में आता है।",
                en="You multiplied by epoch outside exp; it belongs in the power, beside k.",
            ),
        ),
        Misconception(
            "counts-from-1",
            lambda lr0, epoch, k: lr0 * math.exp(-k * (epoch + 1)),
            Text(
                hi="आपने epochs 1 से गिने; epoch 0 पर lr ठीक lr0 होना चाहिए।",
                en="You counted epochs from 1; at epoch 0 the rate is lr0 itself.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.optim.lr_scheduler.ExponentialLR",),
            Text(hi="यहाँ सूत्र आपको ख़ुद लिखना है।", en="Here you write the formula yourself."),
        ),
    ),
)
