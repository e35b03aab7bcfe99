"""XOR by two layers of step neurons: any right weights pass."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.finding import Finding, say
from grader.spec.text import Text
from reference.neurons import xor_mlp
from reference.types import Array

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR = (0, 1, 1, 0)
# A threshold written in decimals, 0.1 + 0.2 - 0.3 for one, may miss 0 by the rounding of float64; it is meant as 0.
ROUNDING = 1e-12

NOT_FOUR = Text(
    hi="चार arrays चाहिए: (W1, b1, W2, b2)।",
    en="Four arrays are needed: (W1, b1, W2, b2).",
)
NOT_NUMBERS = Text(
    hi="W1, b1, W2 और b2 में सिर्फ़ finite संख्याएँ होनी चाहिए।",
    en="W1, b1, W2 and b2 must hold finite numbers only.",
)


def drive(fn: Callable[[], Any], points: Any) -> Any:  # noqa: ARG001
    """The weights; the points are those on which this case tries them."""
    return fn()


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(CORNERS[:1], hi="(0, 0) पर उत्तर 0 चाहिए", en="(0, 0) must give 0")
    yield sample(CORNERS[2:3], hi="(1, 0) पर उत्तर 1 चाहिए", en="(1, 0) must give 1")
    yield hidden(CORNERS[1:2], hi="(0, 1) पर उत्तर 1 चाहिए", en="(0, 1) must give 1")
    yield hidden(CORNERS[3:], hi="(1, 1) पर उत्तर 0 चाहिए", en="(1, 1) must give 0")
    yield hidden(CORNERS[[0, 3]], hi="दोनों inputs बराबर: उत्तर 0", en="equal inputs give 0")
    yield hidden(CORNERS[[1, 2]], hi="inputs अलग-अलग: उत्तर 1", en="different inputs give 1")
    yield hidden(CORNERS, hi="चारों बिंदु एक साथ", en="all four points together")
    yield hidden(CORNERS[rng.permutation(4)], hi="चारों बिंदु किसी और क्रम में", en="all four points in another order")


def network(answer: Any) -> tuple[Array, ...] | Finding:
    """The four arrays, or why they are none."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 4:
        return say(NOT_FOUR)
    try:
        parts = tuple(np.asarray(part) for part in answer)
    except (TypeError, ValueError):
        return say(NOT_NUMBERS)
    if not all(part.dtype.kind in "biuf" and np.isfinite(part).all() for part in parts):
        return say(NOT_NUMBERS)
    hidden_size = parts[0].shape[0] if parts[0].ndim == 2 else 0
    wanted = ((hidden_size, 2), (hidden_size,), (1, hidden_size), (1,))
    got = tuple(part.shape for part in parts)
    if hidden_size == 0 or got != wanted:
        shapes = ", ".join(map(str, got))
        return say(
            Text(
                hi=f"W1, b1, W2, b2 की shapes (H, 2), (H,), (1, H), (1,) होनी चाहिए; आपकी {shapes} आईं।",
                en=f"W1, b1, W2, b2 must have shapes (H, 2), (H,), (1, H), (1,); yours are {shapes}.",
            )
        )
    return tuple(part.astype(np.float64) for part in parts)


def fires(z: Array, slack: float) -> Array:
    return (z >= -slack).astype(np.float64)


def truth(parts: tuple[Array, ...], points: Array) -> Array:
    """What the network says of each point, as XOR if either reading of a near tie gives it."""
    W1, b1, W2, b2 = parts
    with np.errstate(over="ignore", invalid="ignore"):
        read = []
        for slack in (0.0, ROUNDING):
            low = fires(points @ W1.T + b1, slack * max(np.abs(W1).max(), np.abs(b1).max()))
            read.append(fires(low @ W2.T + b2, slack * max(np.abs(W2).max(), np.abs(b2).max()))[:, 0])
    right = points[:, 0] ^ points[:, 1]
    return np.where((read[1] == right).all(), read[1], read[0])


def accepts(args: tuple[Any, ...], answer: Any) -> Finding | None:
    """Right when the network is XOR on the case's points."""
    parts = network(answer)
    if isinstance(parts, Finding):
        return parts
    (points,) = args
    for point, got in zip(points, truth(parts, points), strict=True):
        if got != (right := int(point[0] ^ point[1])):
            x = f"({point[0]}, {point[1]})"
            return say(
                Text(
                    hi=f"x = {x} पर आपका network {int(got)} देता है; XOR वहाँ {right} है।",
                    en=f"For x = {x} your network gives {int(got)}; XOR is {right} there.",
                )
            )
    return None


def traits(args: tuple[Any, ...], answer: Any) -> Mapping[str, float]:  # noqa: ARG001
    """The truth table: whatever its weights, a network that computes OR is recognized as OR."""
    parts = network(answer)
    if isinstance(parts, Finding):
        return {"malformed": 1.0}
    return {f"{point}": 2.0 * float(got) for point, got in zip(CORNERS, truth(parts, CORNERS), strict=True)}


def constant(W1: Any, b1: Any, W2: Any, b2: Any) -> Callable[[], Any]:
    def weights() -> Any:
        return (
            np.array(W1, dtype=float),
            np.array(b1, dtype=float),
            np.array(W2, dtype=float),
            np.array(b2, dtype=float),
        )

    return weights


def or_and_nand() -> Any:
    return np.array([[1, 1], [-1, -1]]), np.array([-1, 1]), np.array([[1, 1]]), np.array([-2])


def two_one_sided() -> Any:
    return [[1.0, -1.0], [-1.0, 1.0]], [-0.5, -0.5], [[1.0, 1.0]], [-0.5]


def in_decimals() -> Any:
    return np.array([[0.1, 0.1], [0.1, 0.1]]), np.array([-0.1, -0.2]), np.array([[0.3, -0.3]]), np.array([-0.3])


def three_hidden() -> Any:
    return np.array([[20.0, 20], [20, 20], [7, -3]], dtype=np.float32), (-10, -30, 5), np.array([[20, -20, 0]]), [-10]


def from_minterms() -> Any:
    minterms = [(0, 1), (1, 0)]
    W1 = [[2 * bit - 1 for bit in m] for m in minterms]
    return np.array(W1), np.array([-sum(m) for m in minterms]), np.ones((1, 2)), -np.ones(1)


def nand_first() -> Any:
    return np.array([[-2.0, -2], [3, 3]]), np.array([3.0, -2]), np.array([[0.7, 0.6]]), np.array([-1.0])


def hidden_transposed() -> Any:
    W1, b1, W2, b2 = xor_mlp()
    return W1, b1, W2.T, b2


EXERCISE = Exercise(
    title=Text(hi="दो layers से XOR", en="XOR with two layers"),
    statement=Text(
        hi="बिना training के, अपने चुने weights से XOR बनाइए। `(W1, b1, W2, b2)` लौटाइए ताकि {0, 1} के चारों "
        "बिंदुओं पर "
        "$step(W_2\\, step(W_1 x + b_1) + b_2)$ वही हो जो XOR: (0, 0) और (1, 1) पर 0, (0, 1) और (1, 0) पर 1। यहाँ "
        "$step(z) = 1$ जब $z \\ge 0$, नहीं तो 0। "
        "Shapes: W1 (H, 2), b1 (H,), W2 (1, H), b2 (1,); H >= 1 आप चुनिए। हर सही उत्तर चलेगा।",
        en="Build XOR from weights of your own choice, without training. Return `(W1, b1, W2, b2)` such that "
        "$step(W_2\\, step(W_1 x + b_1) + b_2)$ is XOR on the four points of {0, 1}: 0 for (0, 0) and (1, 1), 1 for "
        "(0, 1) and (1, 0). Here $step(z) = 1$ for $z \\ge 0$, else 0. "
        "Shapes: W1 (H, 2), b1 (H,), W2 (1, H), b2 (1,); you choose H >= 1. Any right answer passes.",
    ),
    hints=(
        Text(
            hi="एक अकेला neuron तल को एक ही रेखा से बाँटता है; XOR को दो रेखाएँ चाहिए।",
            en="A single neuron cuts the plane with one line; XOR needs two.",
        ),
        Text(
            hi="XOR को ऐसे functions में तोड़िए जो एक neuron कर सकता है: जैसे OR और AND, या OR और NAND।",
            en="Take XOR apart into functions that one neuron can do: OR and AND, say, or OR and NAND.",
        ),
        Text(
            hi="OR: $x_1 + x_2 - 0.5 \\ge 0$। AND में 0.5 की जगह कौन-सी संख्या आएगी?",
            en="OR is $x_1 + x_2 - 0.5 \\ge 0$. Which number stands in place of 0.5 for AND?",
        ),
        Text(
            hi="W1 की हर row एक hidden neuron है। चारों बिंदुओं की truth table hidden layer के साथ काग़ज़ पर बनाकर देखिए।",
            en="Each row of W1 is a hidden neuron. Write the truth table of all four points, hidden layer included, "
            "on paper.",
        ),
    ),
    reference=xor_mlp,
    kind="property",
    cases=cases,
    driver=drive,
    accepts=accepts,
    traits=traits,
    styles=(or_and_nand, two_one_sided, in_decimals, three_hidden, from_minterms, nand_first),
    misconceptions=(
        Misconception(
            "computes-or",
            constant([[1, 1], [1, 1]], [-0.5, -1.5], [[1, 1]], [-0.5]),
            Text(
                hi="आपका network OR है: (1, 1) पर भी 1 देता है। वहाँ उत्तर को 0 करने के लिए AND neuron का weight "
                "negative चाहिए।",
                en="Your network is OR: it gives 1 for (1, 1) too. To make it 0 there, give the AND neuron a "
                "negative weight.",
            ),
        ),
        Misconception(
            "computes-and",
            constant([[1, 1]], [-1.5], [[1]], [-0.5]),
            Text(
                hi="आपका network AND है: सिर्फ़ (1, 1) पर 1। XOR इसका उल्टा चाहता है: ठीक एक input 1 हो।",
                en="Your network is AND: 1 only for (1, 1). XOR wants exactly one input to be 1.",
            ),
        ),
        Misconception(
            "computes-nand",
            constant([[-1, -1]], [1.5], [[1]], [-0.5]),
            Text(
                hi="आपका network NAND है: (0, 0) पर भी 1 देता है। NAND और OR को साथ में AND कीजिए।",
                en="Your network is NAND: it gives 1 for (0, 0) too. Take NAND together with OR, by an AND.",
            ),
        ),
        Misconception(
            "computes-xnor",
            constant([[1, 1], [1, 1]], [-0.5, -1.5], [[-1, 1]], [0.5]),
            Text(
                hi="आपका network XNOR है: चारों उत्तर उल्टे हैं। बाहरी layer के weights और bias का चिह्न बदलकर देखिए।",
                en="Your network is XNOR: all four answers are inverted. Look at the signs in the output layer.",
            ),
        ),
        Misconception(
            "computes-nor",
            constant([[-1, -1]], [0.5], [[1]], [-0.5]),
            Text(
                hi="आपका network NOR है: सिर्फ़ (0, 0) पर 1 देता है; XOR ठीक एक input 1 होने पर 1 है।",
                en="Your network is NOR: 1 only for (0, 0); XOR is 1 when exactly one input is 1.",
            ),
        ),
        Misconception(
            "one-side-only",
            constant([[1, -1]], [-0.5], [[1]], [-0.5]),
            Text(
                hi="आपका network सिर्फ़ (1, 0) पर 1 देता है; (0, 1) के लिए एक और hidden neuron चाहिए।",
                en="Your network gives 1 for (1, 0) only; (0, 1) needs a hidden neuron of its own.",
            ),
        ),
        Misconception(
            "always-one",
            constant([[1, 1], [1, 1]], [0, -1], [[1, -1]], [0]),
            Text(
                hi="आपका network हर बिंदु पर 1 देता है: step(0) = 1 है, इसलिए सीमा पर पड़ने वाले z भी fire करते "
                "हैं। bias को दो values के बीच में रखिए।",
                en="Your network gives 1 everywhere: step(0) = 1, so a z on the boundary fires too. Put each bias "
                "halfway between two values.",
            ),
        ),
        Misconception(
            "output-weights-transposed",
            hidden_transposed,
            Text(
                hi="W2 की shape (1, H) चाहिए: एक output neuron, H inputs। आपका W2 (H, 1) में है।",
                en="W2 must be (1, H): one output neuron, H inputs. Yours is (H, 1).",
            ),
        ),
    ),
)
