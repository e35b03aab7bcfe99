"""Generators on recurrent networks."""

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import clean
from question_bank.generators.draw import apart, output_of, tenths
from reference import recurrent as ref
from reference.gradient_flow import chain_gradient


def column(value: float) -> np.ndarray:
    """A number as a (1, 1) array."""
    return np.array([[float(value)]])


def rnn_step_value(rng: np.random.Generator) -> Drawn:
    """One step, tanh(w_x x + w_h h + b)."""

    def make() -> Drawn:
        x, h, w_x, w_h, b = (tenths(rng, -1.2, 1.2) for _ in range(5))
        parts = (w_x * x, w_h * h)
        new = float(ref.rnn_step(column(x), column(h), column(w_x), column(w_h), np.array([b]))[0, 0])
        return Drawn(
            params={"x": x, "h": h, "wx": w_x, "wh": w_h, "b": b},
            key=new,
            wrong={
                "tanh-missing": clean(sum(parts) + b),
                "tanh-per-term": float(np.tanh(parts[0]) + np.tanh(parts[1]) + np.tanh(b)),
                "bias-outside": float(np.tanh(sum(parts)) + b),
                "memory-ignored": float(np.tanh(parts[0] + b)),
            },
            working={"z": clean(sum(parts) + b)},
        )

    return apart(rng, make)


def two_steps(rng: np.random.Generator) -> Drawn:
    """Two steps of an RNN without bias, h0 = 0."""

    def make() -> Drawn:
        x1, x2, w_x, w_h = (tenths(rng, -1.5, 1.5) for _ in range(4))
        zero = np.zeros(1)
        h1 = ref.rnn_step(column(x1), column(0), column(w_x), column(w_h), zero)
        h2 = float(ref.rnn_step(column(x2), h1, column(w_x), column(w_h), zero)[0, 0])
        return Drawn(
            params={"x1": x1, "x2": x2, "wx": w_x, "wh": w_h},
            key=h2,
            wrong={
                "memory-ignored": float(np.tanh(w_x * x2)),
                "first-state": float(h1[0, 0]),
                "tanh-of-memory-missing": float(np.tanh(w_x * x2 + w_h * w_x * x1)),
            },
            working={"h1": float(h1[0, 0])},
        )

    return apart(rng, make)


def memory_factor(rng: np.random.Generator) -> Drawn:
    """The factor on the gradient over T steps of a scalar RNN with w_h and tanh' fixed."""

    def make() -> Drawn:
        w, s = float(rng.choice([0.8, 1.2, 1.5, 2, 2.5])), float(rng.choice([0.4, 0.5, 0.6, 0.8, 0.9]))
        steps = int(rng.integers(2, 6))
        dh = chain_gradient(1.0, np.full(steps, w * s), "relu")[-1]  # a chain of positive numbers: ReLU is off nowhere
        return Drawn(
            params={"w": w, "s": s, "t": steps},
            key=clean(dh),
            wrong={
                "slopes-missing": clean(w**steps),
                "weights-missing": clean(s**steps),
                "factors-added": clean(steps * w * s),
            },
            working={"factor": clean(w * s)},
        )

    return apart(rng, make)


def bptt_value(rng: np.random.Generator) -> Drawn:
    """The gradient dL/dw_h over two steps of a scalar RNN, loss = h_2."""

    def make() -> Drawn:
        x1, x2, w_x, w_h = (tenths(rng, 0.3, 1.2) for _ in range(4))
        xs, zero = np.array([[[x1]], [[x2]]]), np.zeros(1)
        h1 = ref.rnn_step(xs[0], column(0.5), column(w_x), column(w_h), zero)
        h2 = ref.rnn_step(xs[1], h1, column(w_x), column(w_h), zero)

        def grad(inputs: np.ndarray, start: np.ndarray) -> float:
            return float(ref.bptt_gradient(inputs, start, column(w_x), column(w_h), zero, column(1))[1][0, 0])

        both = grad(xs, column(0.5))
        return Drawn(
            params={"x1": x1, "x2": x2, "wx": w_x, "wh": w_h},
            key=both,
            wrong={
                "last-step-only": grad(xs[1:], h1),
                "averaged-over-time": both / 2,
                "tanh-slope-missing": float(h1[0, 0] + w_h * 0.5),
            },
            working={"h1": float(h1[0, 0]), "h2": float(h2[0, 0]), "last": grad(xs[1:], h1)},
        )

    return apart(rng, make)


def logit(p: float) -> float:
    """The pre-activation that a sigmoid turns into p."""
    return float(np.log(p / (1 - p)))


def lstm_cell_value(rng: np.random.Generator) -> Drawn:
    """The new h of an LSTM cell whose gates are given."""

    def make() -> Drawn:
        i, f, o = (tenths(rng, 0.1, 0.9) for _ in range(3))
        g, c = tenths(rng, -0.9, 0.9), tenths(rng, -3, 3)
        bias = np.array([logit(i), logit(f), float(np.arctanh(g)), logit(o)])
        none = np.zeros((4, 1))
        h_new, c_new = (float(v[0, 0]) for v in ref.lstm_step(column(0), column(0), column(c), none, none, bias))
        return Drawn(
            params={"i": i, "f": f, "g": g, "o": o, "c": c},
            key=h_new,
            wrong={
                "tanh-of-state-missing": o * c_new,
                "old-state-in-output": float(o * np.tanh(c)),
                "forget-and-input-exchanged": float(o * np.tanh(i * c + f * g)),
                "cell-for-output": c_new,
            },
            working={"c_new": c_new},
        )

    return apart(rng, make)


def remembered(rng: np.random.Generator) -> Drawn:
    """What is left of the cell state after T steps with forget gate f and closed input gate."""

    def make() -> Drawn:
        f, steps, c = float(rng.choice([0.5, 0.7, 0.8, 0.9, 0.95])), int(rng.integers(3, 11)), int(rng.integers(2, 9))
        bias = np.array([-50.0, logit(f), 0.0, 0.0])  # sigmoid(-50) is 0 to 21 digits
        none, state = np.zeros((4, 1)), column(c)
        for _ in range(steps):
            _, state = ref.lstm_step(column(0), column(0), state, none, none, bias)
        return Drawn(
            params={"f": f, "t": steps, "c": c},
            key=clean(state[0, 0]),
            wrong={
                "once-only": clean(f * c),
                "gate-inverted": clean((1 - f) ** steps * c),
                "added": clean(f * steps * c),
            },
            working={"share": clean(state[0, 0] / c)},
        )

    return apart(rng, make)


def gru_value(rng: np.random.Generator) -> Drawn:
    """The new h of a GRU whose update gate and candidate are given."""

    def make() -> Drawn:
        z, n, h = tenths(rng, 0.1, 0.9), tenths(rng, -0.9, 0.9), tenths(rng, -1, 1)
        bias = np.array([0.0, logit(z), float(np.arctanh(n))])
        none, zero = np.zeros((3, 1)), np.zeros(3)
        new = float(ref.gru_step(column(0), column(h), none, none, bias, zero)[0, 0])
        return Drawn(
            params={"z": z, "n": n, "h": h},
            key=clean(new),
            wrong={
                "update-gate-inverted": clean(z * n + (1 - z) * h),
                "candidate-added": clean(n + z * h),
                "old-state-only": clean(z * h),
            },
        )

    return apart(rng, make)


def lstm_parameters_output(rng: np.random.Generator) -> Drawn:
    """The number of parameters of nn.LSTM."""
    d, h = int(rng.integers(2, 9)), int(rng.integers(2, 9))
    program = (
        "import torch\n"
        f"lstm = torch.nn.LSTM(input_size={d}, hidden_size={h})\n"
        "print(sum(p.numel() for p in lstm.parameters()))"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "one-block": output_of(program.replace("nn.LSTM", "nn.RNN")),
            "three-blocks": output_of(program.replace("nn.LSTM", "nn.GRU")),
            "one-bias": str(4 * h * (d + h + 1)),
        },
        working={"d": d, "h": h, "block": h * (d + h + 2)},
    )


def rnn_shape_output(rng: np.random.Generator) -> Drawn:
    """Shapes of what nn.RNN returns."""
    t, n, d, h = (int(v) for v in rng.choice(np.arange(2, 12), 4, replace=False))
    program = (
        "import torch\n"
        f"rnn = torch.nn.RNN(input_size={d}, hidden_size={h})\n"
        f"out, last = rnn(torch.zeros({t}, {n}, {d}))\n"
        "print(list(out.shape))"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "batch-first": output_of(program.replace("out.shape", "out.transpose(0, 1).shape")),
            "input-size-kept": output_of(program.replace("list(out.shape)", f"[{t}, {n}, {d}]")),
            "last-state": output_of(program.replace("out.shape", "last.shape")),
        },
        working={"t": t, "n": n, "h": h},
    )
