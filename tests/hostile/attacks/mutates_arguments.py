# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Writes into its argument and answers with it."""


def f(x, world):
    x += 1
    return x
