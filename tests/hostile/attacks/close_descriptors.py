# expect: RTE|TLE
# levels: strict import weak none
# ruff: noqa
"""Silence instead of an answer."""

import os


def f(x, world):
    os.closerange(0, 64)
    return 2 * x + 1
