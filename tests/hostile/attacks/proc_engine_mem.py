# expect: RTE
# falls: import -landlock -identity
# ruff: noqa
"""The grader's memory, with the expected values."""


def f(x, world):
    open(f"/proc/{world['engine']}/mem", "rb").close()
    return "BREACH"
