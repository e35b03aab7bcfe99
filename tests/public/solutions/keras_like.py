"""After Keras: layers with build/call, eps inside the roots, epsilon-hat Adam, truncated normals."""

import math

import numpy as np


class Layer:
    def __call__(self, *args, **kwargs):
        return self.call(*args, **kwargs)


class BatchNormalization(Layer):
    def __init__(self, gamma, beta, epsilon, momentum=0.99, moving_mean=None, moving_variance=None):
        self.gamma, self.beta, self.epsilon, self.momentum = gamma, beta, epsilon, momentum
        self.moving_mean, self.moving_variance = moving_mean, moving_variance

    def call(self, inputs, training=True):
        axes = tuple(i for i in range(inputs.ndim) if i != 1)
        shape = [1] * inputs.ndim
        shape[1] = inputs.shape[1]
        if training:
            mean, var = inputs.mean(axes), inputs.var(axes)
            if self.moving_mean is not None:
                self.moving_mean = self.moving_mean * self.momentum + mean * (1 - self.momentum)
                self.moving_variance = self.moving_variance * self.momentum + var * (1 - self.momentum)
        else:
            mean, var = self.moving_mean, self.moving_variance
        inv = (1.0 / np.sqrt(var + self.epsilon)) * self.gamma
        res = self.beta - mean * inv
        return inputs * inv.reshape(shape) + res.reshape(shape)


def batchnorm_forward(x, gamma, beta, eps):
    return BatchNormalization(gamma, beta, eps)(x)


def batchnorm2d_forward(x, gamma, beta, eps):
    return BatchNormalization(gamma, beta, eps)(x)


def batchnorm_inference(x, gamma, beta, running_mean, running_var, eps):
    layer = BatchNormalization(gamma, beta, eps, moving_mean=running_mean, moving_variance=running_var)
    return layer(x, training=False)


def batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps):
    # Keras counts momentum the other way round and keeps the biased variance
    layer = BatchNormalization(gamma, beta, eps, 1 - momentum, running_mean, running_var)
    return layer(x), layer.moving_mean, layer.moving_variance


def layernorm_forward(x, gamma, beta, eps):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.mean(np.square(x - mean), axis=-1, keepdims=True)
    inv = gamma / np.sqrt(variance + eps)
    return x * inv + (beta - mean * inv)


def gelu(z):
    return 0.5 * z * (1.0 + np.array([math.erf(v / math.sqrt(2.0)) for v in np.ravel(z)]).reshape(np.shape(z)))


def elu(z, alpha):
    return np.where(z > 0, z, alpha * np.expm1(np.where(z > 0, 0.0, z)))


def leaky_relu(z, alpha):
    return np.maximum(0, z) - alpha * np.maximum(0, -z)


def relu(z):
    return np.clip(z, 0.0, None)


def softmax(z):
    exp_x = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return exp_x / np.sum(exp_x, axis=-1, keepdims=True)


def squeeze_or_raise(x1, x2):
    if x1.shape != x2.shape:
        raise ValueError(f"Arguments `target` and `output` must have the same shape: {x1.shape} {x2.shape}")
    return x1, x2


def mse_loss(y_pred, y_true):
    y_true, y_pred = squeeze_or_raise(y_true, y_pred)
    return np.mean(np.mean(np.square(y_true - y_pred), axis=-1))


def mae_loss(y_pred, y_true):
    return np.mean(np.mean(np.abs(y_true - y_pred), axis=-1))


def huber_loss(y_pred, y_true, delta):
    error = y_pred - y_true
    abs_error = np.abs(error)
    half = 0.5
    return np.mean(np.where(abs_error <= delta, half * np.square(error), delta * abs_error - half * np.square(delta)))


def categorical_cross_entropy(probs, onehot, eps):
    output = np.clip(probs, eps, 1.0)
    return np.mean(-np.sum(onehot * np.log(output), axis=-1))


def bce_loss(p, y, eps):
    output = np.clip(p, eps, 1.0 - eps)
    return -np.mean(y * np.log(output) + (1.0 - y) * np.log(1.0 - output))


def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


def one_hot(labels, num_classes):
    x = np.asarray(labels).reshape(-1)
    if ((x < 0) | (x >= num_classes)).any():
        raise ValueError("label out of range")
    categorical = np.zeros((x.shape[0], num_classes), dtype="float32")
    categorical[np.arange(x.shape[0]), x] = 1
    return categorical


class VarianceScaling:
    def __init__(self, scale, mode, distribution, rng):
        self.scale, self.mode, self.distribution, self.rng = scale, mode, distribution, rng

    def __call__(self, fan_in, fan_out):
        scale = self.scale / {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2.0}[self.mode]
        shape = (fan_in, fan_out)  # a Keras kernel
        if self.distribution == "uniform":
            limit = math.sqrt(3.0 * scale)
            return self.rng.uniform(-limit, limit, shape)
        stddev = math.sqrt(scale) / 0.87962566103423978
        out = self.rng.normal(0.0, stddev, shape)
        while (bad := np.abs(out) > 2 * stddev).any():
            out[bad] = self.rng.normal(0.0, stddev, bad.sum())
        return out


def he_normal(fan_in, fan_out, rng):
    return VarianceScaling(2.0, "fan_in", "truncated_normal", rng)(fan_in, fan_out).T


def he_uniform(fan_in, fan_out, rng):
    return VarianceScaling(2.0, "fan_in", "uniform", rng)(fan_in, fan_out).T


def lecun_normal(fan_in, fan_out, rng):
    return VarianceScaling(1.0, "fan_in", "truncated_normal", rng)(fan_in, fan_out).T


def xavier_normal(fan_in, fan_out, rng):
    return VarianceScaling(1.0, "fan_avg", "truncated_normal", rng)(fan_in, fan_out).T


def xavier_uniform(fan_in, fan_out, rng):
    return VarianceScaling(1.0, "fan_avg", "uniform", rng)(fan_in, fan_out).T


def init_mlp(layer_sizes, rng):
    he = VarianceScaling(2.0, "fan_in", "truncated_normal", rng)
    return [(he(i, o).T, np.zeros(o)) for i, o in zip(layer_sizes[:-1], layer_sizes[1:])]


def orthogonal_init(rows, cols, gain, rng):
    a = rng.normal(0.0, 1.0, (max(rows, cols), min(rows, cols)))
    q, r = np.linalg.qr(a)
    d = np.diag(r)
    q = q * np.sign(d)
    return gain * (q.T if rows < cols else q)


def adam_step(w, grad, m, v, t, lr, beta1, beta2, eps):
    alpha = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = m + (grad - m) * (1 - beta1)
    v = v + (np.square(grad) - v) * (1 - beta2)
    return w - (m * alpha) / (np.sqrt(v) + eps), m, v


def adamw_step(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):
    w = w - w * weight_decay * lr
    return adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)


def rmsprop_step(w, grad, s, lr, beta, eps):
    velocity = beta * s + (1 - beta) * np.square(grad)
    return w - lr * grad / np.sqrt(velocity + eps), velocity


def adagrad_step(w, grad, s, lr, eps):
    accumulator = s + np.square(grad)
    return w - lr * grad / np.sqrt(accumulator + eps), accumulator


def adadelta_step(w, grad, s, d, lr, rho, eps):
    rms = lambda x: np.sqrt(x + eps)
    s = rho * s + (1 - rho) * np.square(grad)
    delta = -rms(d) * grad / rms(s)
    d = rho * d + (1 - rho) * np.square(delta)
    return w + lr * delta, s, d


def clip_by_global_norm(grads, max_norm):
    use_norm = np.sqrt(sum(np.sum(np.square(g)) for g in grads))
    scale = max_norm * np.minimum(1.0 / use_norm if use_norm > 0 else np.inf, 1.0 / max_norm)
    return [g * scale for g in grads], use_norm


def clip_by_value(grads, limit):
    return [np.clip(g, -limit, limit) for g in grads]


def exponential_decay(lr0, epoch, k):
    return lr0 * math.exp(-k * epoch)


def step_decay(lr0, epoch, drop, every):
    return lr0 * math.pow(drop, math.floor(epoch / every))


def cosine_annealing(lr_max, lr_min, epoch, total):
    cosine_decayed = 0.5 * (1.0 + math.cos(math.pi * epoch / total))
    alpha = lr_min / lr_max
    return lr_max * ((1 - alpha) * cosine_decayed + alpha)


def triangular_lr(lr_min, lr_max, iteration, step_size):
    cycle = math.floor(1 + iteration / (2 * step_size))
    x = abs(iteration / step_size - 2 * cycle + 1)
    return lr_min + (lr_max - lr_min) * max(0, 1 - x)


class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.wait, self.best, self.best_epoch, self.stopped_epoch = 0, float("inf"), 0, None

    def on_epoch_end(self, epoch, value):
        self.wait += 1
        if value < self.best - self.min_delta:
            self.best, self.best_epoch, self.wait = value, epoch, 0
            return False
        if self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            return True
        return False


def early_stopping(val_losses, patience, min_delta):
    callback = EarlyStopping(patience, min_delta)
    for epoch, value in enumerate(val_losses):
        if callback.on_epoch_end(epoch, value):
            break
    return epoch, callback.best_epoch


def dropout(x, p, training, rng):
    if not training or p == 0:
        return x
    if p == 1:
        return np.zeros_like(x)
    keep = rng.uniform(size=x.shape) >= p
    return np.where(keep, x / (1 - p), 0.0)


def random_flip(images, p, rng):
    flip = rng.random(len(images)) < p
    return np.where(flip[:, None, None], images[:, :, ::-1], images)


def conv2d_output_shape(height, width, kernel, stride, padding):
    return tuple((size + 2 * padding - kernel + stride) // stride for size in (height, width))


def conv_fans(shape):
    shape = tuple(shape)
    if len(shape) == 2:
        return shape[1], shape[0]
    receptive_field_size = 1
    for dim in shape[2:]:
        receptive_field_size *= dim
    return shape[1] * receptive_field_size, shape[0] * receptive_field_size


def count_parameters(layer_sizes):
    return int(sum((i + 1) * o for i, o in zip(layer_sizes, layer_sizes[1:])))
