# expect: WA|RTE
# flavor: torch
# ruff: noqa
"""Not a tensor, but with a tensor's methods."""


class T:
    dtype = "torch.float32"

    def detach(self):
        return self

    def cpu(self):
        return self

    def resolve_conj(self):
        return self

    def resolve_neg(self):
        return self

    def numpy(self):
        return [[1, 2], "AC"]


def f(x, world):
    return T()
