# expect: RTE
# ruff: noqa
"""Mount something."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    check(libc.mount(b"none", b"/tmp", b"tmpfs", 0, 0))
    return "BREACH"
