# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""Writes an answer on the channel itself. It can only ever say values."""

import json, os, struct


def f(x, world):
    body = x.tobytes()
    header = json.dumps(["returned", world["index"], 0, 0, ["a", "<f8", list(x.shape)], []]).encode()
    os.write(world["channel"], struct.pack("<II", len(header), len(body)) + header + body)
    os._exit(0)
