# expect: RTE
# falls: strict -seccomp -namespaces
# ruff: noqa
"""Smuggle by DNS: Landlock does not cover UDP."""

import socket


def f(x, world):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.sendto(b"secret", ("127.0.0.1", world["udp"]))
    return "BREACH"
