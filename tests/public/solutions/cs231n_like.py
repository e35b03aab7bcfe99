"""After the CS231n assignments: forward and backward with caches, nditer loops, staged batch norm."""

import numpy as np


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w) + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.dot(dout)
    return dx, dw, np.sum(dout, axis=0)


def linear_forward(X, W, b):
    return affine_forward(X, W.T, b)[0]


def linear_backward(dout, X, W):
    dx, dw, db = affine_backward(dout, (X, W.T, None))
    return dx, dw.T, db


def relu_backward(dout, z):
    return dout * (z > 0)


def softmax_loss(x, y):
    shifted = x - np.max(x, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted), axis=1, keepdims=True)
    log_probs = shifted - np.log(Z)
    N = x.shape[0]
    loss = -np.sum(log_probs[np.arange(N), y]) / N
    dx = np.exp(log_probs)
    dx[np.arange(N), y] -= 1
    return loss, dx / N


def cross_entropy(logits, labels):
    return softmax_loss(logits, labels)[0]


def cross_entropy_grad(logits, labels):
    return softmax_loss(logits, labels)[1]


def mlp_backward(X, labels, params):
    caches, out = [], X
    for i, (W, b) in enumerate(params):
        z, fc = affine_forward(out, W.T, b)
        caches.append((fc, z))
        out = np.maximum(0, z) if i < len(params) - 1 else z
    loss, dout = softmax_loss(out, labels)
    grads = {}
    for i in range(len(params) - 1, -1, -1):
        fc, z = caches[i]
        if i < len(params) - 1:
            dout = relu_backward(dout, z)
        dout, dw, db = affine_backward(dout, fc)
        grads["W%d" % i], grads["b%d" % i] = dw.T, db
    return loss, [(grads["W%d" % i], grads["b%d" % i]) for i in range(len(params))]


def batchnorm_staged(x, gamma, beta, eps):
    N, D = x.shape
    mu = 1.0 / N * np.sum(x, axis=0)
    xmu = x - mu
    sq = xmu**2
    var = 1.0 / N * np.sum(sq, axis=0)
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    return gamma * xhat + beta, (xhat, gamma, xmu, ivar, sqrtvar, var, eps)


def batchnorm_forward(x, gamma, beta, eps):
    return batchnorm_staged(x, gamma, beta, eps)[0]


def batchnorm_backward(dout, x, gamma, eps):
    xhat, gamma, xmu, ivar, sqrtvar, var, eps = batchnorm_staged(x, gamma, 0.0, eps)[1]
    N, D = dout.shape
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout * gamma
    divar = np.sum(dxhat * xmu, axis=0)
    dxmu1 = dxhat * ivar
    dsqrtvar = -1.0 / (sqrtvar**2) * divar
    dvar = 0.5 * 1.0 / np.sqrt(var + eps) * dsqrtvar
    dsq = 1.0 / N * np.ones((N, D)) * dvar
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -1 * np.sum(dxmu1 + dxmu2, axis=0)
    dx2 = 1.0 / N * np.ones((N, D)) * dmu
    return dx1 + dx2, dgamma, dbeta


def batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps):
    out = batchnorm_staged(x, gamma, beta, eps)[0]
    running_mean = (1 - momentum) * running_mean + momentum * x.mean(axis=0)
    running_var = (1 - momentum) * running_var + momentum * x.var(axis=0)
    return out, running_mean, running_var


def batchnorm2d_forward(x, gamma, beta, eps):
    N, C, H, W = x.shape
    flat = x.transpose(0, 2, 3, 1).reshape(-1, C)
    out, _ = batchnorm_staged(flat, gamma, beta, eps)
    return out.reshape(N, H, W, C).transpose(0, 3, 1, 2)


def layernorm_forward(x, gamma, beta, eps):
    xt = x.T
    mu, var = xt.mean(axis=0), xt.var(axis=0)
    return gamma * ((xt - mu) / np.sqrt(var + eps)).T + beta


def numerical_gradient(f, x, h):
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        ix = it.multi_index
        oldval = x[ix]
        x[ix] = oldval + h
        fxph = f(x)
        x[ix] = oldval - h
        fxmh = f(x)
        x[ix] = oldval
        grad[ix] = (fxph - fxmh) / (2 * h)
        it.iternext()
    return grad


def gradient_check(analytic, numeric):
    return np.max(np.abs(analytic - numeric) / (np.maximum(1e-8, np.abs(analytic) + np.abs(numeric))))


def dropout(x, p, training, rng):
    if not training:
        return x
    if p == 1:
        return x * 0
    mask = (rng.random(x.shape) < (1 - p)) / (1 - p)
    return x * mask


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    return np.tanh(np.dot(prev_h, Wh) + np.dot(x, Wx) + b)


def rnn_step(x, h, W_x, W_h, b):
    return rnn_step_forward(x, h, W_x.T, W_h.T, b)


def bptt_gradient(xs, h0, W_x, W_h, b, dh_last):
    hs = [h0]
    for x in xs:
        hs.append(rnn_step_forward(x, hs[-1], W_x.T, W_h.T, b))
    dWx, dWh, db, dh = np.zeros(W_x.T.shape), np.zeros(W_h.T.shape), np.zeros(b.shape), dh_last
    for k in range(len(xs) - 1, -1, -1):
        dtheta = (1 - hs[k + 1] ** 2) * dh
        dWx += np.dot(xs[k].T, dtheta)
        dWh += np.dot(hs[k].T, dtheta)
        db += np.sum(dtheta, axis=0)
        dh = np.dot(dtheta, W_h)
    return dWx.T, dWh.T, db, dh


def sgd_step(w, grad, lr):
    return w + (-lr) * grad


def adam_step(w, grad, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * grad
    mt = m / (1 - beta1**t)
    v = beta2 * v + (1 - beta2) * (grad**2)
    vt = v / (1 - beta2**t)
    return w + (-lr * mt / (np.sqrt(vt) + eps)), m, v


def accuracy(logits, labels):
    return np.mean(np.argmax(logits, axis=1) == labels)


def residual_block(X, W1, b1, W2, b2):
    h, _ = affine_forward(X, W1.T, b1)
    h = np.maximum(0, h)
    out, _ = affine_forward(h, W2.T, b2)
    return np.maximum(0, out + X)


def l2_penalty(weights, lam):
    return lam * sum(np.sum(W * W) for W in weights)


def l1_penalty(weights, lam):
    return lam * np.sum([np.sum(np.abs(W)) for W in weights])
