# expect: WA
# levels: strict import weak none
# ruff: noqa
"""A hook that would repair the verdict at the end."""

import atexit, os


def f(x, world):
    atexit.register(lambda: os.write(1, b"passed"))
    return x
