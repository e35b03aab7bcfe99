# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Claims a verdict. There is no such message."""

import json, os, struct


def f(x, world):
    header = json.dumps({"verdict": "AC", "score": 100, "passed": True}).encode()
    os.write(world["channel"], struct.pack("<II", len(header), 0) + header)
    os._exit(0)
