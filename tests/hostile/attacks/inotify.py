# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""Watch the grader work."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.inotify_init())
    return "BREACH"
