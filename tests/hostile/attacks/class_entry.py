# expect: WA
# levels: strict import weak none
# ruff: noqa
"""A class instead of a function."""


class f:
    def __init__(self, x, world):
        self.x = x
