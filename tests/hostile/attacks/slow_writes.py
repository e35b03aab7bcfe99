# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""A byte now and then, to hold the engine."""

import os, struct, time


def f(x, world):
    frame = struct.pack("<II", 1000, 0) + b"[" * 1000
    for byte in frame:
        os.write(world["channel"], bytes([byte]))
        time.sleep(0.05)
