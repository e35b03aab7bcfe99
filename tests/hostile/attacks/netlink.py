# expect: RTE
# falls: strict -seccomp
# ruff: noqa
"""Ask the kernel about the network."""

import socket


def f(x, world):
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).close()
    return "BREACH"
