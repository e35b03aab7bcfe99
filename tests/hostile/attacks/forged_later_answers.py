# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""Answers all calls at the first one, with what it believes to be right; the extra ones are read in turn."""

import json, os, struct


def f(x, world):
    for index in range(world["index"], world["index"] + 3):
        header = json.dumps(["returned", index, 0, 0, 1.0, []]).encode()
        os.write(world["channel"], struct.pack("<II", len(header), 0) + header)
    os._exit(0)
