# expect: WA|RTE|TLE|AC
# levels: strict import weak none
# ruff: noqa
"""A handler that raises in the middle of the harness, again and again."""

import signal


def f(x, world):
    def boom(*_):
        raise RuntimeError("in your code")

    signal.signal(signal.SIGALRM, boom)
    signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
    return 2 * x + 1
