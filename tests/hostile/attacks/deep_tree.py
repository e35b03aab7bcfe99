# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""A tree deeper than any answer."""

import os, struct


def f(x, world):
    header = b'["returned",%d,0,0,' % world["index"] + b'["l",' * 500 + b"1" + b"]" * 500 + b",[]]"
    os.write(world["channel"], struct.pack("<II", len(header), 0) + header)
    os._exit(0)
