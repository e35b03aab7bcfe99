# expect: RTE
# ruff: noqa
"""clone3, whose arguments no filter can see."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    args = (ctypes.c_uint64 * 11)()
    args[4] = 17
    pid = check(libc.syscall(435, ctypes.byref(args), 88))
    if pid == 0:
        libc.syscall(231, 0)
    return "BREACH"
