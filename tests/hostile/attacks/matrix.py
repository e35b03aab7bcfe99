# expect: AC|WA
# levels: strict import weak none
# ruff: noqa
"""np.matrix: its * is another one. As values it is an array of two axes."""

import numpy as np


def f(x, world):
    return np.asmatrix(2 * x + 1)
