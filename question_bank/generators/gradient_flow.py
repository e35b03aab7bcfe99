"""Generators on vanishing and exploding gradients, residual connections and gradient norms."""

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import clean, until
from question_bank.generators.draw import apart, output_of, tenths
from reference import gradient_flow as ref
from reference.activations import sigmoid_grad, tanh_grad


def sigmoid_bound(rng: np.random.Generator) -> Drawn:
    """The largest factor that L sigmoid layers with one weight w each can give."""

    def make() -> Drawn:
        w, n = float(rng.choice([0.8, 1, 1.2, 1.6, 2, 2.4, 3])), int(rng.integers(2, 5))
        slope = float(sigmoid_grad(np.array([0.0]))[0])
        return Drawn(
            params={"w": w, "n": n},
            key=clean((slope * w) ** n),
            wrong={
                "added": clean(n * slope * w),
                "weights-missing": clean(slope**n),
                "slopes-missing": clean(w**n),
                "sigmoid-at-zero": clean((0.5 * w) ** n),
            },
            working={"factor": clean(slope * w)},
        )

    return apart(rng, make)


def layers_until(rng: np.random.Generator) -> Drawn:
    """After how many sigmoid layers of one weight each the gradient is certainly below a bound."""
    slope = float(sigmoid_grad(np.array([0.0]))[0])

    def make() -> Drawn:
        exponent, w = int(rng.integers(2, 9)), float(rng.choice([0.4, 0.6, 0.8, 1.2, 1.4, 1.6]))

        def needed(factor: float) -> int:
            n = 0
            while factor**n >= 10.0**-exponent:
                n += 1
            return n

        n = needed(slope * w)
        return Drawn(
            params={"k": exponent, "w": w},
            key=n,
            wrong={"weights-missing": needed(slope), "sigmoid-at-zero": needed(0.5 * w), "one-layer-short": n - 1},
            working={"n": n, "factor": clean(slope * w)},
        )

    return until(make, lambda drawn: len({drawn.key, *drawn.wrong.values()}) == 1 + len(drawn.wrong))


def tanh_chain(rng: np.random.Generator) -> Drawn:
    """The derivative of a_2 by x through two tanh neurons."""

    def make() -> Drawn:
        x, w = tenths(rng, 0.2, 1.5), [tenths(rng, 0.5, 2.5) * float(rng.choice([-1, 1])) for _ in range(2)]
        weights = np.array(w)
        a1 = float(np.tanh(w[0] * x))
        a2 = float(np.tanh(w[1] * a1))
        z1, z2 = w[0] * x, w[1] * a1
        slopes = tanh_grad(np.array([z1, z2]))
        return Drawn(
            params={"x": x, "w1": clean(w[0]), "w2": clean(w[1])},
            key=ref.chain_gradient(x, weights, "tanh")[-1],
            wrong={
                "weights-missing": float(slopes.prod()),
                "slopes-missing": float(weights.prod()),
                "slope-at-output": float(np.prod(tanh_grad(np.array([a1, a2])) * weights)),
                "factors-added": float(np.sum(slopes * weights)),
            },
            working={"a1": a1, "a2": a2, "s1": float(slopes[0]), "s2": float(slopes[1])},
        )

    return apart(rng, make)


def relu_paths(rng: np.random.Generator) -> Drawn:
    """The derivative of v1 ReLU(w1 x) + v2 ReLU(w2 x) by x, where one of the two units is off."""

    def make() -> Drawn:
        x = int(rng.integers(1, 4))
        w, v = ([int(n) for n in rng.choice([-4, -3, -2, 2, 3, 4], size=2)] for _ in range(2))
        on = int(rng.integers(0, 2))
        w[on], w[1 - on] = abs(w[on]), -abs(w[1 - on])
        slopes = [ref.chain_gradient(float(x), np.array([float(n)]), "relu")[0] for n in w]
        return Drawn(
            params={"x": x, "w1": w[0], "w2": w[1], "v1": v[0], "v2": v[1]},
            key=float(np.dot(v, slopes)) + 0.0,
            wrong={
                "slope-one-everywhere": float(np.dot(v, w)) + 0.0,
                "weights-missing": float(v[on]),
                "value-for-slope": float(v[on] * w[on] * x),
            },
            working={"z1": w[0] * x, "z2": w[1] * x, "on": on + 1},
        )

    return apart(rng, make)


def fate_of_gradient(rng: np.random.Generator) -> Drawn:
    """Whether |w| f'(z) per layer makes the gradient vanish, explode or neither; the key is the option's id."""
    low, high = 0.001, 1000.0
    fate = str(rng.choice(["vanishing", "exploding", "healthy"]))

    def make() -> Drawn:
        n = int(rng.integers(20, 51))
        slope = float(rng.choice([0.1, 0.2, 0.25, 0.4, 0.5, 0.8, 1]))
        w = float(rng.choice([0.5, 0.8, 1, 1.25, 2, 2.5, 4, 5, 8, 10]))
        size = (slope * w) ** n
        found = ref.diagnose_gradients(np.array([size]), low, high)[0]
        return Drawn(params={"n": n, "s": slope, "w": w}, key=found, working={"factor": clean(slope * w), "size": size})

    def plain(drawn: Drawn) -> bool:
        return bool(drawn.key == fate and (fate != "healthy" or drawn.working["factor"] == 1))

    return until(make, plain)


def residual_gradient(rng: np.random.Generator) -> Drawn:
    """The derivative through n residual blocks x + F(x) with F' = a: chain_gradient of a linear path 1 + a."""

    def make() -> Drawn:
        a, n = float(rng.choice([0.1, 0.2, 0.3, 0.4, 0.5])), int(rng.integers(2, 5))
        path = ref.chain_gradient(1.0, np.full(n, 1 + a), "relu")[-1]  # positive all along, where ReLU is the identity
        return Drawn(
            params={"a": a, "n": n},
            key=clean(path),
            wrong={
                "skip-missing": clean(ref.chain_gradient(1.0, np.full(n, a), "relu")[-1]),
                "skip-once": clean(1 + ref.chain_gradient(1.0, np.full(n, a), "relu")[-1]),
                "only-linear": clean(1 + n * a),
            },
            working={"plain": clean(a**n)},
        )

    return apart(rng, make)


def layer_norm_value(rng: np.random.Generator) -> Drawn:
    """The gradient norm of one layer."""

    def make() -> Drawn:
        dw = [[int(v) for v in row] for row in rng.integers(-4, 5, size=(2, 2))]
        db = [int(v) for v in rng.integers(1, 6, size=2)]
        W, b = np.array(dw, float), np.array(db, float)
        norm = ref.gradient_norms([(W, b)])[0]
        return Drawn(
            params={"dW": dw, "db": db},
            key=norm,
            wrong={
                "weights-only": float(np.linalg.norm(W)),
                "norms-added": float(np.linalg.norm(W) + np.linalg.norm(b)),
                "root-missing": norm**2,
                "absolute-values-added": float(np.abs(W).sum() + np.abs(b).sum()),
            },
            working={"squares": clean(norm**2)},
        )

    return apart(rng, make)


def norms_of_a_network(rng: np.random.Generator) -> Drawn:
    """Gradient norms of four layers, layer 1 at the input; the key is the option's id."""
    fate = str(rng.choice(["vanishing", "exploding", "healthy"]))
    last = float(rng.choice([0.2, 0.4, 0.5, 0.8]))
    ratio = float(
        rng.choice({"vanishing": [0.01, 0.02, 0.05], "exploding": [20, 50, 100], "healthy": [0.8, 1.25]}[fate])
    )
    norms = [float(f"{last * ratio**k:.2g}") for k in (3, 2, 1, 0)]
    verdict = ref.diagnose_gradients(np.array(norms[:1]), 0.001, 1000.0)[0]
    return Drawn(params={f"g{k + 1}": norm for k, norm in enumerate(norms)}, key=verdict)


def tanh_at_zero_output(rng: np.random.Generator) -> Drawn:
    """The gradient through two tanh at 0, where the slope is 1."""
    a, b = (int(v) for v in rng.choice([2, 3, 5, 6, 7], size=2))  # a b is never 16, where the wrong paths would meet
    program = (
        "import torch\n"
        "x = torch.tensor(0.0, requires_grad=True)\n"
        f"h = torch.tanh({a} * x)\n"
        f"y = torch.tanh({b} * h)\n"
        "y.backward()\n"
        "print(x.grad)"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "value-for-gradient": output_of(program.replace("x.grad", "y.data")),
            "weights-missing": output_of(program.replace(f"{a} * x", "x").replace(f"{b} * h", "h")),
            "sigmoid-slopes": output_of(program.replace("y.backward()", "y.backward()\nx.grad /= 16")),
        },
        working={"a": a, "b": b},
    )


def rate_and_gradient(rng: np.random.Generator) -> Drawn:
    """What a smaller learning rate does to the gradient and to the step at the same point."""
    times = int(rng.choice([2, 4, 5, 10, 20, 100]))
    new = {2: 0.05, 4: 0.025, 5: 0.02, 10: 0.01, 20: 0.005, 100: 0.001}[times]
    return Drawn(
        params={"old": 0.1, "new": new},
        key={"gradient": 1, "step": times},
        wrong={"gradient-shrinks-too": times, "step-unchanged": 1},
        working={"times": times},
    )


def weight_gradient_in_chain(rng: np.random.Generator) -> Drawn:
    """The gradient dL/dw_k of a linear chain: the backward signal at a_k times the activation a_(k-1)."""

    def make() -> Drawn:
        n, w, x = int(rng.integers(3, 6)), int(rng.integers(2, 5)), int(rng.integers(2, 6))
        k = int(rng.integers(2, n))
        signals = [1.0, *ref.chain_gradient(float(x), np.full(n, float(w)), "relu")]  # positive: ReLU changes nothing
        back, ahead = signals[n - k], float(x) * float(w) ** (k - 1)
        return Drawn(
            params={"n": n, "w": w, "x": x, "k": k},
            key=back * ahead,
            wrong={
                "backward-signal-only": back,
                "activation-only": ahead,
                "one-weight-too-many": back * ahead * w,
            },
            working={"back": back, "ahead": ahead},
        )

    return apart(rng, make)
