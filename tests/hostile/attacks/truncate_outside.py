# expect: RTE
# falls: strict -seccomp -landlock -identity
# ruff: noqa
"""Empty somebody's file."""

import os


def f(x, world):
    os.truncate(world["scratch"], 0)
    return "BREACH"
