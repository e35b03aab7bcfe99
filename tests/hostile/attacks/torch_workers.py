# expect: RTE
# flavor: torch
# ruff: noqa
"""Data loader processes."""

import torch
from torch.utils.data import DataLoader, TensorDataset


def f(x, world):
    list(DataLoader(TensorDataset(torch.zeros(8)), num_workers=2))
    return "BREACH"
