# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""Choose a core."""

import os


def f(x, world):
    os.sched_setaffinity(0, os.sched_getaffinity(0))
    return "BREACH"
