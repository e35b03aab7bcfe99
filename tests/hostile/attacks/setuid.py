# expect: RTE
# falls: strict -seccomp -landlock -identity
# ruff: noqa
"""Back to root."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.syscall(117, 0, 0, 0))
    return "BREACH"
