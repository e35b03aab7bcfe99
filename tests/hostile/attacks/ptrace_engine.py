# expect: RTE
# falls: strict -seccomp -landlock -identity
# ruff: noqa
"""Take the grader over."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.ptrace(0x4206, world["victim"], 0, 0))
    return "BREACH"
