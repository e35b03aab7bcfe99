"""A small network that learns what no linear model can."""

from collections.abc import Iterator

import numpy as np

from grader.spec import drawn
from grader.spec.call import Limits
from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Rng, Value
from reference.training import train_mlp
from reference.types import Array, Ints

# Measured over 40 seeds: full-batch gradient descent with He, Xavier, small and uniform starts, momentum, Adam and
# mini-batches of 1, 16 and 32 reach 0.99 on the training set and at least 0.94 on unseen points; a linear model, an
# untrained network and one without biases stay under 0.8.
SEEN, UNSEEN = 0.9, 0.85
WIDTH = 0.12  # of a ring: the radii are 0.5, 1.5, 2.5, so the gaps stay 0.76 wide

Layers = list[tuple[Array, Array]]


def rings(rng: np.random.Generator, classes: int, per_class: int, d: int = 2) -> tuple[Array, Ints]:
    """Class c lies on a ring (a shell, for d = 3) of radius c + 1/2."""
    labels = rng.permutation(np.repeat(np.arange(classes), per_class))
    directions = rng.normal(size=(len(labels), d))
    directions /= np.sqrt((directions**2).sum(axis=1, keepdims=True))
    return directions * (labels + 0.5 + rng.uniform(-WIDTH, WIDTH, len(labels)))[:, None], labels


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def seed() -> Rng:
        return Rng(int(rng.integers(2**31)))

    xor = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    yield sample(
        xor, np.array([0, 1, 1, 0]), 16, 0.3, 300, Rng(0), hi="XOR: चार बिंदु", en="XOR: four points", check="training"
    )
    yield sample(
        np.array([[-1.0], [0.0], [1.0]]),
        np.array([0, 1, 0]),
        16,
        0.3,
        300,
        Rng(1),
        hi="एक feature: बीच वाला अलग",
        en="one feature: the middle one is different",
        check="training",
    )
    for hi, en in (
        ("दो rings", "two rings"),
        ("दो rings, दूसरा seed", "two rings, another seed"),
        ("दो rings, तीसरा seed", "two rings, a third seed"),
    ):
        yield hidden(*rings(rng, 2, 50), 24, 0.3, 400, seed(), hi=hi, en=en, check="training")
    yield hidden(*rings(rng, 3, 40), 40, 0.3, 500, seed(), hi="तीन rings", en="three rings", check="training")
    yield hidden(
        *rings(rng, 2, 90, 3),
        32,
        0.3,
        400,
        seed(),
        hi="तीन dimensions में दो shells",
        en="two shells in three dimensions",
        check="training",
    )
    yield hidden(
        *rings(rng, 2, 40),
        40,
        0.5,
        300,
        seed(),
        hi="कम बिंदु, चौड़ी layer",
        en="fewer points, a wider layer",
        check="training",
    )


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    X, labels, hidden_units, _, _, rng = args
    layers = read(answer, X.shape[1], hidden_units, int(labels.max()) + 1)
    if isinstance(layers, Finding):
        return layers
    seen = score(layers, X, labels)
    if len(X) < 10:
        return None if seen == 1 else Finding("train.seen", {"expected": 1.0, "got": round(seen, 3)})
    if seen < SEEN:
        return Finding("train.seen", {"expected": SEEN, "got": round(seen, 3)})
    fresh = rings(np.random.default_rng([rng.seed, 1]), int(labels.max()) + 1, 200, X.shape[1])
    unseen = score(layers, *fresh)
    return None if unseen >= UNSEEN else Finding("train.unseen", {"expected": UNSEEN, "got": round(unseen, 3)})


def read(answer: Value, d: int, units: int, classes: int) -> Layers | Finding:
    if not isinstance(answer, list | tuple) or len(answer) != 2:
        return Finding("train.layers", {"expected": 2, "got": drawn.type_name(answer)})
    layers = []
    for n, (layer, (rows, columns)) in enumerate(zip(answer, ((units, d), (classes, units)), strict=True), 1):
        if not isinstance(layer, list | tuple) or len(layer) != 2:
            return Finding("train.layers", {"expected": 2, "got": drawn.type_name(layer)})
        W, b = drawn.numbers(layer[0], (rows, columns)), drawn.numbers(layer[1], (rows,))
        for name, part in ((f"W{n}", W), (f"b{n}", b)):
            if isinstance(part, Finding):
                return Finding("train.shape", {"name": name, **part.params}) if part.code == "stat.shape" else part
        layers.append((W, b))
    return layers


def forward(layers: Layers, X: Array) -> Array:
    """mlp_forward for two layers."""
    (W1, b1), (W2, b2) = layers
    with np.errstate(all="ignore"):
        return np.maximum(X @ W1.T + b1, 0) @ W2.T + b2


def score(layers: Layers, X: Array, labels: Ints) -> float:
    return float((forward(layers, X).argmax(axis=1) == labels).mean())


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    X, labels, units, *_ = args
    layers = read(answer, X.shape[1], units, int(labels.max()) + 1)
    if isinstance(layers, Finding):
        return {f"{layers.code} {sorted(layers.params.items())}": 10.0}
    (W1, b1), (W2, b2) = layers
    return {
        "learned": 10.0 * (score(layers, X, labels) >= SEEN),
        "W1 zero": 10.0 * (not W1.any()),
        "W2 zero": 10.0 * (not W2.any()),
        "b1 zero": 10.0 * (not b1.any()),
        "b2 zero": 10.0 * (not b2.any()),
        "units alike": 10.0 * bool(np.ptp(W1, axis=0).max() < 1e-9),
        "negative side": 10.0 * bool(len(X) > 10 and linear_score(layers, X, labels) > score(layers, X, labels) + 0.1),
    }


def linear_score(layers: Layers, X: Array, labels: Ints) -> float:
    """Accuracy of the same weights without ReLU: higher where the weights were trained without it."""
    (W1, b1), (W2, b2) = layers
    with np.errstate(all="ignore"):
        return float((((X @ W1.T + b1) @ W2.T + b2).argmax(axis=1) == labels).mean())


def network(
    X: Array, labels: Ints, units: int, rng: np.random.Generator, *, scale: str = "he", dtype: type = np.float64
) -> list[Array]:
    classes = int(labels.max()) + 1
    d = X.shape[1]
    std1, std2 = {
        "he": (np.sqrt(2 / d), np.sqrt(2 / units)),
        "xavier": (np.sqrt(2 / (d + units)), np.sqrt(2 / (units + classes))),
        "small": (0.1, 0.1),
        "zero": (0.0, 0.0),
    }[scale]
    shapes = ((units, d), (units,), (classes, units), (classes,))
    stds = (std1, 0.0, std2, 0.0)
    return [(std * rng.normal(size=shape)).astype(dtype) for shape, std in zip(shapes, stds, strict=True)]


def gradients(P: list[Array], X: Array, labels: Ints) -> list[Array]:
    W1, b1, W2, b2 = P
    z = X @ W1.T + b1
    h = np.maximum(z, 0)
    logits = h @ W2.T + b2
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(X)), labels] -= 1
    p /= len(X)
    dz = (p @ W2) * (z > 0)
    return [dz.T @ X, dz.sum(axis=0), p.T @ h, p.sum(axis=0)]


def layers_of(P: list[Array]) -> Layers:
    return [(P[0], P[1]), (P[2], P[3])]


def by_adam(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> object:
    P = network(X, labels, hidden, rng, scale="xavier")
    m, v = [0 * p for p in P], [0 * p for p in P]
    for t in range(1, epochs + 1):
        for k, g in enumerate(gradients(P, X, labels)):
            m[k], v[k] = 0.9 * m[k] + 0.1 * g, 0.999 * v[k] + 0.001 * g * g
            P[k] = P[k] - lr / 5 * (m[k] / (1 - 0.9**t)) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
    return layers_of(P)


def by_minibatches(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> object:
    P = network(X, labels, hidden, rng, scale="small")
    for _ in range(epochs // 2):
        order = rng.permutation(len(X))
        for start in range(0, len(X), 20):
            part = order[start : start + 20]
            P = [p - lr * g for p, g in zip(P, gradients(P, X[part], labels[part]), strict=True)]
    return layers_of(P)


def by_momentum(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> object:
    P = network(X, labels, hidden, rng)
    v = [0 * p for p in P]
    for _ in range(epochs):
        for k, g in enumerate(gradients(P, X, labels)):
            v[k] = 0.9 * v[k] + g
            P[k] = P[k] - lr * v[k]
    return tuple((W.tolist(), b.tolist()) for W, b in layers_of(P))


def in_float32(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> object:
    X = X.astype(np.float32)
    P = network(X, labels, hidden, rng, dtype=np.float32)
    for _ in range(epochs):
        P = [p - np.float32(lr) * g for p, g in zip(P, gradients(P, X, labels), strict=True)]
    return layers_of(P)


def stopping_early(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> object:
    P = network(X, labels, hidden, rng, scale="xavier")
    for _ in range(epochs):
        g = gradients(P, X, labels)
        if max(np.abs(part).max() for part in g) < 1e-3:
            break
        P = [p - lr * part for p, part in zip(P, g, strict=True)]
    return layers_of(P)


def column_vectors(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> object:
    """Samples as columns, biases as (units, 1), as another course writes it."""
    A, Y = X.T, np.eye(labels.max() + 1)[labels].T
    n = len(X)
    W1, b1 = rng.standard_normal((hidden, len(A))) * np.sqrt(2 / len(A)), np.zeros((hidden, 1))
    W2, b2 = rng.standard_normal((len(Y), hidden)) * np.sqrt(1 / hidden), np.zeros((len(Y), 1))
    for _ in range(epochs):
        Z = W1 @ A + b1
        H = Z * (Z > 0)
        E = np.exp(W2 @ H + b2)
        D = E / E.sum(axis=0) - Y
        DZ = (W2.T @ D) * (Z > 0)
        W2, b2 = W2 - lr / n * D @ H.T, b2 - lr / n * D.sum(axis=1, keepdims=True)
        W1, b1 = W1 - lr / n * DZ @ A.T, b1 - lr / n * DZ.sum(axis=1, keepdims=True)
    return [(W1, b1[:, 0]), (W2, b2[:, 0])]


Result = object


def zero_start(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> Result:
    P = network(X, labels, hidden, rng, scale="zero")
    for _ in range(min(epochs, 20)):  # nothing but b2 ever moves
        P = [p - lr * g for p, g in zip(P, gradients(P, X, labels), strict=True)]
    return layers_of(P)


def all_units_alike(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> Result:
    P = [np.full_like(p, 0.5) for p in network(X, labels, hidden, rng)]
    P[2][0] *= -1
    for _ in range(min(epochs, 50)):
        P = [p - lr * g for p, g in zip(P, gradients(P, X, labels), strict=True)]
    return layers_of(P)


def without_relu(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> Result:
    W1, b1, W2, b2 = network(X, labels, hidden, rng)
    for _ in range(min(epochs, 100)):
        h = X @ W1.T + b1
        p = np.exp(h @ W2.T + b2)
        d = (p / p.sum(axis=1, keepdims=True) - np.eye(len(b2))[labels]) / len(X)
        dh = d @ W2
        W1, b1, W2, b2 = W1 - lr * dh.T @ X, b1 - lr * dh.sum(0), W2 - lr * d.T @ h, b2 - lr * d.sum(0)
    return layers_of([W1, b1, W2, b2])


def before_training(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> Result:
    start = network(X, labels, hidden, rng)
    P = start
    for _ in range(min(epochs, 2)):  # what is learned afterwards is thrown away
        P = [p - lr * g for p, g in zip(P, gradients(P, X, labels), strict=True)]
    return layers_of(start)


def without_biases(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> Result:
    P = network(X, labels, hidden, rng)
    for _ in range(min(epochs, 100)):
        g = gradients(P, X, labels)
        P = [P[0] - lr * g[0], P[1], P[2] - lr * g[2], P[3]]
    return layers_of(P)


def turned(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> Result:
    (W1, b1), (W2, b2) = train_mlp(X, labels, hidden, lr, min(epochs, 50), rng)
    return [(W1.T, b1), (W2.T, b2)]


def single_logit(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> Result:
    (W1, b1), (W2, b2) = train_mlp(X, labels, hidden, lr, min(epochs, 50), rng)
    return [(W1, b1), (W2[1:2] - W2[:1], b2[1:2] - b2[:1])]


def four_arrays(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> Result:
    (W1, b1), (W2, b2) = train_mlp(X, labels, hidden, lr, min(epochs, 50), rng)
    return W1, b1, W2, b2


def predictions(X: Array, labels: Ints, hidden: int, lr: float, epochs: int, rng: np.random.Generator) -> Result:
    return forward(train_mlp(X, labels, hidden, lr, min(epochs, 50), rng), X).argmax(axis=1)


EXERCISE = Exercise(
    title=Text(
        hi="train_mlp: छोटा neural network सिखाइए",
        en="Train a small network",
    ),
    statement=Text(
        hi="`X` की shape (N, D) है, `labels` की (N,): 0 से C - 1 तक के integers। एक hidden layer "
        "(`hidden` units, ReLU) वाला network सिखाइए और दो (W, b) की list लौटाइए: W1 (hidden, D), "
        "b1 (hidden,), W2 (C, hidden), b2 (C,)। logits = relu(X W1ᵀ + b1) W2ᵀ + b2, और उत्तर "
        "सबसे बड़े logit की class है। शुरुआत आप ख़ुद random चुनिए; कोई भी gradient method चलेगा। "
        "`lr` और `epochs` ऐसे दिए हैं कि mean cross-entropy पर full-batch gradient descent आराम "
        "से पहुँच जाए। rings पर training के 90 % और अनदेखे बिंदुओं के 85 % labels सही होने "
        "चाहिए; छोटे sample cases पर सब।",
        en="`X` has shape (N, D), `labels` (N,): integers from 0 to C - 1. Train a network with one "
        "hidden layer (`hidden` units, ReLU) and return a list of two (W, b): W1 (hidden, D), b1 "
        "(hidden,), W2 (C, hidden), b2 (C,). The logits are relu(X W1ᵀ + b1) W2ᵀ + b2, the "
        "answer is the class of the largest one. Choose the random start yourself; any gradient "
        "method will do. `lr` and `epochs` leave plain full-batch gradient descent on the mean "
        "cross-entropy ample room. On rings 90 % of the training labels and 85 % of unseen ones "
        "must be right; on the small sample cases all.",
    ),
    hints=(
        Text(
            hi="rings सीधी रेखा से अलग नहीं होतीं: hidden layer के ReLU उन्हें मोड़ते हैं।",
            en="No straight line separates rings: the ReLUs of the hidden layer bend it.",
        ),
        Text(
            hi="softmax cross-entropy का logits पर gradient (softmax - onehot) / N है।",
            en="The gradient of softmax cross-entropy by the logits is (softmax - onehot) / N.",
        ),
        Text(
            hi="dz2 (N, C); dW2 = dz2ᵀ h (C, hidden); dz1 = (dz2 W2) ⊙ [z1 > 0] (N, hidden); dW1 = dz1ᵀ X।",
            en="dz2 is (N, C); dW2 = dz2ᵀ h is (C, hidden); dz1 = (dz2 W2) ⊙ [z1 > 0] is (N, hidden); dW1 = dz1ᵀ X.",
        ),
        Text(
            hi="He start, फिर epochs बार: forward, चार gradients, चार updates। ख़ुद जाँचिए: training accuracy छापिए।",
            en="A He start, then `epochs` times: forward, four gradients, four updates. Check yourself: "
            "print the training accuracy.",
        ),
    ),
    reference=train_mlp,
    cases=cases,
    kind="property",
    accepts=accepts,
    traits=traits,
    limits=Limits(cpu_s=20, wall_s=60),
    styles=(by_adam, by_minibatches, by_momentum, in_float32, stopping_early, column_vectors),
    misconceptions=(
        Misconception(
            "zero-start",
            zero_start,
            Text(
                hi="आपके weights 0 से शुरू हुए; तब W1 और W2 के gradients 0 ही रहते हैं और कुछ नहीं सीखा जाता। random शुरुआत कीजिए।",
                en="Your weights start at 0; then the gradients of W1 and W2 stay 0 and nothing is learned. "
                "Start at random.",
            ),
        ),
        Misconception(
            "all-units-alike",
            all_units_alike,
            Text(
                hi="सारी hidden units एक जैसी शुरू हुईं और एक जैसी रहीं: network में मानो एक ही unit है। random शुरुआत कीजिए।",
                en="All hidden units start alike and stay alike, as if there were only one. Start at random.",
            ),
        ),
        Misconception(
            "linear-model",
            without_relu,
            Text(
                hi="आपने training में ReLU नहीं लगाया; वह linear model है और rings अलग नहीं कर सकता।",
                en="You trained without ReLU; that is a linear model, which cannot separate rings.",
            ),
        ),
        Misconception(
            "returned-before-training",
            before_training,
            Text(
                hi="लौटाए गए weights training से पहले के हैं: updates को वापस उसी नाम में रखिए और अंत वाले weights लौटाइए।",
                en="The weights you return are those from before training: keep the updates and return the final ones.",
            ),
        ),
        Misconception(
            "biases-not-trained",
            without_biases,
            Text(
                hi="biases 0 ही रहे; उनके बिना network केंद्र से दूरी नहीं पहचान सकता। b1 और b2 को भी सिखाइए।",
                en="The biases stayed 0; without them the network cannot tell the distance from the center. "
                "Train b1 and b2, too.",
            ),
        ),
        Misconception(
            "weights-transposed",
            turned,
            Text(
                hi="W की shape (in, out) है; यहाँ (out, in) चाहिए: W1 (hidden, D), W2 (C, hidden)।",
                en="W has the shape (in, out); here it is (out, in): W1 (hidden, D), W2 (C, hidden).",
            ),
        ),
        Misconception(
            "single-logit",
            single_logit,
            Text(
                hi="आपके network में एक ही logit है; हर class का अपना logit हो: W2 की shape (C, hidden)।",
                en="Your network has a single logit; each class has its own: W2 has the shape (C, hidden).",
            ),
        ),
        Misconception(
            "four-arrays",
            four_arrays,
            Text(
                hi="आपने चार arrays लौटाए; दो जोड़ियों की list लौटाइए: [(W1, b1), (W2, b2)]।",
                en="You returned four arrays; return a list of two pairs: [(W1, b1), (W2, b2)].",
            ),
        ),
        Misconception(
            "predictions-returned",
            predictions,
            Text(
                hi="आपने labels के अनुमान लौटाए; weights लौटाइए: [(W1, b1), (W2, b2)]।",
                en="You returned predicted labels; return the weights: [(W1, b1), (W2, b2)].",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("sklearn.neural_network.MLPClassifier", "torch.nn.Linear", "torch.optim.SGD"),
            Text(
                hi="यहाँ network NumPy में ख़ुद सिखाइए।",
                en="Here you train the network yourself, in NumPy.",
            ),
        ),
    ),
)
