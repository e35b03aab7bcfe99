# expect: RTE
# ruff: noqa
"""Performance counters: side channels."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    attr = (ctypes.c_uint32 * 32)(1, 128, 0)
    check(libc.syscall(298, ctypes.byref(attr), 0, -1, -1, 0))
    return "BREACH"
