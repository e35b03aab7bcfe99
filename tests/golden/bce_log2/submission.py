import numpy as np


def bce_loss(p, y, eps):
    p = np.clip(p, eps, 1 - eps)
    return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))
