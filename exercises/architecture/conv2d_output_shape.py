"""Height and width that a convolution leaves."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.architecture import conv2d_output_shape


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def whole(low: int, high: int) -> int:
        return int(rng.integers(low, high))

    h, w = whole(9, 20), whole(21, 40)
    yield sample(5, 7, 3, 1, 0, hi="stride 1, padding नहीं", en="stride 1, no padding")
    yield sample(28, 28, 5, 2, 2, hi="stride 2 और padding 2", en="stride 2, padding 2")
    yield hidden(h, w, 3, 1, 0, hi="सबसे सीधा मामला", en="the plain case")
    yield hidden(h, w, 5, 1, 2, hi="size वही रहे", en="the size is kept")
    yield hidden(2 * h, 2 * w + 1, 3, 2, 0, hi="एक ओर आख़िरी pixel बचे", en="a pixel is left over on one side")
    yield hidden(2 * h + 1, 2 * w, 3, 2, 1, hi="stride 2 और padding 1", en="stride 2, padding 1")
    yield hidden(3 * h + 1, 3 * w + 2, 4, 3, 0, hi="stride 3, दोनों ओर pixels बचें", en="stride 3 with pixels left over")
    yield hidden(224, 224, 7, 2, 3, hi="ResNet की पहली layer", en="the first layer of a ResNet")
    yield hidden(h, h + 4, 1, 1, 0, hi="1 x 1 का kernel", en="a 1 x 1 kernel", check="edges")
    yield hidden(6, 9, 6, 1, 0, hi="kernel पूरी ऊँचाई जितना", en="a kernel as high as the image", check="edges")
    yield hidden(3, 3, 3, 5, 0, hi="एक ही जगह बैठे", en="it fits in one place only", check="edges")
    yield hidden(3, 5, 5, 2, 1, hi="padding से ही kernel बैठे", en="the kernel fits only thanks to padding", check="edges")
    yield hidden(w, h, 2, 2, 0, hi="pooling जैसा", en="as in pooling")


Shape = object


def by_floor(height: int, width: int, kernel: int, stride: int, padding: int) -> Shape:
    return [math.floor((size + 2 * padding - kernel) / stride) + 1 for size in (height, width)]


def by_counting(height: int, width: int, kernel: int, stride: int, padding: int) -> Shape:
    return tuple(len(range(0, size + 2 * padding - kernel + 1, stride)) for size in (height, width))


def by_arrays(height: int, width: int, kernel: int, stride: int, padding: int) -> Shape:
    return (np.array([height, width]) + 2 * padding - kernel) // stride + 1


def as_floats(height: int, width: int, kernel: int, stride: int, padding: int) -> Shape:
    return tuple(float(np.floor((size + 2.0 * padding - kernel + stride) / stride)) for size in (height, width))


def by_striding(height: int, width: int, kernel: int, stride: int, padding: int) -> Shape:
    image = np.zeros((height + 2 * padding, width + 2 * padding))
    return np.lib.stride_tricks.sliding_window_view(image, (kernel, kernel))[::stride, ::stride].shape[:2]


def sizes(rule: object) -> object:
    """The same rule for height and width."""
    return lambda height, width, *rest: (rule(height, *rest), rule(width, *rest))


def swapped(height: int, width: int, kernel: int, stride: int, padding: int) -> Shape:
    return conv2d_output_shape(width, height, kernel, stride, padding)


def height_only(height: int, width: int, kernel: int, stride: int, padding: int) -> Shape:  # noqa: ARG001
    return conv2d_output_shape(height, height, kernel, stride, padding)


EXERCISE = Exercise(
    title=Text(
        hi="conv2d_output_shape: convolution के बाद की size",
        en="Output size of a convolution",
    ),
    statement=Text(
        hi="`height` × `width` की image पर `kernel` × `kernel` का convolution चलता है, `stride` के "
        "क़दमों से, चारों ओर `padding` pixels जोड़कर। (h, w) लौटाइए, हर दिशा में $\\lfloor (size "
        "+ 2 \\cdot padding - kernel) / stride \\rfloor + 1$। kernel हमेशा image में समाता है।",
        en="A convolution with a `kernel` × `kernel` window runs over an image of `height` × "
        "`width` in steps of `stride`, with `padding` pixels added on every side. Return (h, w), "
        "in each direction $\\lfloor (size + 2 \\cdot padding - kernel) / stride \\rfloor + 1$. The "
        "kernel always fits.",
    ),
    hints=(
        Text(
            hi="kernel की ऊपरी-बाईं जगहें गिनिए: पहली हमेशा बैठती है।",
            en="Count the places of the kernel's upper left corner: the first always fits.",
        ),
        Text(
            hi="padding दोनों ओर जुड़ता है, इसलिए 2 · padding।",
            en="Padding is added on both sides, hence 2 · padding.",
        ),
        Text(
            hi="height और width पर एक ही सूत्र।",
            en="The same formula for height and width.",
        ),
        Text(
            hi="// नीचे की ओर पूरा करता है; फिर + 1।",
            en="// rounds down; then add 1.",
        ),
    ),
    reference=conv2d_output_shape,
    cases=cases,
    styles=(by_floor, by_counting, by_arrays, as_floats, by_striding),
    misconceptions=(
        Misconception(
            "padding-once",
            sizes(lambda size, k, s, p: (size + p - k) // s + 1),
            Text(
                hi="आपने padding एक ही ओर जोड़ा; वह दोनों ओर जुड़ता है: 2 · padding।",
                en="You added the padding on one side; it comes on both: 2 · padding.",
            ),
        ),
        Misconception(
            "plus-one-missing",
            sizes(lambda size, k, s, p: (size + 2 * p - k) // s),
            Text(
                hi="+ 1 छूट गया: kernel की पहली जगह भी गिनी जाती है।",
                en="The + 1 is missing: the kernel's first place counts, too.",
            ),
        ),
        Misconception(
            "rounded-up",
            sizes(lambda size, k, s, p: -(-(size + 2 * p - k) // s) + 1),
            Text(
                hi="आपने ऊपर की ओर पूरा किया; अधूरे क़दम पर kernel बाहर निकल जाता है: नीचे की ओर पूरा कीजिए।",
                en="You rounded up; at a partial step the kernel would stick out: round down.",
            ),
        ),
        Misconception(
            "stride-ignored",
            sizes(lambda size, k, _, p: size + 2 * p - k + 1),
            Text(
                hi="आपने stride से भाग नहीं दिया; kernel stride के क़दमों से चलता है।",
                en="You did not divide by stride; the kernel moves in steps of stride.",
            ),
        ),
        Misconception(
            "padding-ignored",
            sizes(lambda size, k, s, _: (size - k) // s + 1),
            Text(
                hi="आपने padding नहीं जोड़ा; image दोनों ओर padding जितनी बड़ी होती है।",
                en="You left out the padding; it makes the image larger on both sides.",
            ),
        ),
        Misconception(
            "swapped",
            swapped,
            Text(
                hi="(w, h) आया; पहले ऊँचाई, फिर चौड़ाई लौटाइए।",
                en="You returned (w, h); the height comes first.",
            ),
        ),
        Misconception(
            "not-rounded",
            sizes(lambda size, k, s, p: (size + 2 * p - k) / s + 1),
            Text(
                hi="/ से भाग देने पर पूरा अंक नहीं आता; // से नीचे की ओर पूरा कीजिए।",
                en="/ does not give whole numbers; round down with //.",
            ),
        ),
        Misconception(
            "same-padding-assumed",
            sizes(lambda size, _k, s, _p: -(-size // s)),
            Text(
                hi="आपने 'same' padding मान लिया: size / stride। यहाँ kernel और padding दिए हुए हैं।",
                en="You assumed 'same' padding: size / stride. Here kernel and padding are given.",
            ),
        ),
        Misconception(
            "square-assumed",
            height_only,
            Text(
                hi="आपने width की जगह height ही दो बार ली; image चौकोर हो, ज़रूरी नहीं।",
                en="You used the height twice; the image need not be square.",
            ),
        ),
    ),
)
