import numpy as np


def linear_backward(dout, X, W):
    dX = dout @ W
    dW = dout.T @ X / len(X)
    db = dout.sum(axis=1)
    return dX, dW, db
