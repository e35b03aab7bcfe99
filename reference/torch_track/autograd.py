"""A function of one's own in autograd: forward computes, backward is the chain rule."""

from typing import TYPE_CHECKING, Any

from reference.torch_track.lazy import torch

if TYPE_CHECKING:
    from torch import Tensor


def custom_relu_function() -> type["torch.autograd.Function"]:
    """A `torch.autograd.Function` subclass that is ReLU, with gradient 0 at 0; used as `cls.apply(z)`.

    forward: max(0, z), any shape. backward: dout where z > 0, else 0. What backward needs goes into `ctx`,
    which belongs to one call: on the class, a second forward would overwrite it.
    Source: torch.autograd.Function 2.13, "Extending PyTorch".
    """

    class ReLU(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, z: "Tensor") -> "Tensor":
            ctx.save_for_backward(z)
            return z.clamp(min=0)

        @staticmethod
        def backward(ctx: Any, dout: "Tensor") -> "Tensor":
            (z,) = ctx.saved_tensors
            return dout * (z > 0)

    return ReLU
