# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""The same in an exception, with terminal control sequences."""


def f(x, world):
    raise ValueError("\ud800\x1b]0;owned\x07\x00")
