# expect: RTE
# falls: strict -seccomp -identity
# ruff: noqa
"""clone by its number, past every library."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    pid = check(libc.syscall(56, 17, 0, 0, 0, 0))
    if pid == 0:
        libc.syscall(231, 0)
    return "BREACH"
