# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""-1 means "whatever is left" to reshape."""

import json, os, struct


def f(x, world):
    header = json.dumps(["returned", world["index"], 0, 0, ["a", "<f8", [-1, -1]], []]).encode()
    os.write(world["channel"], struct.pack("<II", len(header), 8) + header + bytes(8))
    os._exit(0)
