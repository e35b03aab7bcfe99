# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""100 MB of message."""


def f(x, world):
    raise ValueError("x" * 100_000_000)
