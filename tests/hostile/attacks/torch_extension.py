# expect: RTE
# flavor: torch
# ruff: noqa
"""C++ compiled on the spot."""


def f(x, world):
    from torch.utils.cpp_extension import load_inline

    load_inline("evil", "int g() { return 1; }", functions=["g"])
    return "BREACH"
