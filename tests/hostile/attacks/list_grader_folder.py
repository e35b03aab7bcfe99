# expect: RTE
# falls: import -landlock -identity
# ruff: noqa
"""List the exercises."""

import os


def f(x, world):
    return "BREACH " + str(os.listdir(os.path.dirname(world["grader"])))
