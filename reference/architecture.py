r"""The shape of a network: how many parameters, what start, what sizes come out.

A fully connected layer from n to m units has an (m, n) weight matrix and m biases. The input layer has units but no
parameters: `layer_sizes` of length L + 1 describes L layers of parameters.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from reference.types import Array


def count_parameters(layer_sizes: Sequence[int]) -> int:
    r"""Weights and biases of a fully connected network: $\sum_l (n_{l-1} + 1) n_l$.

    [784, 512, 256, 10] gives 535818.
    """
    return sum((n + 1) * m for n, m in pairwise(layer_sizes))


def init_mlp(layer_sizes: Sequence[int], rng: np.random.Generator) -> list[tuple[Array, Array]]:
    r"""List of (W, b), a pair for each layer: He normal weights (fan_out, fan_in), zero biases (fan_out,).

    The std is $\sqrt{2 / n_{in}}$ with the layer's own fan_in, so it differs from layer to layer.
    Source: He et al., arXiv 1502.01852.
    """
    return [(rng.normal(0, np.sqrt(2 / n), size=(m, n)), np.zeros(m)) for n, m in pairwise(layer_sizes)]


def conv2d_output_shape(height: int, width: int, kernel: int, stride: int, padding: int) -> tuple[int, int]:
    r"""(h, w) of a convolution: $\lfloor (size + 2 \, padding - kernel) / stride \rfloor + 1$ in each direction.

    Padding is added on both sides. The first position always fits, hence + 1; then one more for each whole stride.
    Source: Dumoulin and Visin, arXiv 1603.07285, relationship 6; torch.nn.Conv2d 2.13.
    """
    return (height + 2 * padding - kernel) // stride + 1, (width + 2 * padding - kernel) // stride + 1
