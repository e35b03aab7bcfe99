# expect: RTE
# flavor: torch
# ruff: noqa
"""Starts compilers and writes caches."""

import torch


def f(x, world):
    torch.compile(lambda t: t * 2 + 1)(torch.ones(3))
    return "BREACH"
