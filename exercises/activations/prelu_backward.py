"""Backward pass of PReLU: gradients of the input and of the learned slope."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import prelu_backward
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def draw(*shape: int) -> Array:
        return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.1, 3, size=shape)

    def up(*shape: int) -> Array:
        return rng.normal(size=shape) + 0.5

    yield sample(
        np.array([1.0, 2.0, 3.0]),
        np.array([-1.0, 2.0, -2.0]),
        0.5,
        hi="तीन elements, दो बंद",
        en="three elements, two of them off",
    )
    yield sample(
        np.array([[1.0, -2.0], [0.5, 4.0]]),
        np.array([[-1.0, -2.0], [3.0, -0.5]]),
        0.25,
        hi="(N, D) shape का array",
        en="shape (N, D)",
        check="shapes",
    )
    yield hidden(up(6), draw(6), 0.3, hi="एक vector", en="a vector")
    yield hidden(up(4, 3), draw(4, 3), 0.2, hi="4 rows और 3 columns", en="4 rows, 3 columns")
    yield hidden(up(3, 3), draw(3, 3), 0.4, hi="जितनी rows, उतने ही columns", en="square arrays")
    yield hidden(up(1, 5), draw(1, 5), 0.1, hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(up(5, 1), draw(5, 1), 0.6, hi="सिर्फ़ एक column", en="one column only", check="shapes")
    yield hidden(up(2, 3, 2), draw(2, 3, 2), 0.25, hi="तीन axes", en="three axes", check="shapes")
    yield hidden(
        up(4),
        rng.uniform(0.5, 3, size=4),
        0.3,
        hi="सब z positive: dalpha 0 है",
        en="all z positive: dalpha is 0",
        check="edges",
    )
    yield hidden(
        up(2, 4), -rng.uniform(0.5, 3, size=(2, 4)), 0.7, hi="सब z negative", en="all z negative", check="edges"
    )
    yield hidden(up(6), draw(6), 1.5, hi="1 से बड़ा alpha", en="alpha above 1", check="hyperparameters")
    yield hidden(
        up(6) * 100,
        draw(6),
        0.01,
        hi="बड़ा upstream gradient, alpha = 0.01",
        en="a large upstream gradient, alpha = 0.01",
        check="hyperparameters",
    )
    yield hidden(
        up(5),
        rng.permutation([0.0, 0.0, -1.5, 2.5, -0.5]),
        0.35,
        hi="z ठीक 0 पर: alpha वाली ओर",
        en="z exactly 0: on the side of alpha",
        check="edges",
    )


def by_masks(dout: Array, z: Array, alpha: float) -> tuple[Array, float]:
    off = (z <= 0).astype(float)
    return dout * (1 - off) + alpha * dout * off, (dout * z * off).sum()


def by_minimum(dout: Array, z: Array, alpha: float) -> tuple[Array, float]:
    return dout * np.where(z > 0, 1.0, alpha), np.vdot(dout, np.minimum(z, 0))


def by_loop(dout: Array, z: Array, alpha: float) -> list[object]:
    dz, dalpha = np.zeros(z.shape), 0.0
    for index in np.ndindex(z.shape):
        if z[index] > 0:
            dz[index] = dout[index]
        else:
            dz[index] = alpha * dout[index]
            dalpha += dout[index] * z[index]
    return [dz.tolist(), dalpha]


def by_selection(dout: Array, z: Array, alpha: float) -> tuple[Array, Array]:
    dz = dout.copy()
    dz[z <= 0] *= alpha
    return dz, np.array([np.dot(dout[z <= 0], z[z <= 0])])


def by_einsum(dout: Array, z: Array, alpha: float) -> tuple[Array, Array]:
    slope = np.where(z > 0, 1, alpha)
    return slope * dout, np.einsum("i,i,i->", dout.ravel(), z.ravel(), (z <= 0).ravel().astype(float))


def in_float32(dout: Array, z: Array, alpha: float) -> tuple[Array, float]:
    dout, z = dout.astype(np.float32), z.astype(np.float32)
    return np.where(z > 0, dout, np.float32(alpha) * dout), np.sum(np.where(z > 0, 0, dout * z))


def dz(dout: Array, z: Array, alpha: float) -> Array:
    return np.where(z > 0, dout, alpha * dout)


EXERCISE = Exercise(
    title=Text(hi="PReLU का backward pass", en="The backward pass of PReLU"),
    statement=Text(
        hi="PReLU leaky ReLU है जिसकी ढलान `alpha` सीखी जाती है: z जहाँ $z > 0$, बाक़ी जगह $\\alpha z$; पूरे "
        "array का एक ही alpha है। "
        "`dout` ($\\partial L/\\partial$ output) और `z` की shape एक है, कोई भी। `(dz, dalpha)` लौटाइए: "
        "dz उसी shape में, जहाँ $z > 0$ वहाँ dout, बाक़ी जगह $\\alpha$ dout; "
        "dalpha एक float, $\\sum_{z \\le 0}$ dout · z।",
        en="PReLU is a leaky ReLU whose slope `alpha` is learned: z where $z > 0$, $\\alpha z$ elsewhere, "
        "with one alpha for the "
        "whole array. `dout` ($\\partial L/\\partial$ output) and `z` have the same shape, whichever it is. "
        "Return `(dz, dalpha)`: "
        "dz, of that shape, is dout where $z > 0$ and $\\alpha$ dout elsewhere; "
        "dalpha, a float, is $\\sum_{z \\le 0}$ dout · z.",
    ),
    hints=(
        Text(
            hi="हर element के लिए पूछिए: z थोड़ा बदले तो output कितना बदलेगा? और alpha थोड़ा बदले तो?",
            en="Ask for each element: how much does the output change when z changes a little? And when alpha does?",
        ),
        Text(
            hi="एक alpha कई elements में लगता है, इसलिए उसका gradient सबके योगदान का sum है।",
            en="One alpha serves many elements, so its gradient is the sum of what each of them contributes.",
        ),
        Text(hi="dz की shape z जैसी है; dalpha एक संख्या है।", en="dz has the shape of z; dalpha is one number."),
        Text(
            hi="एक mask `z > 0` से दोनों निकलते हैं: dz के लिए np.where, dalpha के लिए masked sum।",
            en="One mask `z > 0` serves both: np.where for dz, a masked sum for dalpha.",
        ),
    ),
    reference=prelu_backward,
    cases=cases,
    styles=(by_masks, by_minimum, by_loop, by_selection, by_einsum, in_float32),
    misconceptions=(
        Misconception(
            "dalpha-not-summed",
            lambda dout, z, alpha: (dz(dout, z, alpha), np.where(z > 0, 0, dout * z)),
            Text(
                hi="आपका dalpha एक array है; alpha एक ही है, इसलिए सब elements का gradient जोड़िए।",
                en="Your dalpha is an array; there is a single alpha, so the gradients of all elements are summed.",
            ),
        ),
        Misconception(
            "dalpha-averaged",
            lambda dout, z, alpha: (dz(dout, z, alpha), np.mean(np.where(z > 0, 0, dout * z))),
            Text(
                hi="आपने dalpha में mean लिया; chain rule sum देता है (mean होना हो तो वह dout में पहले से है)।",
                en="You averaged dalpha; the chain rule gives a sum (a mean, if there is one, is already in dout).",
            ),
        ),
        Misconception(
            "dalpha-of-the-positive-side",
            lambda dout, z, alpha: (dz(dout, z, alpha), np.sum(np.where(z > 0, dout * z, 0))),
            Text(
                hi="आपने dalpha में $z > 0$ वाले elements जोड़े; alpha उन पर लगता ही नहीं, $z \\le 0$ वाले जोड़िए।",
                en="You summed dalpha over $z > 0$; alpha does not touch those, sum over $z \\le 0$.",
            ),
        ),
        Misconception(
            "dout-forgotten",
            lambda dout, z, alpha: (dz(dout, z, alpha), np.sum(np.minimum(z, 0))),
            Text(
                hi="dalpha में dout छूट गया: chain rule के अनुसार हर z को उसके upstream gradient से गुणा कीजिए।",
                en="dout is missing in dalpha: by the chain rule each z is multiplied by its upstream gradient.",
            ),
        ),
        Misconception(
            "mask-forgotten",
            lambda dout, z, alpha: (dz(dout, z, alpha), np.sum(dout * z)),
            Text(
                hi="आपने dalpha में सब elements जोड़ लिए; सिर्फ़ $z \\le 0$ वाले alpha पर टिके हैं।",
                en="You summed dalpha over all elements; only those with $z \\le 0$ depend on alpha.",
            ),
        ),
        Misconception(
            "alpha-in-dalpha",
            lambda dout, z, alpha: (dz(dout, z, alpha), alpha * np.sum(dout * np.minimum(z, 0))),
            Text(
                hi="dalpha में alpha नहीं आता: $\\alpha z$ का alpha से derivative z है।",
                en="There is no alpha in dalpha: the derivative of $\\alpha z$ with respect to alpha is z.",
            ),
        ),
        Misconception(
            "relu-in-dz",
            lambda dout, z, alpha: (dout * (z > 0), np.sum(dout * np.minimum(z, 0))),  # noqa: ARG005
            Text(
                hi="dz में आपने ReLU का derivative लगाया; negative ओर alpha × dout जाता है, 0 नहीं।",
                en="In dz you used the derivative of ReLU; on the negative side alpha times dout passes, not 0.",
            ),
        ),
        Misconception(
            "z-in-dz",
            lambda dout, z, alpha: (dout * np.where(z > 0, z, alpha * z), np.sum(dout * np.minimum(z, 0))),
            Text(
                hi="dz में आपने dout को PReLU की value से गुणा किया; derivative 1 या alpha है।",
                en="In dz you multiplied dout by the value of PReLU; its derivative is 1 or alpha.",
            ),
        ),
        Misconception(
            "zero-on-the-positive-side",
            lambda dout, z, alpha: (np.where(z >= 0, dout, alpha * dout), np.sum(dout * np.minimum(z, 0))),
            Text(
                hi="z = 0 को आपने positive ओर गिना; यहाँ $z > 0$ ही positive ओर है, 0 पर dz = alpha × dout है।",
                en="You counted z = 0 as positive; here only $z > 0$ is, and at 0 dz is alpha times dout.",
            ),
        ),
        Misconception(
            "order-swapped",
            lambda dout, z, alpha: prelu_backward(dout, z, alpha)[::-1],
            Text(
                hi="क्रम उलटा है: पहले dz, फिर dalpha लौटाइए।", en="The order is reversed: return dz first, then dalpha."
            ),
        ),
    ),
)
