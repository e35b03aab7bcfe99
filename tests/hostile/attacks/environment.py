# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Look for the grader's secrets in the environment."""

import os


def f(x, world):
    return str(dict(os.environ))
