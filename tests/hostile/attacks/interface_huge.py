# expect: RTE|WA|MLE
# levels: strict import weak none
# ruff: noqa
"""__array_interface__ that promises a terabyte."""


class A:
    __array_interface__ = {"shape": (1 << 37,), "typestr": "<f8", "version": 3, "data": (8, False)}


def f(x, world):
    return A()
