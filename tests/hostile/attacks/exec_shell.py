# expect: RTE
# falls: strict -seccomp -landlock -identity
# ruff: noqa
"""A shell."""

import os


def f(x, world):
    if os.system("exit 3") != 3 << 8:
        raise OSError("refused")
    return "BREACH"
