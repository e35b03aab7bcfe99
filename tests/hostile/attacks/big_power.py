# expect: TLE|MLE
# levels: strict import weak none
# ruff: noqa
"""One operation, in C, without end."""


def f(x, world):
    return len(str(9 ** (9**9)))
