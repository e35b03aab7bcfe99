# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Goes back in its output and prints something else over it."""

import os


def f(x, world):
    print("wrong")
    os.lseek(1, 0, 0)
    os.write(1, b"right")
    return x
