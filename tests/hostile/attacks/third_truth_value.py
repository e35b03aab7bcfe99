# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""A bool of byte 2, neither True nor False to some of numpy's loops."""

import json, os, struct


def f(x, world):
    header = json.dumps(["returned", world["index"], 0, 0, ["a", "|b1", [4]], []]).encode()
    os.write(world["channel"], struct.pack("<II", len(header), 4) + header + b"\x02\xff\x00\x01")
    os._exit(0)
