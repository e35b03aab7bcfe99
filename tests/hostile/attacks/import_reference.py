# expect: RTE
# levels: strict import weak
# ruff: noqa
"""The reference solution, imported."""

import importlib


def f(x, world):
    importlib.import_module("reference.activations")
    return "BREACH"
