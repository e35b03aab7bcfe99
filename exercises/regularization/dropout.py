"""Inverted dropout."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec import chance, drawn
from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Rng, Value
from reference.regularization import dropout
from reference.types import Array

LARGE = (250, 400)  # keep 0.70 is told from 0.68 with a miss of 2.9e-13 at 1e5 entries
Call = tuple[Any, float, bool, Rng, int]


def ramp(fn: Callable[..., Any], calls: list[Call]) -> list[Any]:
    """Driver: each call (x, p, training, rng, times) is made `times` times with one generator.

    x may be a shape, which stands for 1, 2, 3, ... divided by the size.
    """
    import numpy as np  # the source goes into the box without the module around it

    answers = []
    for x, p, training, rng, times in calls:
        answers.append([])
        for _ in range(times):
            size = int(np.prod(x))
            ready = np.arange(1.0, size + 1).reshape(x) / size if isinstance(x, tuple) else x.copy()
            answers[-1].append(fn(ready, p, training, rng))
    return answers


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def seed() -> Rng:
        return Rng(int(rng.integers(2**31)))

    def signs(shape: tuple[int, ...]) -> Array:
        return rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 2, shape)

    yield sample(
        [(np.array([[1.0, 2.0, 3.0]]), 0.5, True, Rng(0), 2)],
        hi="training, p = 0.5, दो बार",
        en="training, p = 0.5, twice",
    )
    yield sample(
        [(np.array([[1.0, 2.0, 3.0]]), 0.5, False, Rng(0), 1)], hi="inference: x जैसा है वैसा", en="inference: x as it is"
    )
    yield hidden([(signs((4, 3)), 0.2, True, seed(), 3)], hi="छोटा batch, p = 0.2", en="a small batch, p = 0.2")
    yield hidden(
        [(signs((3, 4)), 0.8, True, seed(), 3)], hi="ज़्यादातर entries हटें, p = 0.8", en="most entries dropped, p = 0.8"
    )
    yield hidden([(signs((6,)), 0.4, True, seed(), 3)], hi="एक ही axis", en="a single axis", check="shapes")
    yield hidden([(signs((2, 3, 2)), 0.4, True, seed(), 3)], hi="तीन axes", en="three axes", check="shapes")
    yield hidden(
        [(signs((4, 3)), 0.3, False, seed(), 2)],
        hi="inference, p = 0.3: x वैसा ही",
        en="inference, p = 0.3",
        check="edges",
    )
    yield hidden(
        [(signs((4, 3)), 1.0, False, seed(), 1)], hi="inference, p = 1: x वैसा ही", en="inference, p = 1", check="edges"
    )
    yield hidden(
        [(signs((4, 3)), 0.0, True, seed(), 1)],
        hi="training, p = 0: कुछ नहीं हटता",
        en="training, p = 0: nothing dropped",
        check="edges",
    )
    yield hidden(
        [(signs((4, 3)), 1.0, True, seed(), 1)],
        hi="training, p = 1: सब 0",
        en="training, p = 1: all zeros",
        check="edges",
    )
    yield hidden(
        [(LARGE, 0.3, True, seed(), 1)],
        hi="p = 0.3 और 100000 entries",
        en="p = 0.3 and 100000 entries",
        check="statistics",
    )
    yield hidden(
        [((100, 150), 0.75, True, seed(), 1)],
        hi="p = 0.75 और 15000 entries",
        en="p = 0.75 and 15000 entries",
        check="statistics",
    )
    yield hidden(
        [((4, 5), 0.25, True, seed(), 24)],
        hi="24 छोटे batches: गिनती बदलती रहे",
        en="24 small batches: the count varies",
        check="statistics",
    )
    same = seed()
    yield hidden(
        [((20, 20), 0.5, True, same, 2), ((20, 20), 0.5, True, same, 2), ((20, 20), 0.5, True, seed(), 2)],
        hi="वही seed दो बार, फिर दूसरा seed",
        en="the same seed twice, then another",
        check="statistics",
    )


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    return drawn.judged(args, answer, check)


def check(call: Call, value: Value) -> Finding | None:
    x, p, training, _, times = call
    x = np.arange(1.0, np.prod(x) + 1).reshape(x) / np.prod(x) if isinstance(x, tuple) else x
    outputs = drawn.listed(value, times)
    if isinstance(outputs, Finding):
        return outputs
    masks = []
    for output in outputs:
        y = drawn.numbers(output, x.shape)
        found = y if isinstance(y, Finding) else _entries(x, y, p, training=training)
        if found is not None:
            return found
        masks.append(np.asarray(y) != 0)
    return _masks(np.array(masks), p) if training and 0 < p < 1 else None


def _entries(x: Array, y: Array, p: float, *, training: bool) -> Finding | None:
    """Every entry is 0 or scaled: no chance in it. x holds no zero."""
    if not training or p == 0:
        changed = ~np.isclose(y, x, rtol=1e-6, atol=0)
        return Finding("stat.dropout_changed", {"count": int(changed.sum()), "of": x.size}) if changed.any() else None
    if p == 1:
        return Finding("stat.dropout_all_zero", {"count": int((y != 0).sum())}) if y.any() else None
    odd = (y != 0) & ~np.isclose(y, x / (1 - p), rtol=1e-6, atol=0)
    if odd.any():
        at = tuple(int(i) for i in np.argwhere(odd)[0])
        return Finding(
            "stat.dropout_scale", {"x": f"{x[at]:.4g}", "expected": f"{x[at] / (1 - p):.4g}", "got": f"{y[at]:.4g}"}
        )
    return None


def _masks(kept: np.ndarray[Any, np.dtype[np.bool_]], p: float) -> Finding | None:
    """What the masks of one generator must hold, each with an error under chance.ALPHA."""
    if (found := chance.rate(int((~kept).sum()), kept.size, p)) is not None:
        return Finding("stat.dropout_rate", found.params)
    each = kept[0].size
    if len(kept) > 1 and (kept == kept[0]).all() and (p * p + (1 - p) ** 2) ** each < chance.ALPHA:
        return Finding("stat.same_mask")
    if len(kept) >= 24 and len({int(mask.sum()) for mask in kept}) == 1:  # P <= 0.202^23 = 1e-16 at n = 20, p = 1/4
        return Finding("stat.exact_count", {"count": int((~kept[0]).sum())})
    if kept.ndim == 3 and each > 100:
        return chance.independent_events(kept[0].astype(float), 1 - p)
    return None


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    got = drawn.answers(args, answer)
    if isinstance(got, Finding):
        return {"unreadable": 10.0}
    found = dict(drawn.seed_traits(args, got))
    for i, (call, value) in enumerate(zip(args[0], got, strict=True)):
        x, p, _, _, times = call
        x = np.arange(1.0, np.prod(x) + 1).reshape(x) / np.prod(x) if isinstance(x, tuple) else x
        outputs = drawn.listed(value, times)
        ys = [] if isinstance(outputs, Finding) else [drawn.numbers(output, x.shape) for output in outputs]
        if not ys or any(isinstance(y, Finding) for y in ys):
            found[f"unreadable {i}"] = 10.0
            continue
        if x.size * times < 12:  # what a few entries do is chance
            continue
        kept = np.array(ys) != 0
        tied = {axis: x.size > 100 and bool((kept[0] == kept[0].take([0], axis)).all()) for axis in (0, 1)[: x.ndim]}
        factors = (np.array(ys) / x)[kept] if kept.any() else np.array([1 / (1 - p) if p < 1 else 0.0])
        found |= {
            f"same mask {i}": 10.0 * bool(len(kept) > 1 and (kept == kept[0]).all()),
            f"rows {i}": 10.0 * tied.get(1, False),
            f"columns {i}": 10.0 * tied.get(0, False),
            f"counts {i}": 10.0 * (times > 20 and len({int(mask.sum()) for mask in kept}) == 1),
            f"one factor {i}": 10.0 * bool((x.size > 100 or times > 20) and np.ptp(factors) < 1e-5),
            f"right factor {i}": 10.0 * bool(np.abs(factors * (1 - p) - 1).max() < 1e-5),
            f"all kept {i}": 10.0 * bool(kept.all()),
            f"none kept {i}": 10.0 * (not kept.any()),
        }
        if x.size > 10_000:
            found[f"right {i}"] = 10.0 * (check(call, value) is None)
            found[f"factor {i}"] = 20 * float(np.log(np.abs(np.median(factors)) + 1e-9))
            found[f"kept {i}"] = 0.0 if any(tied.values()) else 50 * float(kept.mean())
    return found


def by_mask_product(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
    if not training or p == 0:
        return x * 1.0
    if p >= 1:
        return x * 0.0
    return x * (rng.random(x.shape) > p) / (1 - p)


def by_binomial(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
    if not training:
        return x
    return x * rng.binomial(1, 1 - p, size=x.shape) / max(1 - p, 1e-12)


def by_choice(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
    if not training:
        return x
    scale = 1 / (1 - p) if p < 1 else 0.0
    return x * rng.choice([0.0, scale], size=x.shape, p=[p, 1 - p])


def by_loops(x: Array, p: float, training: bool, rng: np.random.Generator) -> object:
    if not training:
        return x.tolist()
    kept = [0.0 if p == 1 or rng.uniform() < p else value / (1 - p) for value in x.ravel()]
    return np.array(kept).reshape(x.shape).tolist()


def by_assignment(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
    y = x.copy()
    if training:
        if p < 1:
            y /= 1 - p
        y[rng.uniform(size=x.shape) < p] = 0
    return y


def in_float32(x: Array, p: float, training: bool, rng: np.random.Generator) -> object:
    y = x.astype(np.float32)
    if not training or p == 0:
        return y
    keep = np.float32(1 - p)
    mask = rng.random(x.shape, dtype=np.float32) < keep
    return np.where(mask, y / keep, 0) if keep > 0 else np.zeros_like(y)


def by_legacy_generator(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
    legacy = np.random.RandomState(rng.integers(2**31))
    if not training or p in (0, 1):
        return x * (1.0 if p < 1 or not training else 0.0)
    return x * (legacy.rand(*x.shape) >= p) / (1 - p)


def by_normal_quantile(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
    from scipy.special import ndtri

    if not training:
        return x + 0.0
    mask = rng.normal(size=x.shape) > ndtri(p)
    return np.where(mask, x / (1 - p if p < 1 else 1), 0)


def trained(masked: Callable[[Array, float, np.random.Generator], Array]) -> Callable[..., Array]:
    """A belief about training alone; inference, p = 0 and p = 1 as they should be."""

    def believes(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
        if not training or p == 0:
            return x.copy()
        return np.zeros_like(x) if p == 1 else masked(x, p, rng)

    return believes


def scaled_at_inference(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
    return dropout(x, p, training, rng) if training else x * (1 - p)


def keep_scaled_at_inference(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
    return x * (rng.random(x.shape) >= p) if training else x * (1 - p)


def dropped_at_inference(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return dropout(x, p, True, rng)


def keep_probability(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
    return dropout(x, 1 - p, training, rng)


def by_division_alone(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
    if not training:
        return x.copy()
    return x * (rng.random(x.shape) >= p) / np.float64(1 - p)


def exact_count(x: Array, p: float, rng: np.random.Generator) -> Array:
    mask = np.ones(x.size)
    mask[rng.permutation(x.size)[: round(p * x.size)]] = 0
    return x * mask.reshape(x.shape) / (1 - p)


def realised_rate(x: Array, p: float, rng: np.random.Generator) -> Array:
    mask = rng.random(x.shape) >= p
    return x * mask / max(mask.mean(), 1e-12)


def in_place(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
    if training:
        x *= (rng.random(x.shape) >= p) / (1 - p if p < 1 else 1)
    return x


def fixed_mask(x: Array, p: float, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return x * (np.random.default_rng(0).random(x.shape) >= p) / (1 - p)


def global_generator(x: Array, p: float, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return x * (np.random.random(x.shape) >= p) / (1 - p)  # noqa: NPY002  # the mistake itself


def copied_generator(x: Array, p: float, rng: np.random.Generator) -> Array:
    from copy import deepcopy

    return x * (deepcopy(rng).random(x.shape) >= p) / (1 - p)


EXERCISE = Exercise(
    title=Text(
        hi="dropout: training में कुछ units हटाइए",
        en="Inverted dropout",
    ),
    statement=Text(
        hi="`x` किसी भी shape का array है; उत्तर की shape वही। `training` True हो तो inverted "
        "dropout: हर entry, बाकी सब से अलग, probability `p` से 0 हो, और बची हुई entries 1 / (1 - "
        "p) से गुणा हों। `training` False हो तो `x` जैसा है वैसा लौटाइए। p = 0 (कुछ नहीं हटता) "
        "और p = 1 (सब 0) भी चलें, बिना warning के। सारे draws `rng` (numpy.random.Generator) से "
        "लीजिए: हर call पर नया mask, पर वही seed वही masks दे।",
        en="`x` is an array of any shape; the answer has the same. With `training` True apply "
        "inverted dropout: each entry, independently of all others, becomes 0 with probability "
        "`p`, and the rest are multiplied by 1 / (1 - p). With `training` False return `x` as it "
        "is. p = 0 (nothing dropped) and p = 1 (all zeros) work too, without a warning. Take all "
        "draws from `rng` (a numpy.random.Generator): a new mask at every call, yet the same "
        "masks from the same seed.",
    ),
    hints=(
        Text(
            hi="x का औसत training और inference में बराबर रहे, इसके लिए बची हुई entries को बड़ा करना पड़ता है।",
            en="For x to have the same mean in training and at inference, the entries that stay must grow.",
        ),
        Text(
            hi="y = x · mask / (1 - p), जहाँ mask probability p से 0 है।",
            en="y = x · mask / (1 - p), where mask is 0 with probability p.",
        ),
        Text(
            hi="mask की shape x की shape है: `rng.random(x.shape)`।",
            en="The mask has the shape of x: `rng.random(x.shape)`.",
        ),
        Text(
            hi="पहले `training` और p = 1 को अलग कीजिए; फिर mask; फिर गुणा और भाग।",
            en="See to `training` and p = 1 first; then the mask; then multiply and divide.",
        ),
    ),
    reference=dropout,
    cases=cases,
    kind="random",
    driver=ramp,
    accepts=accepts,
    traits=traits,
    styles=(
        by_mask_product,
        by_binomial,
        by_choice,
        by_loops,
        by_assignment,
        in_float32,
        by_legacy_generator,
        by_normal_quantile,
    ),
    misconceptions=(
        Misconception(
            "no-scaling",
            trained(lambda x, p, rng: x * (rng.random(x.shape) >= p)),
            Text(
                hi="आपने बची हुई entries को 1 / (1 - p) से गुणा नहीं किया; training में औसत छोटा हो जाता है।",
                en="You did not multiply the entries that stay by 1 / (1 - p); the mean shrinks in training.",
            ),
        ),
        Misconception(
            "p-as-keep-probability",
            keep_probability,
            Text(
                hi="आपने `p` को बचने की probability माना; यहाँ p हटने की probability है।",
                en="You took `p` for the probability of keeping; here it is the probability of dropping.",
            ),
        ),
        Misconception(
            "scaled-at-inference",
            scaled_at_inference,
            Text(
                hi="inverted dropout में inference पर कुछ नहीं बदलता; (1 - p) से गुणा मत कीजिए, scale training में हो चुका है।",
                en="With inverted dropout nothing happens at inference; do not multiply by 1 - p, the "
                "scaling was done in training.",
            ),
        ),
        Misconception(
            "not-inverted",
            keep_scaled_at_inference,
            Text(
                hi="यह पुराना dropout है: training में बिना scale, inference में (1 - p) से गुणा। inverted "
                "dropout में scale training में होता है।",
                en="This is the original dropout: no scaling in training, times 1 - p at inference. "
                "Inverted dropout scales in training.",
            ),
        ),
        Misconception(
            "dropped-at-inference",
            dropped_at_inference,
            Text(
                hi="आपने inference में भी entries हटाईं; `training` False हो तो x जैसा है वैसा लौटाइए।",
                en="You dropped entries at inference too; with `training` False return x as it is.",
            ),
        ),
        Misconception(
            "whole-rows-dropped",
            trained(lambda x, p, rng: x * (rng.random((len(x),) + (1,) * (x.ndim - 1)) >= p) / (1 - p)),
            Text(
                hi="आपने पूरी rows हटाईं; हर entry अपने आप में तय होती है: mask की shape x.shape रखिए।",
                en="You dropped whole rows; each entry is decided on its own: give the mask the shape x.shape.",
            ),
        ),
        Misconception(
            "whole-columns-dropped",
            trained(lambda x, p, rng: x * (rng.random(x.shape[1:]) >= p) / (1 - p)),
            Text(
                hi="आपने सब rows को एक ही mask दिया, तो पूरे columns हटे; mask की shape x.shape रखिए।",
                en="You gave all rows one mask, so whole columns were dropped; give the mask the shape x.shape.",
            ),
        ),
        Misconception(
            "same-mask-every-call",
            trained(copied_generator),
            Text(
                hi="हर call पर वही mask आया; `rng` की copy नहीं, `rng` ही काम में लीजिए, ताकि वह आगे बढ़े।",
                en="The mask was the same at every call; draw from `rng` itself and not from a copy, so "
                "that it moves on.",
            ),
        ),
        Misconception(
            "fixed-seed",
            trained(fixed_mask),
            Text(
                hi="आपने अपना generator तय seed से बनाया, तो mask हमेशा वही है। `rng` से draw कीजिए।",
                en="You made a generator of your own with a fixed seed, so the mask never changes. Draw from `rng`.",
            ),
        ),
        Misconception(
            "rng-ignored",
            trained(global_generator),
            Text(
                hi="आपने `np.random` से draw किया; `rng` से कीजिए, ताकि वही seed वही masks दे।",
                en="You drew from `np.random`; draw from `rng`, so that the same seed gives the same masks.",
            ),
        ),
        Misconception(
            "scaled-by-1-over-p",
            trained(lambda x, p, rng: x * (rng.random(x.shape) >= p) / p),
            Text(
                hi="आपने 1 / p से गुणा किया; बचने की probability 1 - p है, इसलिए 1 / (1 - p) से कीजिए।",
                en="You multiplied by 1 / p; entries stay with probability 1 - p, so multiply by 1 / (1 - p).",
            ),
        ),
        Misconception(
            "normal-threshold",
            trained(lambda x, p, rng: x * (rng.normal(size=x.shape) >= p) / (1 - p)),
            Text(
                hi="आपने normal draws को p से मिलाया; probability p के लिए [0, 1) पर uniform draws चाहिए: `rng.random`।",
                en="You compared normal draws with p; for the probability p you need uniform draws on [0, "
                "1): `rng.random`.",
            ),
        ),
        Misconception(
            "rescaled-by-count",
            trained(realised_rate),
            Text(
                hi="आपने सच में बची हुई entries के हिस्से से भाग दिया; भाग 1 - p से, जो हर call पर वही है।",
                en="You divided by the fraction that happened to stay; divide by 1 - p, the same at every call.",
            ),
        ),
        Misconception(
            "exact-count",
            trained(exact_count),
            Text(
                hi="आपने हर बार ठीक p · n entries हटाईं; हर entry का फैसला अलग है, इसलिए गिनती बदलती रहती है।",
                en="You dropped exactly p · n entries every time; each entry is decided on its own, so the "
                "count varies.",
            ),
        ),
        Misconception(
            "zero-by-zero",
            by_division_alone,
            Text(
                hi="p = 1 पर 0 / 0 से nan आया; p = 1 को अलग से संभालिए: सब 0।",
                en="At p = 1 you got nan from 0 / 0; treat p = 1 by itself: all zeros.",
            ),
        ),
        Misconception(
            "in-place",
            in_place,
            Text(
                hi="आपने `x` को ही बदल दिया; नया array लौटाइए।",
                en="You changed `x` itself; return a new array.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.Dropout", "torch.nn.functional.dropout", "torch.dropout"),
            Text(
                hi="यहाँ dropout ख़ुद लिखिए: `rng.random` और एक तुलना काफ़ी हैं।",
                en="Here you write dropout yourself: `rng.random` and one comparison are enough.",
            ),
        ),
    ),
)
