# expect: WA
# levels: strict import weak none
# ruff: noqa
"""A string that no file can hold: it would make the report's writer raise."""


def f(x, world):
    print("\ud800 and \x1b[2J\x07")
    return "\ud800"
