# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""In C, where no Python signal handler runs."""

import re


def f(x, world):
    re.match(r"(a+)+$", "a" * 64 + "b")
