import numpy as np


def tanh_grad(z):
    t = np.tanh(z)
    grad = 1 - t**2
