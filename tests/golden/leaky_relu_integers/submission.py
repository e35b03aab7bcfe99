import numpy as np


def leaky_relu(z, alpha):
    out = np.zeros(z.shape, dtype=int)
    out[z > 0] = z[z > 0]
    out[z <= 0] = alpha * z[z <= 0]
    return out
