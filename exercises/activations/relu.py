"""ReLU: pass what is positive."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import relu, relu_grad
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def draw(*shape: int) -> Array:
        return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.1, 3, size=shape)

    yield sample(np.array([-2.0, 0.0, 3.0]), hi="एक vector, बीच में 0", en="a vector, 0 among it")
    yield sample(np.array([[1.0, -1.0], [-0.5, 0.5]]), hi="(N, D) shape का array", en="shape (N, D)", check="shapes")
    yield hidden(draw(7), hi="दोनों sign की values", en="values of both signs")
    yield hidden(draw(4, 3), hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(draw(3, 3), hi="जितनी rows, उतने ही columns", en="a square array")
    yield hidden(draw(1, 5), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(draw(5, 1), hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(draw(2, 3, 2), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(rng.uniform(0.1, 0.9, size=5), hi="1 से छोटी positive values", en="positive values below 1")
    yield hidden(rng.uniform(7, 20, size=5), hi="6 से बड़ी values", en="values above 6")
    yield hidden(
        -rng.uniform(0.5, 4, size=(2, 3)),
        hi="सब negative: neuron बंद",
        en="all negative: the neurons are off",
        check="edges",
    )
    yield hidden(draw(5) * 1000, hi="1000 जितनी values", en="values of the size of 1000", check="edges")
    yield hidden(draw(5) * 1e-3, hi="0 के पास की values", en="values close to 0", check="edges")


def by_where(z: Array) -> Array:
    return np.where(z > 0, z, 0)


def by_mask(z: Array) -> Array:
    return z * (z > 0)


def by_absolute_value(z: Array) -> Array:
    return (z + np.abs(z)) / 2


def by_recursion(z: Array) -> object:
    return [by_recursion(row) for row in z] if np.ndim(z) else max(0.0, float(z))


def by_copy(z: Array) -> Array:
    out = z.copy()
    out[out < 0] = 0
    return out


def by_clip(z: Array) -> Array:
    return np.clip(z, 0, None)


def in_float32(z: Array) -> Array:
    return np.maximum(z.astype(np.float32), 0)


def in_place(z: Array) -> Array:
    z[z < 0] = 0
    return z


EXERCISE = Exercise(
    title=Text(hi="ReLU: positive values आगे, बाक़ी 0", en="ReLU: pass what is positive"),
    statement=Text(
        hi="`z` किसी भी shape का array है, जैसे (D,), (N, D) या (N, H, W)। हर element पर $\\max(0, z)$ उसी "
        "shape में लौटाइए। `z` को मत बदलिए।",
        en="`z` is an array of any shape, such as (D,), (N, D) or (N, H, W). Return $\\max(0, z)$ for each "
        "element in the same "
        "shape. Leave `z` as it is.",
    ),
    hints=(
        Text(
            hi="positive value वैसी ही जाती है, negative की जगह 0 आता है।",
            en="A positive value passes as it is; a negative one becomes 0.",
        ),
        Text(
            hi="np.max पूरे array की एक सबसे बड़ी value देता है; np.maximum दो चीज़ों को element-wise compare करता है।",
            en="np.max gives the one largest value of an array; np.maximum compares two things element by element.",
        ),
        Text(
            hi="`z[z < 0] = 0` बुलाने वाले का array बदल देता है; नया array बनाइए।",
            en="`z[z < 0] = 0` changes the caller's array; make a new one.",
        ),
    ),
    reference=relu,
    cases=cases,
    styles=(by_where, by_mask, by_absolute_value, by_recursion, by_copy, by_clip, in_float32),
    misconceptions=(
        Misconception(
            "absolute-value",
            np.abs,
            Text(
                hi="आपने negative values का sign बदल दिया, यह |z| है; ReLU उनकी जगह 0 रखता है।",
                en="You flipped the sign of negative values, which is |z|; ReLU puts 0 in their place.",
            ),
        ),
        Misconception(
            "minimum",
            lambda z: np.minimum(z, 0),
            Text(
                hi="आपने min(0, z) लिया: negative values बचीं, positive चली गईं। max(0, z) चाहिए।",
                en="You took min(0, z): the negative values stayed and the positive ones went. It is max(0, z).",
            ),
        ),
        Misconception(
            "leaky",
            lambda z: np.where(z > 0, z, 0.01 * z),
            Text(
                hi="यह leaky ReLU है, negative ओर 0.01 की ढलान के साथ; ReLU वहाँ ठीक 0 है।",
                en="This is leaky ReLU, with a slope of 0.01 on the negative side; ReLU is exactly 0 there.",
            ),
        ),
        Misconception(
            "in-place",
            in_place,
            Text(
                hi="values सही हैं, पर आपने argument `z` को ही बदल दिया; backward pass को पुराना z चाहिए। "
                "np.maximum(z, 0) नया array देता है।",
                en="The values are right, but you changed the argument `z` itself, and the backward pass "
                "needs it. np.maximum(z, 0) makes a new array.",
            ),
        ),
        Misconception(
            "clipped-at-six",
            lambda z: np.clip(z, 0, 6),
            Text(
                hi="आपने output 6 पर रोक दिया, यह ReLU6 है; ReLU ऊपर की ओर खुला है।",
                en="You capped the output at 6, which is ReLU6; ReLU has no upper bound.",
            ),
        ),
        Misconception(
            "clipped-at-one",
            lambda z: np.clip(z, 0, 1),
            Text(
                hi="आपने output 1 पर रोक दिया; ReLU ऊपर की ओर खुला है: relu(3) = 3।",
                en="You capped the output at 1; ReLU has no upper bound: relu(3) = 3.",
            ),
        ),
        Misconception(
            "one-maximum",
            lambda z: max(0.0, float(np.max(z))),
            Text(
                hi="आपने पूरे array का एक ही maximum लौटाया; ReLU हर element पर अलग लगता है: np.maximum।",
                en="You returned one maximum of the whole array; ReLU works on each element: np.maximum.",
            ),
        ),
        Misconception(
            "scalar-only",
            lambda z: max(0, z),
            Text(
                hi="Python का max(0, z) array पर रुक जाता है; np.maximum(0, z) हर element पर चलता है।",
                en="Python's max(0, z) fails for an array; np.maximum(0, z) works on every element.",
            ),
        ),
        Misconception(
            "step",
            relu_grad,
            Text(
                hi="आपने 0 और 1 लौटाए, यह ReLU का derivative है; ReLU positive z को ही लौटाता है।",
                en="You returned zeros and ones, the derivative of ReLU; ReLU returns the positive z itself.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.relu", "torch.nn.functional.relu", "torch.nn.ReLU", "jax.nn.relu"),
            Text(
                hi="यहाँ ReLU आपको ख़ुद लिखना है: np.maximum या np.where काफ़ी है।",
                en="Here you write ReLU yourself: np.maximum or np.where is enough.",
            ),
        ),
    ),
)
