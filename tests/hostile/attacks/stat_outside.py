# expect: RTE
# levels: strict
# falls: import
# ruff: noqa
"""Metadata of a file: Landlock does not cover it, so the import profile leaks it."""

import os


def f(x, world):
    return "BREACH " + str(os.stat(world["file"]).st_size)
