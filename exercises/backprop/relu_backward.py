"""The backward pass of ReLU."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.backprop import relu_backward
from reference.types import Array


def pair(rng: np.random.Generator, *shape: int, size: float = 1.0) -> tuple[Array, Array]:
    """A dout of both signs, and z of both signs away from 0."""
    z = rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.3, 3, size=shape)
    return rng.normal(size=shape) * size, z


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([5.0, -2.0, 3.0]), np.array([1.0, 2.0, -4.0]), hi="तीन values", en="three values")
    yield sample(
        np.array([[1.0, -1.0], [2.0, 4.0]]),
        np.array([[-3.0, 0.5], [2.0, 0.0]]),
        hi="z में एक ठीक 0",
        en="one z is exactly 0",
    )
    yield hidden(*pair(rng, 6), hi="shape (D,) वाला batch नहीं", en="shape (D,), no batch", check="shapes")
    yield hidden(*pair(rng, 4, 3), hi="साधारण batch", en="an ordinary batch")
    yield hidden(*pair(rng, 3, 3), hi="square arrays, यानी N = D", en="square arrays, N = D")
    yield hidden(*pair(rng, 2, 3, 4), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(*pair(rng, 1, 5), hi="एक ही row", en="one row only", check="shapes")
    yield hidden(*pair(rng, 5, 1), hi="एक ही column", en="one column only", check="shapes")
    dout, z = pair(rng, 3, 4)
    yield hidden(-np.abs(dout), z, hi="dout पूरा negative: वह भी गुज़रता है", en="a negative dout, which passes too")
    yield hidden(dout, np.abs(z), hi="सब z > 0: dout वैसा ही लौटता है", en="all z > 0: dout comes back as it is")
    yield hidden(dout, -np.abs(z), hi="सब z < 0: सब gradient 0", en="all z < 0: every gradient is 0", check="edges")
    yield hidden(
        dout,
        z * np.array([1.0, 0.0, 1.0, 0.0]),
        hi="z में कई ठीक 0: वहाँ ढाल 0 है",
        en="several z exactly 0, where the slope is 0",
        check="edges",
    )
    yield hidden(*pair(rng, 3, 4, size=100.0), hi="बड़ा dout", en="a large dout")
    yield hidden(dout * 1e-3, z * 50, hi="छोटा dout, बड़ा z", en="a small dout and a large z")


def in_place(dout: Array, z: Array) -> Array:
    dout[z <= 0] = 0
    return dout


def by_loop(dout: Array, z: Array) -> object:
    if z.ndim > 1:
        return [by_loop(g, v) for g, v in zip(dout, z, strict=True)]
    return [g if v > 0 else 0 for g, v in zip(dout, z, strict=True)]


def by_copy(dout: Array, z: Array) -> Array:
    dz = np.array(dout, copy=True)
    dz[z <= 0] = 0
    return dz


def by_relu(dout: Array, z: Array) -> Array:
    return dout * (np.maximum(z, 0) != 0).astype(int)


by_vectorize = np.vectorize(lambda g, v: float(g) if v > 0 else 0.0)


def by_half_sign(dout: Array, z: Array) -> Array:
    return dout * np.heaviside(z, 0)


def in_float32(dout: Array, z: Array) -> Array:
    return dout.astype(np.float32) * (z > 0)


EXERCISE = Exercise(
    title=Text(hi="ReLU का backward pass", en="The backward pass of ReLU"),
    statement=Text(
        hi="`z` वह है जो ReLU में गया, `dout` = ∂L/∂relu(z); दोनों की shape एक जैसी है, कोई भी। ∂L/∂z लौटाइए: जहाँ "
        "z > 0 वहाँ dout, बाकी जगह 0 (z = 0 पर भी 0)। "
        "`dout` को न बदलिए।",
        en="`z` is what went into the ReLU, `dout` = ∂L/∂relu(z); both have the same shape, any shape. Return "
        "∂L/∂z: dout where z > 0, 0 elsewhere (at z = 0 too). "
        "Leave `dout` as it is.",
    ),
    hints=(
        Text(
            hi="ReLU एक फाटक है: forward में जो value गुज़री, उसी का gradient वापस गुज़रता है।",
            en="ReLU is a gate: where the value passed forward, the gradient passes back.",
        ),
        Text(
            hi="फाटक z तय करता है, dout नहीं; negative gradient भी गुज़रता है।",
            en="z decides the gate, not dout; a negative gradient passes too.",
        ),
        Text(
            hi="`z > 0` से उसी shape का boolean array मिलता है; उससे गुणा कीजिए या `np.where` लिखिए।",
            en="`z > 0` is a boolean array of the same shape; multiply by it, or use `np.where`.",
        ),
    ),
    reference=relu_backward,
    cases=cases,
    styles=(by_loop, by_copy, by_relu, by_vectorize, by_half_sign, in_float32),
    misconceptions=(
        Misconception(
            "mask-from-dout",
            lambda dout, z: np.where(dout > 0, dout, 0.0),  # noqa: ARG005
            Text(
                hi="आपने mask dout से बनाया; फाटक z तय करता है, और negative dout भी गुज़रता है।",
                en="You made the mask from dout; z decides the gate, and a negative dout passes too.",
            ),
        ),
        Misconception(
            "dout-forgotten",
            lambda dout, z: np.where(z > 0, 1.0, 0.0),  # noqa: ARG005
            Text(
                hi="आपने सिर्फ़ ReLU की ढाल (0 या 1) लौटाई; chain rule में वह dout से गुणा होती है।",
                en="You returned the slope of ReLU alone, 0 or 1; the chain rule multiplies it by dout.",
            ),
        ),
        Misconception(
            "multiplied-by-z",
            lambda dout, z: dout * np.maximum(z, 0),
            Text(
                hi="आपने dout को relu(z) से गुणा किया; गुणा ढाल से होता है, जो z > 0 पर 1 है।",
                en="You multiplied dout by relu(z); it is multiplied by the slope, which is 1 where z > 0.",
            ),
        ),
        Misconception(
            "changes-dout",
            in_place,
            Text(
                hi="values सही हैं, पर `dout[z <= 0] = 0` ने दिया गया dout बदल दिया; पहले copy बनाइए या np.where लिखिए।",
                en="The values are right, but `dout[z <= 0] = 0` changed the given dout; copy it first or use "
                "np.where.",
            ),
        ),
        Misconception(
            "slope-one-at-zero",
            lambda dout, z: np.where(z >= 0, dout, 0.0),
            Text(
                hi="z = 0 पर आपने dout गुज़रने दिया; यहाँ तय है कि वहाँ ढाल 0 है: z > 0 लिखिए।",
                en="At z = 0 you let dout pass; the slope there is 0 by our convention: write z > 0.",
            ),
        ),
        Misconception(
            "gate-inverted",
            lambda dout, z: np.where(z > 0, 0.0, dout),
            Text(
                hi="आपका फाटक उल्टा है: z > 0 पर dout गुज़रता है, बाकी जगह 0।",
                en="Your gate is inverted: dout passes where z > 0, and 0 elsewhere.",
            ),
        ),
        Misconception(
            "leaky-slope",
            lambda dout, z: np.where(z > 0, dout, 0.01 * dout),
            Text(
                hi="z <= 0 पर आपने 0.01 की ढाल रखी, वह leaky ReLU है; ReLU में वहाँ 0 है।",
                en="For z <= 0 you kept a slope of 0.01, which is leaky ReLU; for ReLU it is 0.",
            ),
        ),
        Misconception(
            "forward-again",
            lambda dout, z: np.maximum(z, 0),  # noqa: ARG005
            Text(
                hi="आपने relu(z) लौटाया, वह forward pass है; यहाँ dout का वह हिस्सा चाहिए जो वापस गुज़रता है।",
                en="You returned relu(z), the forward pass; here you need the part of dout that passes back.",
            ),
        ),
        Misconception(
            "sign-as-slope",
            lambda dout, z: dout * np.sign(z),
            Text(
                hi="आपने ढाल की जगह sign(z) लिया, जो z < 0 पर -1 है; ReLU की ढाल वहाँ 0 है।",
                en="You took sign(z) for the slope, which is -1 for z < 0; the slope of ReLU is 0 there.",
            ),
        ),
    ),
)
