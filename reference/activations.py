"""Activation functions, their derivatives and the softmax family (work in progress: softmax only)."""

import numpy as np

from reference.types import Array


def softmax(z: Array) -> Array:
    r"""Softmax over the last axis: $s_c = e^{z_c} / \sum_k e^{z_k}$.

    Shapes: (N, C) or (C,), the same back; each row sums to 1.
    Stability: softmax is unchanged when a constant is added to a row, so the row's maximum is subtracted first;
    the largest exponent is then 0 and nothing overflows.
    Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 4.1; scipy.special.softmax 1.17.
    """
    shifted = np.exp(z - z.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)
