# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""100,000 digits: quadratic work for a decimal parser."""

import os, struct


def f(x, world):
    header = b'["returned",%d,0,0,' % world["index"] + b"9" * 100_000 + b",[]]"
    os.write(world["channel"], struct.pack("<II", len(header), 0) + header)
    os._exit(0)
