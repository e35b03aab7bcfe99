import numpy as np


def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(1 / fan_in), size=(fan_out, fan_in))
