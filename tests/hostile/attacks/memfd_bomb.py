# expect: RTE
# falls: strict -seccomp -limits
# ruff: noqa
"""1 GB in a file in memory, which RLIMIT_AS would not count."""

import os


def f(x, world):
    fd = os.memfd_create("bomb")
    for _ in range(64):
        os.write(fd, bytes(1 << 20))
    return "BREACH"
