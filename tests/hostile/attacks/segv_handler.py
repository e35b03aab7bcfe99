# expect: TLE|RTE
# levels: strict import weak none
# ruff: noqa
"""Comes back from its own crash, for ever."""

import ctypes, signal


def f(x, world):
    signal.signal(signal.SIGSEGV, lambda *a: None)
    ctypes.string_at(0)
