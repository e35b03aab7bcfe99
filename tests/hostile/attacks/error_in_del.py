# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Raises while it is destroyed, in the harness's hands."""


class A:
    def __del__(self):
        raise SystemExit


def f(x, world):
    return [A(), x]
