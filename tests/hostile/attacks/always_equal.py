# expect: WA|RTE
# levels: strict import weak none
# ruff: noqa
"""Equal to everything."""


class Liar:
    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return Liar()

    __array_priority__ = 1e9


def f(x, world):
    return Liar()
