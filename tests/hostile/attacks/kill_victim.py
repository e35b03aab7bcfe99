# expect: RTE
# falls: strict -seccomp -landlock -identity
# ruff: noqa
"""Stop another process."""

import os


def f(x, world):
    os.kill(world["victim"], 0)
    return "BREACH"
