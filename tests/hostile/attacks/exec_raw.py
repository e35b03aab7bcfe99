# expect: RTE
# ruff: noqa
"""Become another program: it would print to the output and answer nothing."""

import os


def f(x, world):
    os.execv("/bin/echo", ["echo", "BREACH"])
