# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Quadratic int(): Python refuses over 4300 digits."""


def f(x, world):
    return int("9" * 1_000_000)
