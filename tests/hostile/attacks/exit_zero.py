# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Exit status 0: elsewhere it meant passed."""

import os


def f(x, world):
    print("OK\n1 passed")
    os._exit(0)
