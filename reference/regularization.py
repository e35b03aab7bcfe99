r"""Regularization by chance: noise in training, none at inference.

- `dropout`: a unit that may be missing at any time cannot be relied upon by others, so features do not co-adapt.
- `random_flip`: data augmentation. A mirrored cat is a cat: the label stays, the network sees more images.
"""

import numpy as np

from reference.types import Array


def dropout(x: Array, p: float, training: bool, rng: np.random.Generator) -> Array:
    r"""Inverted dropout: in training $y_i = x_i m_i / (1 - p)$ with $m_i = 0$ with probability p, else 1; otherwise x.

    Shapes: any; the same back, a new array. p is the probability of dropping (torch), not of keeping. The m_i are
    independent of each other and $E[y_i] = x_i$: that is why inference needs no scaling at all. The original paper
    scaled at inference instead. Gradient: $dx_i = dy_i m_i / (1 - p)$, with the mask of the forward pass.
    p = 1 drops everything; the division 0 / 0 is never made.
    Source: Srivastava et al., JMLR 15 (2014); torch.nn.functional.dropout 2.13.
    """
    if not training or p == 0:
        return x.copy()
    if p == 1:
        return np.zeros_like(x)
    return np.where(rng.random(x.shape) >= p, x / (1 - p), 0.0)


def random_flip(images: Array, p: float, rng: np.random.Generator) -> Array:
    """Mirrors each image left-right with probability p, independently of the others.

    Shapes: (N, H, W), the same back, a new array; the last axis runs from left to right.
    Source: torchvision.transforms.RandomHorizontalFlip, applied to each image.
    """
    flipped = rng.random(len(images)) < p
    return np.where(flipped[:, None, None], images[:, :, ::-1], images)
