r"""Weights to start from.

Why the start matters. If all weights are equal (zeros, say), all units of a layer compute the same and get the same
gradient for ever: symmetry must be broken by chance. How large the chance is decides whether signals survive the
depth. For z = W x with independent entries of mean 0, $Var(z_i) = n_{in} Var(w) E[x^2]$: with
$Var(w) = 1/n_{in}$ the variance neither grows nor shrinks from layer to layer (LeCun). Going backward the same sum
runs over $n_{out}$; $2/(n_{in}+n_{out})$ is the compromise of the two (Xavier Glorot). ReLU sets half of every signal
to 0, so $E[x^2]$ is halved and the variance must be doubled: $2/n_{in}$ (Kaiming He).

A uniform distribution on [-a, a] has variance $a^2/3$: every bound below is $\sqrt{3}$ times the std of its normal
sister.

Convention: weights are (fan_out, fan_in), as in torch.nn.Linear. `fan_in` is the number of inputs of a unit, `fan_out`
the number of units. jax and Keras store (fan_in, fan_out), and their "normal" initializers truncate at two standard
deviations and divide by 0.8796 to keep the variance.

All functions draw from the passed generator alone: the same seed gives the same weights.
"""

import math

import numpy as np

from reference.types import Array


def zeros_init(fan_in: int, fan_out: int) -> Array:
    """Zeros of shape (fan_out, fan_in).

    Right for biases; for the weights of hidden layers a mistake, since all units stay equal.
    Source: torch.nn.init.zeros_ 2.13.
    """
    return np.zeros((fan_out, fan_in))


def normal_init(fan_in: int, fan_out: int, mean: float, std: float, rng: np.random.Generator) -> Array:
    """Independent normal weights of the given mean and standard deviation (not variance), shape (fan_out, fan_in).

    Source: torch.nn.init.normal_ 2.13.
    """
    return rng.normal(mean, std, size=(fan_out, fan_in))


def uniform_init(fan_in: int, fan_out: int, low: float, high: float, rng: np.random.Generator) -> Array:
    """Independent weights uniform on [low, high), shape (fan_out, fan_in).

    The mean is (low + high) / 2, the variance (high - low)^2 / 12. Source: torch.nn.init.uniform_ 2.13.
    """
    return rng.uniform(low, high, size=(fan_out, fan_in))


def xavier_uniform(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    r"""Uniform on [-a, a], $a = \sqrt{6 / (n_{in} + n_{out})}$, shape (fan_out, fan_in).

    The variance is $a^2/3 = 2/(n_{in}+n_{out})$, that of `xavier_normal`.
    Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010),
    equation 16; torch.nn.init.xavier_uniform_ 2.13.
    """
    a = math.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-a, a, size=(fan_out, fan_in))


def xavier_normal(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    r"""Normal, mean 0, std $\sqrt{2 / (n_{in} + n_{out})}$, shape (fan_out, fan_in).

    Source: Glorot and Bengio (2010), equation 12; torch.nn.init.xavier_normal_ 2.13.
    """
    return rng.normal(0, math.sqrt(2 / (fan_in + fan_out)), size=(fan_out, fan_in))


def he_normal(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    r"""Normal, mean 0, std $\sqrt{2 / n_{in}}$, shape (fan_out, fan_in): for layers before a ReLU.

    Source: He et al., arXiv 1502.01852, equation 10; torch.nn.init.kaiming_normal_ 2.13 (mode="fan_in").
    """
    return rng.normal(0, math.sqrt(2 / fan_in), size=(fan_out, fan_in))


def he_uniform(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    r"""Uniform on [-a, a], $a = \sqrt{6 / n_{in}}$, shape (fan_out, fan_in).

    The variance is $a^2/3 = 2/n_{in}$, that of `he_normal`. torch.nn.Linear's own default is another one: it calls
    kaiming_uniform_ with a = sqrt(5), which gives the bound $1/\sqrt{n_{in}}$.
    Source: He et al., arXiv 1502.01852; torch.nn.init.kaiming_uniform_ 2.13 (nonlinearity="relu").
    """
    a = math.sqrt(6 / fan_in)
    return rng.uniform(-a, a, size=(fan_out, fan_in))


def lecun_normal(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    r"""Normal, mean 0, std $\sqrt{1 / n_{in}}$, shape (fan_out, fan_in).

    The variance of z equals that of the inputs; the start that SELU networks need.
    Source: LeCun et al., Efficient BackProp (1998), section 4.6; jax.nn.initializers.lecun_normal (there truncated).
    """
    return rng.normal(0, math.sqrt(1 / fan_in), size=(fan_out, fan_in))


def orthogonal_init(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:
    r"""`gain` times a random matrix whose rows (rows <= cols) or columns (rows >= cols) are orthonormal.

    $W W^T = g^2 I$ or $W^T W = g^2 I$: lengths and angles survive the layer, in the direction where they can.
    From the QR decomposition of a normal matrix with at least as many rows as columns. LAPACK's Q alone is not
    spread evenly over the orthogonal matrices (its signs are fixed by the algorithm); multiplying each column by the
    sign of R's diagonal mends that (Mezzadri, arXiv math-ph/0609050).
    Source: Saxe, McClelland, Ganguli, arXiv 1312.6120; torch.nn.init.orthogonal_ 2.13.
    """
    q, r = np.linalg.qr(rng.normal(size=(max(rows, cols), min(rows, cols))))
    q = q * np.sign(np.diag(r))
    return gain * (q if rows >= cols else q.T)


def conv_fans(shape: tuple[int, ...]) -> tuple[int, int]:
    r"""(fan_in, fan_out) of weights of shape (out, in) or (out, in, k1, ..., kn).

    One output value sees in * k1 * ... * kn inputs; one input value reaches out * k1 * ... * kn outputs (stride 1, far
    from the border). Source: torch.nn.init._calculate_fan_in_and_fan_out 2.13.
    """
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field
