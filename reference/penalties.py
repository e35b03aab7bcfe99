r"""Penalties on the weights: what is added to the loss, or to the step, so that weights stay small.

- `l2_penalty`: large weights cost much, small ones almost nothing; its gradient is 2 lam w, so weights
  shrink.
- `l1_penalty`: its gradient is lam sign(w), the same pull at any size, so small weights become exactly 0.
- `sgd_weight_decay_step`: the L2 pull put into the step itself. With weight_decay = 2 lam it is gradient
  descent on loss + l2_penalty.
"""

from collections.abc import Sequence

import numpy as np

from reference.types import Array


def l2_penalty(weights: Sequence[Array], lam: float) -> float:
    r"""L2 penalty: $\lambda \sum_k \sum_i w_{k,i}^2$, without a half.

    Shapes: a list of arrays of any shapes; a number. Gradient: $2 \lambda w$. With a half in front, as others
    write it, the gradient is $\lambda w$.
    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.1.1 (there with the half).
    """
    return lam * sum(float(np.sum(w**2)) for w in weights)


def l1_penalty(weights: Sequence[Array], lam: float) -> float:
    r"""L1 penalty: $\lambda \sum_k \sum_i |w_{k,i}|$.

    Shapes: a list of arrays of any shapes; a number. Gradient: $\lambda \, sign(w)$.
    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.1.2.
    """
    return lam * sum(float(np.sum(np.abs(w))) for w in weights)


def sgd_weight_decay_step(w: Array, grad: Array, lr: float, weight_decay: float) -> Array:
    r"""One step of gradient descent with weight decay: $w - \eta (g + \lambda w)$.

    Shapes: w and grad alike, any shape; the same back, as a new array. Same as $(1 - \eta\lambda) w - \eta
    g$: the weights decay by a constant factor before the step.
    Source: torch.optim.SGD(weight_decay=...) 2.13.
    """
    return w - lr * (grad + weight_decay * w)
