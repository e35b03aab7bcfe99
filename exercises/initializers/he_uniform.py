"""Uniform weights with He's bound."""

from collections.abc import Iterator

import numpy as np

from grader.spec import chance, drawn
from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Rng, Value
from reference.initializers import he_uniform
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
    a = np.sqrt(6 / fan_in)
    return chance.uniform(w, -a, a)


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    return drawn.weights(args, answer, battery)


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    return dict(drawn.weight_traits(args, answer, battery))


def scaled_draws(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return (rng.random((fan_in, fan_out)).T * 2 - 1) * np.sqrt(6 / fan_in)


def in_float32(fan_in: int, fan_out: int, rng: np.random.Generator) -> object:
    a = np.float32(np.sqrt(6 / fan_in))
    return rng.random((fan_out, fan_in), dtype=np.float32) * 2 * a - a


def by_loops(fan_in: int, fan_out: int, rng: np.random.Generator) -> object:
    a = np.sqrt(6 / fan_in)
    return [[rng.uniform(-a, a) for _ in range(fan_in)] for _ in range(fan_out)]


def shifted(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    a = np.sqrt(6 / fan_in)
    return a - rng.uniform(0, 2 * a, fan_in * fan_out).reshape(fan_out, fan_in)


def by_legacy_generator(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    legacy = np.random.RandomState(rng.integers(2**31))  # seeded from rng: as random as rng itself
    return (legacy.rand(fan_out, fan_in) - 0.5) * 2 * np.sqrt(6 / fan_in)


def sign_times_size(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return rng.choice([-1.0, 1.0], (fan_out, fan_in)) * rng.uniform(0, np.sqrt(6 / fan_in), (fan_out, fan_in))


def std_as_bound(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    a = np.sqrt(2 / fan_in)
    return rng.uniform(-a, a, (fan_out, fan_in))


def fan_out_mode(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    a = np.sqrt(6 / fan_out)
    return rng.uniform(-a, a, (fan_out, fan_in))


def xavier(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    a = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-a, a, (fan_out, fan_in))


def torch_default(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    a = np.sqrt(1 / fan_in)
    return rng.uniform(-a, a, (fan_out, fan_in))


def normal_same_variance(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in))


def only_positive(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    return rng.uniform(0, np.sqrt(6 / fan_in), (fan_out, fan_in))


def fixed_seed(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:  # noqa: ARG001
    a = np.sqrt(6 / fan_in)
    return np.random.default_rng(0).uniform(-a, a, (fan_out, fan_in))


def shape_transposed(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    a = np.sqrt(6 / fan_in)
    return rng.uniform(-a, a, (fan_in, fan_out))


def root_missing(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    a = 6 / fan_in
    return rng.uniform(-a, a, (fan_out, fan_in))


def one_row_for_all(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    a = np.sqrt(6 / fan_in)
    return np.tile(rng.uniform(-a, a, fan_in), (fan_out, 1))


EXERCISE = Exercise(
    title=Text(hi="He initialization: uniform weights से शुरुआत", en="He initialization (uniform)"),
    statement=Text(
        hi="`fan_in` inputs और `fan_out` units वाली layer के weights लौटाइए: shape (fan_out, "
        "fan_in), हर weight अलग से [-a, a] पर uniform, a = $\\sqrt{6 / fan\\_in}$। सारे draws "
        "`rng` (numpy.random.Generator) से लीजिए: वही seed वही weights दे। यह ReLU वाली layers "
        "का initializer है।",
        en="Return the weights of a layer with `fan_in` inputs and `fan_out` units: shape (fan_out, "
        "fan_in), every weight drawn on its own, uniform on [-a, a] with a = $\\sqrt{6 / "
        "fan\\_in}$. Take all draws from `rng` (a numpy.random.Generator): the same seed gives "
        "the same weights. This is the initializer for layers with ReLU.",
    ),
    hints=(
        Text(
            hi="He की variance 2 / fan_in है। किस a पर [-a, a] की variance इतनी होती है?",
            en="He's variance is 2 / fan_in. For which a does the uniform on [-a, a] have it?",
        ),
        Text(
            hi="[-a, a] पर uniform की variance a²/3 है; इसलिए a = $\\sqrt{6 / fan\\_in}$।",
            en="The variance of the uniform on [-a, a] is a²/3, hence a = $\\sqrt{6 / fan\\_in}$.",
        ),
        Text(
            hi="shape (fan_out, fan_in) है: हर unit की एक row, हर input का एक column।",
            en="The shape is (fan_out, fan_in): a row for each unit, a column for each input.",
        ),
        Text(
            hi="दो पंक्तियाँ: a निकालिए; `rng.uniform(low, high, size=...)` लौटाइए।",
            en="Two lines: work out a, return `rng.uniform(low, high, size=...)`.",
        ),
    ),
    reference=he_uniform,
    cases=cases,
    kind="random",
    driver=drawn.draws,
    accepts=accepts,
    traits=traits,
    styles=(scaled_draws, in_float32, by_loops, shifted, by_legacy_generator, sign_times_size),
    misconceptions=(
        Misconception(
            "std-as-bound",
            std_as_bound,
            Text(
                hi="√(2 / fan_in) std है, bound नहीं; uniform का bound √3 गुना बड़ा होता है: √(6 / fan_in)।",
                en="√(2 / fan_in) is the std, not the bound; the bound of a uniform is √3 times larger: √(6 / fan_in).",
            ),
        ),
        Misconception(
            "fan-out",
            fan_out_mode,
            Text(
                hi="आपने fan_out से भाग दिया; forward pass की variance fan_in से तय होती है।",
                en="You divided by fan_out; the forward variance is set by fan_in.",
            ),
        ),
        Misconception(
            "xavier",
            xavier,
            Text(
                hi="यह Xavier का bound है; He में सिर्फ़ fan_in से भाग देते हैं।",
                en="This is Xavier's bound; He divides by fan_in alone.",
            ),
        ),
        Misconception(
            "torch-default",
            torch_default,
            Text(
                hi="1/√fan_in torch.nn.Linear का अपना bound है; He का bound √(6 / fan_in) है।",
                en="1/√fan_in is the default bound of torch.nn.Linear; He's is √(6 / fan_in).",
            ),
        ),
        Misconception(
            "normal-same-variance",
            normal_same_variance,
            Text(
                hi="variance सही है, पर आपने normal से draw किया; यहाँ uniform चाहिए।",
                en="The variance is right, but you drew from the normal distribution; the uniform is asked for.",
            ),
        ),
        Misconception(
            "only-positive",
            only_positive,
            Text(
                hi="आपने [0, a] पर draw किया: सारे weights positive हैं। [-a, a] पर कीजिए, ताकि mean 0 रहे।",
                en="You drew on [0, a], so all weights are positive. Draw on [-a, a], where the mean is 0.",
            ),
        ),
        Misconception(
            "rng-ignored",
            lambda fan_in, fan_out, _: he_uniform(fan_in, fan_out, np.random),
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
            "root-missing",
            root_missing,
            Text(
                hi="आपने a का root नहीं लिया: a = √(6 / fan_in)।",
                en="You left out the root: a = √(6 / fan_in).",
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
            ("torch.nn.init.kaiming_uniform_", "torch.nn.init.kaiming_uniform"),
            Text(
                hi="यहाँ initializer ख़ुद लिखिए: `rng` के draws और एक scale काफ़ी हैं।",
                en="Here you write the initializer yourself: draws of `rng` and one scale are enough.",
            ),
        ),
    ),
)
