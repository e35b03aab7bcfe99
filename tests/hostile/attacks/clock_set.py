# expect: RTE
# ruff: noqa
"""Turn the clock back."""

import time


def f(x, world):
    time.clock_settime(time.CLOCK_REALTIME, time.time())
    return "BREACH"
