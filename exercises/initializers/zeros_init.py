"""Zeros of shape (fan_out, fan_in)."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.initializers import zeros_init
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def size() -> int:
        return int(rng.integers(2, 9))

    fan = size()
    yield sample(3, 2, hi="3 inputs और 2 units", en="3 inputs, 2 units")
    yield sample(2, 4, hi="2 inputs और 4 units", en="2 inputs, 4 units")
    yield hidden(fan, fan + 1, hi="units inputs से एक ज़्यादा", en="one unit more than inputs")
    yield hidden(fan + 3, fan, hi="inputs units से 3 ज़्यादा", en="three inputs more than units")
    yield hidden(fan, fan, hi="fan_in और fan_out बराबर", en="fan_in = fan_out")
    yield hidden(1, size(), hi="सिर्फ़ एक input", en="one input only", check="edges")
    yield hidden(size(), 1, hi="सिर्फ़ एक unit", en="one unit only", check="edges")
    yield hidden(1, 1, hi="एक input, एक unit", en="one input, one unit", check="edges")
    yield hidden(7, 13, hi="बड़ी layer", en="a larger layer")
    yield hidden(20, 5 + size() % 3, hi="fan_in बहुत बड़ा", en="fan_in much larger")


def by_lists(fan_in: int, fan_out: int) -> object:
    return [[0.0] * fan_in for _ in range(fan_out)]


def by_multiplying(fan_in: int, fan_out: int) -> Array:
    return 0.0 * np.ones((fan_out, fan_in))


def whole_numbers(fan_in: int, fan_out: int) -> object:
    return np.zeros((fan_out, fan_in), dtype=int)


def in_float32(fan_in: int, fan_out: int) -> object:
    return np.full((fan_out, fan_in), 0, dtype=np.float32)


def by_rows(fan_in: int, fan_out: int) -> object:
    return [np.zeros(fan_in) for _ in range(fan_out)]


def transposed(fan_in: int, fan_out: int) -> Array:
    return np.zeros((fan_in, fan_out))


def ones(fan_in: int, fan_out: int) -> Array:
    return np.ones((fan_out, fan_in))


def flat(fan_in: int, fan_out: int) -> Array:
    return np.zeros(fan_out * fan_in)


def biases_only(fan_in: int, fan_out: int) -> Array:  # noqa: ARG001
    return np.zeros(fan_out)


def tiny(fan_in: int, fan_out: int) -> Array:
    return np.full((fan_out, fan_in), 0.01)


def identity(fan_in: int, fan_out: int) -> Array:
    return np.eye(fan_out, fan_in)


EXERCISE = Exercise(
    title=Text(
        hi="zeros_init: शून्य weights",
        en="Zero weights",
    ),
    statement=Text(
        hi="`fan_in` inputs और `fan_out` units वाली layer के लिए shape (fan_out, fan_in) का array लौटाइए, जिसमें सब 0 हों।",
        en="For a layer with `fan_in` inputs and `fan_out` units return an array of shape (fan_out, "
        "fan_in) in which everything is 0.",
    ),
    hints=(
        Text(
            hi="यह सबसे आसान initializer है, और छिपी layers के weights के लिए ग़लत भी: सोचिए, सब units में फ़र्क़ कैसे आएगा।",
            en="This is the easiest initializer, and a wrong one for hidden weights: think how the "
            "units would ever differ.",
        ),
        Text(
            hi="हर weight ठीक 0 है; कोई draw नहीं।",
            en="Every weight is exactly 0; nothing is drawn.",
        ),
        Text(
            hi="shape (fan_out, fan_in) है: हर unit की एक row।",
            en="The shape is (fan_out, fan_in): a row for each unit.",
        ),
        Text(
            hi="एक पंक्ति: np.zeros को shape का tuple दीजिए।",
            en="One line: give np.zeros the shape as a tuple.",
        ),
    ),
    reference=zeros_init,
    cases=cases,
    styles=(by_lists, by_multiplying, whole_numbers, in_float32, by_rows),
    misconceptions=(
        Misconception(
            "transposed",
            transposed,
            Text(
                hi="आपकी shape (fan_in, fan_out) है; यहाँ weights की shape (fan_out, fan_in) होती है: हर unit की एक row।",
                en="Your shape is (fan_in, fan_out); weights here are (fan_out, fan_in), a row for each unit.",
            ),
        ),
        Misconception(
            "ones",
            ones,
            Text(
                hi="आपने सब 1 रखे; यहाँ सब 0 चाहिए।",
                en="You filled the array with 1; it must be 0 everywhere.",
            ),
        ),
        Misconception(
            "flat",
            flat,
            Text(
                hi="आपने एक axis वाला array लौटाया; shape (fan_out, fan_in) चाहिए।",
                en="You returned an array with a single axis; the shape is (fan_out, fan_in).",
            ),
        ),
        Misconception(
            "biases-only",
            biases_only,
            Text(
                hi="यह biases की shape (fan_out,) है; weights की shape (fan_out, fan_in) होती है।",
                en="This is the shape of the biases, (fan_out,); weights are (fan_out, fan_in).",
            ),
        ),
        Misconception(
            "small-constant",
            tiny,
            Text(
                hi="आपने सब 0.01 रखे; यहाँ ठीक 0 चाहिए। छोटा constant भी units को अलग नहीं करता।",
                en="You filled the array with 0.01; exactly 0 is asked for. A small constant does not tell "
                "the units apart either.",
            ),
        ),
        Misconception(
            "identity",
            identity,
            Text(
                hi="आपने identity matrix लौटाया; diagonal पर भी 0 चाहिए।",
                en="You returned an identity matrix; the diagonal must be 0 as well.",
            ),
        ),
    ),
)
