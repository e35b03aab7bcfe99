"""The triangular cyclic learning rate."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.schedules import triangular_lr


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def at(iteration: int, step_size: int, hi: str, en: str, check: CheckName = "values") -> Case:
        lr_max = float(rng.uniform(0.1, 0.5))
        lr_min = lr_max * float(rng.uniform(0.12, 0.4))
        return hidden(lr_min, lr_max, iteration, step_size, hi=hi, en=en, check=check)

    yield sample(0.1, 0.5, 1, 4, hi="ऊपर जाते हुए", en="on the way up")
    yield sample(0.1, 0.5, 7, 4, hi="नीचे आते हुए", en="on the way down")
    yield at(2, 5, "पहली चढ़ाई पर", "on the first way up")
    yield at(8, 5, "पहली उतराई पर", "on the first way down")
    yield at(0, 6, "शुरुआत: lr_min", "the start: lr_min", "edges")
    yield at(6, 6, "चोटी: step_size पर lr_max", "the peak: lr_max at step_size", "edges")
    yield at(12, 6, "2 step_size पर फिर lr_min", "lr_min again at 2 step_size", "edges")
    yield at(18, 6, "दूसरी चोटी", "the second peak", "edges")
    yield at(13, 5, "दूसरे चक्र की चढ़ाई", "the second way up")
    yield at(19, 5, "दूसरे चक्र की उतराई", "the second way down")
    yield at(29, 4, "चौथा चक्र", "the fourth cycle")
    yield at(
        5, 1, "step_size = 1: हर विषम iteration पर चोटी", "step_size = 1, peaks at odd iterations", "hyperparameters"
    )
    yield at(3, 7, "विषम step_size", "an odd step_size", "hyperparameters")
    yield hidden(
        0.0, 2.0, 9, 8, hi="lr_min = 0, lr_max 1 से बड़ा", en="lr_min = 0, lr_max above 1", check="hyperparameters"
    )


def smith(lr_min: float, lr_max: float, iteration: int, step_size: int) -> float:
    cycle = math.floor(1 + iteration / (2 * step_size))
    x = abs(iteration / step_size - 2 * cycle + 1)
    return lr_min + (lr_max - lr_min) * max(0, 1 - x)


def by_walking(lr_min: float, lr_max: float, iteration: int, step_size: int) -> float:
    height, direction = 0, 1
    for _ in range(iteration):
        height += direction
        if height in {0, step_size}:
            direction = -direction
    return lr_min + (lr_max - lr_min) * height / step_size


def by_branches(lr_min: float, lr_max: float, iteration: int, step_size: int) -> float:
    half, place = divmod(iteration, step_size)
    slope = (lr_max - lr_min) / step_size
    return lr_min + slope * place if half % 2 == 0 else lr_max - slope * place


EXERCISE = Exercise(
    title=Text(hi="Triangular learning rate: ऊपर-नीचे, बार-बार", en="The triangular learning rate: up and down again"),
    statement=Text(
        hi="cyclic learning rate सीधी रेखाओं में ऊपर-नीचे चलता है: iteration 0 पर `lr_min`, "
        "`step_size` iterations के बाद `lr_max`, `2 * step_size` पर फिर `lr_min`, और यही चक्र बार-बार। "
        "`iteration` (0 से गिना हुआ) पर learning rate लौटाइए। `iteration` और `step_size` पूर्णांक हैं; "
        "उत्तर एक संख्या है।",
        en="A cyclic learning rate goes up and down in straight lines: `lr_min` at iteration 0, "
        "`lr_max` after `step_size` iterations, `lr_min` again at `2 * step_size`, and so on. Return "
        "the learning rate at `iteration`, counted from 0. `iteration` and `step_size` are whole "
        "numbers; the answer is one number.",
    ),
    hints=(
        Text(
            hi="एक पूरा चक्र 2 * step_size iterations का है। पहले देखिए कि iteration अपने चक्र में कहाँ है।",
            en="A whole cycle takes 2 * step_size iterations. First find where in its cycle the iteration is.",
        ),
        Text(
            hi="चक्र में जगह p हो, तो ऊँचाई उस सिरे की दूरी है जो पास है: p या 2 * step_size - p।",
            en="At place p of the cycle, the height is the distance to the nearer end: p or 2 * step_size - p.",
        ),
        Text(
            hi="ऊँचाई को step_size से भाग दीजिए: 0 से 1 का हिस्सा मिलेगा, जो lr_max - lr_min पर लगता है।",
            en="Divide the height by step_size: that is a share from 0 to 1, to apply to lr_max - lr_min.",
        ),
        Text(
            hi="जाँचिए: iteration 0, step_size, 2 * step_size, 3 * step_size पर बारी-बारी से lr_min और lr_max।",
            en="Check yourself: at 0, step_size, 2 * step_size, 3 * step_size come lr_min and lr_max in turn.",
        ),
    ),
    reference=triangular_lr,
    cases=cases,
    styles=(
        smith,
        by_walking,
        by_branches,
        lambda lr_min, lr_max, iteration, step_size: np.interp(
            iteration % (2 * step_size), [0, step_size, 2 * step_size], [lr_min, lr_max, lr_min]
        ),
        lambda lr_min, lr_max, iteration, step_size: (
            lr_min + (lr_max - lr_min) * (1 - abs(np.float32(iteration) / np.float32(step_size) % 2 - np.float32(1)))
        ),
        lambda lr_min, lr_max, iteration, step_size: (
            lr_min + (lr_max - lr_min) * np.arccos(np.cos(np.pi * iteration / step_size)) / np.pi
        ),
    ),
    misconceptions=(
        Misconception(
            "sawtooth",
            lambda lr_min, lr_max, iteration, step_size: (
                lr_min + (lr_max - lr_min) * (iteration % step_size) / step_size
            ),
            Text(
                hi="आपका lr चोटी पर पहुँचते ही lr_min पर गिर जाता है (आरी के दाँत); उसे उतनी ही iterations में नीचे आना चाहिए।",
                en="Your rate falls back to lr_min at once when it should peak (a sawtooth); it comes "
                "down in as many iterations as it went up.",
            ),
        ),
        Misconception(
            "sawtooth-over-the-cycle",
            lambda lr_min, lr_max, iteration, step_size: (
                lr_min + (lr_max - lr_min) * (iteration % (2 * step_size)) / (2 * step_size)
            ),
            Text(
                hi="आपका lr पूरे चक्र में सिर्फ़ ऊपर जाता है; step_size पर lr_max होना चाहिए, फिर नीचे।",
                en="Your rate only climbs through the whole cycle; it should be lr_max at step_size "
                "and come down again.",
            ),
        ),
        Misconception(
            "starts-at-lr-max",
            lambda lr_min, lr_max, iteration, step_size: triangular_lr(lr_max, lr_min, iteration, step_size),
            Text(
                hi="आपका lr lr_max से शुरू होता है; iteration 0 पर lr_min और step_size पर lr_max होना चाहिए।",
                en="Your rate starts at lr_max; it is lr_min at iteration 0 and lr_max at step_size.",
            ),
        ),
        Misconception(
            "period-step-size",
            lambda lr_min, lr_max, iteration, step_size: (
                lr_min + (lr_max - lr_min) * (1 - abs(2 * (iteration % step_size) / step_size - 1))
            ),
            Text(
                hi="आपने पूरा चक्र step_size में समेट दिया; step_size सिर्फ़ चढ़ाई है, चक्र 2 * step_size का है।",
                en="You fitted the whole cycle into step_size; that is the way up only, and the cycle "
                "takes 2 * step_size.",
            ),
        ),
        Misconception(
            "one-cycle-only",
            lambda lr_min, lr_max, iteration, step_size: (
                lr_min + (lr_max - lr_min) * max(0, 1 - abs(iteration / step_size - 1))
            ),
            Text(
                hi="पहले चक्र के बाद आपका lr lr_min पर ही रुक जाता है; चक्र बार-बार चलना चाहिए।",
                en="After the first cycle your rate stays at lr_min; the cycle should repeat.",
            ),
        ),
        Misconception(
            "stays-at-the-peak",
            lambda lr_min, lr_max, iteration, step_size: lr_min + (lr_max - lr_min) * min(1, iteration / step_size),
            Text(
                hi="यह warm-up है: आपका lr lr_max पर पहुँचकर वहीं रहता है; उसे नीचे भी आना है।",
                en="This is a warm-up: your rate reaches lr_max and stays; it should come down again.",
            ),
        ),
        Misconception(
            "halved-every-cycle",
            lambda lr_min, lr_max, iteration, step_size: (
                lr_min
                + (triangular_lr(lr_min, lr_max, iteration, step_size) - lr_min) / 2 ** (iteration // (2 * step_size))
            ),
            Text(
                hi="आपने हर चक्र में ऊँचाई आधी कर दी (triangular2); यहाँ हर चोटी lr_max तक जाती है।",
                en="You halved the height every cycle (triangular2); here every peak reaches lr_max.",
            ),
        ),
        Misconception(
            "lr-min-not-added",
            lambda lr_min, lr_max, iteration, step_size: triangular_lr(lr_min, lr_max, iteration, step_size) - lr_min,
            Text(
                hi="आपका lr 0 से शुरू होता है; नीचे lr_min जोड़िए।",
                en="Your rate starts at 0; add lr_min as the floor.",
            ),
        ),
        Misconception(
            "lr-min-not-subtracted",
            lambda lr_min, lr_max, iteration, step_size: lr_min + triangular_lr(0.0, lr_max, iteration, step_size),
            Text(
                hi="आपने पूरे lr_max को हिस्से से गुणा किया; चोटी lr_max हो, इसलिए अंतर lr_max - lr_min लीजिए।",
                en="You multiplied the whole lr_max by the share; for a peak of lr_max take the "
                "difference lr_max - lr_min.",
            ),
        ),
        Misconception(
            "counts-from-1",
            lambda lr_min, lr_max, iteration, step_size: triangular_lr(lr_min, lr_max, iteration + 1, step_size),
            Text(
                hi="आपने iterations 1 से गिनीं; iteration 0 पर lr ठीक lr_min होना चाहिए।",
                en="You counted iterations from 1; at iteration 0 the rate is lr_min itself.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.optim.lr_scheduler.CyclicLR",),
            Text(hi="यहाँ सूत्र आपको ख़ुद लिखना है।", en="Here you write the formula yourself."),
        ),
    ),
)
