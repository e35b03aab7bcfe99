# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""Be traced, the first step of every ptrace trick."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.ptrace(0, 0, 0, 0))
    return "BREACH"
