# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""No recursion limit, then the C stack."""

import sys


def f(x, world):
    sys.setrecursionlimit(10**9)

    class A:
        def __repr__(self):
            return repr(self)

    return repr(A())
