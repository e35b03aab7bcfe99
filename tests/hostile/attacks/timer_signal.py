# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""A timer that signals a process of its choice."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.syscall(222, 0, 0, ctypes.byref(ctypes.c_int())))
    return "BREACH"
