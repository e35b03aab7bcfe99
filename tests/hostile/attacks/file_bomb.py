# expect: RTE
# falls: import -landlock -limits
# ruff: noqa
"""Fill the disk."""

import os


def f(x, world):
    with open(os.path.join(world["folder"], "bomb"), "wb") as file:
        for _ in range(8):
            file.write(bytes(1 << 20))
    return "BREACH"
