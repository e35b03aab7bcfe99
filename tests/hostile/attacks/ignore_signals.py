# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""Deaf to all signals that can be ignored, and swallows every exception."""

import signal


def f(x, world):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
