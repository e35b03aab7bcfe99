# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""NaN, which is not JSON."""

import os, struct


def f(x, world):
    header = b'["returned",%d,0,0,NaN,[]]' % world["index"]
    os.write(world["channel"], struct.pack("<II", len(header), 0) + header)
    os._exit(0)
