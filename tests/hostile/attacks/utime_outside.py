# expect: RTE
# falls: strict -seccomp -identity
# ruff: noqa
"""Landlock does not cover utime; the filter does."""

import os


def f(x, world):
    os.utime(world["scratch"], (1, 1))
    return "BREACH"
