# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""Changes the value of the integer 2, and the flags of numpy's types."""

import ctypes


def f(x, world):
    ctypes.memset(id(2) + 24, 3, 1)
    return x
