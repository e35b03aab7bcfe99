"""Generators on backpropagation, gradient descent and autograd."""

import numpy as np

from grader.spec.question import Drawn
from question_bank.generators.clean import clean
from question_bank.generators.draw import apart, output_of, tenths
from reference import backprop as ref
from reference.losses import mse_grad


def two_weight_chain(rng: np.random.Generator) -> Drawn:
    """dL/dw1 for y_hat = w2 (w1 x), L = (y_hat - y)^2."""

    def make() -> Drawn:
        x, w1, w2 = (float(v) for v in rng.choice([-3, -2, 2, 3, 4], size=3))
        y = float(rng.integers(-6, 7))
        hidden = w1 * x
        y_hat = w2 * hidden
        dout = mse_grad(np.array([[y_hat]]), np.array([[y]]))
        dh, _, _ = ref.linear_backward(dout, np.array([[hidden]]), np.array([[w2]]))
        _, dw1, _ = ref.linear_backward(dh, np.array([[x]]), np.array([[w1]]))
        key = float(dw1[0, 0])
        return Drawn(
            params={"x": x, "w1": w1, "w2": w2, "y": y},
            key=key + 0.0,
            wrong={
                "second-weight-missing": key / w2 + 0.0,
                "two-missing": key / 2 + 0.0,
                "input-missing": key / x + 0.0,
                "sign-flipped": -key + 0.0,
            },
            working={"h": hidden, "yhat": y_hat, "dyhat": float(dout[0, 0]) + 0.0},
        )

    return apart(rng, make)


def descent_step(rng: np.random.Generator) -> Drawn:
    """One step of gradient descent on (w - a)^2, and the implicit step that the gradient at the new w would give."""

    def make() -> Drawn:
        a, w0 = tenths(rng, -3, 3), tenths(rng, -3, 3)
        lr = float(rng.choice([0.1, 0.2, 0.25, 0.4]))

        def grad(w: np.ndarray) -> np.ndarray:
            return 2 * (w - a)

        new = float(ref.gradient_descent(grad, np.array([w0]), lr, 1)[1][0])
        g = 2 * (w0 - a)
        return Drawn(
            params={"a": a, "w": w0, "lr": lr},
            key=clean(new),
            wrong={
                "ascent": clean(w0 + lr * g),
                "learning-rate-forgotten": clean(w0 - g),
                "gradient-at-the-new-weight": clean((w0 + 2 * lr * a) / (1 + 2 * lr)),
                "gradient-alone": clean(g),
            },
            working={"g": clean(g)},
        )

    return apart(rng, make)


def accumulated_output(rng: np.random.Generator) -> Drawn:
    """Several backward calls without zero_grad."""
    w = int(rng.choice([3, 5, 7]))  # odd, so that the loss k w^2 is never one of the gradients
    k, n = int(rng.integers(2, 5)), int(rng.integers(2, 5))
    program = (
        "import torch\n"
        f"w = torch.tensor({w}.0, requires_grad=True)\n"
        f"for _ in range({n}):\n"
        f"    loss = {k} * w ** 2\n"
        "    loss.backward()\n"
        "print(w.grad)"
    )
    cleared = program.replace("    loss.backward()", "    w.grad = None\n    loss.backward()")
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "last-call-only": output_of(cleared),
            "loss-printed": output_of(program.replace("w.grad", "loss.data")),
        },
        working={"once": 2 * k * w, "n": n},
    )


def leaf_loss_output(rng: np.random.Generator) -> Drawn:
    """A loss that is itself the leaf: its derivative with respect to itself."""
    value = tenths(rng, 1.1, 9.9)
    program = f"import torch\nloss = torch.tensor({value}, requires_grad=True)\nloss.backward()\nprint(loss.grad)"
    return Drawn(
        params={"program": program, "value": value},
        key=output_of(program),
        wrong={
            "value-printed": output_of(program.replace("loss.grad", "loss.data")),
            "zero": output_of(program.replace("loss.grad", "0 * loss.grad")),
            "no-gradient": output_of(program.replace("loss.backward()\n", "")),
        },
    )


def detached_loss_output(rng: np.random.Generator) -> Drawn:
    """A training step whose loss does not come from the model."""
    w, x, lr = tenths(rng, 0.5, 3), int(rng.integers(2, 6)), float(rng.choice([0.1, 0.2, 0.5]))
    program = (
        "import torch\n"
        f"w = torch.nn.Parameter(torch.tensor({w}))\n"
        f"optimizer = torch.optim.SGD([w], lr={lr})\n"
        f"y_pred = w * {x}\n"
        "loss = torch.tensor(0.5, requires_grad=True)\n"
        "optimizer.zero_grad()\n"
        "loss.backward()\n"
        "optimizer.step()\n"
        "print(w.data)"
    )
    return Drawn(
        params={"program": program},
        key=output_of(program),
        wrong={
            "moved-by-the-rate": output_of(program.replace("loss = torch.tensor(0.5, requires_grad=True)", "loss = w")),
            "moved-by-rate-and-input": output_of(
                program.replace("loss = torch.tensor(0.5, requires_grad=True)", "loss = y_pred")
            ),
        },
    )


def indented_backward_output(rng: np.random.Generator) -> Drawn:
    """backward() and step() after the loop instead of inside it."""
    w, n = int(rng.integers(3, 8)), int(rng.integers(2, 4))
    lr = float(rng.choice([0.1, 0.25]))
    head = (
        "import torch\n"
        f"w = torch.tensor({w}.0, requires_grad=True)\n"
        f"optimizer = torch.optim.SGD([w], lr={lr})\n"
        f"for _ in range({n}):\n"
        "    optimizer.zero_grad()\n"
        "    loss = w ** 2\n"
    )
    outside = head + "loss.backward()\noptimizer.step()\nprint(w.data)"
    inside = head + "    loss.backward()\n    optimizer.step()\nprint(w.data)"
    half = head + "loss.backward()\nfor _ in range(" + f"{n}):\n    optimizer.step()\nprint(w.data)"
    return Drawn(
        params={"program": outside},
        key=output_of(outside),
        wrong={"steps-in-the-loop": output_of(inside), "one-gradient-many-steps": output_of(half)},
        working={"g": 2 * w, "n": n},
    )


def diverging_rate(rng: np.random.Generator) -> Drawn:
    """The learning rate beyond which gradient descent on (c/2) w^2 diverges: |1 - lr c| reaches 1."""
    c = float(rng.choice([0.4, 0.5, 0.8, 1.6, 2.5, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 40]))

    def grows(lr: float) -> bool:
        w = ref.gradient_descent(lambda v: c * v, np.array([1.0]), lr, 1)
        return bool(abs(w[1][0]) > abs(w[0][0]))

    low, high = 0.0, 100.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (low, middle) if grows(middle) else (middle, high)
    return Drawn(
        params={"c": c},
        key=clean(high, 8),
        wrong={"one-step-to-the-minimum": clean(1 / c), "always-one": 1.0, "curvature-itself": c},
    )


def bias_gradient(rng: np.random.Generator) -> Drawn:
    """The bias gradient of a linear layer from dout of shape (2, 2)."""

    def make() -> Drawn:
        dout = [tenths(rng, -2, 2, 2) for _ in range(2)]
        d = np.array(dout)
        _, _, db = ref.linear_backward(d, np.zeros((2, 1)), np.zeros((2, 1)))
        return Drawn(
            params={"dout": dout},
            key=clean(db),
            wrong={
                "bias-gradient-averaged": clean(d.mean(axis=0)),
                "bias-gradient-over-neurons": clean(d.sum(axis=1)),
                "first-sample-only": clean(d[0]),
            },
        )

    return apart(rng, make)


def weight_gradient(rng: np.random.Generator) -> Drawn:
    """The gradient dW of a 2-2 layer for two samples."""

    def make() -> Drawn:
        dout, x = ([[int(v) for v in row] for row in rng.integers(-3, 4, size=(2, 2))] for _ in range(2))
        d, X = np.array(dout, float), np.array(x, float)
        _, dW, _ = ref.linear_backward(d, X, np.zeros((2, 2)))
        return Drawn(
            params={"dout": dout, "X": x},
            key=clean(dW),
            wrong={
                "weight-gradient-transposed": clean(dW.T),
                "weight-gradient-averaged": clean(dW / 2),
                "dout-not-transposed": clean(d @ X),
            },
        )

    return apart(rng, make)


def central_difference(rng: np.random.Generator) -> Drawn:
    """The central difference of x^3 with a large step."""

    def make() -> Drawn:
        x, h = int(rng.integers(1, 6)), float(rng.choice([0.5, 1.0, 2.0]))
        numeric = float(ref.numerical_gradient(lambda v: float(np.sum(v**3)), np.array([float(x)]), h)[0])
        forward = ((x + h) ** 3 - x**3) / h
        return Drawn(
            params={"x": x, "h": h},
            key=clean(numeric),
            wrong={
                "forward-difference": clean(forward),
                "backward-difference": clean((x**3 - (x - h) ** 3) / h),
                "divided-by-h": clean(2 * numeric),
            },
            working={"plus": clean((x + h) ** 3), "minus": clean((x - h) ** 3), "exact": 3 * x**2},
        )

    return apart(rng, make)


def relative_error(rng: np.random.Generator) -> Drawn:
    """Relative error of two gradient entries; the larger one counts."""

    def make() -> Drawn:
        a, n = tenths(rng, 0.5, 4, 2), tenths(rng, 0.5, 4, 2)
        x, y = np.array(a), np.array(n)
        errors = np.abs(x - y) / (np.abs(x) + np.abs(y))
        return Drawn(
            params={"a": a, "n": n},
            key=ref.gradient_check(x, y),
            wrong={
                "absolute-error": clean(np.max(np.abs(x - y))),
                "mean-for-maximum": float(errors.mean()),
                "larger-for-sum": float(np.max(np.abs(x - y) / np.maximum(x, y))),
            },
            working={"errors": clean(errors, 4)},
        )

    return apart(rng, make)


def sigmoid_neuron_gradient(rng: np.random.Generator) -> Drawn:
    """dL/dw of one sigmoid neuron under the squared error."""

    def make() -> Drawn:
        x, w, b = tenths(rng, 1, 3), tenths(rng, -1, 1), tenths(rng, -1, 1)
        y = float(rng.integers(0, 2))
        dw, db = ref.neuron_backward(np.array([x]), np.array([w]), b, y)
        y_hat = 1 / (1 + np.exp(-(w * x + b)))
        key = float(dw[0])
        return Drawn(
            params={"x": x, "w": w, "b": b, "y": y},
            key=key,
            wrong={
                "two-missing": key / 2,
                "sigmoid-slope-missing": float(2 * (y_hat - y) * x),
                "input-missing": db,
                "cross-entropy-gradient": float((y_hat - y) * x),
            },
            working={"yhat": float(y_hat), "slope": float(y_hat * (1 - y_hat))},
        )

    return apart(rng, make)


def weight_direction(rng: np.random.Generator) -> Drawn:
    """Which way w moves when the prediction y_hat = w x is too small; the key is the option's id."""
    x = float(rng.choice([-3, -2, -1.5, -0.5, 0.5, 1.5, 2, 3]))
    w = tenths(rng, -2, 2)
    y_hat = clean(w * x)
    y = clean(y_hat + tenths(rng, 0.5, 3))
    _, dw, _ = ref.linear_backward(mse_grad(np.array([[y_hat]]), np.array([[y]])), np.array([[x]]), np.array([[w]]))
    return Drawn(
        params={"x": x, "w": w, "y": y},
        key="falls" if dw[0, 0] > 0 else "rises",
        working={"yhat": y_hat, "dyhat": clean(2 * (y_hat - y)), "dw": clean(dw[0, 0])},
    )
