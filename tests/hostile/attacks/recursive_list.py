# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""A list that holds itself."""


def f(x, world):
    items = []
    items.append(items)
    return items
