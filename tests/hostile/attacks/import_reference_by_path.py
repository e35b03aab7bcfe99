# expect: RTE
# falls: import -landlock -identity
# ruff: noqa
"""The reference solution, by its file."""

import os, sys


def f(x, world):
    sys.path.insert(0, os.path.dirname(os.path.dirname(world["grader"])))
    import reference.activations

    return "BREACH"
