"""Backward of batch normalization."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.normalization import batchnorm_backward
from reference.types import Array

Grads = tuple[Array, Array, Array]


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def layer(n: int, d: int, eps: float, hi: str, en: str, check: CheckName = "values") -> Case:
        # |mean| stays below the standard deviation, and eps well above 0 where N is small: with N = 2 and no eps
        # dx is 0 by cancellation, and float32 would be left with rounding alone
        x = rng.normal(size=(n, d)) * rng.uniform(0.5, 2, size=d) + rng.uniform(-0.4, 0.4, size=d)
        return hidden(rng.normal(size=(n, d)), x, rng.uniform(0.5, 2.5, size=d), eps, hi=hi, en=en, check=check)

    yield sample(
        np.array([[1.0, 0.0], [0.0, -1.0], [0.5, 2.0]]),
        np.array([[1.0, 2.0], [3.0, -2.0], [-1.0, 0.5]]),
        np.array([1.0, 2.0]),
        0.1,
        hi="तीन samples, दो features",
        en="three samples, two features",
    )
    yield sample(
        np.array([[1.0], [0.0], [0.0]]),
        np.array([[2.0], [-1.0], [0.5]]),
        np.array([1.5]),
        0.3,
        hi="dout सिर्फ़ पहले sample पर",
        en="dout on the first sample only",
    )
    yield layer(5, 3, 0.05, "N और D अलग", "N and D differ")
    yield layer(4, 6, 0.1, "N से बड़ा D", "D larger than N")
    yield layer(4, 4, 0.08, "N = D: axis की ग़लती shape में नहीं दिखती", "N = D, where a wrong axis keeps the shape")
    yield layer(6, 3, 0.3, "eps = 0.3: eps की जगह दिखती है", "eps = 0.3 shows where eps stands", "hyperparameters")
    yield layer(7, 2, 1e-5, "eps = 1e-5, आम value", "eps = 1e-5, the usual value", "hyperparameters")
    yield layer(7, 1, 0.04, "एक ही feature", "one feature only", "shapes")
    yield layer(3, 2, 0.5, "तीन samples, बड़ा eps", "three samples, a large eps", "hyperparameters")
    yield layer(1, 3, 0.1, "एक ही sample: dx और dgamma शून्य हैं", "one sample: dx and dgamma are zero", "edges")
    dout = np.zeros((5, 3))
    dout[2, 1] = 2.0
    yield hidden(
        dout,
        rng.normal(size=(5, 3)),
        np.array([0.7, 1.8, 1.2]),
        0.05,
        hi="dout की एक ही entry: असर पूरे column पर",
        en="a single entry of dout reaches its whole column",
        check="edges",
    )


def parts(x: Array, eps: float) -> tuple[Array, Array]:
    """x-hat and the standard deviation, which most beliefs below have right."""
    std = np.sqrt(x.var(axis=0) + eps)
    return (x - x.mean(axis=0)) / std, std


def constants(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    x_hat, std = parts(x, eps)
    return dout * gamma / std, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def no_variance_path(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    x_hat, std = parts(x, eps)
    return gamma / std * (dout - dout.mean(axis=0)), (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def no_mean_path(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    x_hat, std = parts(x, eps)
    dx = gamma / std * (dout - x_hat * (dout * x_hat).mean(axis=0))
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def gamma_from_x(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    dx, _, dbeta = batchnorm_backward(dout, x, gamma, eps)
    return dx, (dout * x).sum(axis=0), dbeta


def gamma_missing(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    dx, dgamma, dbeta = batchnorm_backward(dout, x, np.ones_like(gamma), eps)
    return dx, dgamma, dbeta


def averaged(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    dx, dgamma, dbeta = batchnorm_backward(dout, x, gamma, eps)
    return dx, dgamma / len(x), dbeta / len(x)


def deviation_missing(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    x_hat, _ = parts(x, eps)
    dx = gamma * (dout - dout.mean(axis=0) - x_hat * (dout * x_hat).mean(axis=0))
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def sums_for_means(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    x_hat, std = parts(x, eps)
    dx = gamma / std * (dout - dout.sum(axis=0) - x_hat * (dout * x_hat).sum(axis=0))
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def swapped(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    dx, dgamma, dbeta = batchnorm_backward(dout, x, gamma, eps)
    return dx, dbeta, dgamma


def no_eps(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:  # noqa: ARG001
    return batchnorm_backward(dout, x, gamma, 0.0)


def over_features(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    x_hat, std = parts(x, eps)
    moment = (dout * x_hat).mean(axis=1, keepdims=True)
    dx = gamma / std * (dout - dout.mean(axis=1, keepdims=True) - x_hat * moment)
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def unbiased(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    n = x.shape[0]
    centered = x - x.mean(axis=0)
    std = np.sqrt((centered**2).sum(axis=0) / np.float64(n - 1) + eps)
    x_hat = centered / std
    dx = gamma / std * (dout - dout.mean(axis=0) - x_hat * (dout * x_hat).sum(axis=0) / np.float64(n - 1))
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def staged(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    n = len(x)
    mean = x.mean(axis=0)
    centered = x - mean
    var = (centered**2).sum(axis=0) / n
    ivar = 1 / np.sqrt(var + eps)
    dbeta, dgamma, dxhat = dout.sum(axis=0), (dout * centered * ivar).sum(axis=0), dout * gamma
    dvar = (dxhat * centered * -0.5 * ivar**3).sum(axis=0)
    dmean = -(dxhat * ivar).sum(axis=0) + dvar * (-2 * centered).mean(axis=0)
    return dxhat * ivar + dvar * 2 * centered / n + dmean / n, dgamma, dbeta


def compact(dout: Array, x: Array, gamma: Array, eps: float) -> list[Array]:
    n = x.shape[0]
    std = np.sqrt(np.var(x, 0) + eps)
    x_hat = (x - np.mean(x, 0)) / std
    dbeta, dgamma = np.ones(n) @ dout, np.einsum("nd,nd->d", dout, x_hat)
    return [gamma / (n * std) * (n * dout - dbeta - x_hat * dgamma), dgamma, dbeta]


def by_jacobians(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    n, d = x.shape
    x_hat, std = parts(x, eps)
    dx = np.empty_like(x)
    for j in range(d):
        jacobian = (np.eye(n) - 1 / n - np.outer(x_hat[:, j], x_hat[:, j]) / n) * gamma[j] / std[j]
        dx[:, j] = jacobian.T @ dout[:, j]
    return dx, np.diag(dout.T @ x_hat), dout.sum(axis=0)


def by_complex_step(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    dx = np.empty_like(x)
    for at in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[at] += 1e-30j
        centered = moved - moved.mean(axis=0)
        y = gamma * centered / np.sqrt((centered**2).mean(axis=0) + eps)
        dx[at] = (dout * y).sum().imag / 1e-30
    return dx, (dout * parts(x, eps)[0]).sum(axis=0), dout.sum(axis=0)


def as_lists(dout: Array, x: Array, gamma: Array, eps: float) -> object:
    columns, dgamma, dbeta = [], [], []
    for up, column, g in zip(dout.T.tolist(), x.T.tolist(), gamma, strict=True):
        n, mean = len(column), sum(column) / len(column)
        std = (sum((entry - mean) ** 2 for entry in column) / n + eps) ** 0.5
        hat = [(entry - mean) / std for entry in column]
        dbeta.append(sum(up))
        dgamma.append(sum(a * b for a, b in zip(up, hat, strict=True)))
        columns.append([g / std * (a - dbeta[-1] / n - b * dgamma[-1] / n) for a, b in zip(up, hat, strict=True)])
    return [list(row) for row in zip(*columns, strict=True)], dgamma, dbeta


def in_float32(dout: Array, x: Array, gamma: Array, eps: float) -> Grads:
    return batchnorm_backward(dout.astype(np.float32), x.astype(np.float32), gamma.astype(np.float32), eps)


EXERCISE = Exercise(
    title=Text(hi="BatchNorm का backward: तीन रास्तों का gradient", en="BatchNorm backward: three paths of the gradient"),
    statement=Text(
        hi="`batchnorm_forward` का backward लिखिए। `dout` और `x` की shape (N, D), `gamma` की (D,); "
        "`dout` $y$ पर loss का gradient है, जहाँ $y = \\gamma \\hat x + \\beta$, $\\hat x = (x - \\mu) "
        "/ \\sqrt{\\sigma^2 + \\epsilon}$, mean और biased variance batch पर। tuple `(dx, dgamma, "
        "dbeta)` लौटाइए, shapes (N, D), (D,), (D,)। ध्यान दीजिए: हर $x_i$ mean और variance को भी बदलता "
        "है, और उनसे पूरे column को। dgamma और dbeta batch पर जोड़ हैं, औसत नहीं।",
        en="Write the backward of `batchnorm_forward`. `dout` and `x` have shape (N, D), `gamma` has "
        "(D,); `dout` is the gradient of the loss with respect to $y$, where $y = \\gamma \\hat x + "
        "\\beta$, $\\hat x = (x - \\mu) / \\sqrt{\\sigma^2 + \\epsilon}$, with mean and biased "
        "variance over the batch. Return the tuple `(dx, dgamma, dbeta)` of shapes (N, D), (D,), (D,). "
        "Mind that each $x_i$ moves the mean and the variance too, and with them its whole column. "
        "dgamma and dbeta are sums over the batch, not means.",
    ),
    hints=(
        Text(
            hi="x से y तक तीन रास्ते हैं: सीधा, mean से होकर, और variance से होकर। gradient में तीनों जुड़ते हैं।",
            en="There are three paths from x to y: the direct one, through the mean, and through the "
            "variance. The gradient sums all three.",
        ),
        Text(
            hi="पहले आसान वाले: dbeta dout का जोड़ है, dgamma dout * x_hat का; दोनों batch पर।",
            en="The easy ones first: dbeta sums dout, dgamma sums dout * x_hat, both over the batch.",
        ),
        Text(
            hi="mean वाला रास्ता हर column से dout का औसत घटाता है; variance वाला x_hat गुणा (dout * x_hat) का औसत।",
            en="The path through the mean takes off the mean of dout in each column; the one through "
            "the variance takes off x_hat times the mean of dout * x_hat.",
        ),
        Text(
            hi="सबके आगे gamma / sqrt(var + eps) लगता है। जाँच: dout सब 1 हों, तो dx 0 आना चाहिए।",
            en="All of it is multiplied by gamma / sqrt(var + eps). A check: for dout of ones, dx should be 0.",
        ),
    ),
    reference=batchnorm_backward,
    cases=cases,
    scale=0.1,  # dx is of the order of dout; for one sample it is 0, up to rounding in the size of dout
    styles=(staged, compact, by_jacobians, by_complex_step, as_lists, in_float32),
    misconceptions=(
        Misconception(
            "statistics-as-constants",
            constants,
            Text(
                hi="आपने mean और variance को स्थिर माना; दोनों x से बनते हैं, इसलिए gradient उनसे होकर भी आता है।",
                en="You treated mean and variance as constants; both are made from x, so gradient "
                "flows through them too.",
            ),
        ),
        Misconception(
            "variance-path-missing",
            no_variance_path,
            Text(
                hi="variance वाला रास्ता छूट गया: x_hat गुणा (dout * x_hat) का औसत भी घटाइए।",
                en="The path through the variance is missing: also subtract x_hat times the mean of dout * x_hat.",
            ),
        ),
        Misconception(
            "mean-path-missing",
            no_mean_path,
            Text(
                hi="mean वाला रास्ता छूट गया: हर column से dout का औसत भी घटाइए।",
                en="The path through the mean is missing: also subtract the mean of dout in each column.",
            ),
        ),
        Misconception(
            "dgamma-from-x",
            gamma_from_x,
            Text(
                hi="आपने dgamma में x लिया; gamma x_hat से गुणा होता है, इसलिए dgamma = sum(dout * x_hat)।",
                en="You used x in dgamma; gamma multiplies x_hat, so dgamma = sum(dout * x_hat).",
            ),
        ),
        Misconception(
            "gamma-missing-in-dx",
            gamma_missing,
            Text(
                hi="dx में gamma छूट गया; dout पहले gamma से गुणा होकर x_hat तक पहुँचता है।",
                en="gamma is missing in dx; dout reaches x_hat multiplied by gamma.",
            ),
        ),
        Misconception(
            "averaged",
            averaged,
            Text(
                hi="आपने dgamma और dbeta में batch का औसत लिया; वे जोड़ हैं (1/N loss में पहले से है, अगर है)।",
                en="You averaged dgamma and dbeta over the batch; they are sums (any 1/N is already in dout).",
            ),
        ),
        Misconception(
            "deviation-missing",
            deviation_missing,
            Text(
                hi="dx को sqrt(var + eps) से भाग नहीं दिया; x_hat में वह भाग है, इसलिए gradient में भी।",
                en="dx is not divided by sqrt(var + eps); x_hat has that divisor, so its gradient has it too.",
            ),
        ),
        Misconception(
            "sums-for-means",
            sums_for_means,
            Text(
                hi="dx में आपने औसत की जगह जोड़ घटाए; mean और variance में 1/N है, इसलिए यहाँ औसत आते हैं।",
                en="In dx you subtracted sums where means belong; the mean and the variance carry the 1/N.",
            ),
        ),
        Misconception(
            "dgamma-and-dbeta-swapped",
            swapped,
            Text(
                hi="आपने dgamma और dbeta की जगह बदल दी; क्रम (dx, dgamma, dbeta) है।",
                en="You swapped dgamma and dbeta; the order is (dx, dgamma, dbeta).",
            ),
        ),
        Misconception(
            "eps-missing",
            no_eps,
            Text(
                hi="आपने backward में eps छोड़ दिया; forward वाला ही भाजक लीजिए: sqrt(var + eps)।",
                en="You dropped eps in the backward pass; use the divisor of the forward pass, sqrt(var + eps).",
            ),
        ),
        Misconception(
            "means-over-features",
            over_features,
            Text(
                hi="आपने औसत axis 1 पर लिए; BatchNorm में वे batch पर हैं, axis 0।",
                en="You took the means over axis 1; in BatchNorm they are over the batch, axis 0.",
            ),
        ),
        Misconception(
            "unbiased-variance",
            unbiased,
            Text(
                hi="आपने N - 1 वाली variance ली; forward में N से भाग है, इसलिए backward में भी।",
                en="You used the variance with N - 1; the forward pass divides by N, so the backward pass does too.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.batch_norm", "torch.nn.BatchNorm1d", "torch.autograd.grad", "torch.batch_norm"),
            Text(
                hi="यहाँ gradient आपको ख़ुद निकालना है, autograd से नहीं।",
                en="Here you work out the gradient yourself, without autograd.",
            ),
        ),
    ),
)
