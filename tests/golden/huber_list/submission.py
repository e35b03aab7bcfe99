import numpy as np


def huber_loss(y_pred, y_true, delta):
    total = 0
    for p, y in zip(y_pred, y_true):
        if abs(p - y) <= delta:
            total += (p - y) ** 2
        else:
            total += delta * (abs(p - y) - delta / 2)
    return total / len(y_pred)
