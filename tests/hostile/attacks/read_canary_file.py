# expect: RTE
# falls: import -landlock
# ruff: noqa
"""Read somebody's file."""


def f(x, world):
    return open(world["file"]).read()
