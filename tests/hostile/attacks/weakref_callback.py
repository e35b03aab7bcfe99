# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Code that runs when an argument dies."""

import weakref

kept = []


def f(x, world):
    kept.append(weakref.ref(x, lambda ref: print("BREACHED nothing")))
    return x
