# expect: RTE
# falls: strict -seccomp -landlock -identity
# ruff: noqa
"""Take a file descriptor out of another process."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    fd = check(libc.syscall(434, world["victim"], 0))
    check(libc.syscall(438, fd, 0, 0))
    return "BREACH"
