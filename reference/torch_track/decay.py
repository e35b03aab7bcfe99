"""Which parameters an optimizer gets, and which of them decay."""

from typing import TYPE_CHECKING

from reference.torch_track.lazy import torch

if TYPE_CHECKING:
    from torch import nn
    from torch.optim import SGD


def freeze_and_regularize(model: "nn.Module", lr: float, weight_decay: float) -> "SGD":
    """SGD over the trainable parameters, in two groups: weights decay, biases and BatchNorm do not.

    Weights have two dimensions or more; biases and BatchNorm's scale and shift have one. Decay keeps a map
    from growing steep; a bias has no steepness, and a decayed BatchNorm scale shrinks the activations for
    nothing.
    Parameters with requires_grad False (frozen) are in no group, and nothing of the model is changed.
    Source: torch.optim.SGD 2.13, per-parameter options; He et al., arXiv 1812.01187, section 3.1 ("no bias
    decay").
    """
    trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
    return torch.optim.SGD(
        [
            {"params": [p for p in trainable if p.ndim >= 2], "weight_decay": weight_decay},  # noqa: PLR2004
            {"params": [p for p in trainable if p.ndim < 2], "weight_decay": 0.0},  # noqa: PLR2004
        ],
        lr=lr,
    )
