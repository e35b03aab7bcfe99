# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""__array_interface__ that points at nothing."""


class A:
    __array_interface__ = {"shape": (10,), "typestr": "<f8", "version": 3, "data": (8, False)}

    def __array__(self, dtype=None, copy=None):
        import numpy as np

        class B:
            __array_interface__ = A.__array_interface__

        return np.asarray(B())


def f(x, world):
    return A()
