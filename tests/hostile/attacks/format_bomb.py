# expect: MLE
# levels: strict import weak
# ruff: noqa
"""One format specification, ten gigabytes."""


def f(x, world):
    return f"{1:>10000000000}"
