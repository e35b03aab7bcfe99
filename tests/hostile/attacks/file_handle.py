# expect: RTE
# ruff: noqa
"""Open a file by its number instead of its name."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.syscall(304, -100, ctypes.create_string_buffer(64), 0))
    return "BREACH"
