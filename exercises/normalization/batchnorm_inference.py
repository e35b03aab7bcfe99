"""Batch normalization after training, with the running statistics."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.normalization import batchnorm_forward, batchnorm_inference
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def layer(n: int, d: int, eps: float, hi: str, en: str, check: CheckName = "values") -> Case:
        return hidden(
            rng.normal(size=(n, d)) * 2,
            rng.uniform(0.5, 2.5, size=d),
            rng.normal(size=d) * 2,
            rng.normal(size=d),
            rng.uniform(0.2, 4, size=d),
            eps,
            hi=hi,
            en=en,
            check=check,
        )

    yield sample(
        np.array([[1.0, 2.0], [3.0, -2.0]]),
        np.array([1.0, 2.0]),
        np.array([0.0, 0.5]),
        np.array([1.0, 0.0]),
        np.array([4.0, 0.25]),
        0.01,
        hi="दो samples, दो features",
        en="two samples, two features",
    )
    yield sample(
        np.array([[3.0]]),
        np.array([2.0]),
        np.array([-1.0]),
        np.array([1.0]),
        np.array([3.75]),
        0.25,
        hi="एक ही sample",
        en="a single sample",
    )
    yield layer(5, 3, 0.01, "N और D अलग", "N and D differ")
    yield layer(3, 5, 0.1, "N से बड़ा D", "D larger than N")
    yield layer(4, 4, 0.05, "N = D: axis की ग़लती shape में नहीं दिखती", "N = D, where a wrong axis keeps the shape")
    yield layer(6, 3, 0.3, "eps = 0.3: eps की जगह दिखती है", "eps = 0.3 shows where eps stands", "hyperparameters")
    yield layer(5, 4, 1e-5, "eps = 1e-5, आम value", "eps = 1e-5, the usual value", "hyperparameters")
    yield layer(1, 4, 0.02, "N = 1: batch की variance का कोई अर्थ नहीं", "N = 1: a batch variance means nothing", "edges")
    yield layer(7, 1, 0.02, "एक ही feature, सात samples", "one feature, seven samples", "shapes")
    yield hidden(
        rng.normal(size=(3, 3)),
        rng.uniform(0.5, 2, size=3),
        rng.normal(size=3),
        rng.normal(size=3),
        np.array([0.0, 0.001, 30.0]),
        0.04,
        hi="running variance 0 और बहुत बड़ी",
        en="running variances of 0 and very large",
        check="edges",
    )
    yield hidden(
        rng.normal(size=(4, 2)) + np.array([5.0, -3.0]),
        rng.uniform(0.5, 2, size=2),
        rng.normal(size=2),
        np.array([-1.0, 2.0]),
        np.array([2.0, 0.5]),
        0.1,
        hi="batch running mean से दूर है",
        en="a batch far from the running mean",
    )


def batch_statistics(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:  # noqa: ARG001
    return batchnorm_forward(x, gamma, beta, eps)


def batch_mean(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:  # noqa: ARG001
    return gamma * (x - x.mean(axis=0)) / np.sqrt(running_var + eps) + beta


def var_as_deviation(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:
    return gamma * (x - running_mean) / (running_var + eps) + beta


def var_squared(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:
    return gamma * (x - running_mean) / np.sqrt(running_var**2 + eps) + beta


def eps_missing(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:  # noqa: ARG001
    return gamma * (x - running_mean) / np.sqrt(running_var) + beta


def eps_outside(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:
    return gamma * (x - running_mean) / (np.sqrt(running_var) + eps) + beta


def swapped(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:
    return batchnorm_inference(x, beta, gamma, running_mean, running_var, eps)


def beta_first(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:
    return gamma * ((x - running_mean) / np.sqrt(running_var + eps) + beta)


def no_mean(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:  # noqa: ARG001
    return gamma * x / np.sqrt(running_var + eps) + beta


def no_gamma(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:  # noqa: ARG001
    return (x - running_mean) / np.sqrt(running_var + eps)


def folded(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:
    scale = gamma / np.sqrt(running_var + eps)
    return x * scale + (beta - running_mean * scale)


def by_matrix(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:
    return (x - running_mean) @ np.diag(gamma * (running_var + eps) ** -0.5) + beta


def by_entries(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:
    out = np.empty_like(x)
    for i, j in np.ndindex(x.shape):
        out[i, j] = gamma[j] * (x[i, j] - running_mean[j]) / (running_var[j] + eps) ** 0.5 + beta[j]
    return out


def as_lists(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> object:
    return [
        [
            g * (entry - m) / (v + eps) ** 0.5 + b
            for entry, g, b, m, v in zip(row, gamma, beta, running_mean, running_var, strict=True)
        ]
        for row in x.tolist()
    ]


def in_float32(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float) -> Array:
    parts = (part.astype(np.float32) for part in (x, gamma, beta, running_mean, running_var))
    return batchnorm_inference(*parts, eps)


EXERCISE = Exercise(
    title=Text(hi="BatchNorm: training के बाद (inference)", en="BatchNorm: after training (inference)"),
    statement=Text(
        hi="training के बाद BatchNorm batch को नहीं देखता, जमा किए हुए statistics लगाता है। `x` की "
        "shape (N, D); `gamma`, `beta`, `running_mean`, `running_var` की (D,)। लौटाइए $\\gamma\\,(x - "
        "\\mu_{run}) / \\sqrt{\\sigma^2_{run} + \\epsilon} + \\beta$, shape (N, D)। `running_var` "
        "variance है, standard deviation नहीं। N = 1 पर भी सही चले।",
        en="After training BatchNorm does not look at the batch; it applies the statistics collected "
        "before. `x` has shape (N, D); `gamma`, `beta`, `running_mean`, `running_var` have shape (D,). "
        "Return $\\gamma\\,(x - \\mu_{run}) / \\sqrt{\\sigma^2_{run} + \\epsilon} + \\beta$, shape (N, "
        "D). `running_var` is a variance, not a standard deviation. It works for N = 1 as well.",
    ),
    hints=(
        Text(
            hi="inference में एक sample का उत्तर दूसरे samples पर निर्भर नहीं होना चाहिए।",
            en="At inference a sample's answer should not depend on the other samples.",
        ),
        Text(
            hi="सूत्र training जैसा ही है; सिर्फ़ mean और variance दिए हुए हैं।",
            en="The formula is that of training; only the mean and the variance are given.",
        ),
        Text(
            hi="(D,) वाले arrays हर row पर अपने-आप broadcast होते हैं; x.mean या x.var की ज़रूरत नहीं।",
            en="The (D,) arrays broadcast over the rows; neither x.mean nor x.var is needed.",
        ),
    ),
    reference=batchnorm_inference,
    cases=cases,
    styles=(folded, by_matrix, by_entries, as_lists, in_float32),
    misconceptions=(
        Misconception(
            "batch-statistics",
            batch_statistics,
            Text(
                hi="आपने इसी batch के mean और variance लगाए; inference में running_mean और running_var लगते हैं।",
                en="You used this batch's mean and variance; inference uses running_mean and running_var.",
            ),
        ),
        Misconception(
            "batch-mean",
            batch_mean,
            Text(
                hi="variance तो running ली, पर mean इसी batch का; running_mean घटाइए।",
                en="You took the running variance but this batch's mean; subtract running_mean.",
            ),
        ),
        Misconception(
            "variance-taken-for-deviation",
            var_as_deviation,
            Text(
                hi="आपने running_var से सीधे भाग दिया, जैसे वह standard deviation हो; sqrt(running_var + eps) से भाग दीजिए।",
                en="You divided by running_var as if it were a standard deviation; divide by sqrt(running_var + eps).",
            ),
        ),
        Misconception(
            "variance-squared",
            var_squared,
            Text(
                hi="आपने running_var का वर्ग किया; वह पहले से variance है: sqrt(running_var + eps)।",
                en="You squared running_var; it already is a variance: sqrt(running_var + eps).",
            ),
        ),
        Misconception(
            "eps-missing",
            eps_missing,
            Text(
                hi="आपने eps नहीं जोड़ा; running_var 0 हो, तो 0 से भाग होता है।",
                en="You left out eps; where running_var is 0 you divide by 0.",
            ),
        ),
        Misconception(
            "eps-outside-the-root",
            eps_outside,
            Text(
                hi="आपने eps को root के बाहर जोड़ा; वह अंदर है: sqrt(running_var + eps)।",
                en="You added eps outside the root; it is inside: sqrt(running_var + eps).",
            ),
        ),
        Misconception(
            "gamma-and-beta-swapped",
            swapped,
            Text(
                hi="आपने gamma और beta की जगह बदल दी; gamma से गुणा होता है, beta जुड़ता है।",
                en="You swapped gamma and beta; gamma multiplies, beta is added.",
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
            "mean-not-subtracted",
            no_mean,
            Text(
                hi="आपने running_mean नहीं घटाया।",
                en="You did not subtract running_mean.",
            ),
        ),
        Misconception(
            "gamma-and-beta-forgotten",
            no_gamma,
            Text(
                hi="आपने gamma और beta नहीं लगाए; वे inference में भी लगते हैं।",
                en="You left out gamma and beta; they apply at inference too.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.batch_norm", "torch.nn.BatchNorm1d", "torch.batch_norm"),
            Text(
                hi="यहाँ BatchNorm आपको ख़ुद लिखना है; घटाना, sqrt और भाग काफ़ी हैं।",
                en="Here you write BatchNorm yourself; a difference, a root and a division are enough.",
            ),
        ),
    ),
)
