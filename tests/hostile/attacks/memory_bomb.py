# expect: MLE
# levels: strict import weak
# falls: strict -limits
# ruff: noqa
"""1.5 GB of ones."""
import numpy as np
def f(x, world):
    return f"BREACH {np.ones(190_000_000).sum()}"
