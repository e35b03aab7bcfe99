"""Independent weights uniform on [low, high)."""

from collections.abc import Iterator

import numpy as np

from grader.spec import chance, drawn
from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Rng, Value
from reference.initializers import uniform_init
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def seed() -> Rng:
        return Rng(int(rng.integers(2**31)))

    yield sample([(3, 2, -1.0, 1.0, Rng(0))], hi="3 inputs और 2 units", en="3 inputs, 2 units")
    yield sample([(2, 4, 5.0, 6.0, Rng(1))], hi="5 और 6 के बीच के weights", en="weights between 5 and 6")
    yield hidden([(4, 3, -0.5, 0.5, seed())], hi="एक छोटी layer", en="a small layer", check="shapes")
    yield hidden([(5, 5, -1.0, 3.0, seed())], hi="fan_in और fan_out बराबर", en="fan_in = fan_out", check="shapes")
    yield hidden([(1, 6, -0.5, 0.5, seed())], hi="सिर्फ़ एक input", en="one input only", check="shapes")
    yield hidden([(6, 1, -0.5, 0.5, seed())], hi="सिर्फ़ एक unit", en="one unit only", check="shapes")
    yield hidden(
        [(300, 100, -0.2, 0.2, seed())], hi="0 के दोनों ओर बराबर", en="the same on both sides of 0", check="statistics"
    )
    yield hidden(
        [(100, 300, -0.3, 1.7, seed())], hi="0 के दोनों ओर अलग", en="not the same on both sides of 0", check="statistics"
    )
    yield hidden(
        [(200, 150, -4.0, -1.0, seed())], hi="दोनों सीमाएँ negative", en="both bounds negative", check="statistics"
    )
    same = seed()
    yield hidden(
        [(7, 5, -1.0, 1.0, same), (7, 5, -1.0, 1.0, same), (7, 5, -1.0, 1.0, seed())],
        hi="वही seed दो बार, फिर दूसरा seed",
        en="the same seed twice, then another",
    )
    yield hidden([(6, 4, 0.0, 1.0, seed())], 2, hi="एक ही rng से दो बार", en="twice with one and the same rng")


def battery(w: Array, _in: int, _out: int, low: float, high: float) -> Finding | None:
    return chance.uniform(w, low, high)


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    return drawn.weights(args, answer, battery)


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    return dict(drawn.weight_traits(args, answer, battery))


def scaled(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> Array:
    return low + (high - low) * rng.random((fan_in, fan_out)).T


def in_float32(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> object:
    return np.float32(low) + np.float32(high - low) * rng.random((fan_out, fan_in), dtype=np.float32)


def by_loops(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> object:
    return [[rng.uniform(low, high) for _ in range(fan_in)] for _ in range(fan_out)]


def around_the_centre(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> Array:
    return (low + high) / 2 + (high - low) * (rng.random(fan_out * fan_in).reshape(fan_out, fan_in) - 0.5)


def by_legacy_generator(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> Array:
    return np.random.RandomState(rng.integers(2**31)).uniform(low, high, (fan_out, fan_in))


def unit_interval(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return rng.random((fan_out, fan_in))


def low_forgotten(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> Array:
    return (high - low) * rng.random((fan_out, fan_in))


def times_high(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> Array:
    return low + high * rng.random((fan_out, fan_in))


def normal(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> Array:
    return rng.normal((low + high) / 2, (high - low) / np.sqrt(12), (fan_out, fan_in))


def centre_and_width(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> Array:
    return rng.uniform(low - high / 2, low + high / 2, (fan_out, fan_in))


def shape_transposed(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> Array:
    return rng.uniform(low, high, (fan_in, fan_out))


def fixed_seed(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return np.random.default_rng(0).uniform(low, high, (fan_out, fan_in))


def one_draw_per_row(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> Array:
    return np.repeat(rng.uniform(low, high, (fan_out, 1)), fan_in, axis=1)


EXERCISE = Exercise(
    title=Text(
        hi="uniform_init: uniform distribution से weights",
        en="Uniform weights between two bounds",
    ),
    statement=Text(
        hi="`fan_in` inputs और `fan_out` units वाली layer के weights लौटाइए: shape (fan_out, "
        "fan_in), हर weight अलग से [low, high) पर uniform। सारे draws `rng` "
        "(numpy.random.Generator) से लीजिए: वही seed वही weights दे।",
        en="Return the weights of a layer with `fan_in` inputs and `fan_out` units: shape (fan_out, "
        "fan_in), every weight drawn on its own, uniform on [low, high). Take all draws from "
        "`rng` (a numpy.random.Generator): the same seed gives the same weights.",
    ),
    hints=(
        Text(
            hi="uniform का अर्थ: [low, high) का हर हिस्सा, अपनी लंबाई के अनुपात में, बराबर बार आए।",
            en="Uniform means that every part of [low, high) comes up as often as its length says.",
        ),
        Text(
            hi="u [0, 1) पर uniform हो तो low + (high - low) · u [low, high) पर uniform होता है।",
            en="If u is uniform on [0, 1), low + (high - low) · u is uniform on [low, high).",
        ),
        Text(
            hi="shape (fan_out, fan_in) है: हर unit की एक row, हर input का एक column।",
            en="The shape is (fan_out, fan_in): a row for each unit, a column for each input.",
        ),
        Text(
            hi="एक पंक्ति: `rng.uniform(..., ..., size=(..., ...))`।",
            en="One line: `rng.uniform(..., ..., size=(..., ...))`.",
        ),
    ),
    reference=uniform_init,
    cases=cases,
    kind="random",
    driver=drawn.draws,
    accepts=accepts,
    traits=traits,
    styles=(scaled, in_float32, by_loops, around_the_centre, by_legacy_generator),
    misconceptions=(
        Misconception(
            "unit-interval",
            unit_interval,
            Text(
                hi="आपने [0, 1) पर draw किया और `low`, `high` काम में नहीं लिए।",
                en="You drew on [0, 1) and made no use of `low` and `high`.",
            ),
        ),
        Misconception(
            "low-forgotten",
            low_forgotten,
            Text(
                hi="चौड़ाई (high - low) सही है, पर `low` नहीं जोड़ा: draws 0 से शुरू होते हैं।",
                en="The width high - low is right, but you did not add `low`: the draws start at 0.",
            ),
        ),
        Misconception(
            "times-high",
            times_high,
            Text(
                hi="आपने u को high से गुणा किया; चौड़ाई high - low है: low + (high - low) · u।",
                en="You multiplied u by high; the width is high - low: low + (high - low) · u.",
            ),
        ),
        Misconception(
            "normal",
            normal,
            Text(
                hi="mean और variance सही हैं, पर आपने normal से draw किया; यहाँ uniform चाहिए।",
                en="The mean and the variance are right, but you drew from the normal distribution; the "
                "uniform is asked for.",
            ),
        ),
        Misconception(
            "center-and-width",
            centre_and_width,
            Text(
                hi="आपने `low` को बीच और `high` को चौड़ाई माना; ये interval के दोनों सिरे हैं।",
                en="You took `low` for the center and `high` for the width; they are the two ends of the interval.",
            ),
        ),
        Misconception(
            "shape-transposed",
            shape_transposed,
            Text(
                hi="आपकी shape (fan_in, fan_out) है; यहाँ weights की shape (fan_out, fan_in) होती है: हर unit की एक row।",
                en="Your shape is (fan_in, fan_out); weights here are (fan_out, fan_in), a row for each unit.",
            ),
        ),
        Misconception(
            "rng-ignored",
            lambda fan_in, fan_out, low, high, _: uniform_init(fan_in, fan_out, low, high, np.random),
            Text(
                hi="आपने `np.random` से draw किया; draws दिए हुए `rng` से लीजिए, ताकि वही seed वही weights दे।",
                en="You drew from `np.random`; draw from the `rng` you are given, so that the same seed "
                "gives the same weights.",
            ),
        ),
        Misconception(
            "fixed-seed",
            fixed_seed,
            Text(
                hi="आपने अपना generator तय seed से बनाया, तो weights हर बार वही हैं। draws दिए हुए `rng` से लीजिए।",
                en="You made a generator of your own with a fixed seed, so the weights never change. Draw "
                "from the `rng` you are given.",
            ),
        ),
        Misconception(
            "one-draw-per-row",
            one_draw_per_row,
            Text(
                hi="हर row में एक ही draw बार-बार आया है; हर weight अलग से draw कीजिए: size में दोनों axes दीजिए।",
                en="Each row repeats a single draw; draw every weight on its own, with both axes in size.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.init.uniform_", "torch.nn.init.uniform"),
            Text(
                hi="यहाँ initializer ख़ुद लिखिए: `rng` के draws काफ़ी हैं।",
                en="Here you write the initializer yourself: draws of `rng` are enough.",
            ),
        ),
    ),
)
