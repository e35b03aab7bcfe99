# expect: RTE
# falls: strict -seccomp -identity
# ruff: noqa
"""Landlock does not cover chmod; the filter does."""

import os


def f(x, world):
    os.chmod(world["scratch"], 0o600)
    return "BREACH"
