"""Random left-right mirroring of images."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec import chance, drawn
from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Rng, Value
from reference.regularization import random_flip
from reference.types import Array

MANY = (4000, 2, 3)  # p = 0.30 is told from 0.40 with a miss of 1e-16
MANY_TIMES = (100, 2, 3)  # 24 equal counts: at most 0.092^23 = 1e-24; two equal calls of 24: 276 * 0.625^100 = 1e-18


def numbered(fn: Callable[..., Any], calls: list[tuple[Any, float, Rng]], times: int = 1) -> list[Any]:
    """Driver: as drawn.draws for calls (images, p, rng); `images` may be a shape, filled with 0, 1, 2, ..."""
    import numpy as np  # the source goes into the box without the module around it

    answers = []
    for images, p, rng in [call for call in calls for _ in range(times)]:
        ready = np.arange(float(np.prod(images))).reshape(images) if isinstance(images, tuple) else images.copy()
        answers.append(fn(ready, p, rng))
    return answers


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def seed() -> Rng:
        return Rng(int(rng.integers(2**31)))

    def pixels(shape: tuple[int, ...]) -> Array:
        return np.round(rng.uniform(0, 1, shape), 3) + np.arange(np.prod(shape)).reshape(shape)

    yield sample(
        [(np.arange(16.0).reshape(8, 1, 2), 0.5, Rng(1))], hi="आठ छोटी images, p = 0.5", en="eight tiny images, p = 0.5"
    )
    yield sample(
        [(np.arange(6.0).reshape(1, 2, 3), 1.0, Rng(0))],
        hi="p = 1: image ज़रूर पलटे",
        en="p = 1: the image is flipped for sure",
    )
    yield hidden([(pixels((3, 2, 4)), 1.0, seed())], hi="p = 1: तीनों images पलटें", en="p = 1: all three are flipped")
    yield hidden(
        [(pixels((3, 4, 2)), 0.0, seed())], hi="p = 0: कोई image न पलटे", en="p = 0: none is flipped", check="edges"
    )
    yield hidden([(pixels((2, 3, 3)), 1.0, seed())], hi="चौकोर images, p = 1", en="square images, p = 1")
    yield hidden(
        [(pixels((2, 3, 1)), 1.0, seed())], hi="एक pixel चौड़ी images", en="images one pixel wide", check="edges"
    )
    yield hidden(
        [(pixels((2, 1, 4)), 1.0, seed())], hi="एक pixel ऊँची images", en="images one pixel high", check="edges"
    )
    yield hidden([(pixels((12, 2, 3)), 0.5, seed())], hi="बारह images, p = 0.5", en="twelve images, p = 0.5")
    yield hidden([(MANY, 0.3, seed())], hi="p = 0.3 और 4000 images", en="4000 images, p = 0.3", check="statistics")
    yield hidden([(MANY, 0.8, seed())], hi="p = 0.8 और 4000 images", en="4000 images, p = 0.8", check="statistics")
    same = seed()
    yield hidden(
        [((100, 2, 3), 0.5, same), ((100, 2, 3), 0.5, same), ((100, 2, 3), 0.5, seed())],
        hi="वही seed दो बार, फिर दूसरा seed",
        en="the same seed twice, then another",
        check="statistics",
    )
    yield hidden(
        [(MANY_TIMES, 0.25, seed())],
        24,
        hi="एक ही rng से 24 बार: गिनती बदलती रहे",
        en="24 times with one rng: the count varies",
        check="statistics",
    )


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    if (found := drawn.judged(args, answer, check)) is not None or len(args) == 1:
        return found
    images = np.arange(float(np.prod(MANY_TIMES))).reshape(MANY_TIMES)
    counts = {int(_fates(images, np.asarray(value, dtype=float))[1].sum()) for value in answer}
    return Finding("stat.flip_exact_count", {"count": min(counts)}) if len(counts) == 1 else None


def check(call: tuple[Any, float, Rng], value: Value) -> Finding | None:
    images, p, _ = call
    images = np.arange(float(np.prod(images))).reshape(images) if isinstance(images, tuple) else images
    got = drawn.numbers(value, images.shape)
    if isinstance(got, Finding):
        return got
    kept, flipped = _fates(images, got)
    for n in np.flatnonzero(~kept & ~flipped):
        code = "stat.flip_upside_down" if _same(got[n], images[n, ::-1]).all() else "stat.flip_neither"
        return Finding(code, {"n": int(n)})
    if images.shape[2] == 1:
        return None
    if (found := chance.rate(int(flipped.sum()), len(images), p)) is not None:
        return Finding("stat.flip_rate", found.params)
    if len(images) < 1000:
        return None
    if chance.independent_events(flipped.reshape(40, -1).astype(float), p) is not None:
        return Finding("stat.flip_together")
    return None


def _same(a: Array, b: Array) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.isclose(a, b, rtol=1e-6, atol=0)


def _fates(images: Array, got: Array) -> tuple[Array, Array]:
    return _same(got, images).all(axis=(1, 2)), _same(got, images[:, :, ::-1]).all(axis=(1, 2))


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    answers = drawn.answers(args, answer)
    if isinstance(answers, Finding):
        return {"unreadable": 10.0}
    found: dict[str, float] = {}
    counts, one_decision = set[int](), False
    for i, ((given, p, rng), value) in enumerate(zip(drawn.made(args), answers, strict=True)):
        images = np.arange(float(np.prod(given))).reshape(given) if isinstance(given, tuple) else given
        got = drawn.numbers(value, images.shape)
        if isinstance(got, Finding):
            found[f"unreadable {i}"] = 10.0
            continue
        if len(images) < 100 and p not in (0.0, 1.0):  # what a few images do is chance
            continue
        kept, flipped = _fates(images, got)
        upside_down = _same(got, images[:, ::-1]).all(axis=(1, 2)) & ~kept & ~flipped
        turned = _same(got, images[:, ::-1, ::-1]).all(axis=(1, 2)) & ~kept & ~flipped
        ordered = _same(np.sort(got, axis=2), np.sort(images, axis=2)).all(axis=(1, 2))
        counts.add(int(flipped.sum()))
        alike = bool(kept.all() or flipped.all() or _same(got, images[::-1]).all())
        one_decision |= alike and 0 < p < 1
        if len(images) >= 1000:
            found[f"right {i}"] = 10.0 * (check((given, p, rng), value) is None)
            found[f"alike {i}"] = 10.0 * alike
        parts = {
            "kept": kept & ~flipped,
            "flipped": flipped,
            "upside": upside_down,
            "turned": turned,
            "ordered": ordered,
        }
        for name, hits in parts.items():
            if len(images) >= 1000:
                found[f"{name} {i}"] = 0.0 if alike else 30 * float(hits.mean())
            elif name in {"upside", "turned"}:
                found[f"{name} {i}"] = 10.0 * bool(hits.any())
            elif name == "ordered" and p in (0.0, 1.0):
                found[f"{name} {i}"] = 10.0 * bool(hits.all())
                found[f"reversed {i}"] = 10.0 * bool(len(images) > 1 and _same(got, images[::-1]).all())
    if len(args) > 1:
        found["counts"] = 10.0 * (len(counts) == 1)
    return found if one_decision else {**found, **drawn.seed_traits(args, answers)}


def by_loop(images: Array, p: float, rng: np.random.Generator) -> object:
    return [image[:, ::-1] if rng.random() < p else image for image in images]


def by_assignment(images: Array, p: float, rng: np.random.Generator) -> Array:
    out = images.copy()
    chosen = rng.uniform(size=len(images)) < p
    out[chosen] = out[chosen][..., ::-1]
    return out


def by_fliplr(images: Array, p: float, rng: np.random.Generator) -> Array:
    return np.stack([np.fliplr(image) if rng.binomial(1, p) else image for image in images])


def by_index(images: Array, p: float, rng: np.random.Generator) -> Array:
    n, _, width = images.shape
    columns = np.arange(width)
    flip = rng.choice([True, False], size=n, p=[p, 1 - p])
    index = np.where(flip[:, None], columns[::-1], columns)
    return np.take_along_axis(images, np.broadcast_to(index[:, None, :], images.shape), axis=2)


def by_blend(images: Array, p: float, rng: np.random.Generator) -> Array:
    m = (rng.random(len(images)) >= 1 - p).astype(float).reshape(-1, 1, 1)
    return m * np.flip(images, axis=-1) + (1 - m) * images


def nested_lists(images: Array, p: float, rng: np.random.Generator) -> object:
    return [
        [row[::-1] if f else row for row in image]
        for image, f in zip(images.tolist(), rng.random(len(images)) < p, strict=True)
    ]


def in_float32(images: Array, p: float, rng: np.random.Generator) -> object:
    return random_flip(images.astype(np.float32), p, rng)


def upside_down(images: Array, p: float, rng: np.random.Generator) -> Array:
    flipped = rng.random(len(images)) < p
    return np.where(flipped[:, None, None], images[:, ::-1], images)


def all_or_none(images: Array, p: float, rng: np.random.Generator) -> Array:
    return images[:, :, ::-1].copy() if rng.random() < p else images.copy()


def always(images: Array, p: float, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return images[:, :, ::-1].copy()


def in_place(images: Array, p: float, rng: np.random.Generator) -> Array:
    for n in range(len(images)):
        if rng.random() < p:
            images[n] = images[n, :, ::-1].copy()
    return images


def overlapping_views(images: Array, p: float, rng: np.random.Generator) -> Array:
    out = images.copy()
    for n in np.flatnonzero(rng.random(len(images)) < p):
        for column in range(images.shape[2]):
            out[n, :, column] = out[n, :, images.shape[2] - 1 - column]
    return out


def fixed_seed(images: Array, p: float, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return random_flip(images, p, np.random.default_rng(0))


def rows_shuffled(images: Array, p: float, rng: np.random.Generator) -> Array:
    return np.stack([rng.permutation(image, axis=1) if rng.random() < p else image for image in images])


def order_reversed(images: Array, p: float, rng: np.random.Generator) -> Array:
    return images[::-1].copy() if rng.random() < p else images.copy()


def keep_probability(images: Array, p: float, rng: np.random.Generator) -> Array:
    return random_flip(images, 1 - p, rng)


def half_always(images: Array, p: float, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return random_flip(images, 0.5, rng)


def exact_count(images: Array, p: float, rng: np.random.Generator) -> Array:
    out = images.copy()
    chosen = rng.permutation(len(images))[: round(p * len(images))]
    out[chosen] = out[chosen][:, :, ::-1]
    return out


def each_row(images: Array, p: float, rng: np.random.Generator) -> Array:
    flipped = rng.random(images.shape[:2]) < p
    return np.where(flipped[:, :, None], images[:, :, ::-1], images)


def both_ways(images: Array, p: float, rng: np.random.Generator) -> Array:
    flipped = rng.random(len(images)) < p
    return np.where(flipped[:, None, None], images[:, ::-1, ::-1], images)


EXERCISE = Exercise(
    title=Text(
        hi="random_flip: images को बाएँ-दाएँ पलटना",
        en="Flip images at random",
    ),
    statement=Text(
        hi="`images` की shape (N, H, W) है। हर image को, बाकी सब से अलग, probability `p` से "
        "बाएँ-दाएँ पलटिए (जैसे आईने में): आख़िरी axis उलटी हो। बाकी images जैसी हैं वैसी रहें। "
        "नया array लौटाइए, `images` को न बदलिए। सारे draws `rng` (numpy.random.Generator) से "
        "लीजिए: वही seed वही उत्तर दे।",
        en="`images` has shape (N, H, W). Mirror each image left-right, independently of the "
        "others, with probability `p`: its last axis is reversed. The other images stay as they "
        "are. Return a new array and leave `images` unchanged. Take all draws from `rng` (a "
        "numpy.random.Generator): the same seed gives the same answer.",
    ),
    hints=(
        Text(
            hi="हर image के लिए एक draw चाहिए, N draws कुल।",
            en="Each image needs one draw, N draws in all.",
        ),
        Text(
            hi="[0, 1) पर uniform draw probability p से p से छोटा होता है।",
            en="A uniform draw on [0, 1) is below p with probability p.",
        ),
        Text(
            hi="images[:, :, ::-1] सब images को बाएँ-दाएँ पलटता है; draws की shape (N,) को (N, 1, 1) बनाइए।",
            en="images[:, :, ::-1] mirrors all images left-right; turn the draws' shape (N,) into (N, 1, 1).",
        ),
        Text(
            hi="np.where(पलटे या नहीं, पलटी हुई images, images)।",
            en="np.where(flip or not, flipped images, images).",
        ),
    ),
    reference=random_flip,
    cases=cases,
    kind="random",
    driver=numbered,
    accepts=accepts,
    traits=traits,
    styles=(by_loop, by_assignment, by_fliplr, by_index, by_blend, nested_lists, in_float32),
    misconceptions=(
        Misconception(
            "upside-down",
            upside_down,
            Text(
                hi="आपने images को ऊपर-नीचे पलटा (axis 1); बाएँ-दाएँ के लिए आख़िरी axis उलटिए।",
                en="You flipped the images upside down (axis 1); for left-right reverse the last axis.",
            ),
        ),
        Misconception(
            "all-or-none",
            all_or_none,
            Text(
                hi="आपने एक ही draw से सब images का फैसला किया; हर image का अपना draw हो।",
                en="A single draw decided for all images; each image has a draw of its own.",
            ),
        ),
        Misconception(
            "always-flipped",
            always,
            Text(
                hi="आपने हर image पलट दी; सिर्फ़ probability `p` से पलटिए।",
                en="You flipped every image; flip with probability `p` only.",
            ),
        ),
        Misconception(
            "in-place",
            in_place,
            Text(
                hi="आपने `images` को ही बदल दिया; copy पर काम कीजिए।",
                en="You changed `images` itself; work on a copy.",
            ),
        ),
        Misconception(
            "overwritten-while-reading",
            overlapping_views,
            Text(
                hi="आप column बदलते हुए उन्हीं columns को पढ़ रहे हैं, तो दूसरा आधा पहले आधे का अक्स बन "
                "गया। image[:, ::-1] की copy लीजिए।",
                en="You read columns that you have already overwritten, so one half mirrors the other. Take "
                "a copy of image[:, ::-1].",
            ),
        ),
        Misconception(
            "rng-ignored",
            lambda images, p, _: random_flip(images, p, np.random),
            Text(
                hi="आपने `np.random` से draw किया; draws दिए हुए `rng` से लीजिए, ताकि वही seed वही उत्तर दे।",
                en="You drew from `np.random`; draw from the `rng` you are given, so that the same seed "
                "gives the same answer.",
            ),
        ),
        Misconception(
            "fixed-seed",
            fixed_seed,
            Text(
                hi="आपने अपना generator तय seed से बनाया, तो उत्तर हर बार वही है। draws दिए हुए `rng` से लीजिए।",
                en="You made a generator of your own with a fixed seed, so the answer never changes. Draw "
                "from the `rng` you are given.",
            ),
        ),
        Misconception(
            "rows-shuffled",
            rows_shuffled,
            Text(
                hi="आपने columns को shuffle कर दिया; पलटने में क्रम उलटा होता है, बिखरता नहीं।",
                en="You shuffled the columns; a mirror reverses their order and does not scatter them.",
            ),
        ),
        Misconception(
            "order-reversed",
            order_reversed,
            Text(
                hi="आपने images का क्रम उलटा (axis 0), images को नहीं; आख़िरी axis उलटिए।",
                en="You reversed the order of the images (axis 0) and not the images; reverse the last axis.",
            ),
        ),
        Misconception(
            "p-as-keep-probability",
            keep_probability,
            Text(
                hi="आपने `p` को न पलटने की probability माना; image probability p से पलटती है।",
                en="You took `p` for the probability of leaving an image alone; an image is flipped with "
                "probability p.",
            ),
        ),
        Misconception(
            "always-half",
            half_always,
            Text(
                hi="आपने probability 0.5 मान ली; `p` काम में लीजिए।",
                en="You assumed the probability 0.5; use `p`.",
            ),
        ),
        Misconception(
            "exact-count",
            exact_count,
            Text(
                hi="आपने हर बार ठीक p · N images पलटीं; हर image का फैसला अलग है, इसलिए गिनती बदलती रहती है।",
                en="You flipped exactly p · N images every time; each image is decided on its own, so the "
                "count varies.",
            ),
        ),
        Misconception(
            "row-by-row",
            each_row,
            Text(
                hi="आपने image की हर row का अलग फैसला किया; पूरी image एक साथ पलटती है।",
                en="You decided for each row of an image; a whole image is flipped or not.",
            ),
        ),
        Misconception(
            "both-ways",
            both_ways,
            Text(
                hi="आपने image को 180° घुमा दिया (दोनों axes उलटे); सिर्फ़ आख़िरी axis उलटिए।",
                en="You turned the image by 180° (both axes reversed); reverse the last axis only.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torchvision.transforms.RandomHorizontalFlip",),
            Text(
                hi="यहाँ पलटना ख़ुद लिखिए: array का slice काफ़ी है।",
                en="Here you write the flip yourself: a slice is enough.",
            ),
        ),
    ),
)
