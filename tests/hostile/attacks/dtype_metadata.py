# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Objects smuggled in a dtype's metadata."""

import numpy as np


def f(x, world):
    return x.astype(np.dtype("f8", metadata={"verdict": "AC"}))
