# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""A float out of range is an infinity, and wrong."""

import os, struct


def f(x, world):
    header = b'["returned",%d,0,0,1e999999999,[]]' % world["index"]
    os.write(world["channel"], struct.pack("<II", len(header), 0) + header)
    os._exit(0)
