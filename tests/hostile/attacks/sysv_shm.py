# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""A segment that outlives the process."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    identifier = check(libc.shmget(0, 1 << 20, 0o1600))
    libc.shmctl(identifier, 0, 0)
    return "BREACH"
