# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""sys.exit(0) inside the function."""

import sys


def f(x, world):
    sys.exit(0)
