# expect: RTE
# ruff: noqa
"""Signal every process it may."""

import os


def f(x, world):
    os.kill(-1, 0)
    return "BREACH"
