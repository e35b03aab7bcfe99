# expect: MLE|RTE
# flavor: torch
# ruff: noqa
"""Torch says RuntimeError, not MemoryError, when memory ends."""

import torch


def f(x, world):
    return torch.ones(400_000_000).sum()
