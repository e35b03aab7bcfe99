# expect: WA
# levels: strict import weak none
# ruff: noqa
"""A different array each time it is asked."""

import numpy as np


class A:
    count = 0

    def __array__(self, dtype=None, copy=None):
        A.count += 1
        return np.full(4, float(A.count))


def f(x, world):
    return A()
