# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""A generator that never yields."""


def f(x, world):
    while True:
        pass
    yield
