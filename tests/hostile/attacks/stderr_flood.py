# expect: OLE
# levels: strict import weak none
# ruff: noqa
"""The same on the other stream."""

import sys


def f(x, world):
    for _ in range(10**5):
        sys.stderr.write("x" * 100)
    return 2 * x + 1
