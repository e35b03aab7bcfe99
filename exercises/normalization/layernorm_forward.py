"""Layer normalization: statistics per row."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.normalization import layernorm_forward
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def layer(n: int, d: int, eps: float, hi: str, en: str, check: CheckName = "values") -> Case:
        # |mean| stays below the standard deviation: E[x^2] - E[x]^2 in float32, as Flax does it, must pass
        x = rng.normal(size=(n, d)) * rng.uniform(0.5, 3, size=(n, 1)) + rng.uniform(-0.4, 0.4, size=(n, 1))
        return hidden(x, rng.uniform(0.5, 2.5, size=d), rng.normal(size=d) * 2, eps, hi=hi, en=en, check=check)

    yield sample(
        np.array([[1.0, 3.0], [2.0, -2.0]]),
        np.array([1.0, 2.0]),
        np.array([0.0, 0.5]),
        0.01,
        hi="दो rows, दो features",
        en="two rows, two features",
    )
    yield sample(
        np.array([[0.5, -1.5, 4.0]]),
        np.array([1.5, 1.0, 0.5]),
        np.array([-1.0, 0.0, 1.0]),
        0.3,
        hi="एक ही row",
        en="a single row",
    )
    yield layer(3, 5, 0.01, "N और D अलग", "N and D differ")
    yield layer(5, 3, 0.1, "D से बड़ा N", "N larger than D")
    yield layer(4, 4, 0.05, "N = D: axis की ग़लती shape में नहीं दिखती", "N = D, where a wrong axis keeps the shape")
    yield layer(3, 6, 0.3, "eps = 0.3: eps की जगह दिखती है", "eps = 0.3 shows where eps stands", "hyperparameters")
    yield layer(4, 5, 1e-5, "eps = 1e-5, आम value", "eps = 1e-5, the usual value", "hyperparameters")
    yield layer(1, 7, 0.02, "एक ही sample, सात features", "one sample, seven features", "shapes")
    yield layer(5, 1, 0.01, "एक ही feature: उत्तर beta है", "one feature only: the answer is beta", "edges")
    yield layer(3, 2, 0.1, "सिर्फ़ दो features", "two features only", "edges")
    constant = rng.normal(size=(3, 4))
    constant[1] = 0.75
    yield hidden(
        constant,
        rng.uniform(0.5, 2, size=4),
        rng.normal(size=4),
        0.04,
        hi="एक row स्थिर: eps 0/0 से बचाता है",
        en="one constant row: eps avoids 0/0",
        check="edges",
    )
    sizes = rng.normal(size=(3, 5)) * np.array([[0.02], [0.5], [20.0]])
    yield hidden(
        sizes,
        rng.uniform(0.5, 2, size=5),
        rng.normal(size=5),
        1e-3,
        hi="rows के नाप बहुत अलग",
        en="rows of very different sizes",
    )


def statistics(x: Array) -> tuple[Array, Array]:
    """X minus its row's mean, and the row's variance, which most beliefs below have right."""
    return x - x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)


def per_feature(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps) + beta


def unbiased(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    centered, var = statistics(x)
    d = np.float64(x.shape[1])
    return gamma * centered / np.sqrt(var * d / (d - 1) + eps) + beta


def eps_outside(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    centered, var = statistics(x)
    return gamma * centered / (np.sqrt(var) + eps) + beta


def eps_missing(x: Array, gamma: Array, beta: Array, eps: float) -> Array:  # noqa: ARG001
    centered, var = statistics(x)
    return gamma * centered / np.sqrt(var) + beta


def no_root(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    centered, var = statistics(x)
    return gamma * centered / (var + eps) + beta


def beta_first(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    centered, var = statistics(x)
    return gamma * (centered / np.sqrt(var + eps) + beta)


def rms_norm(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    return gamma * x / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps) + beta


def per_row_gamma(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    centered, var = statistics(x)
    return gamma[:, None] * centered / np.sqrt(var + eps) + beta[:, None]


def no_keepdims(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    return gamma * (x - x.mean(axis=1)) / np.sqrt(x.var(axis=1) + eps) + beta


def by_rows(x: Array, gamma: Array, beta: Array, eps: float) -> list[Array]:
    return [gamma * (row - np.mean(row)) / np.sqrt(np.var(row) + eps) + beta for row in x]


def as_lists(x: Array, gamma: Array, beta: Array, eps: float) -> object:
    out = []
    for row in x.tolist():
        mean = sum(row) / len(row)
        var = sum((entry - mean) ** 2 for entry in row) / len(row)
        out.append([g * (entry - mean) / (var + eps) ** 0.5 + b for entry, g, b in zip(row, gamma, beta, strict=True)])
    return out


def transposed(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    t = x.T - x.T.mean(axis=0)
    t = t / np.sqrt((t * t).sum(axis=0) / len(t) + eps)
    return t.T * gamma + beta


def by_einsum(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    d = x.shape[1]
    centered = x @ (np.eye(d) - 1 / d)
    var = np.einsum("nd,nd->n", centered, centered) / d
    return np.einsum("nd,n,d->nd", centered, (var + eps) ** -0.5, gamma) + beta


def fast_variance(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    x = x.astype(np.float32)
    mean = x.mean(axis=-1, keepdims=True)
    var = np.maximum((x * x).mean(axis=-1, keepdims=True) - mean * mean, 0)
    return (x - mean) / np.sqrt(var + np.float32(eps)) * gamma.astype(np.float32) + beta.astype(np.float32)


EXERCISE = Exercise(
    title=Text(hi="LayerNorm: हर row अपने आप में", en="LayerNorm: each row by itself"),
    statement=Text(
        hi="`x` की shape (N, D) है; `gamma` और `beta` की (D,)। हर row (sample) का mean $\\mu$ और "
        "biased variance $\\sigma^2$ (D से भाग) उसके D features पर निकालिए, और लौटाइए $\\gamma\\,(x - "
        "\\mu) / \\sqrt{\\sigma^2 + \\epsilon} + \\beta$, shape (N, D)। `gamma` और `beta` feature के "
        "हिसाब से लगते हैं। `eps` root के अंदर है।",
        en="`x` has shape (N, D); `gamma` and `beta` have shape (D,). For every row (sample) take the "
        "mean $\\mu$ and the biased variance $\\sigma^2$ (divided by D) over its D features, and "
        "return $\\gamma\\,(x - \\mu) / \\sqrt{\\sigma^2 + \\epsilon} + \\beta$, shape (N, D). `gamma` "
        "and `beta` apply per feature. `eps` stands inside the root.",
    ),
    hints=(
        Text(
            hi="LayerNorm batch को नहीं देखता: हर sample अपने features से ही normalize होता है।",
            en="LayerNorm does not look at the batch: each sample is normalized by its own features.",
        ),
        Text(
            hi="BatchNorm का ही सूत्र है, बस axis दूसरा: statistics आख़िरी axis पर।",
            en="It is BatchNorm's formula with another axis: the statistics are over the last one.",
        ),
        Text(
            hi="keepdims=True से mean की shape (N, 1) रहती है और rows पर सही broadcast होता है।",
            en="With keepdims=True the mean has shape (N, 1) and broadcasts row by row.",
        ),
        Text(
            hi="gamma और beta (D,) के हैं, सीधे गुणा और जोड़ हो जाते हैं।",
            en="gamma and beta have shape (D,), so they multiply and add as they are.",
        ),
    ),
    reference=layernorm_forward,
    cases=cases,
    styles=(by_rows, as_lists, transposed, by_einsum, fast_variance),
    misconceptions=(
        Misconception(
            "axis-0",
            per_feature,
            Text(
                hi="आपने statistics axis 0 पर, batch पर लीं; वह BatchNorm है। LayerNorm में हर row की अपनी होती हैं।",
                en="You took the statistics over axis 0, the batch, which is BatchNorm. In LayerNorm "
                "every row has its own.",
            ),
        ),
        Misconception(
            "unbiased-variance",
            unbiased,
            Text(
                hi="आपने D - 1 से भाग दिया (torch.std जैसा); LayerNorm में variance के लिए D से भाग देते हैं।",
                en="You divided by D - 1, as torch.std does; LayerNorm uses the variance with D.",
            ),
        ),
        Misconception(
            "eps-outside-the-root",
            eps_outside,
            Text(
                hi="आपने eps को root के बाहर जोड़ा; LayerNorm में वह अंदर है: sqrt(var + eps)।",
                en="You added eps outside the root; in LayerNorm it is inside: sqrt(var + eps).",
            ),
        ),
        Misconception(
            "eps-missing",
            eps_missing,
            Text(
                hi="आपने eps नहीं जोड़ा; स्थिर row पर 0/0 से nan आता है।",
                en="You left out eps; a constant row gives 0/0, which is nan.",
            ),
        ),
        Misconception(
            "divided-by-the-variance",
            no_root,
            Text(
                hi="आपने variance से भाग दिया, उसके वर्गमूल से नहीं: sqrt(var + eps)।",
                en="You divided by the variance instead of its root, sqrt(var + eps).",
            ),
        ),
        Misconception(
            "beta-before-gamma",
            beta_first,
            Text(
                hi="आपने beta जोड़कर फिर gamma से गुणा किया; पहले gamma से गुणा कीजिए, beta अंत में जोड़िए।",
                en="You added beta and then multiplied by gamma; multiply by gamma first and add beta last.",
            ),
        ),
        Misconception(
            "rms-norm",
            rms_norm,
            Text(
                hi="आपने mean नहीं घटाया और वर्गों के औसत से भाग दिया; वह RMSNorm है। LayerNorm पहले mean घटाता है।",
                en="You did not subtract the mean and divided by the root mean square, which is "
                "RMSNorm. LayerNorm subtracts the mean first.",
            ),
        ),
        Misconception(
            "gamma-per-row",
            per_row_gamma,
            Text(
                hi="आपने gamma और beta rows पर लगाए; वे हर feature (column) के हैं, shape (D,)।",
                en="You applied gamma and beta to rows; they belong to the features (columns), shape (D,).",
            ),
        ),
        Misconception(
            "no-keepdims",
            no_keepdims,
            Text(
                hi="keepdims=True के बिना mean (N,) का बनता है और columns पर लगता है (N = D हो), या shape का error आता है।",
                en="Without keepdims=True the mean has shape (N,): it lines up with the columns when N "
                "= D, and fails otherwise.",
            ),
        ),
        Misconception(
            "over-all-entries",
            lambda x, gamma, beta, eps: gamma * (x - x.mean()) / np.sqrt(x.var() + eps) + beta,
            Text(
                hi="आपने पूरे array का एक mean और variance लिया; हर row के अपने होते हैं (axis=-1)।",
                en="You took one mean and variance of the whole array; every row has its own (axis=-1).",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.layer_norm", "torch.nn.LayerNorm", "torch.layer_norm"),
            Text(
                hi="यहाँ LayerNorm आपको ख़ुद लिखना है; mean, var और sqrt काफ़ी हैं।",
                en="Here you write LayerNorm yourself; mean, var and sqrt are enough.",
            ),
        ),
    ),
)
