# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""Set a limit at all, were it its own."""

import resource


def f(x, world):
    resource.setrlimit(resource.RLIMIT_NOFILE, resource.getrlimit(resource.RLIMIT_NOFILE))
    return "BREACH"
