# expect: RTE
# falls: strict -seccomp -landlock
# ruff: noqa
"""Wait to be called."""

import socket


def f(x, world):
    with socket.create_server(("127.0.0.1", 0)):
        return "BREACH"
