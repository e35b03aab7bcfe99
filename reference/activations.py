r"""Activation functions, their derivatives, and the softmax family.

Without an activation function a stack of layers is one matrix product, however deep:
$W_2 (W_1 x) = (W_2 W_1) x$. The function between the layers is what lets a network bend, and its derivative
is what the gradient is multiplied by at every layer on its way back. So the story of this module is the story
of two numbers, $f(z)$ and $f'(z)$:

- `step` is the first neuron. Its derivative is 0 wherever it exists, so nothing can be learned through it.
- `sigmoid` and `tanh` are smooth steps. Their derivatives are at most 1/4 and 1 and vanish for large $|z|$: a
  gradient that passes twenty sigmoids is multiplied by at most $4^{-20}$ (the weights aside). This is the
  vanishing gradient.
- `relu` has derivative 1 wherever it is on, at any depth; where it is off it is 0, and a neuron that is off
  for every example never learns again. `leaky_relu`, PReLU (`prelu_backward`) and `elu` leave a way back for
  $z < 0$.
- `softplus`, `silu` and `gelu` are smooth relatives of ReLU; `softplus` is the integral of `sigmoid`.
- `softmax` turns a row of numbers into probabilities. It does not work entry by entry: every output depends
  on every input, so its derivative is a matrix (`softmax_jacobian`), which is never needed as such
  (`softmax_backward`).

Three habits make the formulas right for every float, and each is used below:

1. exp of nothing positive. exp overflows beyond 709 (88 in float32) and inf / inf is nan, while an exp that
   underflows to 0 is harmless. So write the formula in $e^{-|z|}$, or subtract the maximum first.
2. Stay in logs when a log comes last: log(softmax) is -inf where softmax underflows, `log_softmax` is not.
3. `expm1` and `log1p` for $e^x - 1$ and $\log(1 + x)$ near $x = 0$, where the plain forms lose their digits.

All functions but the softmax family work elementwise on arrays of any shape and return that shape.
"""

import math

import numpy as np

from reference.types import Array

_erfc = np.vectorize(math.erfc, otypes=[np.float64])


def step(z: Array) -> Array:
    r"""Step function: 1.0 where $z \ge 0$, else 0.0; any shape.

    Convention: 1 at 0, so that a neuron fires when $w \cdot x$ reaches its threshold (McCulloch and Pitts
    1943).
    Gradient: 0 everywhere but at 0, where there is none; gradient descent cannot train through it.
    """
    return np.where(z >= 0, 1.0, 0.0)


def sigmoid(z: Array) -> Array:
    r"""Logistic sigmoid $\sigma(z) = 1 / (1 + e^{-z})$; any shape.

    Symmetry: $\sigma(-z) = 1 - \sigma(z)$.
    Stability: with $e = e^{-|z|} \le 1$ it is $1 / (1 + e)$ for $z \ge 0$ and, multiplying above and below by
    $e^z$, $e / (1 + e)$ for $z < 0$. Nothing overflows, and the left tail keeps all its digits.
    Gradient: `sigmoid_grad`. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 3.10;
    scipy.special.expit 1.17.
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1 + e)


def sigmoid_grad(z: Array) -> Array:
    r"""Derivative of the sigmoid at z: $\sigma'(z) = \sigma(z) (1 - \sigma(z))$; any shape.

    Takes z, not the sigmoid of z. An even function with its maximum 1/4 at 0: the origin of the vanishing
    gradient.
    Stability: $1 - \sigma(z)$ is written $\sigma(-z)$, which does not cancel for large z.
    """
    return sigmoid(z) * sigmoid(-z)


def tanh(z: Array) -> Array:
    r"""Hyperbolic tangent $(e^z - e^{-z}) / (e^z + e^{-z})$; any shape.

    It is the sigmoid stretched to (-1, 1): $\tanh z = 2 \sigma(2z) - 1$. Centered at 0, unlike the sigmoid.
    Stability: with $t = e^{-2|z|} - 1$, taken by expm1 so that small z keep their digits,
    $|\tanh z| = -t / (2 + t)$.
    Gradient: `tanh_grad`. Source: LeCun et al., Efficient BackProp (1998), section 4.4; numpy.tanh 2.
    """
    t = np.expm1(-2 * np.abs(z))
    return np.copysign(t / (2 + t), z)


def tanh_grad(z: Array) -> Array:
    r"""Derivative of tanh at z: $1 - \tanh^2 z$; any shape.

    Takes z, not tanh(z). Its maximum is 1, at 0, four times the sigmoid's.
    Stability: since $\tanh z = 2 \sigma(2z) - 1$ the derivative is $4 \sigma'(2z)$, which does not cancel in
    the tails.
    """
    return 4 * sigmoid_grad(2 * z)


def relu(z: Array) -> Array:
    r"""Rectified linear unit $\max(0, z)$; any shape.

    Gradient: `relu_grad`. Source: Nair and Hinton (2010); Glorot, Bordes, Bengio (2011).
    """
    return np.maximum(z, 0.0)


def relu_grad(z: Array) -> Array:
    r"""Derivative of ReLU at z: 1.0 where $z > 0$, else 0.0; any shape.

    Convention: 0 at z = 0, where ReLU has a kink and any number from 0 to 1 is a subgradient
    (torch.relu 2.13, jax.nn.relu; jnp.maximum gives 0.5 there).
    """
    return np.where(z > 0, 1.0, 0.0)


def leaky_relu(z: Array, alpha: float) -> Array:
    r"""Leaky ReLU: $z$ where $z > 0$, $\alpha z$ elsewhere; any shape.

    $\max(z, \alpha z)$ is the same only for $0 \le \alpha \le 1$. Gradient: 1 where $z > 0$, $\alpha$
    elsewhere.
    Source: Maas, Hannun, Ng (2013); torch.nn.functional.leaky_relu 2.13.
    """
    return np.where(z > 0, z, alpha * z)


def prelu_backward(dout: Array, z: Array, alpha: float) -> tuple[Array, float]:
    r"""Backward pass of PReLU, the leaky ReLU whose slope is learned: one alpha shared by all entries.

    $\partial L/\partial z$ = dout where $z > 0$, alpha dout elsewhere;
    $\partial L/\partial \alpha = \sum_{z \le 0}$ dout $z$: alpha touches every entry with $z \le 0$, so its
    gradient is the sum over all of them.

    Shapes: dout and z alike, any shape. Returns (dz, dalpha), dz of that shape, dalpha a float.
    Source: He et al., arXiv 1502.01852, section 2.1; torch.nn.functional.prelu 2.13.
    """
    on = z > 0
    return np.where(on, dout, alpha * dout), float(np.sum(np.where(on, 0.0, dout * z)))


def elu(z: Array, alpha: float) -> Array:
    r"""Exponential linear unit: $z$ where $z > 0$, $\alpha (e^z - 1)$ elsewhere; any shape.

    Tends to $-\alpha$ on the left. Gradient: 1 where $z > 0$, elsewhere $\alpha e^z$ = elu + alpha.
    Stability: np.where computes both branches, so exp gets min(z, 0); expm1 keeps the digits near 0.
    Source: Clevert, Unterthiner, Hochreiter, arXiv 1511.07289; torch.nn.functional.elu 2.13.
    """
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0.0)))


def softplus(z: Array) -> Array:
    r"""Softplus $\log(1 + e^z)$, a smooth ReLU; any shape.

    Stability: $\log(1 + e^z) = \max(z, 0) + \log(1 + e^{-|z|})$: take $e^z$ out of the log where $z > 0$.
    Gradient: `sigmoid`. Source: Dugas et al. (2001); torch.nn.functional.softplus 2.13 (linear above its
    threshold 20).
    """
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def silu(z: Array) -> Array:
    r"""SiLU or swish: $z \sigma(z)$; any shape.

    Not monotonic: its minimum is -0.278, at z = -1.278. Gradient: $\sigma(z) (1 + z (1 - \sigma(z)))$.
    Source: Elfwing, Uchibe, Doya, arXiv 1702.03118; Ramachandran, Zoph, Le, arXiv 1710.05941.
    """
    return z * sigmoid(z)


def gelu(z: Array) -> Array:
    r"""Gaussian error linear unit, exact: $z \Phi(z)$; any shape.

    $\Phi$ is the standard normal distribution function:
    $\Phi(z) = (1 + \mathrm{erf}(z / \sqrt 2)) / 2 = \mathrm{erfc}(-z / \sqrt 2) / 2$; the second form keeps
    the left tail. Two approximations are in use: $z (1 + \tanh(\sqrt{2/\pi} (z + 0.044715 z^3))) / 2$ (off by
    up to 5e-4; GPT-2) and $z \sigma(1.702 z)$ (off by up to 0.02). Gradient: $\Phi(z) + z \varphi(z)$,
    $\varphi$ the density.
    Source: Hendrycks and Gimpel, arXiv 1606.08415; torch.nn.functional.gelu 2.13, approximate='none'.
    """
    return z * _erfc(-z / math.sqrt(2)) / 2


def softmax(z: Array) -> Array:
    r"""Softmax over the last axis: $s_c = e^{z_c} / \sum_k e^{z_k}$.

    Shapes: (N, C) or (C,), the same back; each row sums to 1.
    Stability: softmax is unchanged when a constant is added to a row, so the row's maximum is subtracted
    first; the largest exponent is then 0, nothing overflows, and the sum is at least 1.
    Gradient: `softmax_jacobian`. Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 4.1;
    scipy.special.softmax 1.17.
    """
    shifted = np.exp(z - z.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def log_softmax(z: Array) -> Array:
    r"""Log of the softmax over the last axis: $z_c - \log \sum_k e^{z_k}$.

    Shapes: (N, C), the same back. Its negative at the true class is the cross-entropy.
    Stability: the row's maximum m is taken out of the log-sum-exp,
    $\log \sum_k e^{z_k} = m + \log \sum_k e^{z_k - m}$. The log never meets the softmax itself, which is 0
    already at 746 below the maximum.
    Gradient: $\partial \log s_i / \partial z_j = [i = j] - s_j$. Source: scipy.special.log_softmax 1.17.
    """
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def softmax_jacobian(z: Array) -> Array:
    r"""Jacobian of softmax at z: $J = \mathrm{diag}(s) - s s^T$.

    Entry by entry, $J_{ij} = \partial s_i / \partial z_j = s_i ([i = j] - s_j)$. Shapes: z (C,), J (C, C).
    Symmetric; rows and columns sum to 0, since adding a constant to z changes nothing. The diagonal
    $s_i (1 - s_i)$ looks like the sigmoid's derivative; off the diagonal $-s_i s_j$: when one class gains,
    every other loses.
    """
    s = softmax(z)
    return np.diag(s) - np.outer(s, s)


def softmax_backward(dout: Array, s: Array) -> Array:
    r"""Backward pass of softmax: $\partial L/\partial z = s (g - \sum_c g_c s_c)$ for each row.

    g is the row of dout. This is $J g$ with $J = \mathrm{diag}(s) - s s^T$, multiplied out: C operations a
    row where the Jacobian takes $C^2$.

    Shapes: dout and s = softmax(z) are (N, C), so is the result; each of its rows sums to 0.
    After a cross-entropy on labels all of it shrinks to softmax - onehot:
    `reference.losses.cross_entropy_grad`.
    """
    return s * (dout - np.sum(dout * s, axis=1, keepdims=True))
