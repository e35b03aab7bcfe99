# expect: RTE
# levels: strict import weak none
# ruff: noqa
"""Bytecode that no compiler would make."""

import types


def f(x, world):
    code = f.__code__.replace(co_code=bytes([100, 255] * 8 + [83, 0]), co_consts=())
    return types.FunctionType(code, {})()
