# expect: RTE
# falls: strict -seccomp -landlock -namespaces
# ruff: noqa
"""A socket without a file."""

import socket


def f(x, world):
    with socket.socket(socket.AF_UNIX) as link:
        link.connect("\0" + world["abstract"])
    return "BREACH"
