# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""Pipes and page tricks (dirty pipe)."""

import os


def f(x, world):
    os.pipe()
    return "BREACH"
