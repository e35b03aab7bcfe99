# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Sees and changes the locals of every frame."""

import sys


def trace(frame, event, arg):
    for name in ("expected", "verdict", "score"):
        if name in frame.f_locals:
            print("found", name)
    return trace


sys.settrace(trace)
sys.setprofile(lambda *a: None)


def f(x, world):
    return x
