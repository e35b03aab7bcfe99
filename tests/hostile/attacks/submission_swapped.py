# expect: WA
# levels: strict import weak none
# ruff: noqa
"""The module changes its class after it is loaded."""

import sys, types


class Lazy(types.ModuleType):
    def __getattribute__(self, name):
        return lambda *a: "AC"


sys.modules["submission"].__class__ = Lazy


def f(x, world):
    return x
