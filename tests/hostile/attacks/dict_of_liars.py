# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""A dict whose items() is something else."""


class D(dict):
    def items(self):
        return [("a", 1)] * 5 + [(1, 2)]

    def __iter__(self):
        return iter(["a"])

    def __len__(self):
        return 1


def f(x, world):
    return D(a=1)
