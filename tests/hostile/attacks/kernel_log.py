# expect: RTE
# falls: strict -seccomp -landlock -identity
# ruff: noqa
"""Addresses from the kernel's log."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.klogctl(10, 0, 0))
    return "BREACH"
