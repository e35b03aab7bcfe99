# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""A module without builtins."""

__builtins__ = {}


def f(x, world):
    return undefined_name
