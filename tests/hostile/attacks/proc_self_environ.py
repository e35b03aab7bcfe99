# expect: RTE
# ruff: noqa
"""The environment as the kernel keeps it."""


def f(x, world):
    return "BREACH " + open("/proc/self/environ").read()
