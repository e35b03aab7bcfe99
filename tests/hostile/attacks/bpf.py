# expect: RTE
# falls: strict -seccomp -landlock -identity
# ruff: noqa
"""A program in the kernel."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    attr = (ctypes.c_uint32 * 32)(1, 4, 8, 1)
    check(libc.syscall(321, 0, ctypes.byref(attr), 128))
    return "BREACH"
