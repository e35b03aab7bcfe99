# expect: RTE
# falls: import -landlock -identity
# ruff: noqa
"""Read the grader's own files, where references live."""


def f(x, world):
    return "BREACH " + open(world["grader"]).read(20)
