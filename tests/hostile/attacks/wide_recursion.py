# expect: TLE|WA|MLE|OLE
# levels: strict import weak none
# ruff: noqa
"""2**16 lists out of sixteen: the same object, many times."""


def f(x, world):
    items = [1.5, "x"]
    for _ in range(15):
        items = [items] * 10
    return items
