"""One step of a GRU, as PyTorch defines it."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.recurrent import gru_step
from reference.types import Array

Step = tuple[Array, Array, Array, Array, Array, Array]


def step(rng: np.random.Generator, n: int, d: int, h: int, size: float = 1.0) -> Step:
    return (
        rng.normal(size=(n, d)) * size,
        rng.choice([-1.0, 1.0], size=(n, h)) * rng.uniform(0.3, 0.9, size=(n, h)),
        rng.normal(size=(3 * h, d)) * 0.7 / size,
        rng.normal(size=(3 * h, h)) * 0.9,
        rng.choice([-1.0, 1.0], size=3 * h) * rng.uniform(0.3, 0.8, size=3 * h),
        rng.choice([-1.0, 1.0], size=3 * h) * rng.uniform(0.4, 0.9, size=3 * h),
    )


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(
        np.array([[1.0, -1.0]]),
        np.array([[0.5]]),
        np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),
        np.array([[1.0], [-1.0], [2.0]]),
        np.array([0.0, 0.5, 0.0]),
        np.array([0.5, 0.0, 1.0]),
        hi="H = 1: हर हिस्सा एक row",
        en="H = 1: each block is one row",
    )
    yield sample(
        np.array([[1.0]]),
        np.zeros((1, 1)),
        np.array([[1.0], [2.0], [-1.0]]),
        np.ones((3, 1)),
        np.zeros(3),
        np.array([0.0, 0.0, 2.0]),
        hi="पहला क़दम: h = 0",
        en="the first step, h = 0",
    )
    yield hidden(*step(rng, 3, 2, 2), hi="साधारण batch, D = H", en="an ordinary batch, D = H")
    yield hidden(*step(rng, 4, 3, 1), hi="N, D, H तीनों अलग", en="N, D and H all different")
    yield hidden(*step(rng, 2, 1, 3), hi="hidden state बड़ी: H > D", en="a wide hidden state, H > D")
    yield hidden(*step(rng, 2, 2, 2), hi="N = D = H: सब square", en="N = D = H, everything square")
    yield hidden(*step(rng, 1, 3, 2), hi="batch में एक ही row", en="a batch of one row", check="shapes")
    yield hidden(*step(rng, 5, 1, 1), hi="एक ही input और एक ही state", en="one input and one state", check="shapes")
    x, h, W_x, W_h, b_x, b_h = step(rng, 3, 2, 2)
    yield hidden(
        x, 0 * h, W_x, W_h, b_x, b_h, hi="h = 0: पहला time step", en="h = 0, the first time step", check="edges"
    )
    yield hidden(
        0 * x, h, W_x, W_h, b_x, b_h, hi="x = 0: सिर्फ़ memory चलती है", en="x = 0: only the memory runs", check="edges"
    )
    yield hidden(
        x,
        h,
        W_x,
        W_h,
        b_x + np.repeat([0.0, 3.0, 0.0], 2),
        b_h,
        hi="z लगभग 1: पुरानी state बनी रहती है",
        en="z near 1: the old state stays",
    )
    yield hidden(
        x,
        h,
        W_x,
        W_h,
        b_x + np.repeat([0.0, -3.0, 0.0], 2),
        b_h,
        hi="z लगभग 0: state नई हो जाती है",
        en="z near 0: the state is replaced",
    )
    yield hidden(
        x,
        h,
        W_x,
        W_h,
        b_x + np.repeat([-3.0, 0.0, 0.0], 2),
        b_h,
        hi="r लगभग 0: n में h का हिस्सा रुक जाता है",
        en="r near 0: the h-part of n is held back",
    )
    yield hidden(*step(rng, 2, 2, 2, 20.0), hi="बड़ा x, छोटा W_x", en="a large x and a small W_x")


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def parts(x: Array, h: Array, W_x: Array, W_h: Array, b_x: Array, b_h: Array) -> tuple[list[Array], list[Array]]:
    return np.split(x @ W_x.T + b_x, 3, axis=1), np.split(h @ W_h.T + b_h, 3, axis=1)


def ordered(order: str, x: Array, h: Array, W_x: Array, W_h: Array, b_x: Array, b_h: Array) -> Array:
    u, v = (dict(zip(order, part, strict=True)) for part in parts(x, h, W_x, W_h, b_x, b_h))
    z = sigmoid(u["z"] + v["z"])
    n = np.tanh(u["n"] + sigmoid(u["r"] + v["r"]) * v["n"])
    return (1 - z) * n + z * h


def believe(x: Array, h: Array, W_x: Array, W_h: Array, b_x: Array, b_h: Array, *, wrong: str) -> Array:
    """The step with one wrong turn."""
    (u_r, u_z, u_n), (v_r, v_z, v_n) = parts(x, h, W_x, W_h, b_x, b_h)
    H = h.shape[1]
    W_n, b_n = W_h[2 * H :], b_h[2 * H :]
    r, z = sigmoid(u_r + v_r), sigmoid(u_z + v_z)
    inner = {
        "r before": u_n + (r * h) @ W_n.T + b_n,
        "bias outside": u_n + r * (h @ W_n.T) + b_n,
        "r missing": u_n + v_n,
        "r on all": r * (u_n + v_n),
        "no b_h": u_n + r * (h @ W_n.T),
    }.get(wrong, u_n + r * v_n)
    n = sigmoid(inner) if wrong == "sigmoid" else np.tanh(inner)
    return z * n + (1 - z) * h if wrong == "swapped" else (1 - z) * n + z * h


def by_slices(x: Array, h: Array, W_x: Array, W_h: Array, b_x: Array, b_h: Array) -> Array:
    H = h.shape[1]
    u, v = np.dot(x, W_x.T) + b_x, np.dot(h, W_h.T) + b_h
    r = 1 / (1 + np.exp(-(u[:, :H] + v[:, :H])))
    z = 1 / (1 + np.exp(-(u[:, H : 2 * H] + v[:, H : 2 * H])))
    n = np.tanh(u[:, 2 * H :] + r * v[:, 2 * H :])
    return n + z * (h - n)


def by_gate_weights(x: Array, h: Array, W_x: Array, W_h: Array, b_x: Array, b_h: Array) -> Array:
    W_xr, W_xz, W_xn = np.vsplit(W_x, 3)
    W_hr, W_hz, W_hn = np.vsplit(W_h, 3)
    (b_xr, b_xz, b_xn), (b_hr, b_hz, b_hn) = np.split(b_x, 3), np.split(b_h, 3)
    r = 0.5 + 0.5 * np.tanh((x @ W_xr.T + h @ W_hr.T + b_xr + b_hr) / 2)
    keep = 1 / (1 + np.exp(x @ W_xz.T + h @ W_hz.T + b_xz + b_hz))
    n = np.tanh(x @ W_xn.T + b_xn + r * (h @ W_hn.T + b_hn))
    return keep * n + (1 - keep) * h


def by_columns(x: Array, h: Array, W_x: Array, W_h: Array, b_x: Array, b_h: Array) -> Array:
    u, v = W_x @ x.T + b_x[:, None], W_h @ h.T + b_h[:, None]
    H = h.shape[1]
    gates = np.exp(u[: 2 * H] + v[: 2 * H])
    gates = gates / (1 + gates)
    n = np.tanh(u[2 * H :] + gates[:H] * v[2 * H :])
    return (n * (1 - gates[H:]) + gates[H:] * h.T).T


def by_loops(x: Array, h: Array, W_x: Array, W_h: Array, b_x: Array, b_h: Array) -> list[list[float]]:
    H, out = h.shape[1], []
    for p, q in zip(x.tolist(), h.tolist(), strict=True):
        u = [sum(w * v for w, v in zip(row, p, strict=True)) + b for row, b in zip(W_x, b_x, strict=True)]
        v = [sum(w * v for w, v in zip(row, q, strict=True)) + b for row, b in zip(W_h, b_h, strict=True)]
        s = [1 / (1 + math.exp(-u[k] - v[k])) for k in range(2 * H)]
        n = [math.tanh(u[2 * H + k] + s[k] * v[2 * H + k]) for k in range(H)]
        out.append([(1 - s[H + k]) * n[k] + s[H + k] * q[k] for k in range(H)])
    return out


def by_reshape(x: Array, h: Array, W_x: Array, W_h: Array, b_x: Array, b_h: Array) -> Array:
    size = (len(x), 3, h.shape[1])
    u = (np.einsum("nd,kd->nk", x, W_x) + b_x).reshape(size)
    v = (np.einsum("nd,kd->nk", h, W_h) + b_h).reshape(size)
    r, z = np.moveaxis(1 / (1 + np.exp(-u[:, :2] - v[:, :2])), 1, 0)
    return np.add((1 - z) * np.tanh(u[:, 2] + np.multiply(r, v[:, 2])), z * h)


def in_float32(x: Array, h: Array, W_x: Array, W_h: Array, b_x: Array, b_h: Array) -> Array:
    return gru_step(*(part.astype(np.float32) for part in (x, h, W_x, W_h, b_x, b_h)))


EXERCISE = Exercise(
    title=Text(hi="GRU का एक step", en="One step of a GRU"),
    statement=Text(
        hi="`x` (N, D), `h` (N, H), `W_x` (3H, D), `W_h` (3H, H), `b_x` और `b_h` (3H,)। $u = x W_x^T + b_x$ और $v = "
        "h W_h^T + b_h$ में H-H columns के तीन हिस्से हैं, PyTorch के क्रम में: r, z, n। "
        "$r = \\sigma(u_r + v_r)$, $z = \\sigma(u_z + v_z)$, $n = \\tanh(u_n + r \\odot v_n)$। $h' = (1 - z) \\odot "
        "n + z \\odot h$ लौटाइए, shape (N, H)।",
        en="`x` (N, D), `h` (N, H), `W_x` (3H, D), `W_h` (3H, H), `b_x` and `b_h` (3H,). $u = x W_x^T + b_x$ and $v "
        "= h W_h^T + b_h$ hold three blocks of H columns in PyTorch's order: r, z, n. "
        "$r = \\sigma(u_r + v_r)$, $z = \\sigma(u_z + v_z)$, $n = \\tanh(u_n + r \\odot v_n)$. Return $h' = (1 - z) "
        "\\odot n + z \\odot h$, shape (N, H).",
    ),
    hints=(
        Text(
            hi="z तय करता है कि पुरानी state कितनी बचे; r तय करता है कि नई state बनाते समय पुरानी कितनी दिखे।",
            en="z decides how much of the old state stays; r decides how much of it the new candidate sees.",
        ),
        Text(
            hi="x का हिस्सा और h का हिस्सा अलग-अलग रखिए: n में r सिर्फ़ h वाले हिस्से को गुणा करता है, उसके bias सहित।",
            en="Keep the x-part and the h-part apart: in n, r multiplies only the h-part, its bias included.",
        ),
        Text(
            hi="`np.split(u, 3, axis=1)` (N, 3H) को r, z, n के (N, H) हिस्सों में बाँटता है।",
            en="`np.split(u, 3, axis=1)` cuts (N, 3H) into the (N, H) blocks r, z, n.",
        ),
        Text(
            hi="जाँच: z = 1 हो तो h' = h होना चाहिए।",
            en="A check: for z = 1 the answer must be h' = h.",
        ),
    ),
    reference=gru_step,
    cases=cases,
    scale=1.0,
    styles=(by_slices, by_gate_weights, by_columns, by_loops, by_reshape, in_float32),
    misconceptions=(
        Misconception(
            "update-gate-inverted",
            lambda *args: believe(*args, wrong="swapped"),
            Text(
                hi="z और 1 - z आपस में बदल गए: PyTorch में z पुरानी state को रखता है, h' = (1 - z) n + z h।",
                en="z and 1 - z are exchanged: in PyTorch z keeps the old state, h' = (1 - z) n + z h.",
            ),
        ),
        Misconception(
            "reset-before-product",
            lambda *args: believe(*args, wrong="r before"),
            Text(
                hi="आपने r को h पर product से पहले लगाया (मूल paper की तरह); PyTorch में r product के बाद लगता है: "
                "r (h W^T + b_h)।",
                en="You applied r to h before the product (as in the original paper); PyTorch applies it after: r "
                "(h W^T + b_h).",
            ),
        ),
        Misconception(
            "order-z-r-n",
            lambda *args: ordered("zrn", *args),
            Text(
                hi="आपने हिस्से z, r, n के क्रम में लिए; PyTorch का क्रम r, z, n है।",
                en="You took the blocks as z, r, n; PyTorch's order is r, z, n.",
            ),
        ),
        Misconception(
            "bias-outside-reset",
            lambda *args: believe(*args, wrong="bias outside"),
            Text(
                hi="n में b_h को r से गुणा नहीं किया; r पूरे h-part को गुणा करता है, bias सहित।",
                en="In n you left b_h outside of r; r multiplies the whole h-part, bias included.",
            ),
        ),
        Misconception(
            "reset-missing",
            lambda *args: believe(*args, wrong="r missing"),
            Text(hi="n में r छूट गया: n = tanh(u_n + r v_n)।", en="r is missing in n: n = tanh(u_n + r v_n)."),
        ),
        Misconception(
            "reset-on-input-too",
            lambda *args: believe(*args, wrong="r on all"),
            Text(
                hi="आपने r से x वाला हिस्सा भी गुणा कर दिया; r सिर्फ़ h वाले हिस्से पर लगता है।",
                en="You multiplied the x-part by r as well; r applies to the h-part only.",
            ),
        ),
        Misconception(
            "sigmoid-on-candidate",
            lambda *args: believe(*args, wrong="sigmoid"),
            Text(hi="n पर आपने sigmoid लगाया; n पर tanh है।", en="You applied the sigmoid to n; n has tanh."),
        ),
        Misconception(
            "candidate-without-its-bias",
            lambda *args: believe(*args, wrong="no b_h"),
            Text(
                hi="n के h-part में b_h छूट गया: r (h W^T + b_h)।", en="b_h is missing in the h-part of n: r (h W^T + b_h)."
            ),
        ),
        Misconception(
            "biases-forgotten",
            lambda x, h, W_x, W_h, b_x, b_h: gru_step(x, h, W_x, W_h, 0 * b_x, 0 * b_h),
            Text(
                hi="b_x और b_h छूट गए; दोनों हर हिस्से में जुड़ते हैं।",
                en="b_x and b_h are missing; both are added in every block.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.GRUCell", "torch.nn.GRU", "torch.gru_cell"),
            Text(
                hi="यहाँ step आपको ख़ुद लिखना है: `@`, sigmoid और `np.tanh` काफ़ी हैं।",
                en="Here you write the step yourself: `@`, a sigmoid and `np.tanh` are enough.",
            ),
        ),
    ),
)
