# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Dies in the middle of a message."""

import os


def f(x, world):
    os.write(world["channel"], b"\x10\x00\x00")
    os._exit(0)
