# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Equal by way of a str, float and int that are subclasses."""


class S(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class F(float):
    def __eq__(self, other):
        return True

    def __float__(self):
        return 0.0


def f(x, world):
    return [S("x"), F(3)]
