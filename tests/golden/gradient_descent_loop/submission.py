import numpy as np


def gradient_descent(grad, w0, lr, steps):
    path = [w0]
    w = w0
    while len(path) > 0:
        w = w - lr * grad(w)
        path.append(w)
    return path
