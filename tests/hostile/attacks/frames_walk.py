# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Looks for expected values in every frame below it: only inputs are there."""

import sys


def f(x, world):
    frame, seen = sys._getframe(), []
    while frame:
        seen += [repr(v)[:2000] for v in frame.f_locals.values()] + [repr(v)[:500] for v in frame.f_globals.values()]
        frame = frame.f_back
    return " ".join(seen)[:60000]
