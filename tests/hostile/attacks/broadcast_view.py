# expect: OLE|WA|MLE
# levels: strict import weak none
# ruff: noqa
"""Eight bytes that look like a terabyte."""

import numpy as np


def f(x, world):
    return np.broadcast_to(np.float64(1), (1 << 20, 1 << 17))
