# expect: RTE
# falls: import -landlock
# ruff: noqa
"""Read a system file."""


def f(x, world):
    return "BREACH " + open("/etc/passwd").read(20)
