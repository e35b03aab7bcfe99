"""After numpy-ml: classes with fn and grad, layers that keep derived variables, dictionaries of parameters."""

from abc import ABC, abstractmethod

import numpy as np


class ActivationBase(ABC):
    def __call__(self, z):
        if z.ndim == 1:
            return self.fn(z.reshape(1, -1)).reshape(z.shape)
        return self.fn(z)

    @abstractmethod
    def fn(self, z):
        raise NotImplementedError


class Sigmoid(ActivationBase):
    def fn(self, z):
        return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))

    def grad(self, x):
        fn_x = self.fn(x)
        return fn_x * (1 - fn_x)


class ReLU(ActivationBase):
    def fn(self, z):
        return np.clip(z, 0, np.inf)

    def grad(self, x):
        return (x > 0).astype(int)


class LeakyReLU(ActivationBase):
    def __init__(self, alpha):
        self.alpha = alpha

    def fn(self, z):
        _z = z.copy()
        _z[z < 0] = _z[z < 0] * self.alpha
        return _z


class Tanh(ActivationBase):
    def fn(self, z):
        e = np.exp(-2 * np.abs(z))
        return np.sign(z) * (1 - e) / (1 + e)

    def grad(self, x):
        return 1 - self.fn(x) ** 2


class ELU(ActivationBase):
    def __init__(self, alpha):
        self.alpha = alpha

    def fn(self, z):
        return np.array([[v if v > 0 else self.alpha * (np.exp(v) - 1) for v in row] for row in z])


class SoftPlus(ActivationBase):
    def fn(self, z):
        return np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z)))


def sigmoid(z):
    return Sigmoid()(np.asarray(z))


def sigmoid_grad(z):
    return Sigmoid().grad(z)


def tanh(z):
    return Tanh()(np.asarray(z))


def tanh_grad(z):
    return Tanh().grad(z)


def relu(z):
    return ReLU()(np.asarray(z))


def relu_grad(z):
    return ReLU().grad(z)


def leaky_relu(z, alpha):
    return LeakyReLU(alpha)(np.asarray(z))


def softplus(z):
    return SoftPlus()(np.asarray(z))


class SquaredError:
    @staticmethod
    def loss(y, y_pred):
        return np.linalg.norm(y_pred - y) ** 2 / y.size


class CrossEntropy:
    @staticmethod
    def loss(y, y_pred, eps):
        return -np.sum(y * np.log(np.clip(y_pred, eps, 1))) / len(y)


def mse_loss(y_pred, y_true):
    if np.shape(y_pred) != np.shape(y_true):
        raise ValueError("y and y_pred must have the same shape")
    return SquaredError.loss(y_true, y_pred)


def categorical_cross_entropy(probs, onehot, eps):
    return CrossEntropy.loss(onehot, probs, eps)


class FullyConnected:
    """W is (n_in, n_out) here, as numpy-ml has it."""

    def __init__(self, W, b):
        self.parameters = {"W": W.T, "b": b.reshape(1, -1)}
        self.X = []

    def forward(self, X):
        self.X.append(X)
        return X @ self.parameters["W"] + self.parameters["b"]

    def backward(self, dLdz):
        X = self.X.pop()
        dX = dLdz @ self.parameters["W"].T
        dW = X.T @ dLdz
        dB = dLdz.sum(axis=0, keepdims=True)
        return dX, dW, dB


def linear_forward(X, W, b):
    return FullyConnected(W, b).forward(X)


def linear_backward(dout, X, W):
    layer = FullyConnected(W, np.zeros(len(W)))
    layer.forward(X)
    dX, dW, dB = layer.backward(dout)
    return dX, dW.T, dB[0]


def mlp_forward(X, params):
    layers = [FullyConnected(W, b) for W, b in params]
    for layer in layers[:-1]:
        X = ReLU()(layer.forward(X))
    return layers[-1].forward(X)


def mlp_backward(X, labels, params):
    layers, pre = [FullyConnected(W, b) for W, b in params], []
    out = X
    for layer in layers:
        pre.append(layer.forward(out))
        out = ReLU().fn(pre[-1])
    z = pre[-1] - pre[-1].max(axis=1, keepdims=True)
    probs = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    n = len(X)
    loss = -np.log(probs[np.arange(n), labels]).mean()
    delta = probs.copy()
    delta[np.arange(n), labels] -= 1
    delta /= n
    grads = []
    for i in reversed(range(len(layers))):
        delta, dW, dB = layers[i].backward(delta)
        grads.insert(0, (dW.T, dB.ravel()))
        if i:
            delta = delta * ReLU().grad(pre[i - 1])
    return loss, grads


class BatchNorm1D:
    def __init__(self, scaler, intercept, epsilon):
        self.scaler, self.intercept, self.epsilon = scaler, intercept, epsilon

    def forward(self, X):
        self.X = X
        mean, var = X.mean(axis=0), X.var(axis=0)
        return self.scaler * (X - mean) / np.sqrt(var + self.epsilon) + self.intercept

    def backward(self, dLdy):
        n = self.X.shape[0]
        mean, var = self.X.mean(axis=0), self.X.var(axis=0)
        N = (self.X - mean) / np.sqrt(var + self.epsilon)
        dIntercept = dLdy.sum(axis=0)
        dScaler = np.sum(dLdy * N, axis=0)
        dN = dLdy * self.scaler
        dX = (n * dN - dN.sum(axis=0) - N * (dN * N).sum(axis=0)) / (n * np.sqrt(var + self.epsilon))
        return dX, dScaler, dIntercept


def batchnorm_forward(x, gamma, beta, eps):
    return BatchNorm1D(gamma, beta, eps).forward(x)


def batchnorm_backward(dout, x, gamma, eps):
    layer = BatchNorm1D(gamma, np.zeros_like(gamma), eps)
    layer.forward(x)
    return layer.backward(dout)


class RNNCell:
    def __init__(self, W_x, W_h, b):
        self.parameters = {"Wax": W_x.T, "Waa": W_h.T, "b": b}
        self.gradients = {k: np.zeros_like(v) for k, v in self.parameters.items()}
        self.trace = []

    def forward(self, Xt, A_prev):
        At = np.tanh(A_prev @ self.parameters["Waa"] + Xt @ self.parameters["Wax"] + self.parameters["b"])
        self.trace.append((Xt, A_prev, At))
        return At

    def backward(self, dLdAt):
        Xt, A_prev, At = self.trace.pop()
        dZ = (1 - At**2) * dLdAt
        self.gradients["Wax"] += Xt.T @ dZ
        self.gradients["Waa"] += A_prev.T @ dZ
        self.gradients["b"] += dZ.sum(axis=0)
        return dZ @ self.parameters["Waa"].T


def rnn_step(x, h, W_x, W_h, b):
    return RNNCell(W_x, W_h, b).forward(x, h)


def bptt_gradient(xs, h0, W_x, W_h, b, dh_last):
    cell, h = RNNCell(W_x, W_h, b), h0
    for x in xs:
        h = cell.forward(x, h)
    d = dh_last
    for _ in range(len(xs)):
        d = cell.backward(d)
    return cell.gradients["Wax"].T, cell.gradients["Waa"].T, cell.gradients["b"], d


class OptimizerBase:
    def __init__(self, **hyper):
        self.hyper, self.cache = hyper, {}


class Adam(OptimizerBase):
    def update(self, param, grad, name):
        h, c = self.hyper, self.cache[name]
        c["t"] += 1
        c["mean"] = h["d1"] * c["mean"] + (1 - h["d1"]) * grad
        c["var"] = h["d2"] * c["var"] + (1 - h["d2"]) * grad**2
        v_hat = c["var"] / (1 - h["d2"] ** c["t"])
        m_hat = c["mean"] / (1 - h["d1"] ** c["t"])
        return param - h["lr"] * m_hat / (np.sqrt(v_hat) + h["eps"])


def adam_step(w, grad, m, v, t, lr, beta1, beta2, eps):
    opt = Adam(lr=lr, d1=beta1, d2=beta2, eps=eps)
    opt.cache["W"] = {"t": t - 1, "mean": m, "var": v}
    w = opt.update(w, grad, "W")
    return w, opt.cache["W"]["mean"], opt.cache["W"]["var"]


class AdaGrad(OptimizerBase):
    def update(self, param, grad, name):
        self.cache[name] = self.cache[name] + grad**2
        return param - self.hyper["lr"] * grad / (np.sqrt(self.cache[name]) + self.hyper["eps"])


def adagrad_step(w, grad, s, lr, eps):
    opt = AdaGrad(lr=lr, eps=eps)
    opt.cache["W"] = s
    return opt.update(w, grad, "W"), opt.cache["W"]


class RMSProp(OptimizerBase):
    def update(self, param, grad, name):
        decay = self.hyper["decay"]
        self.cache[name] = decay * self.cache[name] + (1 - decay) * grad**2
        return param - self.hyper["lr"] * grad / (np.sqrt(self.cache[name]) + self.hyper["eps"])


def rmsprop_step(w, grad, s, lr, beta, eps):
    opt = RMSProp(lr=lr, decay=beta, eps=eps)
    opt.cache["W"] = s
    return opt.update(w, grad, "W"), opt.cache["W"]


def he_normal(fan_in, fan_out, rng):
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).T


def he_uniform(fan_in, fan_out, rng):
    b = np.sqrt(6 / fan_in)
    return rng.uniform(-b, b, size=(fan_out, fan_in))


def xavier_uniform(fan_in, fan_out, rng):
    b = np.sqrt(3) * np.sqrt(2 / (fan_in + fan_out))
    return rng.uniform(-b, b, size=(fan_out, fan_in))


def xavier_normal(fan_in, fan_out, rng):
    return np.sqrt(2.0) * np.sqrt(1.0 / (fan_in + fan_out)) * rng.standard_normal((fan_out, fan_in))


def zeros_init(fan_in, fan_out):
    return np.zeros((fan_in, fan_out)).T


def minibatches(X, y, batch_size, rng):
    idx = np.arange(X.shape[0])
    rng.shuffle(idx)
    n_batches = int(np.ceil(len(idx) / batch_size))
    return [
        (X[idx[i * batch_size : (i + 1) * batch_size]], y[idx[i * batch_size : (i + 1) * batch_size]])
        for i in range(n_batches)
    ]


def one_hot(labels, num_classes):
    if any(c < 0 or c > num_classes - 1 for c in labels):
        raise ValueError("label exceeds number of classes")
    return np.eye(num_classes)[np.asarray(labels, dtype=int)]


def dropout(x, p, training, rng):
    scaler, mask = 1.0, np.ones(x.shape, dtype=bool)
    if training:
        scaler = 1.0 / (1.0 - p) if p < 1 else 0.0
        mask = rng.random(x.shape) >= p
    return scaler * mask * x


def conv2d_output_shape(height, width, kernel, stride, padding):
    out_rows = int(1 + (height + padding + padding - kernel) / stride)
    out_cols = int(1 + (width + padding + padding - kernel) / stride)
    return out_rows, out_cols
