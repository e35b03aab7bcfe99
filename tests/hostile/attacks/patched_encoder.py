# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Makes the harness send a message of its own."""

import sys

child = sys.modules["grader.sandbox.child"]
child.frame = lambda header, body=b"": b"\x04\x00\x00\x00\x00\x00\x00\x00" + b'"AC"'


def f(x, world):
    return x
