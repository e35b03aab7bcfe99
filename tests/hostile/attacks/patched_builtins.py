# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""Every builtin that a harness may lean on."""

import builtins

for name in ("isinstance", "abs", "len", "sorted", "all", "any", "max"):
    setattr(builtins, name, lambda *a, **k: True)


def f(x, world):
    return x
