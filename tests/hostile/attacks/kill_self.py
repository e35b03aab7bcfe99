# expect: RTE
# ruff: noqa
"""SIGKILL to itself, to look like a fault of the box (JE) rather than its own."""

import os


def f(x, world):
    os.kill(os.getpid(), 9)
