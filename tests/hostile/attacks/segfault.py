# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Null pointer."""

import ctypes


def f(x, world):
    ctypes.string_at(0)
