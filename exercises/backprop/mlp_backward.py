"""Backpropagation through a whole multi-layer perceptron."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.backprop import mlp_backward
from reference.types import Array, Ints

Params = list[tuple[Array, Array]]
Answer = tuple[Any, list[Any]]


def network(rng: np.random.Generator, n: int, *sizes: int, size: float = 1.0) -> tuple[Array, Ints, Params]:
    """Inputs, labels and layers; no hidden neuron is nearer to its kink than 0.02, some are on and some off.

    Probabilities stay above 0.005, so that the habit of log(p + 1e-8) does no harm.
    """
    while True:
        X, labels = rng.normal(size=(n, sizes[0])) * size, rng.integers(0, sizes[-1], size=n)
        params = [(rng.normal(size=(o, i)) * 0.8, rng.normal(size=o)) for i, o in pairwise(sizes)]
        A, clear = X, True
        for W, b in params[:-1]:
            Z = A @ W.T + b
            A = np.maximum(Z, 0)
            clear &= bool(np.abs(Z).min() > 0.02 and (Z > 0).any(axis=1).all() and (Z < 0).any())
        logits = A @ params[-1][0].T + params[-1][1]
        if clear and np.ptp(logits, axis=1).max() < 4:
            return X, labels, params


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(
        np.array([[1.0, 2.0], [-1.0, 0.5]]),
        np.array([0, 1]),
        [
            (np.array([[1.0, 0.5], [0.5, -1.0]]), np.array([0.5, 1.0])),
            (np.array([[1.0, 1.0], [-1.0, 0.5]]), np.array([0.0, 0.5])),
        ],
        hi="दो samples, एक hidden layer",
        en="two samples, one hidden layer",
    )
    yield sample(
        np.array([[1.0, -1.0]]),
        np.array([1]),
        [(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.zeros(3))],
        hi="सिर्फ़ एक linear layer",
        en="a single linear layer",
    )
    yield hidden(
        *network(rng, 4, 3, 4, 2), hi="एक hidden layer, सब sizes अलग", en="one hidden layer, all sizes different"
    )
    yield hidden(*network(rng, 3, 2, 3, 4, 3), hi="दो hidden layers", en="two hidden layers")
    yield hidden(
        *network(rng, 3, 3, 3, 3, 3),
        hi="सब square: ग़लत layer का mask shape में नहीं दिखता",
        en="everything square: the mask of a wrong layer keeps the shape",
    )
    yield hidden(*network(rng, 5, 2, 3, 2, 3, 2), hi="तीन hidden layers", en="three hidden layers")
    yield hidden(*network(rng, 1, 3, 4, 3), hi="एक ही sample", en="a single sample", check="shapes")
    yield hidden(*network(rng, 6, 1, 3, 2), hi="एक ही input column", en="a single input column", check="shapes")
    yield hidden(
        *network(rng, 6, 3, 4),
        hi="hidden layer नहीं: softmax regression",
        en="no hidden layer: softmax regression",
        check="edges",
    )
    X, labels, params = network(rng, 4, 3, 3, 3)
    yield hidden(X, np.full(4, 2), params, hi="सब samples एक ही class के", en="all samples of one class", check="edges")
    yield hidden(X * 3, labels, [(params[0][0] / 3, params[0][1]), params[1]], hi="बड़े inputs", en="larger inputs")
    (W, b), last = params
    yield hidden(
        np.vstack([np.zeros(3), X[:2]]),
        np.append((int(labels[0]) + 1) % 3, labels[:2]),
        [(W, np.append(0.0, b[1:])), last],
        hi="एक hidden neuron का z ठीक 0: वहाँ ReLU की ढाल 0",
        en="a hidden neuron at exactly z = 0, where the slope of ReLU is 0",
        check="edges",
    )


def softmax(z: Array) -> Array:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def forward(X: Array, params: Params) -> tuple[list[Array], list[Array]]:
    """Inputs and pre-activations of every layer."""
    inputs, zs = [X], []
    for W, b in params:
        zs.append(inputs[-1] @ W.T + b)
        inputs.append(np.maximum(zs[-1], 0))
    return inputs, zs


def believe(
    X: Array,
    labels: Ints,
    params: Params,
    *,
    mask: str = "below",
    onehot: bool = True,
    divide: int = 1,
    loss_sum: bool = False,
    relu_output: bool = False,
    transpose: bool = False,
) -> Answer:
    """Backpropagation with one wrong turn."""
    inputs, zs = forward(X, params)
    n = len(X)
    logits = np.maximum(zs[-1], 0) if relu_output else zs[-1]
    p = softmax(logits)
    losses = -np.log(p[np.arange(n), labels])
    d = p.copy()
    if onehot:
        d[np.arange(n), labels] -= 1
    d /= n**divide
    grads = []
    for index in range(len(params) - 1, -1, -1):
        W, _ = params[index]
        grads.append((d.T @ inputs[index], d.sum(axis=0)))
        if index:
            d = d @ (W.T if transpose else W)
            z = zs[index - 1]
            d = d * {"below": z > 0, "none": 1.0, "dout": d > 0, "closed": z >= 0}.get(mask, zs[index] > 0)
    return (losses.sum() if loss_sum else losses.mean()), grads[::-1]


def reversed_order(X: Array, labels: Ints, params: Params) -> Answer:
    loss, grads = mlp_backward(X, labels, params)
    return loss, grads[::-1]


def no_bias_gradient(X: Array, labels: Ints, params: Params) -> Answer:
    loss, grads = mlp_backward(X, labels, params)
    return loss, [(dW, np.zeros_like(db)) for dW, db in grads]


def by_caches(X: Array, labels: Ints, params: Params) -> Answer:
    caches, A = [], X
    for l, (W, b) in enumerate(params):
        Z = np.dot(A, W.T) + b
        caches.append((A, Z))
        A = Z if l == len(params) - 1 else np.where(Z > 0, Z, 0)
    probs = np.exp(A) / np.exp(A).sum(axis=1, keepdims=True)
    Y = np.eye(A.shape[1])[labels]
    loss = -np.sum(Y * np.log(probs)) / X.shape[0]
    dZ, grads = (probs - Y) / X.shape[0], {}
    for l in reversed(range(len(params))):
        grads[l] = [dZ.T @ caches[l][0], dZ.sum(axis=0)]
        if l > 0:
            dZ = dZ @ params[l][0]
            dZ[caches[l - 1][1] <= 0] = 0
    return loss, [grads[l] for l in range(len(params))]


def by_samples(X: Array, labels: Ints, params: Params) -> Answer:
    total, sums = 0.0, [[np.zeros_like(W), np.zeros_like(b)] for W, b in params]
    for x, label in zip(X, labels, strict=True):
        acts = [x]
        for W, b in params[:-1]:
            acts.append(np.maximum(W @ acts[-1] + b, 0))
        z = params[-1][0] @ acts[-1] + params[-1][1]
        p = np.exp(z) / np.exp(z).sum()
        total -= np.log(p[label])
        delta = p.copy()
        delta[label] -= 1
        for i in range(len(params) - 1, -1, -1):
            sums[i][0] += np.outer(delta, acts[i])
            sums[i][1] += delta
            delta = (params[i][0].T @ delta) * (acts[i] > 0)
    return total / len(X), [(dW / len(X), db / len(X)) for dW, db in sums]


def by_columns(X: Array, labels: Ints, params: Params) -> Answer:
    m, A = len(X), [X.T]
    for W, b in params[:-1]:
        A.append((W @ A[-1] + b[:, None]).clip(0))
    Z = params[-1][0] @ A[-1] + params[-1][1][:, None]
    log_p = Z - np.log(np.exp(Z).sum(axis=0))
    dZ = np.exp(log_p)
    dZ[labels, np.arange(m)] -= 1
    grads = []
    for (W, _), a in zip(params[::-1], A[::-1], strict=True):
        grads.insert(0, (dZ @ a.T / m, dZ.sum(axis=1) / m))
        dZ = (W.T @ dZ) * np.sign(a)
    return -log_p[labels, np.arange(m)].mean(), grads


def by_recursion(X: Array, labels: Ints, params: Params) -> Answer:
    def go(A: Array, rest: Params) -> tuple[Any, list[Any], Array]:
        (W, b), *later = rest
        Z = A @ W.T + b
        if later:
            loss, grads, dA = go(np.maximum(Z, 0), later)
            dZ = np.where(Z > 0, dA, 0)
        else:
            m = Z.max(axis=1)
            lse = m + np.log(np.exp(Z - m[:, None]).sum(axis=1))
            loss, grads = np.mean(lse - Z[np.arange(len(Z)), labels]), []
            onehot = np.zeros_like(Z)
            onehot[np.arange(len(Z)), labels] = 1
            dZ = (np.exp(Z - lse[:, None]) - onehot) / len(Z)
        return loss, [(np.einsum("nk,nj->kj", dZ, A), np.einsum("nk->k", dZ)), *grads], dZ @ W

    loss, grads, _ = go(X, params)
    return loss, grads


def in_float32(X: Array, labels: Ints, params: Params) -> Answer:
    return believe(X.astype(np.float32), labels, [(W.astype(np.float32), b.astype(np.float32)) for W, b in params])


EXERCISE = Exercise(
    title=Text(hi="पूरे MLP का backpropagation", en="Backpropagation through a whole MLP"),
    statement=Text(
        hi="`X` की shape (N, D_0), `labels` की (N,), ints; `params` layers `(W, b)` की list है: W (D_out, D_in), b "
        "(D_out,)। forward pass: हर layer $A W^T + b$, आख़िरी को छोड़कर सबके बाद ReLU; आख़िरी layer के logits पर "
        "softmax cross-entropy, batch पर mean। "
        "`(loss, grads)` लौटाइए: loss एक float, grads हर layer के `(dW, db)` की list, `params` के ही क्रम और shapes "
        "में। z = 0 पर ReLU की ढाल 0 है।",
        en="`X` has shape (N, D_0), `labels` (N,), ints; `params` is a list of layers `(W, b)`: W (D_out, D_in), b "
        "(D_out,). Forward: each layer is $A W^T + b$ with a ReLU after all but the last; softmax cross-entropy on "
        "the last layer's logits, averaged over the batch. "
        "Return `(loss, grads)`: loss a float, grads the list of `(dW, db)` per layer, in the order and shapes of "
        "`params`. The slope of ReLU at z = 0 is 0.",
    ),
    hints=(
        Text(
            hi="forward pass में हर layer का input बचाकर रखिए; backward pass में वही चाहिए होगा।",
            en="Keep the input of every layer during the forward pass; the backward pass needs it.",
        ),
        Text(
            hi="softmax और cross-entropy साथ में बहुत सरल gradient देते हैं: logits के लिए $(softmax - onehot) / N$।",
            en="Softmax and cross-entropy together have a short gradient: $(softmax - onehot) / N$ for the logits.",
        ),
        Text(
            hi="एक layer पीछे: $dW = dZ^T A$, $db$ = dZ का batch पर जोड़, $dA = dZ\\, W$; फिर नीचे वाले ReLU का mask।",
            en="One layer back: $dW = dZ^T A$, $db$ is dZ summed over the batch, $dA = dZ\\, W$; then the mask of "
            "the ReLU below.",
        ),
        Text(
            hi="loop उल्टा चलता है, इसलिए gradients उल्टे क्रम में बनते हैं; लौटाने से पहले list पलटिए। N से भाग एक ही बार होता है।",
            en="The loop runs backward, so the gradients come in reverse; reverse the list before returning it. "
            "Divide by N only once.",
        ),
    ),
    reference=mlp_backward,
    cases=cases,
    styles=(by_caches, by_samples, by_columns, by_recursion, in_float32),
    misconceptions=(
        Misconception(
            "gradient-not-averaged",
            lambda X, labels, params: believe(X, labels, params, divide=0),
            Text(
                hi="loss में mean है, पर आपके gradients जोड़ के हैं; softmax - onehot को N से भाग दीजिए।",
                en="The loss is a mean, but your gradients are those of the sum; divide softmax - onehot by N.",
            ),
        ),
        Misconception(
            "averaged-twice",
            lambda X, labels, params: believe(X, labels, params, divide=2),
            Text(
                hi="gradients N से दो बार भाग हुए; 1/N एक ही बार आता है, logits के gradient में।",
                en="The gradients are divided by N twice; the 1/N comes once, in the gradient of the logits.",
            ),
        ),
        Misconception(
            "relu-mask-missing",
            lambda X, labels, params: believe(X, labels, params, mask="none"),
            Text(
                hi="पीछे जाते समय ReLU का mask छूट गया; जो neuron बंद था (z <= 0) उससे gradient नहीं गुज़रता।",
                en="The ReLU mask is missing on the way back; no gradient passes a neuron that was off (z <= 0).",
            ),
        ),
        Misconception(
            "mask-of-wrong-layer",
            lambda X, labels, params: believe(X, labels, params, mask="above"),
            Text(
                hi="आपने ऊपर वाली layer के z से mask बनाया; dA जिस ReLU से गुज़रता है, mask उसी के z का चाहिए, यानी "
                "नीचे वाली layer का।",
                en="You made the mask from the z of the layer above; it must come from the ReLU that dA passes, the "
                "layer below.",
            ),
        ),
        Misconception(
            "mask-from-gradient",
            lambda X, labels, params: believe(X, labels, params, mask="dout"),
            Text(
                hi="आपने mask gradient के चिह्न से बनाया; फाटक forward pass का z तय करता है।",
                en="You made the mask from the sign of the gradient; the gate is decided by z in the forward pass.",
            ),
        ),
        Misconception(
            "slope-one-at-zero",
            lambda X, labels, params: believe(X, labels, params, mask="closed"),
            Text(
                hi="z = 0 पर आपने gradient गुज़रने दिया (z >= 0); यहाँ वहाँ ढाल 0 है: z > 0।",
                en="You let the gradient pass at z = 0 (z >= 0); the slope there is 0 here: z > 0.",
            ),
        ),
        Misconception(
            "gradients-in-reverse",
            reversed_order,
            Text(
                hi="grads आख़िरी layer से शुरू हो रहे हैं; क्रम params वाला चाहिए, list पलटिए।",
                en="Your grads start with the last layer; the order must be that of params, so reverse the list.",
            ),
        ),
        Misconception(
            "bias-gradient-missing",
            no_bias_gradient,
            Text(
                hi="आपके db 0 हैं; bias भी सीखता है: db = dZ का batch पर जोड़।",
                en="Your db are 0; biases learn too: db is dZ summed over the batch.",
            ),
        ),
        Misconception(
            "onehot-forgotten",
            lambda X, labels, params: believe(X, labels, params, onehot=False),
            Text(
                hi="logits के gradient में आपने सिर्फ़ softmax लिया; सही class पर 1 घटाना है: softmax - onehot।",
                en="For the gradient of the logits you took softmax alone; subtract 1 at the true class: softmax - "
                "onehot.",
            ),
        ),
        Misconception(
            "loss-summed",
            lambda X, labels, params: believe(X, labels, params, loss_sum=True),
            Text(
                hi="gradients सही हैं, पर loss में आपने जोड़ लौटाया; यहाँ batch पर mean है।",
                en="The gradients are right, but your loss is a sum; it is the mean over the batch.",
            ),
        ),
        Misconception(
            "relu-on-logits",
            lambda X, labels, params: believe(X, labels, params, relu_output=True),
            Text(
                hi="forward pass में आपने logits पर भी ReLU लगाया; आख़िरी layer linear है।",
                en="Your forward pass applies a ReLU to the logits too; the last layer is linear.",
            ),
        ),
        Misconception(
            "weights-transposed-backward",
            lambda X, labels, params: believe(X, labels, params, transpose=True),
            Text(
                hi="पीछे जाते समय आपने dZ @ W.T लिखा; forward में W.T था, backward में dZ @ W है।",
                en="Going back you wrote dZ @ W.T; the forward pass has W.T, the backward pass dZ @ W.",
            ),
        ),
    ),
)
