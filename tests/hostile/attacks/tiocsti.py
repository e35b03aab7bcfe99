# expect: RTE
# ruff: noqa
"""Type into the terminal of whoever started the grader."""

import fcntl


def f(x, world):
    fcntl.ioctl(0, 0x5412, b"x")
    return "BREACH"
