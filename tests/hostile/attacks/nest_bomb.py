# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""JSON nested until a parser's stack ends."""

import os, struct


def f(x, world):
    header = b"[" * 100_000
    os.write(world["channel"], struct.pack("<II", len(header), 0) + header)
    os._exit(0)
