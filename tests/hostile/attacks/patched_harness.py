# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Rewrites the harness next to it. It still can say nothing but values."""

import sys

child = sys.modules.get("grader.sandbox.child")
if child:
    child.plain = lambda value: "AC"
    child._changed = lambda parts: False


def f(x, world):
    return x
