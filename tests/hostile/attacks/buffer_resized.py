# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""Frees the memory under its own answer."""

import numpy as np


def f(x, world):
    a = np.zeros(4)
    b = np.frombuffer(bytearray(a.tobytes()))
    a.resize(0, refcheck=False)
    return [a, b]
