# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""Not even a private pair: sockets carry file descriptors."""

import socket


def f(x, world):
    socket.socketpair()
    return "BREACH"
