def silu(z):
    return z / (1 + np.exp(-z))
