# expect: RTE
# falls: strict -seccomp -limits -identity
# ruff: noqa
"""Memory that cannot be swapped."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.mlockall(1))
    return "BREACH"
