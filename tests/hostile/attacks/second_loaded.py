# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Says twice that it is loaded, to start the clock anew."""

import os, struct


def f(x, world):
    header = b'["loaded",0]'
    while True:
        os.write(world["channel"], struct.pack("<II", len(header), 0) + header)
