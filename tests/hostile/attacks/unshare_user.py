# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""Root in a namespace of its own, the start of most kernel exploits."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.unshare(0x10000000))
    return "BREACH"
