# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""An honest mistake."""


def f(x, world):
    return f(x, world)
