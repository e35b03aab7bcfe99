# expect: OLE|TLE
# levels: strict import weak none
# ruff: noqa
"""Swallows whatever print raises."""


def f(x, world):
    while True:
        try:
            print("x" * 10000)
        except BaseException:
            pass
