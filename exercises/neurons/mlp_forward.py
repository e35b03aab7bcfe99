"""The forward pass of a multi-layer perceptron."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.neurons import mlp_forward
from reference.types import Array

Params = list[tuple[Array, Array]]


def network(rng: np.random.Generator, n: int, *sizes: int, size: float = 1.0) -> tuple[Array, Params]:
    """Inputs and layers; biases of about 1 keep some neurons on and some off."""
    params = [(rng.normal(size=(o, i)), rng.normal(size=o) + rng.choice([-0.5, 0.8])) for i, o in pairwise(sizes)]
    return rng.normal(size=(n, sizes[0])) * size, params


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(
        np.array([[1.0, 2.0], [-1.0, 0.5]]),
        [
            (np.array([[1.0, 0.0], [0.0, -1.0], [1.0, 1.0]]), np.array([0.0, 1.0, -1.0])),
            (np.array([[1.0, 2.0, -1.0]]), np.array([0.5])),
        ],
        hi="एक hidden layer",
        en="one hidden layer",
    )
    yield sample(
        np.array([[1.0, -2.0]]),
        [(np.array([[2.0, 1.0], [1.0, 1.0]]), np.array([-1.0, 0.0]))],
        hi="सिर्फ़ एक layer: वही आख़िरी है, इसलिए linear",
        en="a single layer, which is the last, so linear",
    )
    yield hidden(
        *network(rng, 4, 3, 4, 2), hi="एक hidden layer, सब sizes अलग", en="one hidden layer, all sizes different"
    )
    yield hidden(*network(rng, 3, 2, 3, 4, 2), hi="दो hidden layers", en="two hidden layers")
    yield hidden(
        *network(rng, 3, 3, 3, 3),
        hi="सब square: ग़लत transpose shape में नहीं दिखता",
        en="everything square: a wrong transpose keeps the shape",
    )
    yield hidden(*network(rng, 2, 2, 2, 3, 2, 2), hi="तीन hidden layers", en="three hidden layers")
    yield hidden(*network(rng, 1, 4, 3, 2), hi="एक ही row", en="one row only", check="shapes")
    yield hidden(
        *network(rng, 5, 3, 4, 1), hi="एक ही output: shape (N, 1)", en="a single output: shape (N, 1)", check="shapes"
    )
    yield hidden(*network(rng, 5, 1, 3, 2), hi="एक ही input column", en="a single input column", check="shapes")
    yield hidden(*network(rng, 4, 3, 2), hi="कोई hidden layer नहीं", en="no hidden layer", check="edges")
    yield hidden(*network(rng, 3, 3, 4, 3, size=30.0), hi="बड़े inputs", en="large inputs")
    X, params = network(rng, 4, 3, 3, 2)
    yield hidden(
        X,
        [params[0], (-np.abs(params[1][0]), -np.abs(params[1][1]) - 0.5)],
        hi="सब logits negative",
        en="all logits negative",
    )
    X, params = network(rng, 3, 2, 3, 2)
    yield hidden(
        X,
        [(params[0][0], -np.abs(X @ params[0][0].T).max(axis=0) - 1), params[1]],
        hi="hidden layer पूरी बंद: सिर्फ़ आख़िरी bias बचता है",
        en="every hidden neuron is off: only the last bias is left",
        check="edges",
    )


def layers(X: Array, params: Params, f: object, *, last: bool = False, bias: bool = True) -> Array:
    A = X
    for index, (W, b) in enumerate(params):
        A = A @ W.T + (b if bias else 0)
        if last or index < len(params) - 1:
            A = f(A)
    return A


def relu(z: Array) -> Array:
    return np.maximum(z, 0)


def before_linear(X: Array, params: Params) -> Array:
    A = X
    for W, b in params:
        A = relu(A) @ W.T + b
    return A


def last_bias_dropped(X: Array, params: Params) -> Array:
    return layers(X, [*params[:-1], (params[-1][0], 0 * params[-1][1])], relu)


def not_transposed(X: Array, params: Params) -> Array:
    A = X
    for W, b in params[:-1]:
        A = relu(A @ W + b)
    return A @ params[-1][0] + params[-1][1]


def first_only(X: Array, params: Params) -> Array:
    A = X
    for index, (W, b) in enumerate(params):
        A = A @ W.T + b
        if index == 0 and len(params) > 1:
            A = relu(A)
    return A


def softmaxed(X: Array, params: Params) -> Array:
    z = layers(X, params, relu)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def by_recursion(X: Array, params: Params) -> Array:
    (W, b), *rest = params
    Z = np.dot(X, W.T) + b
    return by_recursion(np.where(Z > 0, Z, 0), rest) if rest else Z


def by_samples(X: Array, params: Params) -> list[Array]:
    out = []
    for x in X:
        a = x
        for index in range(len(params)):
            a = params[index][0] @ a + params[index][1]
            if index + 1 != len(params):
                a = a * (a > 0)
        out.append(a)
    return out


def by_columns(X: Array, params: Params) -> Array:
    A = X.T
    for W, b in params[:-1]:
        A = W @ A + b[:, np.newaxis]
        A[A < 0] = 0
    W, b = params[-1]
    return (W @ A + b[:, np.newaxis]).T


def by_loops(X: Array, params: Params) -> list[list[float]]:
    rows = X.tolist()
    for depth, (W, b) in enumerate(params, start=1):
        rows = [
            [sum(p * q for p, q in zip(row, w, strict=True)) + c for w, c in zip(W, b, strict=True)] for row in rows
        ]
        if depth < len(params):
            rows = [[max(0.0, v) for v in row] for row in rows]
    return rows


def by_clip(X: Array, params: Params) -> Array:
    A = X
    for i, (W, b) in enumerate(params):
        if i > 0:
            A = A.clip(min=0)
        A = np.einsum("nj,kj->nk", A, W) + b
    return A


def in_float32(X: Array, params: Params) -> Array:
    return layers(X.astype(np.float32), [(W.astype(np.float32), b.astype(np.float32)) for W, b in params], relu)


EXERCISE = Exercise(
    title=Text(hi="multi-layer perceptron का forward pass", en="The forward pass of a multi-layer perceptron"),
    statement=Text(
        hi="`X` की shape (N, D_0) है। `params` layers की list है, हर layer एक जोड़ी `(W, b)`: W (D_out, D_in), b "
        "(D_out,)। "
        "हर layer $A W^T + b$ निकालती है; आख़िरी layer को छोड़कर हर layer के बाद ReLU लगता है। आख़िरी layer linear "
        "है: उसके logits लौटाइए, shape (N, D_last)।",
        en="`X` has shape (N, D_0). `params` is a list of layers, each a pair `(W, b)`: W (D_out, D_in), b (D_out,). "
        "Each layer computes $A W^T + b$, and a ReLU follows every layer but the last. The last layer is linear: "
        "return its logits, shape (N, D_last).",
    ),
    hints=(
        Text(
            hi="एक layer का output अगली layer का input है: एक ही variable को layer दर layer बदलते जाइए।",
            en="The output of one layer is the input of the next: carry one variable through the layers.",
        ),
        Text(
            hi="$A_l = \\max(0, A_{l-1} W_l^T + b_l)$; आख़िरी layer पर max नहीं।",
            en="$A_l = \\max(0, A_{l-1} W_l^T + b_l)$, without the max in the last layer.",
        ),
        Text(
            hi="आख़िरी layer पहचानने के लिए `enumerate` या `params[:-1]` और `params[-1]` काम आते हैं; एक ही layer "
            "हो तो वही आख़िरी है।",
            en="`enumerate`, or `params[:-1]` and `params[-1]`, tells the last layer; a single layer is the last one.",
        ),
    ),
    reference=mlp_forward,
    cases=cases,
    styles=(by_recursion, by_samples, by_columns, by_loops, by_clip, in_float32),
    misconceptions=(
        Misconception(
            "relu-on-output",
            lambda X, params: layers(X, params, relu, last=True),
            Text(
                hi="आपने आख़िरी layer पर भी ReLU लगाया; logits negative भी हो सकते हैं, इसलिए आख़िरी layer linear रहती है।",
                en="You applied a ReLU to the last layer too; logits may be negative, so the last layer stays linear.",
            ),
        ),
        Misconception(
            "no-activation",
            lambda X, params: layers(X, params, lambda z: z),
            Text(
                hi="आपने कहीं भी activation नहीं लगाया; तब सारी layers मिलकर एक ही linear layer रह जाती हैं।",
                en="You applied no activation anywhere; then all layers together are a single linear layer.",
            ),
        ),
        Misconception(
            "activation-before-linear",
            before_linear,
            Text(
                hi="आपने ReLU हर layer के input पर लगाया, X पर भी; X को वैसा ही रखिए, ReLU A W^T + b के बाद आता है।",
                en="You applied the ReLU to the input of every layer, X included; leave X as it is, the ReLU comes "
                "after A W^T + b.",
            ),
        ),
        Misconception(
            "sigmoid-for-relu",
            lambda X, params: layers(X, params, lambda z: 1 / (1 + np.exp(-z))),
            Text(
                hi="आपने hidden layers में sigmoid लगाया; यहाँ ReLU है: max(0, z)।",
                en="You used the sigmoid in the hidden layers; here it is ReLU, max(0, z).",
            ),
        ),
        Misconception(
            "tanh-for-relu",
            lambda X, params: layers(X, params, np.tanh),
            Text(
                hi="आपने hidden layers में tanh लगाया; यहाँ ReLU है: max(0, z)।",
                en="You used tanh in the hidden layers; here it is ReLU, max(0, z).",
            ),
        ),
        Misconception(
            "biases-dropped",
            lambda X, params: layers(X, params, relu, bias=False),
            Text(
                hi="आपने bias किसी भी layer में नहीं जोड़ा; हर layer A W^T + b है।",
                en="You added no bias in any layer; each layer is A W^T + b.",
            ),
        ),
        Misconception(
            "output-bias-dropped",
            last_bias_dropped,
            Text(
                hi="आख़िरी layer का bias छूट गया; वह भी A W^T + b है।",
                en="The bias of the last layer is missing; it is A W^T + b too.",
            ),
        ),
        Misconception(
            "weights-not-transposed",
            not_transposed,
            Text(
                hi="आपने A @ W लिखा; W की shape (D_out, D_in) है, इसलिए A @ W.T चाहिए।",
                en="You wrote A @ W; W is (D_out, D_in), so it is A @ W.T.",
            ),
        ),
        Misconception(
            "relu-after-first-only",
            first_only,
            Text(
                hi="ReLU सिर्फ़ पहली layer के बाद लगा; आख़िरी को छोड़कर हर layer के बाद चाहिए।",
                en="The ReLU came after the first layer only; it follows every layer but the last.",
            ),
        ),
        Misconception(
            "softmax-on-output",
            softmaxed,
            Text(
                hi="आपने softmax भी लगा दिया; यहाँ logits लौटाने हैं।",
                en="You applied softmax as well; return the logits here.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.Sequential", "torch.nn.Linear", "torch.nn.functional.linear"),
            Text(
                hi="यहाँ layers आपको ख़ुद लिखनी हैं: `@`, `.T` और `np.maximum` काफ़ी हैं।",
                en="Here you write the layers yourself: `@`, `.T` and `np.maximum` are enough.",
            ),
        ),
    ),
)
