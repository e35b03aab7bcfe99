# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""SIGABRT, or what is left of it without tgkill."""

import os


def f(x, world):
    os.abort()
