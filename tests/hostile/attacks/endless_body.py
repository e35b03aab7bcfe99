# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""Announces 32 MB and sends less."""

import os, struct, time


def f(x, world):
    os.write(world["channel"], struct.pack("<II", 10, 32 << 20) + b"[" * 10)
    time.sleep(60)
