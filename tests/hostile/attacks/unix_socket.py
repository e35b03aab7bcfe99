# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""docker.sock and ssh-agent are such: Landlock does not cover them, nor does a network namespace."""

import socket


def f(x, world):
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(world["unix"])
    return "BREACH"
