# expect: WA
# levels: strict import weak none
# ruff: noqa
"""np.allclose asks the array what to answer: this one says True."""

import numpy as np


class Liar(np.ndarray):
    def __array_function__(self, func, types, args, kwargs):
        return True

    def __array_ufunc__(self, *args, **kwargs):
        return np.True_


def f(x, world):
    return x.view(Liar)
