"""Independent normal weights of a given mean and standard deviation."""

from collections.abc import Iterator

import numpy as np

from grader.spec import chance, drawn
from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Rng, Value
from reference.initializers import normal_init
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def seed() -> Rng:
        return Rng(int(rng.integers(2**31)))

    yield sample([(3, 2, 0.0, 1.0, Rng(0))], hi="3 inputs और 2 units", en="3 inputs, 2 units")
    yield sample([(2, 4, 10.0, 0.1, Rng(1))], hi="mean 10 के पास के weights", en="weights close to the mean 10")
    yield hidden([(4, 3, 0.5, 2.0, seed())], hi="एक छोटी layer", en="a small layer", check="shapes")
    yield hidden([(5, 5, 0.0, 0.3, seed())], hi="fan_in और fan_out बराबर", en="fan_in = fan_out", check="shapes")
    yield hidden([(1, 6, 0.0, 0.3, seed())], hi="सिर्फ़ एक input", en="one input only", check="shapes")
    yield hidden([(6, 1, 0.0, 0.3, seed())], hi="सिर्फ़ एक unit", en="one unit only", check="shapes")
    yield hidden(
        [(300, 100, 0.0, 0.3, seed())], hi="mean 0 वाले 30000 weights", en="30000 weights, mean 0", check="statistics"
    )
    yield hidden(
        [(100, 300, 0.7, 2.5, seed())], hi="mean 0.7 और std 2.5", en="mean 0.7 and std 2.5", check="statistics"
    )
    yield hidden(
        [(200, 150, -2.0, 0.05, seed())],
        hi="negative mean, छोटा std",
        en="a negative mean, a small std",
        check="statistics",
    )
    same = seed()
    yield hidden(
        [(7, 5, 0.0, 1.0, same), (7, 5, 0.0, 1.0, same), (7, 5, 0.0, 1.0, seed())],
        hi="वही seed दो बार, फिर दूसरा seed",
        en="the same seed twice, then another",
    )
    yield hidden([(6, 4, 0.0, 1.0, seed())], 2, hi="एक ही rng से दो बार", en="twice with one and the same rng")


def battery(w: Array, _in: int, _out: int, mean: float, std: float) -> Finding | None:
    return chance.normal(w, mean, std)


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    return drawn.weights(args, answer, battery)


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    return dict(drawn.weight_traits(args, answer, battery))


def standard_normals(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:
    return mean + std * rng.standard_normal((fan_in, fan_out)).T


def in_float32(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> object:
    return rng.standard_normal((fan_out, fan_in), dtype=np.float32) * np.float32(std) + np.float32(mean)


def by_loops(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> object:
    return [[rng.normal(mean, std) for _ in range(fan_in)] for _ in range(fan_out)]


def by_box_muller(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:
    radius = np.sqrt(-2 * np.log(1 - rng.random((fan_out, fan_in))))
    return mean + std * radius * np.sin(2 * np.pi * rng.random((fan_out, fan_in)))


def by_legacy_generator(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:
    return np.random.RandomState(rng.integers(2**31)).normal(mean, std, fan_out * fan_in).reshape(fan_out, fan_in)


def variance_as_std(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:
    return rng.normal(mean, std**2, (fan_out, fan_in))


def std_as_variance(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:
    return rng.normal(mean, np.sqrt(std), (fan_out, fan_in))


def mean_ignored(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return rng.normal(0, std, (fan_out, fan_in))


def mean_scaled(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:
    return std * (rng.standard_normal((fan_out, fan_in)) + mean)


def uniform(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:
    return rng.uniform(mean - std, mean + std, (fan_out, fan_in))


def shape_transposed(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:
    return rng.normal(mean, std, (fan_in, fan_out))


def fixed_seed(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return np.random.default_rng(0).normal(mean, std, (fan_out, fan_in))


def one_draw_per_row(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:
    return np.repeat(rng.normal(mean, std, (fan_out, 1)), fan_in, axis=1)


def one_row_for_all(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:
    return np.tile(rng.normal(mean, std, fan_in), (fan_out, 1))


EXERCISE = Exercise(
    title=Text(
        hi="normal_init: normal distribution से weights",
        en="Normal weights of a given mean and std",
    ),
    statement=Text(
        hi="`fan_in` inputs और `fan_out` units वाली layer के weights लौटाइए: shape (fan_out, "
        "fan_in), हर weight अलग से normal distribution से, जिसका mean `mean` और standard "
        "deviation `std` हो। सारे draws `rng` (numpy.random.Generator) से लीजिए: वही seed वही "
        "weights दे।",
        en="Return the weights of a layer with `fan_in` inputs and `fan_out` units: shape (fan_out, "
        "fan_in), every weight drawn on its own from the normal distribution with mean `mean` "
        "and standard deviation `std`. Take all draws from `rng` (a numpy.random.Generator): the "
        "same seed gives the same weights.",
    ),
    hints=(
        Text(
            hi="हर weight एक अलग draw है; कोई दो weights एक ही draw न बाँटें।",
            en="Every weight is a draw of its own; no two weights share one.",
        ),
        Text(
            hi="z standard normal हो तो mean + std · z का mean `mean` और standard deviation `std` होता है।",
            en="If z is standard normal, mean + std · z has the mean `mean` and the standard deviation `std`.",
        ),
        Text(
            hi="shape (fan_out, fan_in) है: हर unit की एक row, हर input का एक column।",
            en="The shape is (fan_out, fan_in): a row for each unit, a column for each input.",
        ),
        Text(
            hi="एक पंक्ति: `rng.normal(..., size=(..., ...))`।",
            en="One line: `rng.normal(..., size=(..., ...))`.",
        ),
    ),
    reference=normal_init,
    cases=cases,
    kind="random",
    driver=drawn.draws,
    accepts=accepts,
    traits=traits,
    styles=(standard_normals, in_float32, by_loops, by_box_muller, by_legacy_generator),
    misconceptions=(
        Misconception(
            "variance-as-std",
            variance_as_std,
            Text(
                hi="आपने std की जगह variance (std²) दी; `rng.normal` का दूसरा argument std है।",
                en="You passed the variance, std², where the std belongs: it is the second argument of `rng.normal`.",
            ),
        ),
        Misconception(
            "std-as-variance",
            std_as_variance,
            Text(
                hi="आपने `std` का root लिया, मानो वह variance हो; `std` ख़ुद standard deviation है।",
                en="You took the root of `std` as if it were a variance; `std` is the standard deviation itself.",
            ),
        ),
        Misconception(
            "mean-ignored",
            mean_ignored,
            Text(
                hi="आपने `mean` नहीं जोड़ा: weights 0 के आसपास हैं, `mean` के नहीं।",
                en="You left out `mean`: the weights lie around 0 and not around it.",
            ),
        ),
        Misconception(
            "mean-scaled",
            mean_scaled,
            Text(
                hi="आपने mean जोड़कर फिर std से गुणा किया, तो mean भी std गुना हो गया। पहले std से गुणा कीजिए, फिर mean जोड़िए।",
                en="You added the mean first and multiplied by the std afterwards, so the mean was scaled "
                "too. Multiply first, then add.",
            ),
        ),
        Misconception(
            "uniform",
            uniform,
            Text(
                hi="आपने mean - std से mean + std तक uniform draw किया; यहाँ normal चाहिए, जो इससे बाहर भी जाता है।",
                en="You drew uniformly between mean - std and mean + std; the normal, which goes beyond, is asked for.",
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
            lambda fan_in, fan_out, mean, std, _: normal_init(fan_in, fan_out, mean, std, np.random),
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
        Misconception(
            "one-row-for-all",
            one_row_for_all,
            Text(
                hi="आपने एक ही row बनाकर सब units को दे दी; तब सारी units हमेशा एक जैसी रहेंगी। हर weight अलग से draw कीजिए।",
                en="You drew one row and gave it to every unit; then all units stay the same for ever. Draw "
                "every weight on its own.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.init.normal_", "torch.nn.init.normal"),
            Text(
                hi="यहाँ initializer ख़ुद लिखिए: `rng` के draws काफ़ी हैं।",
                en="Here you write the initializer yourself: draws of `rng` are enough.",
            ),
        ),
    ),
)
