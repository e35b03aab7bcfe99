# expect: RTE
# falls: import -landlock -identity
# ruff: noqa
"""The zygote's environment (scrubbed, but still none of its business)."""

import os


def f(x, world):
    return "BREACH " + open(f"/proc/{os.getppid()}/environ").read()
