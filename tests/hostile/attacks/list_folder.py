# expect: RTE
# falls: import -landlock
# ruff: noqa
"""Look who else is here."""

import os


def f(x, world):
    return "BREACH " + str(os.listdir("/tmp"))
