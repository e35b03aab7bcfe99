# expect: RTE
# falls: strict -seccomp -landlock -identity
# ruff: noqa
"""Move the root."""

import os


def f(x, world):
    os.chroot("/")
    return "BREACH"
