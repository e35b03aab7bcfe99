# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""A filter of its own, to trap the harness's calls."""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def f(x, world):
    class Program(ctypes.Structure):
        _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.c_char_p)]

    allow = b"\x06\x00\x00\x00\x00\x00\xff\x7f"
    check(libc.prctl(22, 2, ctypes.byref(Program(1, allow)), 0, 0))
    return "BREACH"
