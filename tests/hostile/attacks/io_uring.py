# expect: RTE
# falls: strict -seccomp -limits
# ruff: noqa
"""System calls that no filter sees."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    params = (ctypes.c_uint32 * 30)()
    check(libc.syscall(425, 1, ctypes.byref(params)))
    return "BREACH"
