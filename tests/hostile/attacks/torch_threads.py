# expect: AC
# flavor: torch
# ruff: noqa
"""Asks for threads, which are denied: harmless, since many lessons do it."""

import torch


def f(x, world):
    torch.set_num_threads(4)
    torch.set_num_interop_threads(4)
    a = torch.randn(200, 200)
    a @ a
    return 2 * torch.from_numpy(x) + 1
