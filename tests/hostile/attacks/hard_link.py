# expect: RTE
# falls: strict -seccomp -landlock
# ruff: noqa
"""A second name for a file."""

import os


def f(x, world):
    os.symlink("/etc/shadow", os.path.join(world["folder"], "link"))
    return "BREACH"
