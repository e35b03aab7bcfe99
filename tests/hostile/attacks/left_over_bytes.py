# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""More body than the tree accounts for."""

import json, os, struct


def f(x, world):
    header = json.dumps(["returned", world["index"], 0, 0, 1.0, []]).encode()
    os.write(world["channel"], struct.pack("<II", len(header), 64) + header + bytes(64))
    os._exit(0)
