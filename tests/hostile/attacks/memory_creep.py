# expect: MLE
# levels: strict import weak
# ruff: noqa
"""A list that only grows."""


def f(x, world):
    keep = []
    while True:
        keep.append(bytes(1 << 20))
