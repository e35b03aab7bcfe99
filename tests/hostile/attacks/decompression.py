# expect: MLE|TLE
# levels: strict import weak
# ruff: noqa
"""A small string that becomes 4 GB."""

import zlib


def f(x, world):
    block = zlib.compress(bytes(1 << 22), 9)
    out = []
    while True:
        out.append(zlib.decompress(block))
