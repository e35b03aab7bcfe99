"""fan_in and fan_out of dense and convolution weights."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.initializers import conv_fans


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def sizes(count: int) -> tuple[int, ...]:
        return tuple(int(n) for n in rng.choice(np.arange(2, 12), size=count, replace=False))

    yield sample((2, 3), hi="एक dense layer", en="a dense layer")
    yield sample((16, 3, 5, 5), hi="5 x 5 का kernel", en="a 5 x 5 kernel")
    yield hidden(sizes(2), hi="कोई भी dense layer", en="any dense layer", check="edges")
    yield hidden((7, 7), hi="out = in वाली dense layer", en="a dense layer with out = in", check="edges")
    yield hidden(sizes(3), hi="1D convolution की layer", en="a 1D convolution")
    yield hidden(sizes(4), hi="2D kernel, जो चौकोर नहीं", en="a 2D kernel that is not square")
    yield hidden((6, 6, 3, 3), hi="out = in वाला 3 x 3 kernel", en="a 3 x 3 kernel with out = in")
    yield hidden(sizes(5), hi="3D convolution की layer", en="a 3D convolution")
    yield hidden((*sizes(2), 1, 1), hi="1 x 1 का kernel", en="a 1 x 1 kernel", check="edges")
    yield hidden((1, 9, 3, 3), hi="एक ही output channel", en="a single output channel", check="edges")
    yield hidden((64, 1, 7, 7), hi="एक ही input channel", en="a single input channel", check="edges")
    yield hidden((5, 4, 1, 3), hi="1 x 3 का kernel", en="a 1 x 3 kernel")


Shape = tuple[int, ...]


def by_loop(shape: Shape) -> object:
    field = 1
    for size in shape[2:]:
        field *= size
    return [shape[1] * field, shape[0] * field]


def by_whole_product(shape: Shape) -> object:
    return math.prod(shape) // shape[0], math.prod(shape) // shape[1]


def by_array(shape: Shape) -> object:
    return np.array([shape[1], shape[0]]) * np.prod(shape[2:])


def by_zeros(shape: Shape) -> object:
    w = np.zeros(shape)
    return w[0].size, w[:, 0].size


def by_floats(shape: Shape) -> object:
    out, into, *kernel = shape
    return float(into * np.prod(kernel)), float(out * np.prod(kernel))


def swapped(shape: Shape) -> object:
    return shape[0] * math.prod(shape[2:]), shape[1] * math.prod(shape[2:])


def kernel_forgotten(shape: Shape) -> object:
    return shape[1], shape[0]


def kernel_in_fan_in_only(shape: Shape) -> object:
    return shape[1] * math.prod(shape[2:]), shape[0]


def channels_last(shape: Shape) -> object:
    return shape[-2] * math.prod(shape[:-2]), shape[-1] * math.prod(shape[:-2])


def kernel_summed(shape: Shape) -> object:
    field = sum(shape[2:]) or 1
    return shape[1] * field, shape[0] * field


def first_size_only(shape: Shape) -> object:
    field = shape[2] if len(shape) > 2 else 1
    return shape[1] * field, shape[0] * field


def two_sizes_only(shape: Shape) -> object:
    out, into, height, width = shape
    return into * height * width, out * height * width


EXERCISE = Exercise(
    title=Text(
        hi="conv_fans: weights की shape से fan_in और fan_out",
        en="Fan-in and fan-out from the shape of the weights",
    ),
    statement=Text(
        hi="`shape` weights की shape है: (out, in) या (out, in, k1, ..., kn)। (fan_in, fan_out) "
        "लौटाइए: fan_in = in · k1 · ... · kn, fan_out = out · k1 · ... · kn। kernel का आकार "
        "(receptive field) दोनों में गिना जाता है; dense layer में उसका product 1 है।",
        en="`shape` is the shape of the weights: (out, in) or (out, in, k1, ..., kn). Return "
        "(fan_in, fan_out): fan_in = in · k1 · ... · kn, fan_out = out · k1 · ... · kn. The "
        "receptive field counts in both; for a dense layer its product is 1.",
    ),
    hints=(
        Text(
            hi="convolution की एक output value कितने inputs देखती है? और एक input कितने outputs तक पहुँचता है?",
            en="How many inputs does one output value of a convolution see? And how many outputs does one input reach?",
        ),
        Text(
            hi="दोनों में kernel की सारी sizes का product आता है।",
            en="Both hold the product of all kernel sizes.",
        ),
        Text(
            hi="shape[0] output channels हैं, shape[1] input channels, shape[2:] kernel; (out, in) पर shape[2:] ख़ाली है।",
            en="shape[0] counts output channels, shape[1] input channels, shape[2:] is the kernel, "
            "empty for (out, in).",
        ),
        Text(
            hi="math.prod ख़ाली tuple पर 1 देता है।",
            en="math.prod of an empty tuple is 1.",
        ),
    ),
    reference=conv_fans,
    cases=cases,
    styles=(by_loop, by_whole_product, by_array, by_zeros, by_floats),
    misconceptions=(
        Misconception(
            "swapped",
            swapped,
            Text(
                hi="fan_in और fan_out अदल-बदल गए: shape[0] output channels हैं, shape[1] input channels।",
                en="fan_in and fan_out are swapped: shape[0] counts output channels, shape[1] input channels.",
            ),
        ),
        Misconception(
            "kernel-forgotten",
            kernel_forgotten,
            Text(
                hi="आपने kernel की sizes नहीं गिनीं; एक output value in · k1 · ... · kn inputs देखती है।",
                en="You left out the kernel sizes; one output value sees in · k1 · ... · kn inputs.",
            ),
        ),
        Misconception(
            "kernel-in-fan-in-only",
            kernel_in_fan_in_only,
            Text(
                hi="kernel fan_in में गिना, fan_out में नहीं; एक input भी kernel जितनी जगहों तक पहुँचता है।",
                en="You counted the kernel in fan_in only; one input reaches as many places as the kernel "
                "has entries, too.",
            ),
        ),
        Misconception(
            "channels-last",
            channels_last,
            Text(
                hi="आपने shape को (k1, ..., kn, in, out) माना, जैसा Keras में है; यहाँ (out, in, k1, ..., kn) है।",
                en="You read the shape as (k1, ..., kn, in, out), as in Keras; here it is (out, in, k1, ..., kn).",
            ),
        ),
        Misconception(
            "kernel-summed",
            kernel_summed,
            Text(
                hi="आपने kernel की sizes जोड़ीं; 3 x 3 kernel में 9 entries हैं, 6 नहीं: गुणा कीजिए।",
                en="You added the kernel sizes; a 3 x 3 kernel has 9 entries and not 6: multiply.",
            ),
        ),
        Misconception(
            "first-size-only",
            first_size_only,
            Text(
                hi="आपने kernel की सिर्फ़ पहली size ली; सब का product लीजिए।",
                en="You took the first kernel size only; take the product of all.",
            ),
        ),
        Misconception(
            "four-axes-only",
            two_sizes_only,
            Text(
                hi="आपका function सिर्फ़ चार axes पर चलता है; shape (out, in) और (out, in, k1, ..., kn) सब आती हैं।",
                en="Your function works for four axes only; (out, in) and (out, in, k1, ..., kn) all occur.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.init._calculate_fan_in_and_fan_out",),
            Text(
                hi="यहाँ fans ख़ुद गिनिए: shape के गुणनफल काफ़ी हैं।",
                en="Here you count the fans yourself: products of the shape are enough.",
            ),
        ),
    ),
)
