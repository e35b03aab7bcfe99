# expect: RTE
# falls: import -landlock
# ruff: noqa
"""Leave a file behind."""

import os


def f(x, world):
    path = os.path.join(world["folder"], "left-behind")
    open(path, "w").write("x")
    return "BREACH"
