# expect: AC
# levels: strict import weak none
# ruff: noqa
"""An odd memory layout is no attack: it is accepted."""

import numpy as np


def f(x, world):
    return (2 * x + 1)[::-1].copy()[::-1]
