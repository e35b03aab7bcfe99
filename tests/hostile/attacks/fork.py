# expect: RTE
# falls: strict -seccomp -identity
# ruff: noqa
"""A second process."""

import os


def f(x, world):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return "BREACH"
