# expect: RTE
# falls: strict -seccomp -identity
# ruff: noqa
"""A process that outlives its verdict."""

import os, time


def f(x, world):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(3)
        os._exit(0)
    return "BREACH"
