# expect: WA|TLE|MLE
# levels: strict import weak none
# ruff: noqa
"""A generator that never ends."""


def f(x, world):
    while True:
        yield 1.0
