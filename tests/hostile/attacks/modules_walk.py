# expect: WA
# levels: strict import weak none
# ruff: noqa
"""The reference solution, if it were loaded."""

import sys


def f(x, world):
    found = [name for name in sys.modules if name.split(".")[0] in ("reference", "exercises", "question_bank", "tests")]
    return f"BREACH {found}" if found else x
