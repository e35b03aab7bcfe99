import numpy as np


norms = []


def clip_by_norm(grad, max_norm):
    norms.append(np.linalg.norm(grad))
    return grad * min(1, max_norm / max(sum(norms), 1e-12))
