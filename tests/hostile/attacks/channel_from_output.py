# expect: RTE|TLE
# levels: strict import weak none
# ruff: noqa
"""Puts its output where the answers go."""

import os


def f(x, world):
    os.dup2(1, world["channel"])
    return 2 * x + 1
