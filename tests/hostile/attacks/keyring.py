# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""Leave a key for the next submission."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.syscall(248, b"user", b"mark", b"1", 1, -3))
    return "BREACH"
