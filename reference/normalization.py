r"""Normalization layers: mean 0 and variance 1, then a scale gamma and a shift beta that are learned.

The functions differ in what the mean and the variance are taken over:

- `batchnorm_forward`: over the batch, one mean per feature. Its answer for a sample depends on the other
  samples.
- `batchnorm_train` does the same and keeps running statistics beside it; `batchnorm_inference` uses those, so
  that a sample's answer no longer depends on its batch and a single sample will do.
- `batchnorm2d_forward`: over the batch and all pixels, one mean per channel.
- `layernorm_forward`: over the features, one mean per sample; nothing to remember, the same in training and
  after.

The variance is the biased one (divided by N) wherever it normalizes, and eps stands inside the root,
$\hat x = (x - \mu) / \sqrt{\sigma^2 + \epsilon}$, so that a constant feature gives 0 and not 0/0.
"""

import numpy as np

from reference.types import Array


def batchnorm_forward(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    r"""Batch normalization in training, per feature.

    $y = \gamma (x - \mu) / \sqrt{\sigma^2 + \epsilon} + \beta$.

    Shapes: x (N, D), gamma and beta (D,), result (N, D). Mean and biased variance over the N rows.
    Stability: the variance is the mean of squared differences; E[x^2] - E[x]^2 loses digits when the mean is
    large.
    Source: Ioffe and Szegedy, arXiv 1502.03167, algorithm 1; torch.nn.functional.batch_norm(training=True) in
    2.13.
    """
    centered = x - x.mean(axis=0)
    return gamma * centered / np.sqrt((centered**2).mean(axis=0) + eps) + beta


def batchnorm_train(
    x: Array,
    gamma: Array,
    beta: Array,
    running_mean: Array,
    running_var: Array,
    momentum: float,
    eps: float,
) -> tuple[Array, Array, Array]:
    r"""One training step of batch normalization: the batch's output, and the new running statistics.

    y as in `batchnorm_forward`; then running = (1 - momentum) running + momentum batch, for the mean and for
    the unbiased variance (divided by N - 1).

    Shapes: x (N, D) with N >= 2; gamma, beta, running_mean, running_var (D,). Returns (y, new_mean, new_var).
    Convention: PyTorch's momentum is the weight of the new batch (0.1); Keras and Flax give the weight of the
    old value (0.9) and keep the biased variance. Unbiased, since it estimates the variance of the data, not
    of the batch.
    Source: torch.nn.BatchNorm1d 2.13.
    """
    y = batchnorm_forward(x, gamma, beta, eps)
    new_mean = (1 - momentum) * running_mean + momentum * x.mean(axis=0)
    new_var = (1 - momentum) * running_var + momentum * x.var(axis=0, ddof=1)
    return y, new_mean, new_var


def batchnorm_inference(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, eps: float
) -> Array:
    r"""Batch normalization after training, with the running statistics.

    $y = \gamma (x - \mu_{run}) / \sqrt{\sigma^2_{run} + \epsilon} + \beta$.

    Shapes: x (N, D), the others (D,), result (N, D). Each row is treated alone, so N = 1 is as good as any.
    Source: Ioffe and Szegedy, arXiv 1502.03167, algorithm 2; torch.nn.BatchNorm1d in eval mode 2.13.
    """
    return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta


def batchnorm_backward(dout: Array, x: Array, gamma: Array, eps: float) -> tuple[Array, Array, Array]:
    r"""Gradients of `batchnorm_forward`: (dx, dgamma, dbeta).

    With $\hat x$ the normalized input and $\overline{\,\cdot\,}$ the mean over the batch:
    dbeta $= \sum dout$, dgamma $= \sum dout\,\hat x$,
    dx $= \gamma / \sqrt{\sigma^2+\epsilon}\,(dout - \overline{dout} - \hat x\,\overline{dout\,\hat x})$.

    The two means are the paths through the batch mean and the batch variance: each x_i moves both, and by
    them every row. Hence a constant dout gives dx = 0: shifting all of a column changes nothing.

    Shapes: dout and x (N, D), gamma (D,); dx (N, D), dgamma and dbeta (D,).
    Source: Ioffe and Szegedy, arXiv 1502.03167, section 3, simplified.
    """
    centered = x - x.mean(axis=0)
    std = np.sqrt((centered**2).mean(axis=0) + eps)
    x_hat = centered / std
    dx = gamma / std * (dout - dout.mean(axis=0) - x_hat * (dout * x_hat).mean(axis=0))
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def batchnorm2d_forward(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    r"""Batch normalization of images: one mean and one biased variance per channel, over N, H and W.

    Shapes: x (N, C, H, W), gamma and beta (C,), result (N, C, H, W). A convolution treats all pixels of a
    channel alike, so the normalization does too.
    Source: Ioffe and Szegedy, arXiv 1502.03167, section 3.2; torch.nn.BatchNorm2d 2.13.
    """
    centered = x - x.mean(axis=(0, 2, 3), keepdims=True)
    x_hat = centered / np.sqrt((centered**2).mean(axis=(0, 2, 3), keepdims=True) + eps)
    return gamma[:, None, None] * x_hat + beta[:, None, None]


def layernorm_forward(x: Array, gamma: Array, beta: Array, eps: float) -> Array:
    r"""Layer normalization, with statistics per row.

    $y = \gamma (x - \mu) / \sqrt{\sigma^2 + \epsilon} + \beta$.

    Shapes: x (N, D), gamma and beta (D,), result (N, D). Mean and biased variance over the D entries
    of a row.
    Source: Ba, Kiros, Hinton, arXiv 1607.06450; torch.nn.functional.layer_norm 2.13.
    """
    centered = x - x.mean(axis=-1, keepdims=True)
    return gamma * centered / np.sqrt((centered**2).mean(axis=-1, keepdims=True) + eps) + beta
