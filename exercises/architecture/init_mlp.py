"""He-normal weights and zero biases for a whole network."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from grader.spec import chance, drawn
from grader.spec.exercise import Case, Convention, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Rng, Value
from reference.architecture import init_mlp
from reference.types import Array

Sizes = list[int]
Layers = list[tuple[Array, Array]]


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def seed() -> Rng:
        return Rng(int(rng.integers(2**31)))

    yield sample([([2, 3, 1], Rng(0))], hi="एक hidden layer", en="one hidden layer")
    yield sample([([3, 3], Rng(1))], hi="hidden layer के बिना", en="without a hidden layer")
    yield hidden([([4, 7, 5, 2], seed())], hi="दो hidden layers", en="two hidden layers", check="shapes")
    yield hidden([([6, 2], seed())], hi="दो ही sizes", en="two sizes only", check="shapes")
    yield hidden([([5, 1, 5, 3], seed())], hi="बीच में एक ही unit", en="a single unit in the middle", check="shapes")
    yield hidden(
        [([4, 4, 4, 4], seed())],
        hi="सारी sizes बराबर: layers फिर भी अलग",
        en="all sizes alike, yet no two layers the same",
    )
    yield hidden([([300, 100, 50], seed())], hi="sizes घटती जाएँ", en="sizes that shrink", check="statistics")
    yield hidden([([60, 300, 60], seed())], hi="बीच में चौड़ी layer", en="a wide layer in the middle", check="statistics")
    same = seed()
    yield hidden(
        [([7, 5, 6], same), ([7, 5, 6], same), ([7, 5, 6], seed())],
        hi="वही seed दो बार, फिर दूसरा seed",
        en="the same seed twice, then another",
    )
    yield hidden([([5, 6, 4], seed())], 2, hi="एक ही rng से दो बार", en="twice with one and the same rng")


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    return drawn.judged(args, answer, check)


def check(call: tuple[Sizes, Rng], value: Value) -> Finding | None:
    layers = read(call[0], value)
    if isinstance(layers, Finding):
        return layers
    for n, (W, b) in enumerate(layers, 1):
        if b.any():
            return Finding("stat.bias_not_zero", {"n": n})
        if (found := chance.normal_or_truncated(W, np.sqrt(2 / W.shape[1]))) is not None:
            return Finding("stat.layer_std", {"n": n, **found.params}) if found.code == "stat.std" else found
    weights = [W for W, _ in layers]
    for n, W in enumerate(weights, 1):
        for m, other in enumerate(weights[: n - 1], 1):
            if W.size > 1 and W.shape == other.shape and np.allclose(W, other):
                return Finding("stat.same_layer", {"n": n, "m": m})
    return None


def read(sizes: Sizes, value: Value) -> Layers | Finding:
    if not isinstance(value, list | tuple):
        return Finding("stat.not_layers", {"got": drawn.type_name(value)})
    if len(value) != len(sizes) - 1:
        return Finding("stat.layer_count", {"expected": len(sizes) - 1, "got": len(value)})
    layers = []
    for n, (layer, (fan_in, fan_out)) in enumerate(zip(value, pairwise(sizes), strict=True), 1):
        if not isinstance(layer, list | tuple) or len(layer) != 2:
            return Finding("stat.not_layers", {"got": drawn.type_name(layer)})
        W, b = drawn.numbers(layer[0], (fan_out, fan_in)), drawn.numbers(layer[1], (fan_out,))
        for name, part in ((f"W{n}", W), (f"b{n}", b)):
            if isinstance(part, Finding):
                return Finding("stat.layer_shape", {"name": name, **part.params}) if part.code == "stat.shape" else part
        layers.append((W, b))
    return layers


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    got = drawn.answers(args, answer)
    if isinstance(got, Finding):
        return {"unreadable": 10.0}
    found = dict(drawn.seed_traits(args, got))
    for i, ((sizes, rng), value) in enumerate(zip(drawn.made(args), got, strict=True)):
        layers = read(sizes, value)
        if isinstance(layers, Finding):
            found[f"{layers.code} {sorted(layers.params.items())} {i}"] = 10.0
            continue
        for n, ((W, b), size) in enumerate(zip(layers, sizes, strict=False)):
            found[f"bias {i} {n}"] = 10.0 * bool(b.any())
            found[f"same {i} {n}"] = 10.0 * any(W.shape == V.shape and np.allclose(W, V) for V, _ in layers[:n])
            found[f"size {i} {n}"] = float(size)
            found |= {f"{name} {i} {n}": trait for name, trait in drawn.traits(W, W.shape).items()}
            found[f"zero {i} {n}"] = 10.0 * (not W.any())
        if any(W.size >= chance.LARGE for W, _ in layers):
            found[f"right {i}"] = 10.0 * (check((sizes, rng), value) is None)
    return found


def by_loop(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    layers = []
    for k in range(1, len(layer_sizes)):
        W = rng.standard_normal((layer_sizes[k], layer_sizes[k - 1])) * np.sqrt(2 / layer_sizes[k - 1])
        layers.append([W, np.zeros(layer_sizes[k])])
    return layers


def in_float32(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    return tuple(
        (rng.standard_normal((m, n), dtype=np.float32) * np.float32(np.sqrt(2 / n)), np.zeros(m, np.float32))
        for n, m in pairwise(layer_sizes)
    )


def as_lists(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    return [
        ([[rng.normal(0, (2 / n) ** 0.5) for _ in range(n)] for _ in range(m)], [0] * m)
        for n, m in pairwise(layer_sizes)
    ]


def by_generator(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    return ((rng.normal(0, np.sqrt(2 / n), (n, m)).T, np.zeros((m,))) for n, m in pairwise(layer_sizes))


def children(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    pairs = list(pairwise(layer_sizes))
    seeds = rng.integers(0, 2**31, size=len(pairs))
    return [
        (np.random.RandomState(seed).normal(0, np.sqrt(2 / n), (m, n)), np.zeros(m))
        for seed, (n, m) in zip(seeds, pairs, strict=True)
    ]


def spawned(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    pairs = list(pairwise(layer_sizes))
    return [
        (np.sqrt(2 / n) * own.normal(size=(m, n)), np.zeros(m))
        for own, (n, m) in zip(rng.spawn(len(pairs)), pairs, strict=True)
    ]


def truncated(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    layers = []
    for n, m in pairwise(layer_sizes):
        z = rng.normal(size=(m, n))
        while (far := np.abs(z) > 2).any():
            z[far] = rng.normal(size=far.sum())
        layers.append((z / 0.87962566103423978 * np.sqrt(2 / n), np.zeros(m)))
    return layers


def with_std(std: object) -> object:
    """Normal weights with a std from (fan_in, fan_out, all sizes)."""

    def believes(layer_sizes: Sizes, rng: np.random.Generator) -> Layers:
        return [(rng.normal(0, std(n, m, layer_sizes), size=(m, n)), np.zeros(m)) for n, m in pairwise(layer_sizes)]

    return believes


def turned(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    return [(W.T, b) for W, b in init_mlp(layer_sizes, rng)]


def random_biases(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    return [(W, rng.normal(0, 0.1, len(b))) for W, b in init_mlp(layer_sizes, rng)]


def bias_columns(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    return [(W, b.reshape(-1, 1)) for W, b in init_mlp(layer_sizes, rng)]


def biases_of_the_inputs(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    return [(W, np.zeros(W.shape[1])) for W, _ in init_mlp(layer_sizes, rng)]


def zero_weights(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    return [(0 * W, b) for W, b in init_mlp(layer_sizes, rng)]


def one_too_many(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    return init_mlp([*layer_sizes, layer_sizes[-1]], rng)


def one_too_few(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    return init_mlp(layer_sizes, rng)[:-1]


def same_seed_for_all(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    seed = rng.integers(2**31)
    return [
        (np.random.default_rng(seed).normal(0, np.sqrt(2 / n), (m, n)), np.zeros(m)) for n, m in pairwise(layer_sizes)
    ]


def fixed_seed(layer_sizes: Sizes, rng: np.random.Generator) -> object:  # noqa: ARG001
    return init_mlp(layer_sizes, np.random.default_rng(0))


def uniform(layer_sizes: Sizes, rng: np.random.Generator) -> object:
    return [(rng.uniform(-1, 1, W.shape) * np.sqrt(6 / W.shape[1]), b) for W, b in init_mlp(layer_sizes, rng)]


EXERCISE = Exercise(
    title=Text(
        hi="init_mlp: पूरे network की शुरुआत",
        en="Initialize a whole network",
    ),
    statement=Text(
        hi="`layer_sizes` layers की sizes की list है: पहले input, अंत में output। (W, b) की list "
        "लौटाइए, हर layer के लिए एक जोड़ी: W की shape (fan_out, fan_in), उसी layer के std "
        "$\\sqrt{2 / fan\\_in}$ वाले normal weights (He); b की shape (fan_out,), सब 0। हर weight "
        "अलग से draw हो, हर layer की अपनी draws हों। सारे draws `rng` (numpy.random.Generator) "
        "से लीजिए: वही seed वही weights दे।",
        en="`layer_sizes` lists the sizes of the layers, input first and output last. Return a list "
        "of (W, b), a pair for each layer: W of shape (fan_out, fan_in), normal with mean 0 and "
        "the layer's own std $\\sqrt{2 / fan\\_in}$ (He); b of shape (fan_out,), all zeros. Every "
        "weight is drawn on its own, and every layer has draws of its own. Take all draws from "
        "`rng` (a numpy.random.Generator): the same seed gives the same weights.",
    ),
    hints=(
        Text(
            hi="हर पड़ोसी जोड़ी (fan_in, fan_out) एक layer है।",
            en="Each pair of neighbors (fan_in, fan_out) is a layer.",
        ),
        Text(
            hi="std हर layer में अलग है, क्योंकि fan_in अलग है।",
            en="The std differs from layer to layer, since fan_in does.",
        ),
        Text(
            hi="W (fan_out, fan_in), b (fan_out,)।",
            en="W is (fan_out, fan_in), b is (fan_out,).",
        ),
        Text(
            hi="जोड़ियों पर एक list comprehension।",
            en="A list comprehension over the pairs.",
        ),
    ),
    reference=init_mlp,
    cases=cases,
    kind="random",
    driver=drawn.draws,
    accepts=accepts,
    traits=traits,
    styles=(by_loop, in_float32, as_lists, by_generator, children, spawned),
    misconceptions=(
        Misconception(
            "transposed",
            turned,
            Text(
                hi="W की shape (fan_in, fan_out) आई; (fan_out, fan_in) चाहिए।",
                en="W came out with shape (fan_in, fan_out); it must be (fan_out, fan_in).",
            ),
        ),
        Misconception(
            "random-biases",
            random_biases,
            Text(
                hi="आपके biases random हैं; वे 0 से शुरू होते हैं।",
                en="Your biases are random; they start at 0.",
            ),
        ),
        Misconception(
            "one-scale-for-all",
            with_std(lambda _n, _m, sizes: np.sqrt(2 / sizes[0])),
            Text(
                hi="आपने पहली layer का std सब layers में रखा; हर layer का std उसके अपने fan_in से निकलता है।",
                en="You used the first layer's std for all; each layer's std follows from its own fan_in.",
            ),
        ),
        Misconception(
            "times-0.01",
            with_std(lambda _n, _m, _sizes: 0.01),
            Text(
                hi="आपने हर layer में std 0.01 रखा; He का std √(2 / fan_in) है।",
                en="You used the std 0.01 in every layer; He's std is √(2 / fan_in).",
            ),
        ),
        Misconception(
            "standard-normal",
            with_std(lambda _n, _m, _sizes: 1.0),
            Text(
                hi="आपने weights को scale नहीं किया: std 1 है, √(2 / fan_in) चाहिए।",
                en="You did not scale the weights: their std is 1 and must be √(2 / fan_in).",
            ),
        ),
        Misconception(
            "fan-out",
            with_std(lambda _n, m, _sizes: np.sqrt(2 / m)),
            Text(
                hi="आपने fan_out से भाग दिया; He में fan_in से देते हैं।",
                en="You divided by fan_out; He divides by fan_in.",
            ),
        ),
        Misconception(
            "xavier",
            with_std(lambda n, m, _sizes: np.sqrt(2 / (n + m))),
            Text(
                hi="यह Xavier है: 2 / (fan_in + fan_out)। He में सिर्फ़ fan_in आता है।",
                en="This is Xavier: 2 / (fan_in + fan_out). He takes fan_in alone.",
            ),
        ),
        Misconception(
            "variance-as-std",
            with_std(lambda n, _m, _sizes: 2 / n),
            Text(
                hi="आपने variance 2 / fan_in को std की जगह दिया; उसका root लीजिए।",
                en="You passed the variance 2 / fan_in for the std; take its root.",
            ),
        ),
        Misconception(
            "uniform",
            uniform,
            Text(
                hi="variance सही है, पर आपने uniform से draw किया; यहाँ normal चाहिए।",
                en="The variance is right, but you drew from the uniform distribution; the normal is asked for.",
            ),
        ),
        Misconception(
            "zero-weights",
            zero_weights,
            Text(
                hi="weights 0 हैं; तब सारी units हमेशा एक जैसी रहती हैं। सिर्फ़ biases 0 हों।",
                en="Your weights are 0; all units then stay alike for ever. Only biases are 0.",
            ),
        ),
        Misconception(
            "one-layer-too-many",
            one_too_many,
            Text(
                hi="एक layer ज़्यादा है: L sizes से L - 1 layers बनती हैं।",
                en="There is one layer too many: L sizes make L - 1 layers.",
            ),
        ),
        Misconception(
            "one-layer-too-few",
            one_too_few,
            Text(
                hi="एक layer कम है: L sizes से L - 1 layers बनती हैं, output वाली भी।",
                en="A layer is missing: L sizes make L - 1 layers, the output's included.",
            ),
        ),
        Misconception(
            "bias-columns",
            bias_columns,
            Text(
                hi="b की shape (fan_out, 1) आई; (fan_out,) चाहिए।",
                en="b came out with shape (fan_out, 1); it must be (fan_out,).",
            ),
        ),
        Misconception(
            "biases-of-the-inputs",
            biases_of_the_inputs,
            Text(
                hi="b की लंबाई fan_in आई; हर unit का एक bias है: (fan_out,)।",
                en="b has length fan_in; there is a bias for each unit: (fan_out,).",
            ),
        ),
        Misconception(
            "layers-share-draws",
            same_seed_for_all,
            Text(
                hi="आपने हर layer के लिए generator उसी seed से फिर शुरू किया: बराबर sizes की layers एक जैसी "
                "हैं। एक ही `rng` आगे चलाइए।",
                en="You restarted the generator with one seed for every layer: layers of equal size are the "
                "same. Go on with the one `rng`.",
            ),
        ),
        Misconception(
            "rng-ignored",
            lambda layer_sizes, _: init_mlp(layer_sizes, np.random),
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
            ("torch.nn.init.kaiming_normal_", "torch.nn.Linear"),
            Text(
                hi="यहाँ weights ख़ुद draw कीजिए।",
                en="Here you draw the weights yourself.",
            ),
        ),
    ),
)
