# expect: WA
# levels: strict import weak none
# ruff: noqa
"""Five graders gave this full marks."""

import numpy as np
import numpy.testing

np.allclose = np.array_equal = np.isclose = lambda *a, **k: True
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None


def f(x, world):
    return x
