# expect: RTE
# falls: import -landlock
# ruff: noqa
"""The grader's command line."""


def f(x, world):
    return "BREACH " + open(f"/proc/{world['engine']}/cmdline").read()
