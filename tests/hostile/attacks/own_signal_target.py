# expect: RTE
# ruff: noqa
"""F_SETOWN: let the kernel signal another process."""

import fcntl, os


def f(x, world):
    fcntl.fcntl(3, fcntl.F_SETOWN, os.getppid())
    return "BREACH"
