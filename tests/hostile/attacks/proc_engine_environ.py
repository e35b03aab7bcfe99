# expect: RTE
# falls: import -landlock -identity
# ruff: noqa
"""The grader's environment, with its secret."""


def f(x, world):
    return "BREACH " + open(f"/proc/{world['engine']}/environ").read()
