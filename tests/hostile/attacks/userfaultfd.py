# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""Stop the kernel in the middle of a copy."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.syscall(323, 1))
    return "BREACH"
