# expect: RTE
# ruff: noqa
"""The same by tgkill."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    pid = libc.getpid()
    check(libc.syscall(234, pid, pid, 9))
