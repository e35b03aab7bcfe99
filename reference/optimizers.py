"""Optimizer steps: state in, state out (work in progress: Adam only)."""

import numpy as np

from reference.types import Array


def adam_step(
    w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    r"""One step of Adam; t counts from 1.

    $m = \beta_1 m + (1-\beta_1) g$, $v = \beta_2 v + (1-\beta_2) g^2$, $\hat m = m / (1-\beta_1^t)$,
    $\hat v = v / (1-\beta_2^t)$, $w = w - \eta \hat m / (\sqrt{\hat v} + \epsilon)$.

    Shapes: w, grad, m, v alike. Returns (w, m, v), m and v uncorrected: the correction is for this step only.
    Source: Kingma and Ba, arXiv 1412.6980, algorithm 1; torch.optim.Adam 2.13.
    """
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
