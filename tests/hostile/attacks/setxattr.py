# expect: RTE
# ruff: noqa
"""Mark a file."""

import os


def f(x, world):
    os.setxattr(world["scratch"], "user.mark", b"1")
    return "BREACH"
