# expect: RTE|TLE
# levels: strict import weak none
# ruff: noqa
"""Silence, and alive."""

import os, time


def f(x, world):
    os.closerange(0, 64)
    time.sleep(60)
