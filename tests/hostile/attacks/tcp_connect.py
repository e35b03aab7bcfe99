# expect: RTE
# falls: strict -seccomp -landlock -namespaces
# ruff: noqa
"""Call home."""

import socket


def f(x, world):
    with socket.socket() as link:
        link.connect(("127.0.0.1", world["tcp"]))
    return "BREACH"
