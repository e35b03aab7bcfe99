# expect: WA
# flavor: torch
# ruff: noqa
"""A tensor whose comparison is its own."""

import torch


class Liar(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return torch.tensor(True)


def f(x, world):
    return torch.from_numpy(x).as_subclass(Liar)
