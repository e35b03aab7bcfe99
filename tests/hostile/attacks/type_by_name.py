# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""A node that names a class, as some protocols allow."""

import json, os, struct


def f(x, world):
    header = json.dumps(["returned", world["index"], 0, 0, {"_type": "os.system", "_value": "id"}, []]).encode()
    os.write(world["channel"], struct.pack("<II", len(header), 0) + header)
    os._exit(0)
