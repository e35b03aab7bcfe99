# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""sys.modules full of liars."""

import sys, types


class Yes(types.ModuleType):
    def __getattr__(self, name):
        return lambda *a, **k: True


for name in list(sys.modules):
    if name.startswith(("numpy", "json", "grader", "ast")):
        sys.modules[name] = Yes(name)


def f(x, world):
    return x
