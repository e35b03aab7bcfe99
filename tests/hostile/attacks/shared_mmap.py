# expect: MLE
# levels: strict import weak
# falls: strict -limits
# ruff: noqa
"""Shared memory, which RLIMIT_DATA would not count."""

import mmap


def f(x, world):
    mmap.mmap(-1, 700 << 20)[0:4] = b"mine"
    return "BREACH"
