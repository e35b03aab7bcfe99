# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""An exception whose message never ends."""


class E(Exception):
    def __str__(self):
        while True:
            pass


def f(x, world):
    raise E
