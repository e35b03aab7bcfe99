import numpy as np


def perceptron_predict(X, w, b):
    out = np.zeros(len(X))
    for i, x in enumerate(X):
        out[i] = 1 if x @ w + b >= 0 else 0
        return out
