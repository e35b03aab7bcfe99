# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Masked where it is wrong."""

import numpy as np
import numpy.ma


def f(x, world):
    return np.ma.masked_array(x, mask=True)
