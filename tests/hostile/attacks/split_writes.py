# expect: AC
# levels: strict import weak none
# ruff: noqa
"""Honest bytes in small pieces are no attack: they are accepted."""

import os, sys


def slowly(channel, data):
    for byte in data:
        os.write(channel, bytes([byte]))


sys.modules["grader.sandbox.child"]._write = slowly


def f(x, world):
    return 2 * x + 1
