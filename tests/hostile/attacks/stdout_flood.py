# expect: OLE
# levels: strict import weak none
# ruff: noqa
"""A gigabyte through print."""


def f(x, world):
    for _ in range(1000):
        print("x" * (1 << 20))
    return 2 * x + 1
