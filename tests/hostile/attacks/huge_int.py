# expect: WA
# levels: strict import weak none
# ruff: noqa
"""An int of ten thousand bits."""


def f(x, world):
    return 1 << 10_000
