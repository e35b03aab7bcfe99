"""A layer of neurons on a batch: X W^T + b."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.neurons import linear_forward
from reference.types import Array


def layer(rng: np.random.Generator, n: int, d_in: int, d_out: int, size: float = 1.0) -> tuple[Array, Array, Array]:
    return rng.normal(size=(n, d_in)) * size, rng.normal(size=(d_out, d_in)), rng.normal(size=d_out) + 1.5


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(
        np.array([[1.0, 2.0, 0.0], [0.0, 1.0, -1.0]]),
        np.array([[1.0, 0.0, 2.0], [3.0, 1.0, 0.0]]),
        np.array([10.0, 20.0]),
        hi="दो samples, तीन inputs, दो neurons",
        en="two samples, three inputs, two neurons",
    )
    yield sample(
        np.array([[1.0, 2.0]]),
        np.array([[1.0, 1.0], [0.0, 3.0], [2.0, 0.0]]),
        np.array([0.5, 0.0, -1.0]),
        hi="एक row, तीन neurons",
        en="one row, three neurons",
    )
    yield hidden(*layer(rng, 4, 3, 2), hi="N, D_in, D_out तीनों अलग", en="N, D_in and D_out all different")
    yield hidden(*layer(rng, 2, 4, 3), hi="ज़्यादा inputs, कम samples", en="more inputs than samples")
    yield hidden(
        *layer(rng, 3, 3, 3),
        hi="सब square: ग़लत transpose shape में नहीं दिखता",
        en="everything square: a wrong transpose keeps the shape",
    )
    yield hidden(
        *layer(rng, 3, 2, 3),
        hi="N = D_out: ग़लत axis पर bias shape में नहीं दिखता",
        en="N = D_out: a bias along the wrong axis keeps the shape",
    )
    yield hidden(*layer(rng, 4, 2, 2), hi="W square है: D_in = D_out", en="W is square: D_in = D_out")
    yield hidden(*layer(rng, 1, 4, 3), hi="batch में एक ही row", en="a batch of one row", check="shapes")
    yield hidden(*layer(rng, 5, 1, 3), hi="एक ही input column", en="a single input column", check="shapes")
    yield hidden(
        *layer(rng, 5, 3, 1), hi="एक ही neuron: उत्तर (N, 1)", en="a single neuron: the answer is (N, 1)", check="shapes"
    )
    yield hidden(*layer(rng, 3, 4, 2, 50.0), hi="बड़े inputs", en="large inputs")
    yield hidden(*layer(rng, 3, 4, 2, 1e-3), hi="inputs छोटे, bias बड़ा", en="small inputs, a large bias")


def by_loops(X: Array, W: Array, b: Array) -> list[list[float]]:
    return [
        [sum(x * w for x, w in zip(row, weights, strict=True)) + bias for weights, bias in zip(W, b, strict=True)]
        for row in X
    ]


def by_einsum(X: Array, W: Array, b: Array) -> Array:
    return np.einsum("nj,kj->nk", X, W) + b[None, :]


def by_column(X: Array, W: Array, b: Array) -> Array:
    return (W @ X.T + b.reshape(-1, 1)).T


def by_rows(X: Array, W: Array, b: Array) -> Array:
    return np.stack([W.dot(x) + b for x in X])


def by_extra_column(X: Array, W: Array, b: Array) -> Array:
    return np.hstack([X, np.ones((len(X), 1))]) @ np.hstack([W, b[:, None]]).T


def in_float32(X: Array, W: Array, b: Array) -> Array:
    return np.dot(X.astype(np.float32), W.astype(np.float32).T) + b.astype(np.float32)


def one_sample_only(X: Array, W: Array, b: Array) -> Array:
    return W @ X + b


EXERCISE = Exercise(
    title=Text(hi="linear layer: पूरा batch एक साथ", en="A linear layer on a batch"),
    statement=Text(
        hi="`X` की shape (N, D_in), `W` की (D_out, D_in) और `b` की (D_out,) है। $X W^T + b$ लौटाइए, shape (N, "
        "D_out): "
        "हर row एक sample, हर column एक neuron।",
        en="`X` has shape (N, D_in), `W` (D_out, D_in) and `b` (D_out,). Return $X W^T + b$ of shape (N, D_out): "
        "each row is a sample, each column a neuron.",
    ),
    hints=(
        Text(
            hi="W की हर row एक neuron के weights है; हर sample का हर neuron से dot product लीजिए।",
            en="Each row of W holds the weights of one neuron; take the dot product of every sample with every neuron.",
        ),
        Text(
            hi="(N, D_in) और (D_out, D_in) से (N, D_out) बनाना है: बीच की axis कौन-सी है, और क्या पलटना होगा?",
            en="From (N, D_in) and (D_out, D_in) make (N, D_out): which axis goes, and what must be transposed?",
        ),
        Text(
            hi="(D_out,) का bias (N, D_out) पर अपने आप हर row में जुड़ता है; उसे reshape करने की ज़रूरत नहीं।",
            en="A bias of shape (D_out,) broadcasts over the rows of (N, D_out) by itself; it needs no reshape.",
        ),
    ),
    reference=linear_forward,
    cases=cases,
    styles=(by_loops, by_einsum, by_column, by_rows, by_extra_column, in_float32),
    misconceptions=(
        Misconception(
            "weights-not-transposed",
            lambda X, W, b: X @ W + b,
            Text(
                hi="आपने X @ W लिखा; W की shape (D_out, D_in) है, इसलिए X @ W.T चाहिए। square W पर यह ग़लती shape "
                "में नहीं दिखती।",
                en="You wrote X @ W; W is (D_out, D_in), so it is X @ W.T. A square W hides this in the shape.",
            ),
        ),
        Misconception(
            "weights-reshaped",
            lambda X, W, b: X @ W.reshape(W.shape[1], W.shape[0]) + b,
            Text(
                hi="reshape से shape तो बैठ गई, पर weights की जगह बदल गई; rows और columns पलटने के लिए W.T लिखिए।",
                en="reshape makes the shape fit but shuffles the weights; to exchange rows and columns write W.T.",
            ),
        ),
        Misconception(
            "bias-forgotten",
            lambda X, W, b: X @ W.T,  # noqa: ARG005
            Text(
                hi="आपने bias नहीं जोड़ा; X @ W.T के बाद b भी जुड़ता है।",
                en="You did not add the bias; b is added to X @ W.T.",
            ),
        ),
        Misconception(
            "bias-along-batch",
            lambda X, W, b: X @ W.T + b[:, None],
            Text(
                hi="आपने bias को samples (rows) के साथ जोड़ा; bias neurons का है, हर column का एक, और हर row में "
                "वही। N = D_out पर यह ग़लती shape में नहीं दिखती।",
                en="You added the bias along the samples (rows); it belongs to the neurons, one per column, the "
                "same in every row. N = D_out hides this.",
            ),
        ),
        Misconception(
            "answer-transposed",
            lambda X, W, b: W @ X.T + b[:, None],
            Text(
                hi="आपका उत्तर (D_out, N) में है; samples rows में चाहिए: (N, D_out)।",
                en="Your answer is (D_out, N); the samples belong in the rows: (N, D_out).",
            ),
        ),
        Misconception(
            "one-sample-only",
            one_sample_only,
            Text(
                hi="W @ X + b एक sample की shape (D_in,) के लिए है; यहाँ X में N rows हैं, इसलिए X @ W.T + b लिखिए।",
                en="W @ X + b is for one sample of shape (D_in,); X has N rows here, so write X @ W.T + b.",
            ),
        ),
        Misconception(
            "relu-applied",
            lambda X, W, b: np.maximum(X @ W.T + b, 0),
            Text(
                hi="आपने ReLU भी लगा दिया; यह layer linear है, activation अलग से आती है।",
                en="You applied a ReLU as well; this layer is linear, the activation comes separately.",
            ),
        ),
        Misconception(
            "mean-over-inputs",
            lambda X, W, b: X @ W.T / X.shape[1] + b,
            Text(
                hi="आपने D_in से भाग दिया; dot product में गुणनफलों का जोड़ आता है, mean नहीं।",
                en="You divided by D_in; a dot product is the sum of the products, not their mean.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.linear", "torch.nn.Linear", "torch.addmm"),
            Text(
                hi="यहाँ layer आपको ख़ुद लिखनी है: `@`, `.T` और + काफ़ी हैं।",
                en="Here you write the layer yourself: `@`, `.T` and + are enough.",
            ),
        ),
    ),
)
