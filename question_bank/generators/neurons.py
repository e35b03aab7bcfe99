"""Generators on neurons, perceptrons and the forward pass of small networks."""

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.draw import apart, output_of, tenths
from reference import neurons
from reference.activations import relu, sigmoid, step, tanh

CLEAR = 0.05  # from the threshold: nearer, float rounding of 0 would decide, not the student


def neuron_output(rng: np.random.Generator) -> Drawn:
    """f(w . x + b) for one of three activations."""

    def make() -> Drawn:
        x, w, b = tenths(rng, -1.5, 1.5, 2), tenths(rng, -1.5, 1.5, 2), tenths(rng, -1, 1)
        name = str(rng.choice(["sigmoid", "tanh"]))
        f = {"sigmoid": sigmoid, "tanh": tanh}[name]
        products = np.array(w) * np.array(x)
        z = neurons.weighted_sum(np.array(x), np.array(w), b)
        return Drawn(
            params={"x": x, "w": w, "b": b, "f": name},
            key=neurons.neuron(np.array(x), np.array(w), b, name),
            wrong={
                "activation-before-bias": float(f(products.sum()) + b),
                "activation-per-product": float(np.sum(f(products)) + b),
                "bias-forgotten": float(f(products.sum())),
                "no-activation": z,
            },
            working={"z": z},
        )

    return apart(rng, make)


def perceptron_decision(rng: np.random.Generator) -> Drawn:
    """Which class a perceptron gives: the key is the option's id."""
    z = 0.0
    while abs(z) < CLEAR:
        x, w, b = tenths(rng, -2, 2, 2), tenths(rng, -2, 2, 2), tenths(rng, -2, 2)
        z = neurons.weighted_sum(np.array(x), np.array(w), b)
    key = "one" if int(neurons.perceptron_predict(np.array([x]), np.array(w), b)[0]) else "zero"
    return Drawn(params={"x": x, "w": w, "b": b}, key=key, working={"z": round(z, 2) + 0.0})


def perceptron_update(rng: np.random.Generator) -> Drawn:
    """New weights after one sample that the perceptron gets wrong."""

    def make() -> Drawn:
        z = 0.0
        while abs(z) < CLEAR:
            x, w, b = tenths(rng, -2, 2, 2), tenths(rng, -1, 1, 2), tenths(rng, -1, 1)
            z = neurons.weighted_sum(np.array(x), np.array(w), b)
        lr = float(rng.choice([0.1, 0.2, 0.5]))
        xs, ws = np.array(x), np.array(w)
        guess = int(neurons.perceptron_predict(xs[None], ws, b)[0])
        y = 1 - guess
        new_w, new_b = neurons.perceptron_update(xs, y, ws, b, lr)
        change = new_w - ws
        return Drawn(
            params={"x": x, "y": y, "w": w, "b": b, "lr": lr},
            key=_rounded(new_w),
            wrong={
                "error-flipped": _rounded(ws - change),
                "learning-rate-forgotten": _rounded(ws + change / lr),
                "not-changed": _rounded(ws),
            },
            working={"guess": guess, "error": y - guess, "b_new": new_b},
        )

    return apart(rng, make)


def _rounded(values: object) -> list[float]:
    return [float(v) + 0.0 for v in np.round(np.asarray(values, dtype=float), 10)]


def gate_of_threshold(rng: np.random.Generator) -> Drawn:
    """Which gate a McCulloch-Pitts neuron with n excitatory inputs and threshold t is."""
    n = int(rng.integers(2, 6))
    which = str(rng.choice(["and-gate", "or-gate", "always-on", "never-on"]))
    threshold = {"and-gate": n, "or-gate": 1, "always-on": 0, "never-on": n + 1}[which]
    fires = [
        neurons.mcculloch_pitts(np.array([int(bit) for bit in f"{k:0{n}b}"]), np.zeros(n, dtype=bool), threshold)
        for k in range(2**n)
    ]
    found = {2**n: "always-on", 0: "never-on", 1: "and-gate", 2**n - 1: "or-gate"}[sum(fires)]
    return Drawn(params={"n": n, "t": threshold}, key=found, working={"fires": sum(fires), "all": 2**n})


def layer_shape(rng: np.random.Generator) -> Drawn:
    """Shape of X W^T + b, and the number of parameters."""

    def make() -> Drawn:
        n, d_in, d_out = (int(k) for k in rng.integers(2, 12, size=3))
        z = neurons.linear_forward(np.zeros((n, d_in)), np.zeros((d_out, d_in)), np.zeros(d_out))
        rows, columns = z.shape
        return Drawn(
            params={"n": n, "d_in": d_in, "d_out": d_out},
            key={"rows": rows, "columns": columns},
            wrong={"inputs-for-rows": d_in, "inputs-for-columns": d_in},
        )

    def different() -> Drawn:
        while True:
            drawn = make()
            if len(set(drawn.params.values())) == len(drawn.params):
                return drawn

    return different()


def mlp_value(rng: np.random.Generator) -> Drawn:
    """Output of a 2-2-1 ReLU network."""

    def make() -> Drawn:
        x = [int(v) for v in rng.integers(-2, 3, size=2)]
        w1 = [[int(v) for v in row] for row in rng.integers(-2, 3, size=(2, 2))]
        b1 = [int(v) for v in rng.integers(-1, 2, size=2)]
        w2 = [int(v) for v in rng.choice([-2, -1, 1, 2, 3], size=2)]
        b2 = int(rng.integers(-2, 3))
        params = [(np.array(w1, float), np.array(b1, float)), (np.array([w2], float), np.array([b2], float))]
        batch = np.array([x], float)
        hidden = neurons.linear_forward(batch, *params[0])
        out = neurons.linear_forward(relu(hidden), *params[1])
        no_bias = [(w, np.zeros_like(b)) for w, b in params]
        return Drawn(
            params={"x": x, "W1": w1, "b1": b1, "w2": w2, "b2": b2},
            key=float(neurons.mlp_forward(batch, params)[0, 0]),
            wrong={
                "no-activation": float(neurons.linear_forward(hidden, *params[1])[0, 0]),
                "relu-on-output": float(relu(out)[0, 0]),
                "biases-dropped": float(neurons.mlp_forward(batch, no_bias)[0, 0]),
            },
            working={"z1": hidden[0].tolist(), "a1": (relu(hidden)[0] + 0.0).tolist()},
        )

    return apart(rng, make)


def collapsed_weight(rng: np.random.Generator) -> Drawn:
    """Two linear layers in a row are one: its weight and bias."""

    def make() -> Drawn:
        w1, b1, w2, b2 = (int(v) for v in rng.choice([-3, -2, -1, 1, 2, 3, 4, 5], size=4))

        def net(x: float) -> float:
            layers = [(np.array([[float(w)]]), np.array([float(b)])) for w, b in ((w1, b1), (w2, b2))]
            hidden = neurons.linear_forward(np.array([[x]]), *layers[0])
            return float(neurons.linear_forward(hidden, *layers[1])[0, 0])

        return Drawn(
            params={"w1": w1, "b1": b1, "w2": w2, "b2": b2},
            key={"weight": net(1.0) - net(0.0), "bias": net(0.0)},
            wrong={"added": float(w1 + w2), "biases-added": float(b1 + b2), "first-bias-lost": float(b2)},
        )

    def told_apart() -> Drawn:
        while True:
            drawn = make()
            weight, bias = drawn.key["weight"], drawn.key["bias"]
            wrong = drawn.wrong
            if weight != wrong["added"] and len({bias, wrong["biases-added"], wrong["first-bias-lost"]}) == 3:  # noqa: PLR2004  # all three differ
                return drawn

    return told_apart()


def linear_output(rng: np.random.Generator) -> Drawn:
    """A square layer in torch, where a forgotten transpose keeps the shape."""

    def make() -> Drawn:
        w = [[int(v) for v in row] for row in rng.integers(-3, 4, size=(2, 2))]
        x, b = [int(v) for v in rng.integers(-3, 4, size=2)], [int(v) for v in rng.integers(-2, 3, size=2)]
        program = (
            "import torch\n"
            "layer = torch.nn.Linear(2, 2)\n"
            "with torch.no_grad():\n"
            f"    layer.weight[:] = torch.tensor({w})\n"
            f"    layer.bias[:] = torch.tensor({b})\n"
            f"print(layer(torch.tensor([{x[0]}., {x[1]}.])).tolist())"
        )
        turned = np.array(w).T.tolist()
        return Drawn(
            params={"program": program},
            key=output_of(program),
            wrong={
                "not-transposed": output_of(program.replace(f"tensor({w})", f"tensor({turned})")),
                "bias-forgotten": output_of(program.replace(f"bias[:] = torch.tensor({b})", "bias[:] = 0")),
            },
        )

    return apart(rng, make)


def bias_for_gate(rng: np.random.Generator) -> Drawn:
    """The whole-number bias that makes a neuron with weights 1 an AND of its inputs."""
    n = int(rng.integers(2, 8))

    def true_rows(bias: float) -> int:
        rows = np.array([[int(bit) for bit in f"{k:0{n}b}"] for k in range(2**n)], float)
        return int(np.sum(step(rows @ np.ones(n) + bias)))

    an_and, an_or = (next(b for b in range(2, -n - 3, -1) if true_rows(b) == rows) for rows in (1, 2**n - 1))
    return Drawn(params={"n": n}, key=an_and, wrong={"or-for-and": an_or, "sign-lost": -an_and})
