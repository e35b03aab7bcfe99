r"""Learning-rate schedules: the learning rate as a function of time.

A large learning rate crosses the plain quickly, a small one settles in the valley; a schedule goes from the
one to the other. Each function is computed from the start and the current time, never from the previous
learning rate, so that it can be asked for any epoch in any order. Times are whole numbers counted from 0;
numbers in, a number out.

- `step_decay`: a staircase, down by a factor every so many epochs.
- `exponential_decay`: the same factor every epoch, smoothly.
- `cosine_annealing`: slow at both ends, fast in the middle, from lr_max to lr_min.
- `triangular_lr`: up and down again and again, so that a sharp valley is left now and then.
"""

import math


def step_decay(lr0: float, epoch: int, drop: float, every: int) -> float:
    r"""Step decay: $\eta_0 \, drop^{\lfloor epoch / every \rfloor}$.

    epoch >= 0 and every >= 1 are whole numbers; epochs 0 .. every - 1 keep lr0, then it falls by the factor
    drop.
    Source: torch.optim.lr_scheduler.StepLR(step_size=every, gamma=drop) 2.13.
    """
    return lr0 * drop ** (epoch // every)


def exponential_decay(lr0: float, epoch: int, k: float) -> float:
    r"""Exponential decay: $\eta_0 e^{-k \cdot epoch}$.

    The rate falls by the factor e^-k every epoch; it halves in ln(2) / k epochs.
    Source: torch.optim.lr_scheduler.ExponentialLR(gamma=exp(-k)) 2.13.
    """
    return lr0 * math.exp(-k * epoch)


def cosine_annealing(lr_max: float, lr_min: float, epoch: int, total: int) -> float:
    r"""Cosine annealing: $\eta_{min} + (\eta_{max} - \eta_{min}) (1 + \cos(\pi \, epoch / total)) / 2$.

    0 <= epoch <= total: lr_max at epoch 0, the mean of both half way, lr_min at epoch = total.
    Source: Loshchilov and Hutter, arXiv 1608.03983, equation 5, without restarts;
    torch.optim.lr_scheduler.CosineAnnealingLR(T_max=total, eta_min=lr_min) 2.13.
    """
    return lr_min + (lr_max - lr_min) * (1 + math.cos(math.pi * epoch / total)) / 2


def triangular_lr(lr_min: float, lr_max: float, iteration: int, step_size: int) -> float:
    """Cyclic learning rate, triangular.

    lr_min at iteration 0, lr_max at step_size, lr_min again at 2 step_size, and so on.

    The distance to the nearest trough is what counts: within its cycle of 2 step_size an iteration is as high
    as the nearer of the two ends is far.
    Source: Smith, arXiv 1506.01186, section 3.1; torch.optim.lr_scheduler.CyclicLR(mode="triangular") 2.13.
    """
    place = iteration % (2 * step_size)
    height = min(place, 2 * step_size - place) / step_size
    return lr_min + (lr_max - lr_min) * height
