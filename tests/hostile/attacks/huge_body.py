# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Announces 4 GB of array."""

import os


def f(x, world):
    os.write(world["channel"], b"\x02\x00\x00\x00\xff\xff\xff\xff[]")
    while True:
        pass
