# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""An endless loop."""


def f(x, world):
    while True:
        pass
