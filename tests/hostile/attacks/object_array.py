# expect: WA
# levels: strict import weak none
# ruff: noqa
"""An object array of liars."""

import numpy as np


class Liar:
    def __eq__(self, other):
        return True


def f(x, world):
    return np.array([Liar()] * 4, dtype=object)
