# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Answers another call than the one that is due."""

import json, os, struct


def f(x, world):
    header = json.dumps(["returned", 99, 0, 0, 1.0, []]).encode()
    os.write(world["channel"], struct.pack("<II", len(header), 0) + header)
    os._exit(0)
