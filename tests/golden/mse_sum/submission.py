import numpy as np


def mse_loss(y_pred, y_true):
    return np.sum((y_pred - y_true) ** 2)
