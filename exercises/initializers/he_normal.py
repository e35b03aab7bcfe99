"""Normal weights with std sqrt(2 / fan_in)."""

from collections.abc import Iterator

import numpy as np

from grader.spec import chance, drawn
from grader.spec.exercise import Case, Convention, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Rng, Value
from reference.initializers import he_normal
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def seed() -> Rng:
        return Rng(int(rng.integers(2**31)))

    yield sample([(3, 2, Rng(0))], hi="3 inputs और 2 units", en="3 inputs, 2 units")
    yield sample([(2, 4, Rng(1))], hi="2 inputs और 4 units", en="2 inputs, 4 units")
    yield hidden([(4, 3, seed())], hi="एक छोटी layer", en="a small layer", check="shapes")
    yield hidden([(5, 5, seed())], hi="fan_in और fan_out बराबर", en="fan_in = fan_out", check="shapes")
    yield hidden([(1, 6, seed())], hi="सिर्फ़ एक input", en="one input only", check="shapes")
    yield hidden([(6, 1, seed())], hi="सिर्फ़ एक unit", en="one unit only", check="shapes")
    yield hidden(
        [(300, 100, seed())], hi="30000 weights, जहाँ fan_in = 300", en="30000 weights, fan_in = 300", check="statistics"
    )
    yield hidden(
        [(100, 300, seed())], hi="30000 weights, जहाँ fan_in = 100", en="30000 weights, fan_in = 100", check="statistics"
    )
    yield hidden([(40, 30, seed())], hi="कुल 1200 weights", en="1200 weights in all", check="statistics")
    same = seed()
    yield hidden(
        [(7, 5, same), (7, 5, same), (7, 5, seed())],
        hi="वही seed दो बार, फिर दूसरा seed",
        en="the same seed twice, then another",
    )
    yield hidden([(6, 4, seed())], 2, hi="एक ही rng से दो बार", en="twice with one and the same rng")


def battery(w: Array, fan_in: int, _: int) -> Finding | None:
    return chance.normal_or_truncated(w, np.sqrt(2 / fan_in))


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    return drawn.weights(args, answer, battery)


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    return dict(drawn.weight_traits(args, answer, battery))


def standard_normals(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return rng.standard_normal((fan_in, fan_out)).T * np.sqrt(2 / fan_in)


def in_float32(fan_in: int, fan_out: int, rng: np.random.Generator) -> object:
    return rng.standard_normal((fan_out, fan_in), dtype=np.float32) * np.float32(np.sqrt(2 / fan_in))


def by_loops(fan_in: int, fan_out: int, rng: np.random.Generator) -> object:
    std = np.sqrt(2 / fan_in)
    return [[rng.normal(0, std) for _ in range(fan_in)] for _ in range(fan_out)]


def by_box_muller(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    radius = np.sqrt(-2 * np.log(1 - rng.random((fan_out, fan_in))))
    return radius * np.cos(2 * np.pi * rng.random((fan_out, fan_in))) * np.sqrt(2 / fan_in)


def by_inverse_cdf(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    from scipy.special import ndtri

    return ndtri(1 - rng.random((fan_out, fan_in))) * np.sqrt(2 / fan_in)


def by_legacy_generator(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    legacy = np.random.RandomState(rng.integers(2**31))  # seeded from rng: as random as rng itself
    return legacy.randn(fan_out * fan_in).reshape(fan_out, fan_in) * np.sqrt(2 / fan_in)


def fan_out_mode(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return rng.normal(0, np.sqrt(2 / fan_out), (fan_out, fan_in))


def lecun(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return rng.normal(0, np.sqrt(1 / fan_in), (fan_out, fan_in))


def variance_as_std(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return rng.normal(0, 2 / fan_in, (fan_out, fan_in))


def xavier(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_out, fan_in))


def uniform_same_variance(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    a = np.sqrt(3) * np.sqrt(2 / fan_in)
    return rng.uniform(-a, a, (fan_out, fan_in))


def uniform_bound_std(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    s = np.sqrt(2 / fan_in)
    return rng.uniform(-s, s, (fan_out, fan_in))


def fixed_seed(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return np.random.default_rng(0).normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in))


def shape_transposed(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def times_001(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return 0.01 * rng.normal(size=(fan_out, fan_in))


def truncation_not_corrected(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    z = rng.normal(size=(fan_out, fan_in))
    while (far := np.abs(z) > 2).any():
        z[far] = rng.normal(size=far.sum())
    return z * np.sqrt(2 / fan_in)


def one_row_for_all(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return np.tile(rng.normal(0, np.sqrt(2 / fan_in), fan_in), (fan_out, 1))


def only_positive(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return rng.random((fan_out, fan_in)) * np.sqrt(2 / fan_in)


def truncated(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    z = rng.normal(size=(fan_out, fan_in))
    while (far := np.abs(z) > 2).any():
        z[far] = rng.normal(size=far.sum())
    return z / 0.87962566103423978 * np.sqrt(2 / fan_in)


EXERCISE = Exercise(
    title=Text(hi="He initialization: normal weights से शुरुआत", en="He initialization (normal)"),
    statement=Text(
        hi="`fan_in` inputs और `fan_out` units वाली layer के weights लौटाइए: shape (fan_out, "
        "fan_in), हर weight अलग से normal, mean 0, std $\\sqrt{2 / fan\\_in}$। सारे draws `rng` "
        "(numpy.random.Generator) से लीजिए: वही seed वही weights दे। यह ReLU वाली layers का "
        "initializer है।",
        en="Return the weights of a layer with `fan_in` inputs and `fan_out` units: shape (fan_out, "
        "fan_in), every weight drawn on its own from the normal distribution with mean 0 and std "
        "$\\sqrt{2 / fan\\_in}$. Take all draws from `rng` (a numpy.random.Generator): the same "
        "seed gives the same weights. This is the initializer for layers with ReLU.",
    ),
    hints=(
        Text(
            hi="ReLU आधे signals को 0 कर देता है; इसलिए variance दुगुनी चाहिए, ताकि layer-दर-layer signal न घटे।",
            en="ReLU sets half of the signals to 0, so the variance is doubled to keep the signal's "
            "size from layer to layer.",
        ),
        Text(
            hi="std (variance का root) = $\\sqrt{2 / fan\\_in}$। variance और std में फ़र्क़ रखिए।",
            en="The std, the root of the variance, is $\\sqrt{2 / fan\\_in}$. Keep variance and std apart.",
        ),
        Text(
            hi="shape (fan_out, fan_in) है: हर unit की एक row, हर input का एक column।",
            en="The shape is (fan_out, fan_in): a row for each unit, a column for each input.",
        ),
        Text(
            hi="दो पंक्तियाँ: std निकालिए; `rng.normal(mean, std, size=...)` लौटाइए।",
            en="Two lines: work out the std, return `rng.normal(mean, std, size=...)`.",
        ),
    ),
    reference=he_normal,
    cases=cases,
    kind="random",
    driver=drawn.draws,
    accepts=accepts,
    traits=traits,
    styles=(standard_normals, in_float32, by_loops, by_box_muller, by_inverse_cdf, by_legacy_generator),
    misconceptions=(
        Misconception(
            "fan-out",
            fan_out_mode,
            Text(
                hi="आपने fan_out से भाग दिया; forward pass की variance fan_in से तय होती है: हर unit fan_in "
                "inputs जोड़ती है।",
                en="You divided by fan_out; the forward variance is set by fan_in, since each unit sums fan_in inputs.",
            ),
        ),
        Misconception(
            "lecun",
            lecun,
            Text(
                hi="आपने variance 1 / fan_in रखी (LeCun); He में 2 / fan_in है, क्योंकि ReLU आधा signal काट देता है।",
                en="You used the variance 1 / fan_in (LeCun); He has 2 / fan_in, since ReLU cuts half of the signal.",
            ),
        ),
        Misconception(
            "variance-as-std",
            variance_as_std,
            Text(
                hi="आपने variance 2 / fan_in को ही std की जगह दिया; `rng.normal` std लेता है, यानी उसका root।",
                en="You passed the variance 2 / fan_in where the std belongs; `rng.normal` takes the std, its root.",
            ),
        ),
        Misconception(
            "xavier",
            xavier,
            Text(
                hi="यह Xavier है: variance 2 / (fan_in + fan_out)। He में सिर्फ़ fan_in आता है।",
                en="This is Xavier, with variance 2 / (fan_in + fan_out). He takes fan_in alone.",
            ),
        ),
        Misconception(
            "uniform-same-variance",
            uniform_same_variance,
            Text(
                hi="variance सही है, पर आपने uniform से draw किया; यहाँ normal चाहिए।",
                en="The variance is right, but you drew from the uniform distribution; the normal is asked for.",
            ),
        ),
        Misconception(
            "uniform-bound-std",
            uniform_bound_std,
            Text(
                hi="आपने -std से std तक uniform draw किया: उसका std इसका 0.58 गुना ही है, और यहाँ normal चाहिए।",
                en="You drew uniformly from -std to std: its std is only 0.58 of that, and the normal is asked for.",
            ),
        ),
        Misconception(
            "rng-ignored",
            lambda fan_in, fan_out, _: he_normal(fan_in, fan_out, np.random),
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
            "shape-transposed",
            shape_transposed,
            Text(
                hi="आपकी shape (fan_in, fan_out) है; यहाँ weights की shape (fan_out, fan_in) होती है: हर unit की एक row।",
                en="Your shape is (fan_in, fan_out); weights here are (fan_out, fan_in), a row for each unit.",
            ),
        ),
        Misconception(
            "times-0.01",
            times_001,
            Text(
                hi="आपने हर layer में std 0.01 रखा; गहरे network में signal हर layer पर छोटा होता जाता है। "
                "std fan से निकलता है।",
                en="You used the std 0.01 for every layer; in a deep network the signal then shrinks at "
                "each one. The std follows from the fans.",
            ),
        ),
        Misconception(
            "truncation-not-corrected",
            truncation_not_corrected,
            Text(
                hi="आपने normal को 2 std पर काटा, पर काटने से variance 0.77 गुना रह जाती है। काटना हो तो "
                "std को 0.8796 से भाग दीजिए।",
                en="You truncated the normal at two standard deviations, which leaves 0.77 of the variance. "
                "If you truncate, divide the std by 0.8796.",
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
        Misconception(
            "only-positive",
            only_positive,
            Text(
                hi="`rng.random` 0 से 1 के बीच के draws देता है: सारे weights positive हो गए। `rng.normal` लीजिए।",
                en="`rng.random` draws between 0 and 1, so all weights came out positive. Use `rng.normal`.",
            ),
        ),
    ),
    conventions=(
        Convention(
            "truncated",
            truncated,
            Text(
                hi="सही है; आपने normal को 2 std पर काटा (truncated) और variance ठीक की, जैसा jax और Keras "
                "में होता है; course में पूरा normal है।",
                en="Correct, with the normal truncated at two standard deviations and the variance "
                "corrected, as jax and Keras do; the course draws from the whole normal.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.init.kaiming_normal_", "torch.nn.init.kaiming_normal"),
            Text(
                hi="यहाँ initializer ख़ुद लिखिए: `rng` के draws और एक scale काफ़ी हैं।",
                en="Here you write the initializer yourself: draws of `rng` and one scale are enough.",
            ),
        ),
    ),
)
