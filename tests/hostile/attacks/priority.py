# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""Make the others wait."""

import os


def f(x, world):
    os.nice(5)
    return "BREACH"
