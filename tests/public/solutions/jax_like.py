"""After JAX, optax and flax: pure functions, jnp spelling (numpy stands in), vmap as a comprehension, float32 often."""

from functools import partial, reduce

import numpy as np
import numpy as jnp


def vmap(f):
    return lambda *args: jnp.stack([f(*row) for row in zip(*args)])


# jax.nn
def relu(z):
    return jnp.maximum(z, 0)


def sigmoid(z):
    return 0.5 * (jnp.tanh(0.5 * z) + 1)


def softplus(z):
    return jnp.logaddexp(z, 0.0)


def silu(z):
    return z * sigmoid(z)


def gelu(z):
    # approximate=True, jax's default
    cdf = 0.5 * (1.0 + jnp.tanh(jnp.sqrt(2 / jnp.pi) * (z + 0.044715 * z**3)))
    return z * cdf


def leaky_relu(z, alpha):
    return jnp.where(z >= 0, z, alpha * z)


def elu(z, alpha):
    safe_x = jnp.where(z > 0, 0.0, z)
    return jnp.where(z > 0, z, alpha * jnp.expm1(safe_x))


def log_softmax(z):
    shifted = z - jnp.max(z, axis=-1, keepdims=True)
    return shifted - jnp.log(jnp.sum(jnp.exp(shifted), axis=-1, keepdims=True))


def softmax(z):
    unnormalized = jnp.exp(z - jnp.max(z, axis=-1, keepdims=True))
    return unnormalized / jnp.sum(unnormalized, axis=-1, keepdims=True)


def softmax_jacobian(z):
    s = softmax(z)
    return jnp.stack([s[i] * ((jnp.arange(len(s)) == i) - s) for i in range(len(s))])


def softmax_backward(dout, s):
    return vmap(lambda g, p: p * g - p * jnp.vdot(p, g))(dout, s)


def one_hot(labels, num_classes):
    labels = jnp.asarray(labels)
    if not ((labels >= 0) & (labels < num_classes)).all():
        raise ValueError("labels out of bounds")
    return jnp.asarray(labels[..., None] == jnp.arange(num_classes), dtype=jnp.float32)


# optax losses
def mse_loss(y_pred, y_true):
    if jnp.shape(y_pred) != jnp.shape(y_true):
        raise ValueError("shapes must be equal")
    return jnp.mean((y_pred - y_true) ** 2)


def mse_grad(y_pred, y_true):
    return jnp.multiply(2.0 / y_pred.size, y_pred - y_true)


def mae_grad(y_pred, y_true):
    return jnp.sign(y_pred - y_true) / y_pred.size


def huber_loss(y_pred, y_true, delta):
    abs_errors = jnp.abs(y_pred - y_true)
    quadratic = jnp.minimum(abs_errors, delta)
    linear = abs_errors - quadratic
    return jnp.mean(0.5 * quadratic**2 + delta * linear)


def bce_with_logits(z, y):
    log_p, log_not_p = -jnp.logaddexp(0, -z), -jnp.logaddexp(0, z)
    return jnp.mean(-y * log_p - (1.0 - y) * log_not_p)


def cross_entropy(logits, labels):
    logits = logits - jnp.max(logits, axis=-1, keepdims=True)
    label_logits = jnp.take_along_axis(logits, jnp.asarray(labels)[..., None], axis=-1)[..., 0]
    log_normalizers = jnp.log(jnp.sum(jnp.exp(logits), axis=-1))
    return jnp.mean(log_normalizers - label_logits)


def cross_entropy_grad(logits, labels):
    n = logits.shape[0]
    return (softmax(logits) - (jnp.asarray(labels)[:, None] == jnp.arange(logits.shape[1]))) / n


def categorical_cross_entropy(probs, onehot, eps):
    return jnp.mean(vmap(lambda p, y: -jnp.vdot(y, jnp.log(jnp.clip(p, eps, 1.0))))(probs, onehot))


# networks
def linear_forward(X, W, b):
    return jnp.einsum("ni,oi->no", X, W) + b


def mlp_forward(X, params):
    *hidden, (w_last, b_last) = params
    h = reduce(lambda a, layer: jnp.maximum(jnp.dot(a, layer[0].T) + layer[1], 0), hidden, X)
    return jnp.dot(h, w_last.T) + b_last


def linear_backward(dout, X, W):
    return jnp.einsum("no,oi->ni", dout, W), jnp.einsum("no,ni->oi", dout, X), jnp.einsum("no->o", dout)


def residual_block(X, W1, b1, W2, b2):
    h = jnp.maximum(jnp.einsum("ni,oi->no", X, W1) + b1, 0)
    return jnp.maximum(X + jnp.einsum("ni,oi->no", h, W2) + b2, 0)


def layernorm_forward(x, gamma, beta, eps):
    mean = jnp.mean(x, -1, keepdims=True)
    var = jnp.maximum(jnp.mean(jnp.square(x), -1, keepdims=True) - jnp.square(mean), 0)  # flax's fast variance
    return (x - mean) * (gamma / jnp.sqrt(var + eps)) + beta


def batchnorm_forward(x, gamma, beta, eps):
    mean, var = jnp.mean(x, 0), jnp.maximum(jnp.mean(jnp.square(x), 0) - jnp.square(jnp.mean(x, 0)), 0)
    return (x - mean) * (gamma / jnp.sqrt(var + eps)) + beta


def rnn_step(x, h, W_x, W_h, b):
    return jnp.tanh(jnp.concatenate([x, h], axis=1) @ jnp.concatenate([W_x, W_h], axis=1).T + b)


def lstm_step(x, h, c, W_x, W_h, b):
    i, f, g, o = jnp.split(x @ W_x.T + h @ W_h.T + b, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * jnp.tanh(g)
    return sigmoid(o) * jnp.tanh(c), c


def gru_step(x, h, W_x, W_h, b_x, b_h):
    xr, xz, xn = jnp.split(x @ W_x.T + b_x, 3, axis=-1)
    hr, hz, hn = jnp.split(h @ W_h.T + b_h, 3, axis=-1)
    r, z = sigmoid(xr + hr), sigmoid(xz + hz)
    n = jnp.tanh(xn + r * hn)
    return n + z * (h - n)


# jax.nn.initializers
def variance_scaling(scale, mode, distribution):
    def init(rng, fan_in, fan_out):
        denominator = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[mode]
        variance = jnp.array(scale / denominator)
        if distribution == "truncated_normal":
            from scipy.special import ndtri

            stddev = jnp.sqrt(variance) / 0.87962566103423978
            u = rng.uniform(0.02275013194817921, 0.9772498680518208, (fan_in, fan_out))
            return jnp.asarray(ndtri(u) * stddev, dtype=jnp.float32)
        if distribution == "normal":
            return jnp.asarray(
                rng.standard_normal((fan_in, fan_out), dtype=np.float32) * jnp.sqrt(variance), jnp.float32
            )
        return jnp.asarray(rng.uniform(-1, 1, (fan_in, fan_out)) * jnp.sqrt(3 * variance), jnp.float32)

    return init


def he_normal(fan_in, fan_out, rng):
    return variance_scaling(2.0, "fan_in", "truncated_normal")(rng, fan_in, fan_out).T


def he_uniform(fan_in, fan_out, rng):
    return variance_scaling(2.0, "fan_in", "uniform")(rng, fan_in, fan_out).T


def lecun_normal(fan_in, fan_out, rng):
    return variance_scaling(1.0, "fan_in", "truncated_normal")(rng, fan_in, fan_out).T


def xavier_normal(fan_in, fan_out, rng):
    return variance_scaling(1.0, "fan_avg", "normal")(rng, fan_in, fan_out).T


def xavier_uniform(fan_in, fan_out, rng):
    return variance_scaling(1.0, "fan_avg", "uniform")(rng, fan_in, fan_out).T


def uniform_init(fan_in, fan_out, low, high, rng):
    return (low + (high - low) * rng.random((fan_out, fan_in), dtype=np.float32)).astype(np.float32)


def normal_init(fan_in, fan_out, mean, std, rng):
    return mean + std * rng.standard_normal((fan_out, fan_in), dtype=np.float32)


# optax transformations
def tree_map(f, *trees):
    return [f(*leaves) for leaves in zip(*trees)]


def _bias_correction(moment, decay, count):
    return moment / (1 - decay**count)


def adam_step(w, grad, m, v, t, lr, beta1, beta2, eps):
    mu = (1 - beta1) * grad + beta1 * m
    nu = (1 - beta2) * (grad**2) + beta2 * v
    mu_hat, nu_hat = _bias_correction(mu, beta1, t), _bias_correction(nu, beta2, t)
    return w + -lr * (mu_hat / (jnp.sqrt(nu_hat + 0.0) + eps)), mu, nu


def adamw_step(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):
    mu = (1 - beta1) * grad + beta1 * m
    nu = (1 - beta2) * (grad**2) + beta2 * v
    update = _bias_correction(mu, beta1, t) / (jnp.sqrt(_bias_correction(nu, beta2, t)) + eps)
    return w - lr * (update + weight_decay * w), mu, nu


def sgd_step(w, grad, lr):
    return jnp.add(w, -lr * grad)


def heavy_ball_step(w, grad, v, lr, mu):
    trace = grad + mu * v
    return w - lr * trace, trace


def nesterov_step(w, grad, v, lr, mu):
    f = lambda g, t: g + mu * t
    trace = f(grad, v)
    return w - lr * f(grad, trace), trace


def momentum_step(w, grad, v, lr, beta):
    ema = v + (1 - beta) * (grad - v)
    return w - lr * ema, ema


def rmsprop_step(w, grad, s, lr, beta, eps):
    nu = (1 - beta) * grad**2 + beta * s
    return w - lr * grad / jnp.sqrt(nu + eps), nu  # eps_in_sqrt=True, optax's default


def sgd_weight_decay_step(w, grad, lr, weight_decay):
    return w - lr * (grad + weight_decay * w)


def global_norm(updates):
    return jnp.sqrt(sum(jnp.sum(jnp.abs(x) ** 2) for x in updates))


def clip_by_global_norm(grads, max_norm):
    g_norm = global_norm(grads)
    trigger = g_norm < max_norm
    return tree_map(lambda t: jnp.where(trigger, t, (t / (g_norm + (g_norm == 0))) * max_norm), grads), g_norm


def clip_by_value(grads, limit):
    return tree_map(partial(jnp.clip, a_min=-limit, a_max=limit), grads)


def l2_penalty(weights, lam):
    return lam * sum(jnp.vdot(w, w) for w in weights)


def cosine_annealing(lr_max, lr_min, epoch, total):
    count = jnp.minimum(epoch, total)
    return lr_min + (lr_max - lr_min) * jnp.square(jnp.cos(jnp.pi * count / (2 * total)))


def gradient_descent(grad, w0, lr, steps):
    def body(carry, _):
        new = carry - lr * grad(carry)
        return new, new

    carry, ys = jnp.array(w0, dtype=float), [jnp.array(w0, dtype=float)]
    for i in range(steps):
        carry, y = body(carry, i)
        ys.append(y)
    return jnp.stack(ys)


def dropout(x, p, training, rng):
    if p == 0.0 or not training:
        return x
    if p == 1.0:
        return jnp.zeros_like(x)
    keep_prob = 1.0 - p
    mask = rng.binomial(1, keep_prob, size=x.shape).astype(bool)
    return jnp.where(mask, x / keep_prob, jnp.zeros_like(x))
