r"""Optimizer steps, one after the other: state in, state out.

Every function takes the weights w and the gradient g of the loss at w, and returns the next weights, with the
state that the next step needs. All arrays of one call have one shape, any shape; everything happens entry by
entry, so a layer's matrix and a single number take the same code.

The family grows from one line, w = w - eta g:

- `sgd_step` walks against the gradient.
- `momentum_step`, `heavy_ball_step`, `nesterov_step` remember the direction: a velocity v averages out what
  changes sign from step to step, and keeps what does not. They differ in the factor on g, 1 - beta or 1 (for
  a constant learning rate a factor on eta), and in whether the step looks ahead.
- `adagrad_step`, `rmsprop_step`, `adadelta_step` remember the size: each coordinate is divided by the root of
  its own squared gradients, summed (Adagrad, which slows down for ever) or averaged (RMSProp, which forgets).
- `adam_step` remembers both, and corrects both for having started at zero; `adamw_step` adds weight decay
  that the division does not touch. (`sgd_weight_decay_step` stands with the penalties.)

eps stands outside the root here, as in the papers of Adam and in PyTorch; others put it inside (Keras'
RMSProp, Optax by default), which is as right and a little different.
"""

import numpy as np

from reference.types import Array


def sgd_step(w: Array, grad: Array, lr: float) -> Array:
    r"""One step of gradient descent: $w - \eta g$.

    Shapes: w and grad alike, any shape; the same back, as a new array. The minus sign goes downhill.
    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), algorithm 8.1; torch.optim.SGD 2.13.
    """
    return w - lr * grad


def momentum_step(w: Array, grad: Array, v: Array, lr: float, beta: float) -> tuple[Array, Array]:
    r"""One step of momentum as an exponentially weighted average of the gradients.

    $v = \beta v + (1-\beta) g$, then $w = w - \eta v$ with the new v.

    Shapes: w, grad, v alike. Returns (w, v). v has the size of a gradient, whatever beta is: about the
    average of the last 1 / (1 - beta) gradients.
    Source: A. Ng, Improving Deep Neural Networks, week 2 (gradient descent with momentum).
    """
    v = beta * v + (1 - beta) * grad
    return w - lr * v, v


def heavy_ball_step(w: Array, grad: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    r"""One step of the heavy ball: $v = \mu v + g$, then $w = w - \eta v$ with the new v.

    Shapes: w, grad, v alike. Returns (w, v). v sums the gradients; under a constant gradient it grows to g /
    (1 - mu). The learning rate stands outside v, so that a schedule acts at once.
    Source: Polyak 1964; torch.optim.SGD(momentum=mu) 2.13.
    """
    v = mu * v + grad
    return w - lr * v, v


def nesterov_step(w: Array, grad: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    r"""One step of Nesterov momentum in the form that needs the gradient at w only.

    $v = \mu v + g$, then $w = w - \eta (g + \mu v)$ with the new v: the step that the next velocity would
    make if the gradient stayed away.

    Shapes: w, grad, v alike. Returns (w, v).
    Source: Sutskever et al., ICML 2013, with shifted parameters; torch.optim.SGD(momentum=mu, nesterov=True)
    2.13.
    """
    v = mu * v + grad
    return w - lr * (grad + mu * v), v


def adagrad_step(w: Array, grad: Array, s: Array, lr: float, eps: float) -> tuple[Array, Array]:
    r"""One step of Adagrad: $s = s + g^2$, then $w = w - \eta g / (\sqrt{s} + \epsilon)$ with the new s.

    Shapes: w, grad, s alike, s >= 0. Returns (w, s). s only grows, so each coordinate's learning rate only
    falls; seldom used coordinates keep a large one.
    Source: Duchi, Hazan, Singer, JMLR 12 (2011); torch.optim.Adagrad 2.13. Keras and Optax put eps inside the
    root.
    """
    s = s + grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


def rmsprop_step(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> tuple[Array, Array]:
    r"""One step of RMSProp.

    $s = \beta s + (1-\beta) g^2$, then $w = w - \eta g / (\sqrt{s} + \epsilon)$ with the new s.

    Shapes: w, grad, s alike, s >= 0. Returns (w, s). The average forgets, so unlike Adagrad's the step does
    not die.
    Source: Hinton, Neural Networks for Machine Learning, lecture 6e; torch.optim.RMSprop(alpha=beta) 2.13.
    Keras and Optax put eps inside the root.
    """
    s = beta * s + (1 - beta) * grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


def adadelta_step(
    w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float
) -> tuple[Array, Array, Array]:
    r"""One step of Adadelta.

    $s = \rho s + (1-\rho) g^2$, $u = \sqrt{d+\epsilon} / \sqrt{s+\epsilon}\, g$ with the new s and the old d,
    $d = \rho d + (1-\rho) u^2$, $w = w - \eta u$.

    Shapes: w, grad, s, d alike, s and d >= 0. Returns (w, s, d). u has the unit of w: the size of past steps
    over the size of past gradients, times the gradient. eps under the first root lets the first step start
    from d = 0.
    Source: Zeiler, arXiv 1212.5701, algorithm 1 (lr = 1 there); torch.optim.Adadelta 2.13.
    """
    s = rho * s + (1 - rho) * grad**2
    u = np.sqrt(d + eps) / np.sqrt(s + eps) * grad
    d = rho * d + (1 - rho) * u**2
    return w - lr * u, s, d


def adam_step(
    w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> tuple[Array, Array, Array]:
    r"""One step of Adam; t counts from 1.

    $m = \beta_1 m + (1-\beta_1) g$, $v = \beta_2 v + (1-\beta_2) g^2$, $\hat m = m / (1-\beta_1^t)$,
    $\hat v = v / (1-\beta_2^t)$, $w = w - \eta \hat m / (\sqrt{\hat v} + \epsilon)$.

    Shapes: w, grad, m, v alike. Returns (w, m, v), m and v uncorrected: the correction is for this step only.
    An average that starts at 0 holds the weights (1-beta) beta^k of the past t gradients, whose sum is 1 -
    beta^t: dividing by it makes a true average. So the first step is lr in every coordinate, whatever the
    gradient's size.
    Source: Kingma and Ba, arXiv 1412.6980, algorithm 1; torch.optim.Adam 2.13.
    """
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def adamw_step(
    w: Array,
    grad: Array,
    m: Array,
    v: Array,
    t: int,
    lr: float,
    beta1: float,
    beta2: float,
    eps: float,
    weight_decay: float,
) -> tuple[Array, Array, Array]:
    r"""One step of AdamW, Adam with decoupled weight decay; t counts from 1.

    $w = w - \eta \lambda w$, then Adam's step with the gradient alone: the decay enters neither m nor v.

    Shapes: w, grad, m, v alike. Returns (w, m, v). Added to the gradient, the decay would be divided by
    $\sqrt{\hat v}$ too, and weights with large gradients would hardly decay.
    Source: Loshchilov and Hutter, arXiv 1711.05101, algorithm 2; torch.optim.AdamW 2.13 (decay scaled by lr).
    """
    return adam_step(w - lr * weight_decay * w, grad, m, v, t, lr, beta1, beta2, eps)
