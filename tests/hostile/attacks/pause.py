# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""Waits for a signal that nobody sends."""

import signal


def f(x, world):
    signal.pause()
