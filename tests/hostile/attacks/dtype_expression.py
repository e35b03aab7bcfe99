# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""A dtype string that numpy would parse: records, offsets, titles."""

import json, os, struct


def f(x, world):
    header = json.dumps(["returned", world["index"], 0, 0, ["a", "f8,(99999,99999)f8", [1]], []]).encode()
    os.write(world["channel"], struct.pack("<II", len(header), 8) + header + bytes(8))
    os._exit(0)
