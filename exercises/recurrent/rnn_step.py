"""One step of a plain recurrent network."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.recurrent import rnn_step
from reference.types import Array

Step = tuple[Array, Array, Array, Array, Array]


def step(rng: np.random.Generator, n: int, d: int, h: int, size: float = 1.0) -> Step:
    """Sums of about 1 in size: large enough to bend, small enough not to be flat."""
    return (
        rng.normal(size=(n, d)) * size,
        rng.uniform(-0.9, 0.9, size=(n, h)),
        rng.normal(size=(h, d)) * 0.7 / size,
        rng.normal(size=(h, h)) * 0.7,
        rng.choice([-1.0, 1.0], size=h) * rng.uniform(0.3, 0.8, size=h),
    )


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(
        np.array([[1.0, 0.0, -1.0]]),
        np.array([[0.5, -0.5]]),
        np.array([[1.0, 2.0, 0.5], [0.0, 1.0, 1.0]]),
        np.array([[0.0, 1.0], [1.0, 0.0]]),
        np.array([0.5, 0.0]),
        hi="एक sequence, D = 3, H = 2",
        en="one sequence, D = 3, H = 2",
    )
    yield sample(
        np.array([[0.5], [-1.0]]),
        np.zeros((2, 1)),
        np.array([[2.0]]),
        np.array([[3.0]]),
        np.array([0.25]),
        hi="पहला क़दम: h = 0",
        en="the first step, h = 0",
    )
    yield hidden(*step(rng, 4, 3, 2), hi="N, D, H तीनों अलग", en="N, D and H all different")
    yield hidden(*step(rng, 2, 2, 4), hi="hidden state बड़ी: H > D", en="a wide hidden state, H > D")
    yield hidden(
        *step(rng, 4, 3, 3),
        hi="D = H: weights की अदला-बदली shape में नहीं दिखती",
        en="D = H, where exchanged weights keep the shape",
    )
    yield hidden(*step(rng, 3, 3, 3), hi="N = D = H: सब square", en="N = D = H, everything square")
    yield hidden(*step(rng, 1, 4, 3), hi="batch में एक ही row", en="a batch of one row", check="shapes")
    yield hidden(*step(rng, 5, 1, 3), hi="एक ही input column", en="a single input column", check="shapes")
    yield hidden(*step(rng, 5, 3, 1), hi="hidden state में एक ही संख्या", en="a hidden state of one number", check="shapes")
    x, h, W_x, W_h, b = step(rng, 3, 2, 3)
    yield hidden(
        x, np.zeros_like(h), W_x, W_h, b, hi="h = 0: पहला time step", en="h = 0, the first time step", check="edges"
    )
    yield hidden(
        np.zeros_like(x),
        h,
        W_x,
        W_h,
        b,
        hi="x = 0: सिर्फ़ memory चलती है",
        en="x = 0: only the memory runs",
        check="edges",
    )
    yield hidden(*step(rng, 3, 2, 3, 30.0), hi="बड़ा x, छोटा W_x", en="a large x and a small W_x")


def by_columns(x: Array, h: Array, W_x: Array, W_h: Array, b: Array) -> Array:
    return np.tanh(W_x @ x.T + W_h @ h.T + b[:, None]).T


def by_one_matrix(x: Array, h: Array, W_x: Array, W_h: Array, b: Array) -> Array:
    z = np.hstack([x, h]) @ np.hstack([W_x, W_h]).T + b
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def by_loops(x: Array, h: Array, W_x: Array, W_h: Array, b: Array) -> list[list[float]]:
    out = []
    for x_n, h_n in zip(x, h, strict=True):
        row = []
        for k in range(len(b)):
            z = b[k]
            for j in range(x.shape[1]):
                z += x_n[j] * W_x[k, j]
            for j in range(h.shape[1]):
                z += h_n[j] * W_h[k, j]
            row.append(math.tanh(z))
        out.append(row)
    return out


def by_einsum(x: Array, h: Array, W_x: Array, W_h: Array, b: Array) -> Array:
    z = np.einsum("nd,hd->nh", x, W_x) + np.einsum("nk,hk->nh", h, W_h) + b
    return 2 / (1 + np.exp(-2 * z)) - 1


def by_samples(x: Array, h: Array, W_x: Array, W_h: Array, b: Array) -> list[Array]:
    return [np.tanh(np.dot(W_x, p) + np.dot(W_h, q) + b) for p, q in zip(x, h, strict=True)]


def in_float32(x: Array, h: Array, W_x: Array, W_h: Array, b: Array) -> Array:
    return rnn_step(*(part.astype(np.float32) for part in (x, h, W_x, W_h, b)))


EXERCISE = Exercise(
    title=Text(hi="RNN का एक step", en="One step of an RNN"),
    statement=Text(
        hi="`x` (N, D) इस समय का input, `h` (N, H) पिछली hidden state, `W_x` (H, D), `W_h` (H, H), `b` (H,)। नई "
        "hidden state $\\tanh(x W_x^T + h W_h^T + b)$ लौटाइए, shape (N, H)।",
        en="`x` (N, D) is the input of this time step, `h` (N, H) the previous hidden state, `W_x` (H, D), `W_h` "
        "(H, H), `b` (H,). Return the new hidden state $\\tanh(x W_x^T + h W_h^T + b)$, shape (N, H).",
    ),
    hints=(
        Text(
            hi="नई state दो चीज़ों से बनती है: अभी का input और पिछली state। दोनों का जोड़ एक ही tanh में जाता है।",
            en="The new state comes from two things, the input and the previous state; their sum goes through a "
            "single tanh.",
        ),
        Text(
            hi="`x @ W_x.T` और `h @ W_h.T` दोनों (N, H) हैं, इसलिए सीधे जुड़ते हैं।",
            en="`x @ W_x.T` and `h @ W_h.T` are both (N, H), so they add up as they are.",
        ),
        Text(
            hi="bias (H,) हर row में जुड़ता है।",
            en="The bias of shape (H,) is added to every row.",
        ),
    ),
    reference=rnn_step,
    cases=cases,
    scale=1.0,
    styles=(by_columns, by_one_matrix, by_loops, by_einsum, by_samples, in_float32),
    misconceptions=(
        Misconception(
            "bias-forgotten",
            lambda x, h, W_x, W_h, b: np.tanh(x @ W_x.T + h @ W_h.T),  # noqa: ARG005
            Text(
                hi="आपने bias नहीं जोड़ा; tanh के अंदर + b भी है।",
                en="You did not add the bias; there is a + b inside the tanh.",
            ),
        ),
        Misconception(
            "tanh-missing",
            lambda x, h, W_x, W_h, b: x @ W_x.T + h @ W_h.T + b,
            Text(
                hi="tanh छूट गया; उसके बिना state हर step पर बढ़ सकती है और network linear रह जाता है।",
                en="The tanh is missing; without it the state can grow at every step and the network stays linear.",
            ),
        ),
        Misconception(
            "weights-exchanged",
            lambda x, h, W_x, W_h, b: np.tanh(x @ W_h.T + h @ W_x.T + b),
            Text(
                hi="W_x और W_h आपस में बदल गए: x के साथ W_x, h के साथ W_h। D = H पर यह shape में नहीं दिखता।",
                en="W_x and W_h are exchanged: x goes with W_x, h with W_h. D = H hides this in the shape.",
            ),
        ),
        Misconception(
            "tanh-per-term",
            lambda x, h, W_x, W_h, b: np.tanh(x @ W_x.T) + np.tanh(h @ W_h.T + b),
            Text(
                hi="आपने tanh दोनों हिस्सों पर अलग-अलग लगाया; पहले सब जोड़िए, फिर एक tanh।",
                en="You applied tanh to each part; add everything up first, then one tanh.",
            ),
        ),
        Misconception(
            "bias-outside",
            lambda x, h, W_x, W_h, b: np.tanh(x @ W_x.T + h @ W_h.T) + b,
            Text(
                hi="bias tanh के बाहर जुड़ गया; वह tanh के अंदर है।",
                en="The bias is added outside the tanh; it belongs inside.",
            ),
        ),
        Misconception(
            "memory-ignored",
            lambda x, h, W_x, W_h, b: np.tanh(x @ W_x.T + b),  # noqa: ARG005
            Text(
                hi="h वाला हिस्सा छूट गया; उसके बिना network को पिछला कुछ याद नहीं रहता।",
                en="The part with h is missing; without it the network remembers nothing.",
            ),
        ),
        Misconception(
            "weights-not-transposed",
            lambda x, h, W_x, W_h, b: np.tanh(x @ W_x.T + h @ W_h + b),
            Text(
                hi="आपने h @ W_h लिखा; W_h square है, इसलिए यह shape में नहीं दिखता। h @ W_h.T चाहिए।",
                en="You wrote h @ W_h; W_h is square, so the shape hides it. It is h @ W_h.T.",
            ),
        ),
        Misconception(
            "sigmoid-for-tanh",
            lambda x, h, W_x, W_h, b: 1 / (1 + np.exp(-(x @ W_x.T + h @ W_h.T + b))),
            Text(
                hi="आपने sigmoid लगाया; यहाँ tanh है, जो -1 से 1 तक जाता है।",
                en="You used the sigmoid; here it is tanh, which runs from -1 to 1.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.RNNCell", "torch.nn.RNN", "torch.rnn_tanh_cell"),
            Text(
                hi="यहाँ step आपको ख़ुद लिखना है: `@`, `.T` और `np.tanh` काफ़ी हैं।",
                en="Here you write the step yourself: `@`, `.T` and `np.tanh` are enough.",
            ),
        ),
    ),
)
