# expect: WA
# levels: strict import weak none
# ruff: noqa
"""A hook that sees every event and cannot be removed."""

import sys

sys.addaudithook(lambda event, args: None)


def f(x, world):
    return x
