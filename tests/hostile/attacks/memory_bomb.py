# expect: MLE
# levels: strict import weak
# falls: strict -limits
# ruff: noqa
"""600 MB of zeros, where 512 are allowed."""

import numpy as np


def f(x, world):
    return f"BREACH {np.zeros(75_000_000)[0]}"
