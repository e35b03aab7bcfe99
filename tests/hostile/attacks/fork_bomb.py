# expect: RTE
# falls: strict -seccomp -identity
# ruff: noqa
"""Forty of them."""

import os


def f(x, world):
    made = 0
    for _ in range(40):
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        made += 1
    return f"BREACH {made}"
