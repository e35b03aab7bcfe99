"""A residual block of two linear layers."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.gradient_flow import residual_block
from reference.types import Array

Block = tuple[Array, Array, Array, Array, Array]


def block(rng: np.random.Generator, n: int, d: int, h: int, size: float = 1.0) -> Block:
    return (
        rng.normal(size=(n, d)) * size,
        rng.normal(size=(h, d)),
        rng.normal(size=h) + 0.5,
        rng.normal(size=(d, h)),
        rng.normal(size=d),
    )


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(
        np.array([[1.0, -2.0], [3.0, 1.0]]),
        np.array([[1.0, 0.0], [1.0, 1.0], [0.0, -1.0]]),
        np.array([0.0, 1.0, 0.0]),
        np.array([[1.0, 0.0, 1.0], [-1.0, 2.0, 0.0]]),
        np.array([0.5, -1.0]),
        hi="N = 2, D = 2, H = 3 वाला block",
        en="a block with N = 2, D = 2, H = 3",
    )
    yield sample(
        np.array([[2.0, -1.0]]),
        np.array([[1.0, 1.0]]),
        np.array([1.0]),
        np.zeros((2, 1)),
        np.zeros(2),
        hi="W2 और b2 शून्य: सिर्फ़ skip बचता है",
        en="W2 and b2 zero: only the skip is left",
    )
    yield hidden(*block(rng, 4, 3, 5), hi="साधारण block, H > D", en="an ordinary block, H > D")
    yield hidden(*block(rng, 3, 5, 2), hi="hidden layer संकरी: H < D", en="a narrow hidden layer, H < D")
    yield hidden(
        *block(rng, 3, 3, 3),
        hi="सब square: ग़लत transpose shape में नहीं दिखता",
        en="everything square: a wrong transpose keeps the shape",
    )
    yield hidden(*block(rng, 5, 4, 4), hi="H = D, पर N अलग", en="H = D, N different")
    yield hidden(*block(rng, 1, 3, 4), hi="एक ही row", en="one row only", check="shapes")
    yield hidden(*block(rng, 6, 1, 3), hi="एक ही column: D = 1", en="a single column, D = 1", check="shapes")
    yield hidden(*block(rng, 6, 3, 1), hi="एक ही hidden neuron", en="a single hidden neuron", check="shapes")
    yield hidden(*block(rng, 4, 3, 4, 20.0), hi="बड़ा X", en="a large X")
    X, W1, b1, W2, b2 = block(rng, 4, 3, 4)
    yield hidden(-np.abs(X) * 3, W1, b1, W2, b2, hi="X पूरा negative", en="X all negative")
    yield hidden(X, W1, b1, -np.abs(W2), -np.abs(b2), hi="branch सिर्फ़ घटाती है", en="a branch that only subtracts")
    yield hidden(
        X,
        np.zeros_like(W1),
        -np.abs(b1),
        W2,
        b2,
        hi="hidden layer बंद: X + b2 पर ReLU",
        en="the hidden layer is off: ReLU of X + b2",
        check="edges",
    )


def relu(z: Array) -> Array:
    return np.maximum(z, 0)


def hidden_layer(X: Array, W1: Array, b1: Array) -> Array:
    return relu(X @ W1.T + b1)


def not_transposed(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    return relu(X + relu(X @ W1 + b1) @ W2 + b2)


def skip_after_first(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    return relu((hidden_layer(X, W1, b1) + X) @ W2.T + b2)


def in_place(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    X += hidden_layer(X, W1, b1) @ W2.T + b2
    return relu(X)


def by_steps(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    Z1 = np.dot(X, W1.T) + b1
    A1 = np.where(Z1 > 0, Z1, 0)
    Z2 = np.dot(A1, W2.T) + b2
    Z2 += X
    Z2[Z2 < 0] = 0
    return Z2


def by_samples(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> list[Array]:
    return [(x + W2 @ (W1 @ x + b1).clip(0) + b2).clip(0) for x in X]


def by_columns(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    T = X.T
    H = W1 @ T + b1.reshape(-1, 1)
    out = T + W2 @ (H * (H > 0)) + b2.reshape(-1, 1)
    return (out * (out > 0)).T


def by_one_matrix(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    both = np.hstack([hidden_layer(X, W1, b1), X, np.ones((len(X), 1))])
    out = both @ np.hstack([W2, np.eye(X.shape[1]), b2[:, None]]).T
    return (out + np.abs(out)) / 2


def by_lists(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> list[list[float]]:
    out = []
    for x in X.tolist():
        h = [max(0.0, sum(w * v for w, v in zip(row, x, strict=True)) + b) for row, b in zip(W1, b1, strict=True)]
        f = [sum(w * v for w, v in zip(row, h, strict=True)) + b for row, b in zip(W2, b2, strict=True)]
        out.append([max(0.0, p + q) for p, q in zip(x, f, strict=True)])
    return out


def in_float32(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    return residual_block(*(part.astype(np.float32) for part in (X, W1, b1, W2, b2)))


EXERCISE = Exercise(
    title=Text(hi="residual block: skip connection के साथ", en="A residual block with its skip connection"),
    statement=Text(
        hi="`X` (N, D), `W1` (H, D), `b1` (H,), `W2` (D, H), `b2` (D,)। $relu(X + F(X))$ लौटाइए, shape (N, D), जहाँ "
        "$F(X) = relu(X W_1^T + b_1)\\, W_2^T + b_2$। "
        "यानी दूसरी linear layer के बाद पहले X जुड़ता है, फिर ReLU लगता है। X को न बदलिए।",
        en="`X` (N, D), `W1` (H, D), `b1` (H,), `W2` (D, H), `b2` (D,). Return $relu(X + F(X))$ of shape (N, D), "
        "where $F(X) = relu(X W_1^T + b_1)\\, W_2^T + b_2$. "
        "So after the second linear layer X is added first, and then comes the ReLU. Leave X as it is.",
    ),
    hints=(
        Text(
            hi="block को सिर्फ़ X से अंतर सीखना होता है; X ख़ुद skip से सीधे आगे जाता है।",
            en="The block only has to learn the difference from X; X itself goes straight ahead through the skip.",
        ),
        Text(
            hi="क्रम: linear, ReLU, linear, X जोड़िए, ReLU।",
            en="The order is linear, ReLU, linear, add X, ReLU.",
        ),
        Text(
            hi="दूसरी layer की shape फिर (N, D) हो जाती है, इसलिए X बिना reshape के जुड़ता है।",
            en="The second layer gives (N, D) again, so X can be added without a reshape.",
        ),
    ),
    reference=residual_block,
    cases=cases,
    styles=(by_steps, by_samples, by_columns, by_one_matrix, by_lists, in_float32),
    misconceptions=(
        Misconception(
            "skip-missing",
            lambda X, W1, b1, W2, b2: relu(hidden_layer(X, W1, b1) @ W2.T + b2),
            Text(
                hi="skip छूट गया: दूसरी layer के बाद X भी जुड़ता है।",
                en="The skip is missing: X is added after the second layer.",
            ),
        ),
        Misconception(
            "relu-before-addition",
            lambda X, W1, b1, W2, b2: X + relu(hidden_layer(X, W1, b1) @ W2.T + b2),
            Text(
                hi="आपने ReLU जोड़ने से पहले लगाया; तब branch X में से कुछ घटा नहीं सकती। पहले X जोड़िए, फिर ReLU।",
                en="You applied the ReLU before the addition; then the branch can never subtract from X. Add X "
                "first, then ReLU.",
            ),
        ),
        Misconception(
            "last-relu-missing",
            lambda X, W1, b1, W2, b2: X + hidden_layer(X, W1, b1) @ W2.T + b2,
            Text(
                hi="आख़िरी ReLU छूट गया; X जोड़ने के बाद ReLU लगता है।",
                en="The last ReLU is missing; it comes after X is added.",
            ),
        ),
        Misconception(
            "skip-multiplied",
            lambda X, W1, b1, W2, b2: relu(X * (hidden_layer(X, W1, b1) @ W2.T + b2)),
            Text(hi="आपने X से गुणा किया; skip में X जुड़ता है।", en="You multiplied by X; a skip adds X."),
        ),
        Misconception(
            "inner-relu-missing",
            lambda X, W1, b1, W2, b2: relu(X + (X @ W1.T + b1) @ W2.T + b2),
            Text(
                hi="पहली layer के बाद ReLU छूट गया; उसके बिना दोनों layers एक ही linear layer हैं।",
                en="The ReLU after the first layer is missing; without it the two layers are one linear layer.",
            ),
        ),
        Misconception(
            "skip-after-first-layer",
            skip_after_first,
            Text(
                hi="आपने X पहली layer के बाद जोड़ा; skip दोनों layers के ऊपर से जाता है और दूसरी layer के बाद जुड़ता है।",
                en="You added X after the first layer; the skip goes around both layers and is added after the second.",
            ),
        ),
        Misconception(
            "hidden-added-for-input",
            lambda X, W1, b1, W2, b2: relu(hidden_layer(X, W1, b1) + hidden_layer(X, W1, b1) @ W2.T + b2),
            Text(
                hi="आपने X की जगह hidden layer का output जोड़ा; skip block के input X को ले जाता है।",
                en="You added the hidden layer's output in place of X; the skip carries the block's input X.",
            ),
        ),
        Misconception(
            "weights-not-transposed",
            not_transposed,
            Text(
                hi="आपने X @ W1 लिखा; W1 की shape (H, D) है, इसलिए X @ W1.T, और दूसरी layer में W2.T।",
                en="You wrote X @ W1; W1 is (H, D), so it is X @ W1.T, and W2.T in the second layer.",
            ),
        ),
        Misconception(
            "biases-dropped",
            lambda X, W1, b1, W2, b2: relu(X + relu(X @ W1.T) @ W2.T),  # noqa: ARG005
            Text(
                hi="b1 और b2 छूट गए; हर linear layer में bias जुड़ता है।",
                en="b1 and b2 are missing; every linear layer adds its bias.",
            ),
        ),
        Misconception(
            "changes-its-input",
            in_place,
            Text(
                hi="values सही हैं, पर `X += ...` ने दिया गया X बदल दिया; नया array बनाइए: `X + ...`।",
                en="The values are right, but `X += ...` changed the given X; make a new array: `X + ...`.",
            ),
        ),
    ),
)
