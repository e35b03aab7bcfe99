# expect: OLE|RTE
# levels: strict import weak
# ruff: noqa
"""A gigabyte past sys.stdout; the file's own limit stops it."""

import os


def f(x, world):
    for _ in range(1000):
        os.write(1, b"x" * (1 << 20))
    return 2 * x + 1
