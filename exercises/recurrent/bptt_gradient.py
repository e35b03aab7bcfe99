"""Back-propagation through time for a plain RNN."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.recurrent import bptt_gradient
from reference.types import Array

Run = tuple[Array, Array, Array, Array, Array, Array]
Grads = tuple[Array, Array, Array, Array]


def run(rng: np.random.Generator, t: int, n: int, d: int, h: int, memory: float = 0.8, size: float = 1.0) -> Run:
    """A sequence whose states bend but do not saturate: near 1 the rounding of h would rule 1 - h^2."""
    while True:
        xs, h0 = rng.normal(size=(t, n, d)) * size, rng.uniform(-0.9, 0.9, size=(n, h)) * size
        W_x, W_h, b = rng.normal(size=(h, d)) * 0.5, rng.normal(size=(h, h)) * memory, rng.normal(size=h) * 0.4 * size
        state, largest = h0, 0.0
        for x in xs:
            state = np.tanh(x @ W_x.T + state @ W_h.T + b)
            largest = max(largest, float(np.abs(state).max()))
        if largest < 0.95:
            return xs, h0, W_x, W_h, b, rng.choice([-1.0, 1.0], size=(n, h)) * rng.uniform(0.5, 1.5, size=(n, h))


def carried(rng: np.random.Generator, low: float, high: float, memory: float, size: float) -> Run:
    """A run through which the gradient's norm changes by a factor between the two bounds."""
    while True:
        found = run(rng, 5, 2, 1, 2, memory, size)
        ratio = np.linalg.norm(bptt_gradient(*found)[3]) / np.linalg.norm(found[-1])
        if low < ratio < high:
            return found


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(
        np.array([[[1.0]], [[-1.0]]]),
        np.array([[0.5]]),
        np.array([[0.5]]),
        np.array([[2.0]]),
        np.array([0.0]),
        np.array([[1.0]]),
        hi="दो time steps, सब scalars",
        en="two time steps, all scalars",
    )
    yield sample(
        np.array([[[1.0, 0.0]], [[0.0, 1.0]], [[0.5, -0.5]]]),
        np.zeros((1, 2)),
        np.array([[0.5, 0.0], [1.0, -0.5]]),
        np.array([[0.0, 1.0], [-0.5, 0.5]]),
        np.array([0.1, 0.0]),
        np.array([[1.0, -1.0]]),
        hi="तीन time steps, H = 2",
        en="three time steps, H = 2",
    )
    yield hidden(*run(rng, 4, 2, 3, 2), hi="चार time steps, D और H अलग", en="four time steps, D and H different")
    yield hidden(*run(rng, 3, 4, 1, 3), hi="H > D, चार sequences का batch", en="H > D, a batch of four sequences")
    yield hidden(
        *run(rng, 3, 2, 2, 2),
        hi="N = D = H: ग़लत transpose shape में नहीं दिखता",
        en="N = D = H, where a wrong transpose keeps the shape",
    )
    yield hidden(*run(rng, 5, 3, 2, 3), hi="पाँच time steps", en="five time steps")
    yield hidden(*run(rng, 1, 3, 2, 3), hi="एक ही time step", en="a single time step", check="edges")
    yield hidden(*run(rng, 4, 1, 2, 3), hi="batch में एक ही sequence", en="a batch of one sequence", check="shapes")
    yield hidden(
        *run(rng, 4, 4, 2, 1), hi="hidden state में एक ही संख्या", en="a hidden state of one number", check="shapes"
    )
    yield hidden(
        *carried(rng, 1e-3, 0.1, 0.3, 1.0),
        hi="छोटा W_h: gradient पीछे जाते हुए मिटता है",
        en="a small W_h: the gradient vanishes on its way back",
    )
    yield hidden(
        *carried(rng, 3, 100, 1.5, 0.15),
        hi="बड़ा W_h: gradient पीछे जाते हुए बढ़ता है",
        en="a large W_h: the gradient grows on its way back",
    )
    xs, h0, W_x, W_h, b, dh = run(rng, 3, 3, 2, 2)
    yield hidden(
        xs,
        0 * h0,
        W_x,
        W_h,
        b,
        dh,
        hi="h0 = 0: dW_h में पहला step कुछ नहीं देता",
        en="h0 = 0: the first step adds nothing to dW_h",
        check="edges",
    )
    yield hidden(xs, h0, W_x, W_h, b, dh * 100, hi="बड़ा dh_last", en="a large dh_last")


def believe(
    xs: Array,
    h0: Array,
    W_x: Array,
    W_h: Array,
    b: Array,
    dh_last: Array,
    *,
    wrong: str = "",
) -> Grads:
    """Back-propagation through time with one wrong turn."""
    states = [h0]
    for x in xs:
        states.append(np.tanh(x @ W_x.T + states[-1] @ W_h.T + b))
    dW_x, dW_h, db, dh = np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(b), dh_last
    for t in range(len(xs) - 1, -1, -1):
        if wrong == "every loss" and t < len(xs) - 1:
            dh = dh + dh_last
        at = states[t] if wrong == "old state" else states[t + 1]
        dz = dh if wrong == "no slope" else dh * (1 - at**2)
        if wrong == "overwritten":
            dW_x, dW_h, db = 0 * dW_x, 0 * dW_h, 0 * db
        dW_x = dW_x + dz.T @ xs[t]
        dW_h = dW_h + dz.T @ (states[t + 1] if wrong == "new state" else states[t])
        db = db + dz.sum(axis=0)
        dh = dz @ (W_h.T if wrong == "transposed" else W_h)
        if wrong == "truncated":
            break
        if wrong == "same dh" and t:
            dh = dh_last
    if wrong == "mean over time":
        dW_x, dW_h, db = dW_x / len(xs), dW_h / len(xs), db / len(xs)
    return dW_x, dW_h, db, (dz if wrong == "dz returned" else dh)


def by_recursion(xs: Array, h0: Array, W_x: Array, W_h: Array, b: Array, dh_last: Array) -> Grads:
    if len(xs) == 0:
        return 0 * W_x, 0 * W_h, 0 * b, dh_last
    h = np.tanh(np.dot(xs[0], W_x.T) + np.dot(h0, W_h.T) + b)
    dW_x, dW_h, db, dh = by_recursion(xs[1:], h, W_x, W_h, b, dh_last)
    dz = dh * (1 - h * h)
    return dW_x + dz.T @ xs[0], dW_h + dz.T @ h0, db + dz.sum(axis=0), dz @ W_h


def by_stacking(xs: Array, h0: Array, W_x: Array, W_h: Array, b: Array, dh_last: Array) -> list[Array]:
    zs, before, h = [], [], h0
    for x in xs:
        before.append(h)
        zs.append(x @ W_x.T + h @ W_h.T + b)
        h = np.tanh(zs[-1])
    dzs, dh = [], dh_last
    for z in zs[::-1]:
        dzs.insert(0, dh / np.cosh(z) ** 2)
        dh = dzs[0] @ W_h
    all_dz = np.concatenate(dzs)
    return [all_dz.T @ np.concatenate(list(xs)), all_dz.T @ np.concatenate(before), all_dz.sum(axis=0), dh]


def by_samples(
    xs: Array, h0: Array, W_x: Array, W_h: Array, b: Array, dh_last: Array
) -> tuple[Array, Array, Array, list[Array]]:
    dW_x, dW_h, db, dh0 = np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(b), []
    for n in range(len(h0)):
        hs = {-1: h0[n]}
        for t in range(len(xs)):
            hs[t] = np.tanh(W_x @ xs[t, n] + W_h @ hs[t - 1] + b)
        dh = dh_last[n]
        for t in reversed(range(len(xs))):
            dz = (1 - hs[t]) * (1 + hs[t]) * dh
            db += dz
            dW_x += np.outer(dz, xs[t, n])
            dW_h += np.outer(dz, hs[t - 1])
            dh = W_h.T @ dz
        dh0.append(dh)
    return dW_x, dW_h, db, dh0


def by_einsum(xs: Array, h0: Array, W_x: Array, W_h: Array, b: Array, dh_last: Array) -> Grads:
    states = np.empty((len(xs) + 1, *h0.shape))
    states[0] = h0
    for t, x in enumerate(xs):
        states[t + 1] = np.tanh(x @ W_x.T + states[t] @ W_h.T + b)
    dz = np.empty_like(states[1:])
    dh = dh_last
    for t in range(len(xs))[::-1]:
        dz[t] = np.einsum("nh,nh->nh", dh, 1 - states[t + 1] ** 2)
        dh = np.einsum("nk,kh->nh", dz[t], W_h)
    return np.einsum("tnh,tnd->hd", dz, xs), np.einsum("tnh,tnk->hk", dz, states[:-1]), dz.sum(axis=(0, 1)), dh


def by_one_matrix(xs: Array, h0: Array, W_x: Array, W_h: Array, b: Array, dh_last: Array) -> tuple[Array, ...]:
    W = np.hstack([W_x, W_h, b[:, None]])
    d, tape, h = W_x.shape[1], [], h0
    for x in xs:
        row = np.hstack([x, h, np.ones((len(h), 1))])
        h = np.tanh(row @ W.T)
        tape.append((row, h))
    dW, dh = np.zeros_like(W), dh_last.copy()
    while tape:
        row, h = tape.pop()
        dz = dh * (1 - h**2)
        dW += dz.T @ row
        dh = (dz @ W)[:, d:-1]
    return dW[:, :d], dW[:, d:-1], dW[:, -1], dh


def in_float32(xs: Array, h0: Array, W_x: Array, W_h: Array, b: Array, dh_last: Array) -> Grads:
    return bptt_gradient(*(part.astype(np.float32) for part in (xs, h0, W_x, W_h, b, dh_last)))


EXERCISE = Exercise(
    title=Text(hi="समय में पीछे: BPTT", en="Back through time: BPTT"),
    statement=Text(
        hi="`xs` की shape (T, N, D), `h0` की (N, H); `W_x` (H, D), `W_h` (H, H), `b` (H,)। हर t = 1..T पर $h_t = "
        "\\tanh(x_t W_x^T + h_{t-1} W_h^T + b)$। loss सिर्फ़ $h_T$ पर है और `dh_last` = $\\partial L / \\partial "
        "h_T$, shape (N, H)। "
        "पूरी back-propagation through time से `(dW_x, dW_h, db, dh0)` लौटाइए, shapes W_x, W_h, b और h0 जैसी। न "
        "truncation, न कोई mean।",
        en="`xs` has shape (T, N, D), `h0` (N, H); `W_x` (H, D), `W_h` (H, H), `b` (H,). For t = 1..T, $h_t = "
        "\\tanh(x_t W_x^T + h_{t-1} W_h^T + b)$. The loss sees only $h_T$, and `dh_last` = $\\partial L / \\partial "
        "h_T$ has shape (N, H). "
        "By full back-propagation through time return `(dW_x, dW_h, db, dh0)`, shaped as W_x, W_h, b and h0. No "
        "truncation and no mean.",
    ),
    hints=(
        Text(
            hi="समय में फैलाइए तो यह T layers का network है जिसमें हर layer के weights वही हैं।",
            en="Unrolled in time this is a network of T layers that all share the same weights.",
        ),
        Text(
            hi="एक step पीछे: $dz_t = dh_t (1 - h_t^2)$, फिर $dh_{t-1} = dz_t W_h$।",
            en="One step back: $dz_t = dh_t (1 - h_t^2)$, then $dh_{t-1} = dz_t W_h$.",
        ),
        Text(
            hi="weights हर step पर वही हैं, इसलिए हर step का gradient जुड़ता जाता है (`+=`)।",
            en="The weights are the same at every step, so the gradients of all steps add up (`+=`).",
        ),
        Text(
            hi="forward pass में h0 से h_T तक सब states बचाइए: dW_h में h_{t-1} आता है, h_t नहीं।",
            en="Keep all states h0 to h_T of the forward pass: dW_h takes h_{t-1}, not h_t.",
        ),
    ),
    reference=bptt_gradient,
    cases=cases,
    styles=(by_recursion, by_stacking, by_samples, by_einsum, by_one_matrix, in_float32),
    misconceptions=(
        Misconception(
            "last-step-only",
            lambda *args: believe(*args, wrong="truncated"),
            Text(
                hi="आपने सिर्फ़ आख़िरी step का gradient लिया; gradient सब T steps से होकर पीछे जाता है।",
                en="You took the gradient of the last step only; it goes back through all T steps.",
            ),
        ),
        Misconception(
            "tanh-slope-missing",
            lambda *args: believe(*args, wrong="no slope"),
            Text(
                hi="tanh' छूट गया: हर step पर dh को 1 - h_t² से गुणा कीजिए।",
                en="tanh' is missing: at every step multiply dh by 1 - h_t².",
            ),
        ),
        Misconception(
            "slope-at-old-state",
            lambda *args: believe(*args, wrong="old state"),
            Text(
                hi="tanh' आपने h_{t-1} से निकाला; step t का output h_t है: 1 - h_t²।",
                en="You took tanh' from h_{t-1}; the output of step t is h_t: 1 - h_t².",
            ),
        ),
        Misconception(
            "memory-weights-transposed",
            lambda *args: believe(*args, wrong="transposed"),
            Text(
                hi="पीछे जाते समय आपने dz @ W_h.T लिखा; forward में W_h.T था, backward में dz @ W_h। W_h square है, "
                "इसलिए shape में नहीं दिखता।",
                en="Going back you wrote dz @ W_h.T; the forward pass has W_h.T, the backward pass dz @ W_h. W_h is "
                "square, so the shape hides it.",
            ),
        ),
        Misconception(
            "gradients-overwritten",
            lambda *args: believe(*args, wrong="overwritten"),
            Text(
                hi="आपने हर step पर gradient को बदल दिया (=), इसलिए सिर्फ़ पहले step का बचा; += से जोड़िए।",
                en="You overwrote the gradient at each step (=), so only the first step's is left; add with +=.",
            ),
        ),
        Misconception(
            "new-state-in-memory-gradient",
            lambda *args: believe(*args, wrong="new state"),
            Text(
                hi="dW_h में आपने h_t लिया; step t में W_h से h_{t-1} गुणा होता है।",
                en="For dW_h you took h_t; in step t it is h_{t-1} that W_h multiplies.",
            ),
        ),
        Misconception(
            "loss-at-every-step",
            lambda *args: believe(*args, wrong="every loss"),
            Text(
                hi="आपने dh_last हर step पर जोड़ा; loss सिर्फ़ h_T पर है।",
                en="You added dh_last at every step; the loss sees h_T only.",
            ),
        ),
        Misconception(
            "gradient-not-carried",
            lambda *args: believe(*args, wrong="same dh"),
            Text(
                hi="आपने हर step पर dh_last ही लगाया; पीछे जाते हुए dh बदलता है: dh = dz @ W_h।",
                en="You used dh_last at every step; dh changes on the way back: dh = dz @ W_h.",
            ),
        ),
        Misconception(
            "averaged-over-time",
            lambda *args: believe(*args, wrong="mean over time"),
            Text(
                hi="आपने gradients को T से भाग दिया; steps के gradients जुड़ते हैं, mean नहीं।",
                en="You divided the gradients by T; those of the steps add up, there is no mean.",
            ),
        ),
        Misconception(
            "first-dz-for-dh0",
            lambda *args: believe(*args, wrong="dz returned"),
            Text(
                hi="dh0 में आपने dz_1 लौटाया; एक क़दम और पीछे जाइए: dh0 = dz_1 @ W_h।",
                en="For dh0 you returned dz_1; go one step further back: dh0 = dz_1 @ W_h.",
            ),
        ),
    ),
)
