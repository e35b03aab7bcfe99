# expect: OLE|WA|TLE
# levels: strict import weak none
# ruff: noqa
"""A header of a hundred thousand arrays."""

import numpy as np


def f(x, world):
    return [np.zeros(1)] * 100_000
