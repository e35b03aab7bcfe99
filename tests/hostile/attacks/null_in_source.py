# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""A source that the compiler refuses. The null byte is added by the test."""


def f(x, world):
    return "\0@NULL@"
