# expect: RTE
# falls: strict -seccomp -landlock -namespaces
# ruff: noqa
"""Call home."""
import socket
def f(x, world):
    with socket.create_connection(("127.0.0.1", world["tcp"]), 0.3):
        return "BREACH"
