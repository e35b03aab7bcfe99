"""Batch normalization in training: statistics per feature over the batch."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.normalization import batchnorm_forward
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def layer(n: int, d: int, eps: float, hi: str, en: str, check: CheckName = "values") -> Case:
        # |mean| stays below the standard deviation: E[x^2] - E[x]^2 in float32, as Flax does it, must pass
        x = rng.normal(size=(n, d)) * rng.uniform(0.5, 3, size=d) + rng.uniform(-0.4, 0.4, size=d)
        return hidden(x, rng.uniform(0.5, 2.5, size=d), rng.normal(size=d) * 2, eps, hi=hi, en=en, check=check)

    yield sample(
        np.array([[1.0, 2.0], [3.0, -2.0]]),
        np.array([1.0, 2.0]),
        np.array([0.0, 0.5]),
        0.01,
        hi="दो samples, दो features",
        en="two samples, two features",
    )
    yield sample(
        np.array([[0.5], [-1.5], [4.0]]),
        np.array([1.5]),
        np.array([-1.0]),
        0.3,
        hi="एक ही feature",
        en="a single feature",
    )
    yield layer(5, 3, 0.01, "N और D अलग", "N and D differ")
    yield layer(3, 5, 0.1, "N से बड़ा D", "D larger than N")
    yield layer(4, 4, 0.05, "N = D: axis की ग़लती shape में नहीं दिखती", "N = D, where a wrong axis keeps the shape")
    yield layer(6, 3, 0.3, "eps = 0.3: eps की जगह दिखती है", "eps = 0.3 shows where eps stands", "hyperparameters")
    yield layer(5, 4, 1e-5, "eps = 1e-5, आम value", "eps = 1e-5, the usual value", "hyperparameters")
    yield layer(1, 4, 0.01, "एक ही sample: उत्तर beta है", "one sample only: the answer is beta", "edges")
    yield layer(7, 1, 0.02, "एक ही feature, सात samples", "one feature, seven samples", "shapes")
    yield layer(2, 3, 0.1, "सिर्फ़ दो samples", "two samples only", "edges")
    constant = rng.normal(size=(4, 3))
    constant[:, 1] = 0.75
    yield hidden(
        constant,
        rng.uniform(0.5, 2, size=3),
        rng.normal(size=3),
        0.04,
        hi="एक feature स्थिर: eps 0/0 से बचाता है",
        en="one constant feature: eps avoids 0/0",
        check="edges",
    )
    small = rng.normal(size=(5, 3)) * np.array([0.02, 0.5, 20.0])
    yield hidden(
        small,
        rng.uniform(0.5, 2, size=3),
        rng.normal(size=3),
        1e-3,
        hi="features के नाप बहुत अलग",
        en="features of very different sizes",
    )


def unbiased(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    n = x.shape[0]
    var = ((x - x.mean(axis=0)) ** 2).sum(axis=0) / np.float64(n - 1)
    return gamma * (x - x.mean(axis=0)) / np.sqrt(var + eps) + beta


def per_row(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def eps_missing(x: Array, gamma: Array, beta: Array, eps: float) -> Array:  # noqa: ARG001
    return gamma * (x - x.mean(axis=0)) / x.std(axis=0) + beta


def fast_variance(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    x = x.astype(np.float32)
    mean = x.mean(axis=0)
    var = np.maximum((x * x).mean(axis=0) - mean * mean, 0)
    return (x - mean) * (gamma.astype(np.float32) / np.sqrt(var + np.float32(eps))) + beta.astype(np.float32)


def by_columns(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    out = np.empty_like(x)
    n, d = x.shape
    for j in range(d):
        mean = sum(x[i, j] for i in range(n)) / n
        var = sum((x[i, j] - mean) ** 2 for i in range(n)) / n
        for i in range(n):
            out[i, j] = gamma[j] * (x[i, j] - mean) / (var + eps) ** 0.5 + beta[j]
    return out


def as_lists(x: Array, gamma: Array, beta: Array, eps: float) -> object:
    columns = []
    for column, g, b in zip(x.T.tolist(), gamma, beta, strict=True):
        mean = sum(column) / len(column)
        var = sum((entry - mean) ** 2 for entry in column) / len(column)
        columns.append([g * (entry - mean) / (var + eps) ** 0.5 + b for entry in column])
    return [list(row) for row in zip(*columns, strict=True)]


def one_line_per_layer(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    scale = gamma / np.sqrt(x.var(axis=0) + eps)
    return scale * x + (beta - scale * x.mean(axis=0))


def by_einsum(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    centered = x - np.einsum("nd->d", x) / len(x)
    var = np.einsum("nd,nd->d", centered, centered) / len(x)
    return np.einsum("nd,d->nd", centered, gamma * (var + eps) ** -0.5) + beta


def in_float32(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    return batchnorm_forward(x.astype(np.float32), gamma.astype(np.float32), beta.astype(np.float32), eps)


EXERCISE = Exercise(
    title=Text(hi="BatchNorm: training में forward", en="BatchNorm: forward in training"),
    statement=Text(
        hi="`x` की shape (N, D) है: N samples, D features; `gamma` और `beta` की (D,)। हर feature "
        "(column) का mean $\\mu$ और biased variance $\\sigma^2$ (N से भाग) batch पर निकालिए, और लौटाइए "
        "$\\gamma\\,(x - \\mu) / \\sqrt{\\sigma^2 + \\epsilon} + \\beta$, shape (N, D)। `eps` root के "
        "अंदर है।",
        en="`x` has shape (N, D): N samples, D features; `gamma` and `beta` have shape (D,). For every "
        "feature (column) take the mean $\\mu$ and the biased variance $\\sigma^2$ (divided by N) over "
        "the batch, and return $\\gamma\\,(x - \\mu) / \\sqrt{\\sigma^2 + \\epsilon} + \\beta$, shape "
        "(N, D). `eps` stands inside the root.",
    ),
    hints=(
        Text(
            hi="हर feature अपने आप में normalize होता है: batch के सभी samples मिलकर उसका mean और variance देते हैं।",
            en="Each feature is normalized by itself: all samples of the batch give its mean and variance.",
        ),
        Text(
            hi="पहले mean घटाइए, फिर sqrt(variance + eps) से भाग दीजिए; gamma और beta इसके बाद।",
            en="Subtract the mean, divide by sqrt(variance + eps); gamma and beta come after that.",
        ),
        Text(
            hi="axis=0 पर लिया mean shape (D,) का है और rows पर अपने-आप broadcast होता है।",
            en="A mean over axis=0 has shape (D,) and broadcasts over the rows.",
        ),
        Text(
            hi="np.var biased ही है (N से भाग); ddof मत दीजिए।",
            en="np.var is the biased one already (divided by N); pass no ddof.",
        ),
    ),
    reference=batchnorm_forward,
    cases=cases,
    styles=(fast_variance, by_columns, as_lists, one_line_per_layer, by_einsum, in_float32),
    misconceptions=(
        Misconception(
            "unbiased-variance",
            unbiased,
            Text(
                hi="आपने N - 1 से भाग दिया; BatchNorm में variance के लिए N से भाग देते हैं।",
                en="You divided by N - 1; BatchNorm uses the variance with N.",
            ),
        ),
        Misconception(
            "eps-outside-the-root",
            lambda x, gamma, beta, eps: gamma * (x - x.mean(axis=0)) / (x.std(axis=0) + eps) + beta,
            Text(
                hi="आपने eps को root के बाहर जोड़ा; BatchNorm में वह अंदर है: sqrt(var + eps)।",
                en="You added eps outside the root; in BatchNorm it is inside: sqrt(var + eps).",
            ),
        ),
        Misconception(
            "eps-missing",
            eps_missing,
            Text(
                hi="आपने eps नहीं जोड़ा; स्थिर feature पर 0/0 से nan आता है।",
                en="You left out eps; a constant feature gives 0/0, which is nan.",
            ),
        ),
        Misconception(
            "axis-1",
            per_row,
            Text(
                hi="आपने mean और variance हर row पर लिए; वह LayerNorm है। BatchNorm में वे axis 0 पर, batch पर हैं।",
                en="You took mean and variance over each row, which is LayerNorm. BatchNorm takes them "
                "over axis 0, the batch.",
            ),
        ),
        Misconception(
            "over-all-entries",
            lambda x, gamma, beta, eps: gamma * (x - x.mean()) / np.sqrt(x.var() + eps) + beta,
            Text(
                hi="आपने पूरे array का एक mean और variance लिया; हर feature के अपने होते हैं (axis=0)।",
                en="You took one mean and variance of the whole array; every feature has its own (axis=0).",
            ),
        ),
        Misconception(
            "divided-by-the-variance",
            lambda x, gamma, beta, eps: gamma * (x - x.mean(axis=0)) / (x.var(axis=0) + eps) + beta,
            Text(
                hi="आपने variance से भाग दिया, उसके वर्गमूल से नहीं: sqrt(var + eps)।",
                en="You divided by the variance instead of its root, sqrt(var + eps).",
            ),
        ),
        Misconception(
            "gamma-and-beta-swapped",
            lambda x, gamma, beta, eps: batchnorm_forward(x, beta, gamma, eps),
            Text(
                hi="आपने gamma और beta की जगह बदल दी; gamma से गुणा होता है, beta जुड़ता है।",
                en="You swapped gamma and beta; gamma multiplies, beta is added.",
            ),
        ),
        Misconception(
            "beta-before-gamma",
            lambda x, gamma, beta, eps: gamma * ((x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps) + beta),
            Text(
                hi="आपने beta जोड़कर फिर gamma से गुणा किया; पहले gamma से गुणा कीजिए, beta अंत में जोड़िए।",
                en="You added beta and then multiplied by gamma; multiply by gamma first and add beta last.",
            ),
        ),
        Misconception(
            "mean-not-subtracted",
            lambda x, gamma, beta, eps: gamma * x / np.sqrt(x.var(axis=0) + eps) + beta,
            Text(
                hi="आपने mean नहीं घटाया; normalize करने पर हर feature का mean 0 होना चाहिए।",
                en="You did not subtract the mean; after normalizing every feature has mean 0.",
            ),
        ),
        Misconception(
            "gamma-and-beta-forgotten",
            lambda x, gamma, beta, eps: (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps),  # noqa: ARG005
            Text(
                hi="आपने gamma और beta नहीं लगाए; normalize करने के बाद gamma से गुणा कीजिए और beta जोड़िए।",
                en="You left out gamma and beta; after normalizing, multiply by gamma and add beta.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.batch_norm", "torch.nn.BatchNorm1d", "torch.batch_norm"),
            Text(
                hi="यहाँ BatchNorm आपको ख़ुद लिखना है; mean, var और sqrt काफ़ी हैं।",
                en="Here you write BatchNorm yourself; mean, var and sqrt are enough.",
            ),
        ),
    ),
)
