# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""Ints that all land in one slot."""


def f(x, world):
    size = (1 << 61) - 1
    table = {}
    for i in range(10**6):
        table[1 + i * size] = i
    return x
