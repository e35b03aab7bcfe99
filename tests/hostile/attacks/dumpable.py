# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""PR_SET_DUMPABLE 1, to open itself for others."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.prctl(4, 1, 0, 0, 0))
    return "BREACH"
