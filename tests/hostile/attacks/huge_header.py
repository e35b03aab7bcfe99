# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Announces 4 GB of header."""

import os


def f(x, world):
    os.write(world["channel"], b"\xff\xff\xff\xff\x00\x00\x00\x00" + b"[" * 1000)
    while True:
        pass
