# expect: RTE
# machine: x86_64
# ruff: noqa
"""A system call of the x32 ABI."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.syscall(0x40000000 + 39))
    return "BREACH"
