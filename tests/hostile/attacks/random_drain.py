# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""Reads randomness without end."""

import os


def f(x, world):
    while True:
        os.urandom(1 << 20)
