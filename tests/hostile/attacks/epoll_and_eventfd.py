# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""Kernel objects nobody needs for arithmetic."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.eventfd(0, 0))
    return "BREACH"
