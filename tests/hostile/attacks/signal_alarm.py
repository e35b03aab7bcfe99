# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Ends itself by SIGALRM."""

import signal, time


def f(x, world):
    signal.alarm(1)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    time.sleep(1)
