# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Fields, titles and overlapping offsets."""

import numpy as np


def f(x, world):
    kind = np.dtype({"names": ["a", "b"], "formats": ["f8", "O"], "offsets": [0, 8]})
    return np.zeros(4, dtype=kind)
