# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""(0, 10**15): no bytes at all, until somebody sums over axis 0."""

import json, os, struct


def f(x, world):
    header = json.dumps(["returned", world["index"], 0, 0, ["a", "<f8", [0, 10**15]], []]).encode()
    os.write(world["channel"], struct.pack("<II", len(header), 0) + header)
    os._exit(0)
