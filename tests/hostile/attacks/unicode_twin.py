# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""Cyrillic: not the same letter, so there is no f that is right."""


def ϕ(x, world):
    return 2 * x + 1


def f(x, world):
    return x
