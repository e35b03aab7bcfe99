# expect: RTE
# flavor: torch
# ruff: noqa
"""Maps a file as a tensor."""

import torch


def f(x, world):
    return "BREACH " + str(torch.from_file(world["file"], size=4, dtype=torch.uint8))
