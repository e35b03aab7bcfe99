"""The backward pass of a linear layer."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.backprop import linear_backward
from reference.types import Array


def layer(rng: np.random.Generator, n: int, d_in: int, d_out: int, size: float = 1.0) -> tuple[Array, Array, Array]:
    return rng.normal(size=(n, d_out)) * size, rng.normal(size=(n, d_in)), rng.normal(size=(d_out, d_in))


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(
        np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]]),
        np.array([[1.0, 0.0, 2.0], [2.0, 1.0, 0.0], [0.0, 1.0, 1.0]]),
        np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0]]),
        hi="तीन samples, तीन inputs, दो neurons",
        en="three samples, three inputs, two neurons",
    )
    yield sample(
        np.array([[2.0, -1.0]]),
        np.array([[1.0, 3.0]]),
        np.array([[1.0, 0.0], [2.0, 1.0]]),
        hi="एक sample",
        en="one sample",
    )
    yield hidden(*layer(rng, 4, 3, 2), hi="N, D_in, D_out तीनों अलग", en="N, D_in and D_out all different")
    yield hidden(*layer(rng, 2, 4, 3), hi="ज़्यादा inputs, कम samples", en="more inputs than samples")
    yield hidden(
        *layer(rng, 3, 3, 3),
        hi="सब square: ग़लत transpose shape में नहीं दिखता",
        en="everything square: a wrong transpose keeps the shape",
    )
    yield hidden(*layer(rng, 5, 2, 2), hi="D_in = D_out, पर N अलग", en="D_in = D_out, N different")
    yield hidden(
        *layer(rng, 4, 2, 4),
        hi="N = D_out: ग़लत axis का जोड़ shape में नहीं दिखता",
        en="N = D_out: a sum over the wrong axis keeps the shape",
    )
    yield hidden(*layer(rng, 1, 4, 3), hi="batch में एक ही row", en="a batch of one row", check="shapes")
    yield hidden(*layer(rng, 5, 1, 3), hi="एक ही input column", en="a single input column", check="shapes")
    yield hidden(*layer(rng, 5, 3, 1), hi="एक ही neuron", en="a single neuron", check="shapes")
    yield hidden(*layer(rng, 3, 4, 2, 40.0), hi="बड़ा dout", en="a large dout")
    yield hidden(*layer(rng, 4, 3, 2, 1e-3), hi="छोटा dout", en="a small dout")


def by_loops(dout: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros(W.shape[0])
    for n in range(X.shape[0]):
        for k in range(W.shape[0]):
            db[k] += dout[n, k]
            for j in range(X.shape[1]):
                dX[n, j] += dout[n, k] * W[k, j]
                dW[k, j] += dout[n, k] * X[n, j]
    return dX, dW, db


def by_einsum(dout: Array, X: Array, W: Array) -> list[Array]:
    return [np.einsum("nk,kj->nj", dout, W), np.einsum("nk,nj->kj", dout, X), np.einsum("nk->k", dout)]


def by_samples(dout: Array, X: Array, W: Array) -> tuple[list[Array], Array, Array]:
    dX = [W.T @ g for g in dout]
    return dX, sum(np.outer(g, x) for g, x in zip(dout, X, strict=True)), sum(dout)


def by_transposes(dout: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    return (W.T @ dout.T).T, (X.T @ dout).T, np.ones(len(dout)) @ dout


def by_tensordot(dout: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    return np.tensordot(dout, W, axes=1), np.tensordot(dout, X, axes=(0, 0)), np.add.reduce(dout, axis=0)


def in_float32(dout: Array, X: Array, W: Array) -> tuple[Array, Array, Array]:
    return linear_backward(dout.astype(np.float32), X.astype(np.float32), W.astype(np.float32))


EXERCISE = Exercise(
    title=Text(hi="linear layer का backward pass", en="The backward pass of a linear layer"),
    statement=Text(
        hi="forward pass $Z = X W^T + b$ था: `X` (N, D_in), `W` (D_out, D_in), b (D_out,)। `dout` = ∂L/∂Z की shape "
        "(N, D_out) है। "
        "`(dX, dW, db)` लौटाइए, shapes X, W और (D_out,) जैसी। कहीं भी N से भाग न दीजिए: loss के mean का 1/N dout "
        "में पहले से है।",
        en="The forward pass was $Z = X W^T + b$: `X` (N, D_in), `W` (D_out, D_in), b (D_out,). `dout` = ∂L/∂Z has "
        "shape (N, D_out). "
        "Return `(dX, dW, db)`, shaped as X, W and (D_out,). Do not divide by N anywhere: the 1/N of a mean loss is "
        "in dout already.",
    ),
    hints=(
        Text(
            hi="हर gradient की shape उसी की होती है जिसका वह gradient है।",
            en="A gradient has the shape of the thing it belongs to.",
        ),
        Text(
            hi="$Z_{nk} = \\sum_j X_{nj} W_{kj} + b_k$। $b_k$ किन-किन $Z_{nk}$ में आता है? उन सबका dout जुड़ता है।",
            en="$Z_{nk} = \\sum_j X_{nj} W_{kj} + b_k$. In which $Z_{nk}$ does $b_k$ occur? The dout of all of them "
            "adds up.",
        ),
        Text(
            hi="dW के लिए (N, D_out) और (N, D_in) से (D_out, D_in) बनाना है: N पर जोड़ होता है।",
            en="For dW make (D_out, D_in) from (N, D_out) and (N, D_in): N is summed over.",
        ),
        Text(
            hi="दो matrix products और एक sum: किस array पर .T चाहिए, shapes से तय कीजिए।",
            en="Two matrix products and one sum: let the shapes tell which array needs .T.",
        ),
    ),
    reference=linear_backward,
    cases=cases,
    styles=(by_loops, by_einsum, by_samples, by_transposes, by_tensordot, in_float32),
    misconceptions=(
        Misconception(
            "bias-gradient-not-summed",
            lambda dout, X, W: (dout @ W, dout.T @ X, dout),
            Text(
                hi="आपने db में पूरा dout लौटाया; एक ही bias हर sample में लगता है, इसलिए batch पर (axis 0) जोड़िए।",
                en="You returned the whole dout as db; one bias serves every sample, so sum over the batch, axis 0.",
            ),
        ),
        Misconception(
            "bias-gradient-averaged",
            lambda dout, X, W: (dout @ W, dout.T @ X, dout.mean(axis=0)),
            Text(
                hi="आपने db में mean लिया; यहाँ जोड़ है, 1/N dout में पहले से है।",
                en="You took the mean for db; it is a sum, the 1/N is in dout already.",
            ),
        ),
        Misconception(
            "bias-gradient-over-neurons",
            lambda dout, X, W: (dout @ W, dout.T @ X, dout.sum(axis=1)),
            Text(
                hi="आपने db के लिए axis 1 पर जोड़ा; samples axis 0 पर हैं, और db की shape (D_out,) है।",
                en="For db you summed over axis 1; the samples lie along axis 0, and db has shape (D_out,).",
            ),
        ),
        Misconception(
            "weight-gradient-transposed",
            lambda dout, X, W: (dout @ W, X.T @ dout, dout.sum(axis=0)),
            Text(
                hi="आपका dW X.T @ dout है, shape (D_in, D_out); W (D_out, D_in) है, इसलिए dout.T @ X।",
                en="Your dW is X.T @ dout of shape (D_in, D_out); W is (D_out, D_in), so it is dout.T @ X.",
            ),
        ),
        Misconception(
            "weight-gradient-averaged",
            lambda dout, X, W: (dout @ W, dout.T @ X / len(X), dout.sum(axis=0)),
            Text(
                hi="आपने dW को N से भाग दिया; loss के mean का 1/N dout में पहले से है।",
                en="You divided dW by N; the 1/N of a mean loss is in dout already.",
            ),
        ),
        Misconception(
            "all-averaged",
            lambda dout, X, W: (dout @ W / len(X), dout.T @ X / len(X), dout.sum(axis=0) / len(X)),
            Text(
                hi="आपने तीनों gradients को N से भाग दिया; 1/N dout में पहले से है, दो बार न लगाइए।",
                en="You divided all three gradients by N; the 1/N is in dout already, do not apply it twice.",
            ),
        ),
        Misconception(
            "input-gradient-transposed",
            lambda dout, X, W: (dout @ W.T, dout.T @ X, dout.sum(axis=0)),
            Text(
                hi="आपने dX में W.T लगाया; forward में W.T था, backward में dout @ W आता है।",
                en="You used W.T in dX; the forward pass has W.T, the backward pass dout @ W.",
            ),
        ),
        Misconception(
            "weights-and-inputs-exchanged",
            lambda dout, X, W: (dout.T @ X, dout @ W, dout.sum(axis=0)),
            Text(
                hi="dX और dW का क्रम उल्टा है; (dX, dW, db) लौटाइए।",
                en="dX and dW are in the wrong order; return (dX, dW, db).",
            ),
        ),
        Misconception(
            "first-sample-only",
            lambda dout, X, W: (dout @ W, np.outer(dout[0], X[0]), dout[0]),
            Text(
                hi="dW और db में सिर्फ़ पहले sample का gradient है; सब samples का जोड़ चाहिए।",
                en="dW and db hold the gradient of the first sample only; add those of all samples.",
            ),
        ),
    ),
)
