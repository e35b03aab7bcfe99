# expect: OLE
# levels: strict import weak none
# ruff: noqa
"""200 MB of answer."""

import numpy as np


def f(x, world):
    return np.zeros(25_000_000)
