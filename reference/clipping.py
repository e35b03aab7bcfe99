r"""Gradient clipping: an upper bound on the step, against exploding gradients.

- `clip_by_value` bounds every entry by itself; the direction of the gradient may turn.
- `clip_by_norm` shortens one array to a given length; its direction stays.
- `clip_by_global_norm` shortens all arrays of a model by one common factor, so that the direction of the
  whole gradient stays. This is what is meant by gradient clipping in most training code.

All three leave the given arrays as they are, and return new ones.
"""

import math
from collections.abc import Sequence

import numpy as np

from reference.types import Array


def clip_by_value(grads: Sequence[Array], limit: float) -> list[Array]:
    """Every entry of every array clipped to [-limit, limit].

    Shapes: a list of arrays of any shapes; a new list of the same shapes. limit > 0.
    Source: torch.nn.utils.clip_grad_value_ 2.13, without its changing the arrays.
    """
    return [np.clip(grad, -limit, limit) for grad in grads]


def clip_by_norm(grad: Array, max_norm: float) -> Array:
    r"""One array, shortened to Euclidean length max_norm when it is longer: $g \cdot c / \lVert g \rVert_2$.

    Shapes: any; the norm is over all entries. max_norm > 0. A gradient with norm <= max_norm comes back
    unchanged, so the zero gradient never meets a division.
    Source: Pascanu, Mikolov, Bengio, ICML 2013, algorithm 1. PyTorch adds 1e-6 to the norm.
    """
    norm = np.sqrt(np.sum(grad**2))
    return grad * (max_norm / norm) if norm > max_norm else grad.copy()


def clip_by_global_norm(grads: Sequence[Array], max_norm: float) -> tuple[list[Array], float]:
    r"""All arrays scaled by one factor, so that their common norm is at most max_norm.

    total = $\sqrt{\sum_k \sum_i g_{k,i}^2}$; when total > max_norm every array is multiplied by max_norm /
    total.

    Shapes: a list of arrays of any shapes. Returns (clipped, total): a new list, and the norm before
    clipping.
    Source: torch.nn.utils.clip_grad_norm_ 2.13 (which adds 1e-6 to the norm and changes the arrays);
    optax.clip_by_global_norm.
    """
    total = math.sqrt(sum(float(np.sum(grad**2)) for grad in grads))
    factor = max_norm / total if total > max_norm else 1.0
    return [grad * factor for grad in grads], total
