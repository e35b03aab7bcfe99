"""One step, one epoch, one evaluation: the loops around every network.

The order of a step: zero_grad, forward, loss, backward, (clip,) step. `backward` adds to the gradients that
are there, so those of the last step go first; `step` reads the gradients, so everything that changes them
stands before it.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reference.torch_track.lazy import torch

if TYPE_CHECKING:
    from torch import Tensor, nn
    from torch.optim import Optimizer

    Criterion = Callable[[Tensor, Tensor], Tensor]
    Loader = Iterable[tuple[Tensor, Tensor]]


def training_step(
    model: "nn.Module", optimizer: "Optimizer", criterion: "Criterion", x: "Tensor", y: "Tensor"
) -> float:
    """One update of the model; returns the loss before it.

    x: (N, D); y: what the criterion wants. Right also when old gradients are still there.
    `item()` gives a number: a tensor with its graph would keep the activations of every step in memory.
    Source: torch.optim 2.13, "Taking an optimization step".
    """
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    optimizer.step()
    return loss.item()


def train_epoch(model: "nn.Module", loader: "Loader", optimizer: "Optimizer", criterion: "Criterion") -> float:
    """One pass over the loader in training mode; returns the mean loss per sample seen.

    The criterion averages over its batch, so each batch counts with its own size: the last one may be
    smaller. Samples are counted as they come, since a loader may drop some (drop_last) or draw some twice
    (sampler).
    """
    model.train()
    total, seen = 0.0, 0
    for x, y in loader:
        total += training_step(model, optimizer, criterion, x, y) * len(x)
        seen += len(x)
    return total / seen


def evaluate(model: "nn.Module", loader: "Loader") -> float:
    """Fraction of the samples seen whose largest logit is at the label, in eval mode and without gradients.

    loader: batches (x, y), y: (N,) labels; the model gives (N, C). Afterwards `model.training` is what it
    was.
    Eval mode switches dropout off and makes batch norm use its running statistics; `no_grad` saves memory
    and changes no value. They are two things, and both are needed.
    """
    was_training = model.training
    model.eval()
    right, seen = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += int((model(x).argmax(dim=1) == y).sum())
            seen += len(y)
    model.train(was_training)
    return right / seen


def clipped_step(model: "nn.Module", optimizer: "Optimizer", loss: "Tensor", max_norm: float) -> float:
    """zero_grad, backward, clip the global norm to max_norm, step; returns the norm before clipping.

    loss: a 0-d tensor with its graph. The norm is over all gradients together, as one vector; they are
    scaled by max_norm / (norm + 1e-6) when that is below 1, so the direction stays.
    Source: Pascanu et al., arXiv 1211.5063; torch.nn.utils.clip_grad_norm_ 2.13.
    """
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return norm.item()
