# expect: RTE|WA
# levels: strict import
# ruff: noqa
"""Descriptors other than its own four would be a way out."""

import os


def f(x, world):
    extra = []
    for fd in range(4, 4096):
        try:
            os.fstat(fd)
            extra.append(fd)
        except OSError:
            pass
    return f"BREACH {extra}" if extra else x
