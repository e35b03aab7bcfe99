# expect: RTE
# ruff: noqa
"""Hand the engine a descriptor over the channel."""

import array, socket


def f(x, world):
    link = socket.socket(fileno=3)
    try:
        link.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0]))])
    finally:
        link.detach()
    return "BREACH"
