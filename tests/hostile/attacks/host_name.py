# expect: RTE
# ruff: noqa
"""Rename the machine."""

import socket


def f(x, world):
    socket.sethostname("owned")
    return "BREACH"
