"""One step of an LSTM, gates in PyTorch's order."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.recurrent import lstm_step
from reference.types import Array

Step = tuple[Array, Array, Array, Array, Array, Array]
Pair = tuple[Array, Array]


def step(rng: np.random.Generator, n: int, d: int, h: int, size: float = 1.0) -> Step:
    return (
        rng.normal(size=(n, d)) * size,
        rng.uniform(-0.9, 0.9, size=(n, h)),
        rng.choice([-1.0, 1.0], size=(n, h)) * rng.uniform(0.5, 1.5, size=(n, h)),
        rng.normal(size=(4 * h, d)) * 0.7 / size,
        rng.normal(size=(4 * h, h)) * 0.7,
        rng.choice([-1.0, 1.0], size=4 * h) * rng.uniform(0.3, 1, size=4 * h),
    )


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(
        np.array([[1.0, -1.0]]),
        np.array([[0.5]]),
        np.array([[2.0]]),
        np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.5, -0.5]]),
        np.array([[0.0], [1.0], [2.0], [-1.0]]),
        np.array([0.0, 0.5, -0.5, 1.0]),
        hi="H = 1: हर gate एक row",
        en="H = 1: each gate is one row",
    )
    yield sample(
        np.array([[1.0]]),
        np.zeros((1, 1)),
        np.zeros((1, 1)),
        np.array([[1.0], [2.0], [-1.0], [0.5]]),
        np.ones((4, 1)),
        np.zeros(4),
        hi="पहला क़दम: h और c शून्य",
        en="the first step, h and c zero",
    )
    yield hidden(*step(rng, 3, 2, 2), hi="साधारण batch, D = H", en="an ordinary batch, D = H")
    yield hidden(*step(rng, 4, 3, 1), hi="N, D, H तीनों अलग", en="N, D and H all different")
    yield hidden(*step(rng, 2, 1, 3), hi="hidden state बड़ी: H > D", en="a wide hidden state, H > D")
    yield hidden(*step(rng, 2, 2, 2), hi="N = D = H: सब square", en="N = D = H, everything square")
    yield hidden(*step(rng, 1, 3, 2), hi="batch में एक ही row", en="a batch of one row", check="shapes")
    yield hidden(*step(rng, 5, 1, 1), hi="एक ही input और एक ही state", en="one input and one state", check="shapes")
    x, h, c, W_x, W_h, b = step(rng, 2, 2, 2)
    yield hidden(
        x, 0 * h, 0 * c, W_x, W_h, b, hi="h = c = 0: पहला time step", en="h = c = 0, the first time step", check="edges"
    )
    yield hidden(
        0 * x, h, c, W_x, W_h, b, hi="x = 0: सिर्फ़ memory चलती है", en="x = 0: only the memory runs", check="edges"
    )
    yield hidden(
        x, h, c * 3, W_x, W_h, b, hi="बड़ी cell state: tanh(c) मुड़ता है", en="a large cell state, where tanh(c) bends"
    )
    yield hidden(
        x,
        h,
        c,
        W_x,
        W_h,
        b + np.repeat([-3.0, 3.0, 0.0, 0.0], 2),
        hi="forget gate लगभग 1, input gate लगभग 0",
        en="a forget gate near 1, an input gate near 0",
    )
    yield hidden(
        x,
        h,
        c,
        W_x,
        W_h,
        b + np.repeat([3.0, -3.0, 0.0, 0.0], 2),
        hi="forget gate लगभग 0: पुरानी state भूली जाती है",
        en="a forget gate near 0: the old state is forgotten",
    )
    yield hidden(*step(rng, 2, 2, 2, 20.0), hi="बड़ा x, छोटा W_x", en="a large x and a small W_x")


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def blocks(x: Array, h: Array, W_x: Array, W_h: Array, b: Array) -> list[Array]:
    return np.split(x @ W_x.T + h @ W_h.T + b, 4, axis=1)


def ordered(order: str, x: Array, h: Array, c: Array, W_x: Array, W_h: Array, b: Array) -> Pair:
    gates = dict(zip(order, blocks(x, h, W_x, W_h, b), strict=True))
    c_next = sigmoid(gates["f"]) * c + sigmoid(gates["i"]) * np.tanh(gates["g"])
    return sigmoid(gates["o"]) * np.tanh(c_next), c_next


def believe(x: Array, h: Array, c: Array, W_x: Array, W_h: Array, b: Array, *, wrong: str) -> Pair:
    """The step with one wrong turn."""
    i, f, g, o = blocks(x, h, W_x, W_h, b)
    if wrong == "forget bias":
        f = f + 1
    candidate = sigmoid(g) if wrong == "sigmoid on g" else np.tanh(g)
    c_next = sigmoid(f) * c + sigmoid(i) * candidate
    shown = {"old c": np.tanh(c), "no tanh": c_next}.get(wrong, np.tanh(c_next))
    return sigmoid(o) * shown, c_next


def coupled(x: Array, h: Array, c: Array, W_x: Array, W_h: Array, b: Array) -> Pair:
    _, f, g, o = blocks(x, h, W_x, W_h, b)
    c_next = sigmoid(f) * c + (1 - sigmoid(f)) * np.tanh(g)
    return sigmoid(o) * np.tanh(c_next), c_next


def interleaved(x: Array, h: Array, c: Array, W_x: Array, W_h: Array, b: Array) -> Pair:
    z = (x @ W_x.T + h @ W_h.T + b).reshape(*c.shape, 4)
    i, f, g, o = (z[..., k] for k in range(4))
    c_next = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c_next), c_next


def by_slices(x: Array, h: Array, c: Array, W_x: Array, W_h: Array, b: Array) -> list[Array]:
    H = h.shape[1]
    gates = x.dot(W_x.T) + h.dot(W_h.T) + b
    i = 1 / (1 + np.exp(-gates[:, :H]))
    f = 1 / (1 + np.exp(-gates[:, H : 2 * H]))
    g = np.tanh(gates[:, 2 * H : 3 * H])
    o = 1 / (1 + np.exp(-gates[:, 3 * H :]))
    c_next = f * c + i * g
    return [o * np.tanh(c_next), c_next]


def by_gate_weights(x: Array, h: Array, c: Array, W_x: Array, W_h: Array, b: Array) -> Pair:
    H = h.shape[1]

    def gate(k: int) -> Array:
        rows = slice(k * H, (k + 1) * H)
        return np.einsum("nd,kd->nk", x, W_x[rows]) + np.einsum("nd,kd->nk", h, W_h[rows]) + b[rows]

    new = 0.5 * (1 + np.tanh(gate(0) / 2)) * np.tanh(gate(2)) + 0.5 * (1 + np.tanh(gate(1) / 2)) * c
    return 0.5 * (1 + np.tanh(gate(3) / 2)) * np.tanh(new), new


def by_columns(x: Array, h: Array, c: Array, W_x: Array, W_h: Array, b: Array) -> Pair:
    z = np.hstack([W_x, W_h]) @ np.vstack([x.T, h.T]) + b.reshape(-1, 1)
    i, f, g, o = np.vsplit(z, 4)
    new = c.T / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
    return (np.tanh(new) / (1 + np.exp(-o))).T, new.T


def by_loops(
    x: Array, h: Array, c: Array, W_x: Array, W_h: Array, b: Array
) -> tuple[list[list[float]], list[list[float]]]:
    H, hs, cs = h.shape[1], [], []
    for n in range(len(x)):
        z = [
            sum(w * v for w, v in zip(W_x[r], x[n], strict=True))
            + sum(w * v for w, v in zip(W_h[r], h[n], strict=True))
            + b[r]
            for r in range(4 * H)
        ]
        s = [1 / (1 + math.exp(-v)) for v in z]
        cs.append([s[H + k] * c[n, k] + s[k] * math.tanh(z[2 * H + k]) for k in range(H)])
        hs.append([s[3 * H + k] * math.tanh(cs[-1][k]) for k in range(H)])
    return hs, cs


def by_reshape(x: Array, h: Array, c: Array, W_x: Array, W_h: Array, b: Array) -> Array:
    n, H = h.shape
    z = (x @ W_x.T + (h @ W_h.T + b)).reshape(n, 4, H).transpose(1, 0, 2)
    gates = np.exp(z) / (1 + np.exp(z))
    new = gates[1] * c + gates[0] * np.tanh(z[2])
    return np.stack([gates[3] * np.tanh(new), new])


def in_float32(x: Array, h: Array, c: Array, W_x: Array, W_h: Array, b: Array) -> Pair:
    return lstm_step(*(part.astype(np.float32) for part in (x, h, c, W_x, W_h, b)))


EXERCISE = Exercise(
    title=Text(hi="LSTM का एक step", en="One step of an LSTM"),
    statement=Text(
        hi="`x` (N, D), `h` और `c` (N, H), `W_x` (4H, D), `W_h` (4H, H), `b` (4H,)। $x W_x^T + h W_h^T + b$ में H-H "
        "columns के चार हिस्से हैं, PyTorch के क्रम में: i, f, g, o। "
        "i, f, o पर sigmoid और g पर tanh लगता है। $c' = f \\odot c + i \\odot g$ और $h' = o \\odot \\tanh(c')$। "
        "`(h', c')` लौटाइए, दोनों (N, H)।",
        en="`x` (N, D), `h` and `c` (N, H), `W_x` (4H, D), `W_h` (4H, H), `b` (4H,). $x W_x^T + h W_h^T + b$ holds "
        "four blocks of H columns in PyTorch's order: i, f, g, o. "
        "i, f, o pass through a sigmoid, g through tanh. $c' = f \\odot c + i \\odot g$ and $h' = o \\odot "
        "\\tanh(c')$. Return `(h', c')`, both (N, H).",
    ),
    hints=(
        Text(
            hi="gates (i, f, o) 0 और 1 के बीच होते हैं: कितना गुज़रे। g नई जानकारी है: क्या गुज़रे।",
            en="The gates i, f, o lie between 0 and 1: how much passes. g is the new information: what passes.",
        ),
        Text(
            hi="forget gate पुराने c को गुणा करता है, input gate नए g को; दोनों का जोड़ नया c है।",
            en="The forget gate multiplies the old c, the input gate the new g; their sum is the new c.",
        ),
        Text(
            hi="(N, 4H) को `np.split(z, 4, axis=1)` चार (N, H) हिस्सों में बाँटता है।",
            en="`np.split(z, 4, axis=1)` cuts (N, 4H) into four parts of (N, H).",
        ),
        Text(
            hi="h' में नया c' जाता है, tanh के बाद; पुराना c नहीं।",
            en="h' is made from the new c', after tanh; not from the old c.",
        ),
    ),
    reference=lstm_step,
    cases=cases,
    scale=1.0,
    styles=(by_slices, by_gate_weights, by_columns, by_loops, by_reshape, in_float32),
    misconceptions=(
        Misconception(
            "order-i-f-o-g",
            lambda *args: ordered("ifog", *args),
            Text(
                hi="आपने हिस्से i, f, o, g के क्रम में लिए; PyTorch का क्रम i, f, g, o है।",
                en="You took the blocks as i, f, o, g; PyTorch's order is i, f, g, o.",
            ),
        ),
        Misconception(
            "order-i-g-f-o",
            lambda *args: ordered("igfo", *args),
            Text(
                hi="आपने हिस्से i, g, f, o के क्रम में लिए (पुराना TensorFlow); यहाँ i, f, g, o है।",
                en="You took the blocks as i, g, f, o (old TensorFlow); here they are i, f, g, o.",
            ),
        ),
        Misconception(
            "forget-and-input-exchanged",
            lambda *args: ordered("figo", *args),
            Text(
                hi="forget और input gate आपस में बदल गए: पहला हिस्सा i है जो g को गुणा करता है, दूसरा f जो पुराने c को।",
                en="The forget and input gates are exchanged: the first block is i, which multiplies g, the second "
                "f, which multiplies the old c.",
            ),
        ),
        Misconception(
            "sigmoid-on-candidate",
            lambda *args: believe(*args, wrong="sigmoid on g"),
            Text(
                hi="आपने g पर भी sigmoid लगाया; g पर tanh है, ताकि state घट भी सके।",
                en="You applied the sigmoid to g as well; g has tanh, so that the state can go down too.",
            ),
        ),
        Misconception(
            "tanh-of-state-missing",
            lambda *args: believe(*args, wrong="no tanh"),
            Text(hi="h' में tanh छूट गया: h' = o · tanh(c')।", en="The tanh in h' is missing: h' = o · tanh(c')."),
        ),
        Misconception(
            "old-state-in-output",
            lambda *args: believe(*args, wrong="old c"),
            Text(
                hi="h' में आपने पुराना c लिया; नया c' चाहिए।", en="You made h' from the old c; it is made from the new c'."
            ),
        ),
        Misconception(
            "answers-exchanged",
            lambda *args: lstm_step(*args)[::-1],
            Text(hi="आपने (c', h') लौटाया; क्रम (h', c') है।", en="You returned (c', h'); the order is (h', c')."),
        ),
        Misconception(
            "forget-bias-added",
            lambda *args: believe(*args, wrong="forget bias"),
            Text(
                hi="आपने forget gate में 1 और जोड़ा (forget bias); यहाँ bias सिर्फ़ b से आता है।",
                en="You added 1 to the forget gate (a forget bias); here the bias comes from b alone.",
            ),
        ),
        Misconception(
            "gates-coupled",
            coupled,
            Text(
                hi="आपने input gate की जगह 1 - f लिया; LSTM में i का अपना हिस्सा है।",
                en="You took 1 - f for the input gate; in an LSTM i has a block of its own.",
            ),
        ),
        Misconception(
            "gates-interleaved",
            interleaved,
            Text(
                hi="आपने हर चार पास-पास के columns को i, f, g, o माना; पहले H columns सब i के हैं, फिर H f के, और "
                "आगे भी ऐसे ही।",
                en="You read every four neighboring columns as i, f, g, o; the first H columns are all of i, the "
                "next H of f, and so on.",
            ),
        ),
        Misconception(
            "bias-forgotten",
            lambda x, h, c, W_x, W_h, b: lstm_step(x, h, c, W_x, W_h, 0 * b),
            Text(hi="bias छूट गया; चारों हिस्सों में b जुड़ता है।", en="The bias is missing; b is added to all four blocks."),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.LSTMCell", "torch.nn.LSTM", "torch.lstm_cell"),
            Text(
                hi="यहाँ step आपको ख़ुद लिखना है: `@`, sigmoid और `np.tanh` काफ़ी हैं।",
                en="Here you write the step yourself: `@`, a sigmoid and `np.tanh` are enough.",
            ),
        ),
    ),
)
