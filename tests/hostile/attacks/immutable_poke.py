# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""Makes its own request look otherwise: only it believes that."""

import ctypes


def f(x, world):
    ctypes.memmove(id("f") + 48, b"g", 1)
    return x
