# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""Costs no CPU time, and blocks the worker."""

import time


def f(x, world):
    time.sleep(3600)
