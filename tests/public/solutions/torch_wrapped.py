"""PyTorch called from numpy: tensors in, autograd inside, tensors or arrays out."""

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def t(a, grad=False):
    return torch.tensor(np.asarray(a), dtype=torch.float64, requires_grad=grad)


# activations and their slopes
def sigmoid(z):
    return torch.sigmoid(t(z))


def tanh(z):
    return torch.tanh(t(z)).numpy()


def relu(z):
    return F.relu(t(z))


def leaky_relu(z, alpha):
    return F.leaky_relu(t(z), negative_slope=alpha)


def elu(z, alpha):
    return F.elu(t(z), alpha=alpha)


def softplus(z):
    return F.softplus(t(z))


def silu(z):
    return F.silu(t(z)).numpy()


def gelu(z):
    return F.gelu(t(z))


def softmax(z):
    return F.softmax(t(z), dim=-1)


def log_softmax(z):
    return F.log_softmax(t(z), dim=1).numpy()


def step(z):
    return torch.heaviside(t(z), torch.ones((), dtype=torch.float64))


def _slope(f, z):
    z = t(z, grad=True)
    return torch.autograd.grad(f(z).sum(), z)[0]


def sigmoid_grad(z):
    return _slope(torch.sigmoid, z)


def tanh_grad(z):
    return _slope(torch.tanh, z).numpy()


def relu_grad(z):
    return _slope(torch.relu, z)


def softmax_jacobian(z):
    return torch.autograd.functional.jacobian(lambda v: torch.softmax(v, 0), t(z))


def softmax_backward(dout, s):
    z = torch.log(t(s)).requires_grad_()
    return torch.autograd.grad(torch.softmax(z, 1), z, t(dout))[0]


def prelu_backward(dout, z, alpha):
    z, a = t(z, grad=True), t([alpha], grad=True)
    dz, da = torch.autograd.grad(F.prelu(z.reshape(-1, 1), a).reshape(z.shape), (z, a), t(dout))
    return dz, da.item()


# losses
def mse_loss(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("Using a target size that is different to the input size")
    return F.mse_loss(t(y_pred), t(y_true)).item()


def mse_grad(y_pred, y_true):
    p = t(y_pred, grad=True)
    F.mse_loss(p, t(y_true)).backward()
    return p.grad


def mae_loss(y_pred, y_true):
    return F.l1_loss(t(y_pred), t(y_true))


def mae_grad(y_pred, y_true):
    p = t(y_pred, grad=True)
    F.l1_loss(p, t(y_true)).backward()
    return p.grad.numpy()


def huber_loss(y_pred, y_true, delta):
    return F.huber_loss(t(y_pred), t(y_true), delta=delta).item()


def bce_loss(p, y, eps):
    return F.binary_cross_entropy(t(p).clamp(eps, 1 - eps), t(y)).item()


def bce_grad(p, y):
    p = t(p, grad=True)
    F.binary_cross_entropy(p, t(y)).backward()
    return p.grad


def bce_with_logits(z, y):
    return F.binary_cross_entropy_with_logits(t(z), t(y))


def cross_entropy(logits, labels):
    return nn.CrossEntropyLoss()(t(logits), torch.as_tensor(labels, dtype=torch.long)).item()


def cross_entropy_grad(logits, labels):
    z = t(logits, grad=True)
    F.cross_entropy(z, torch.as_tensor(labels, dtype=torch.long)).backward()
    return z.grad


# networks and backprop
def linear_forward(X, W, b):
    return F.linear(t(X), t(W), t(b))


def linear_backward(dout, X, W):
    X, W = t(X, grad=True), t(W, grad=True)
    b = torch.zeros(W.shape[0], dtype=torch.float64, requires_grad=True)
    F.linear(X, W, b).backward(t(dout))
    return X.grad, W.grad, b.grad


def relu_backward(dout, z):
    z = t(z, grad=True)
    torch.relu(z).backward(t(dout))
    return z.grad


def sigmoid_backward(dout, a):
    return torch.ops.aten.sigmoid_backward(t(dout), t(a))


def neuron_backward(x, w, b, y):
    w, b = t(w, grad=True), t(b, grad=True)
    ((torch.sigmoid(w @ t(x) + b) - y) ** 2).backward()
    return w.grad.numpy(), b.grad.item()


def _net(X, params):
    a = X
    for i, (W, b) in enumerate(params):
        a = F.linear(a, W, b)
        if i + 1 < len(params):
            a = F.relu(a)
    return a


def mlp_forward(X, params):
    return _net(t(X), [(t(W), t(b)) for W, b in params]).numpy()


def mlp_backward(X, labels, params):
    ps = [(t(W, True), t(b, True)) for W, b in params]
    loss = F.cross_entropy(_net(t(X), ps), torch.as_tensor(labels, dtype=torch.long))
    loss.backward()
    return loss.item(), [(W.grad, b.grad) for W, b in ps]


def residual_block(X, W1, b1, W2, b2):
    x = t(X)
    return F.relu(x + F.linear(F.relu(F.linear(x, t(W1), t(b1))), t(W2), t(b2)))


def chain_gradient(x, weights, activation):
    f = getattr(torch, activation)
    outs = [t(x, True)]
    for w in weights:
        outs.append(f(w * outs[-1]))
    return [torch.autograd.grad(outs[-1], o, retain_graph=True)[0].item() for o in outs[-2::-1]]


# normalization
def batchnorm_forward(x, gamma, beta, eps):
    # F.batch_norm refuses a single sample, native_batch_norm does not
    return torch.native_batch_norm(t(x), t(gamma), t(beta), None, None, True, 0.0, eps)[0]


def batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps):
    rm, rv = t(running_mean), t(running_var)
    y = F.batch_norm(t(x), rm, rv, t(gamma), t(beta), training=True, momentum=momentum, eps=eps)
    return y, rm, rv


def batchnorm_inference(x, gamma, beta, running_mean, running_var, eps):
    return F.batch_norm(t(x), t(running_mean), t(running_var), t(gamma), t(beta), eps=eps)


def batchnorm_backward(dout, x, gamma, eps):
    x, g = t(x, True), t(gamma, True)
    b = torch.zeros_like(g).requires_grad_()
    torch.native_batch_norm(x, g, b, None, None, True, 0.0, eps)[0].backward(t(dout))
    return x.grad, g.grad, b.grad


def batchnorm2d_forward(x, gamma, beta, eps):
    return F.batch_norm(t(x), None, None, t(gamma), t(beta), True, 0.1, eps).numpy()


def layernorm_forward(x, gamma, beta, eps):
    return F.layer_norm(t(x), (x.shape[1],), t(gamma), t(beta), eps)


# recurrent cells
def _load(cell, W_x, W_h, b_x, b_h):
    with torch.no_grad():
        cell.weight_ih.copy_(t(W_x))
        cell.weight_hh.copy_(t(W_h))
        cell.bias_ih.copy_(t(b_x))
        cell.bias_hh.copy_(t(b_h))
    return cell


def rnn_step(x, h, W_x, W_h, b):
    cell = nn.RNNCell(x.shape[1], h.shape[1], dtype=torch.float64)
    return _load(cell, W_x, W_h, b, np.zeros_like(b))(t(x), t(h)).detach()


def lstm_step(x, h, c, W_x, W_h, b):
    cell = nn.LSTMCell(x.shape[1], h.shape[1], dtype=torch.float64)
    h, c = _load(cell, W_x, W_h, b, np.zeros_like(b))(t(x), (t(h), t(c)))
    return h.detach().numpy(), c.detach().numpy()


def gru_step(x, h, W_x, W_h, b_x, b_h):
    cell = nn.GRUCell(x.shape[1], h.shape[1], dtype=torch.float64)
    return _load(cell, W_x, W_h, b_x, b_h)(t(x), t(h))


def bptt_gradient(xs, h0, W_x, W_h, b, dh_last):
    W_x, W_h, b, h0 = t(W_x, True), t(W_h, True), t(b, True), t(h0, True)
    h = h0
    for x in t(xs):
        h = torch.tanh(x @ W_x.T + h @ W_h.T + b)
    h.backward(t(dh_last))
    return W_x.grad, W_h.grad, b.grad, h0.grad


# optimizers: state put into torch's own
def _param(w, grad):
    p = torch.nn.Parameter(t(w))
    p.grad = t(grad)
    return p


def sgd_step(w, grad, lr):
    p = _param(w, grad)
    torch.optim.SGD([p], lr=lr).step()
    return p.detach().numpy()


def sgd_weight_decay_step(w, grad, lr, weight_decay):
    p = _param(w, grad)
    torch.optim.SGD([p], lr=lr, weight_decay=weight_decay).step()
    return p.data


def _sgd_with_buffer(w, grad, v, lr, mu, nesterov):
    if mu == 0:  # torch.optim.SGD keeps no buffer then
        return sgd_step(w, grad, lr), grad
    p = _param(w, grad)
    opt = torch.optim.SGD([p], lr=lr, momentum=mu, nesterov=nesterov)
    opt.state[p]["momentum_buffer"] = t(v)
    opt.step()
    return p.data, opt.state[p]["momentum_buffer"]


def heavy_ball_step(w, grad, v, lr, mu):
    return _sgd_with_buffer(w, grad, v, lr, mu, False)


def nesterov_step(w, grad, v, lr, mu):
    return _sgd_with_buffer(w, grad, v, lr, mu, True)


def adagrad_step(w, grad, s, lr, eps):
    p = _param(w, grad)
    opt = torch.optim.Adagrad([p], lr=lr, eps=eps)
    opt.state[p]["sum"] = t(s)
    opt.step()
    return p.data, opt.state[p]["sum"]


def rmsprop_step(w, grad, s, lr, beta, eps):
    p = _param(w, grad)
    opt = torch.optim.RMSprop([p], lr=lr, alpha=beta, eps=eps)
    opt.state[p] = {"step": torch.tensor(1.0), "square_avg": t(s)}
    opt.step()
    return p.data, opt.state[p]["square_avg"]


def adadelta_step(w, grad, s, d, lr, rho, eps):
    p = _param(w, grad)
    opt = torch.optim.Adadelta([p], lr=lr, rho=rho, eps=eps)
    opt.state[p] = {"step": torch.tensor(1.0), "square_avg": t(s), "acc_delta": t(d)}
    opt.step()
    return p.data, opt.state[p]["square_avg"], opt.state[p]["acc_delta"]


def _adam(cls, w, grad, m, v, step, **settings):
    p = _param(w, grad)
    opt = cls([p], **settings)
    opt.state[p] = {"step": torch.tensor(float(step - 1)), "exp_avg": t(m), "exp_avg_sq": t(v)}
    opt.step()
    return p.data, opt.state[p]["exp_avg"], opt.state[p]["exp_avg_sq"]


def adam_step(w, grad, m, v, t, lr, beta1, beta2, eps):
    return _adam(torch.optim.Adam, w, grad, m, v, t, lr=lr, betas=(beta1, beta2), eps=eps)


def adamw_step(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):
    return _adam(torch.optim.AdamW, w, grad, m, v, t, lr=lr, betas=(beta1, beta2), eps=eps, weight_decay=weight_decay)


def clip_by_value(grads, limit):
    ps = [_param(g, g) for g in grads]
    nn.utils.clip_grad_value_(ps, limit)
    return [p.grad for p in ps]


def clip_by_global_norm(grads, max_norm):
    ps = [_param(g, g) for g in grads]
    total = nn.utils.clip_grad_norm_(ps, max_norm)
    return [p.grad.numpy() for p in ps], total.item()


def clip_by_norm(grad, max_norm):
    p = _param(grad, grad)
    nn.utils.clip_grad_norm_([p], max_norm)
    return p.grad


# initializers, with a torch generator seeded by the given one
def _gen(rng):
    return torch.Generator().manual_seed(int(rng.integers(2**62)))


def xavier_uniform(fan_in, fan_out, rng):
    return nn.init.xavier_uniform_(torch.empty(fan_out, fan_in), generator=_gen(rng))


def xavier_normal(fan_in, fan_out, rng):
    return nn.init.xavier_normal_(torch.empty(fan_out, fan_in), generator=_gen(rng))


def he_normal(fan_in, fan_out, rng):
    return nn.init.kaiming_normal_(torch.empty(fan_out, fan_in), nonlinearity="relu", generator=_gen(rng))


def he_uniform(fan_in, fan_out, rng):
    return nn.init.kaiming_uniform_(torch.empty(fan_out, fan_in), nonlinearity="relu", generator=_gen(rng))


def orthogonal_init(rows, cols, gain, rng):
    return nn.init.orthogonal_(torch.empty(rows, cols), gain=gain, generator=_gen(rng))


def normal_init(fan_in, fan_out, mean, std, rng):
    return nn.init.normal_(torch.empty(fan_out, fan_in), mean, std, generator=_gen(rng))


def conv_fans(shape):
    return nn.init._calculate_fan_in_and_fan_out(torch.empty(*shape))


# the rest
def one_hot(labels, num_classes):
    labels = torch.as_tensor(labels)
    if (labels < 0).any() or (labels >= num_classes).any():
        raise ValueError("Class values must be within num_classes")
    return F.one_hot(labels.long(), num_classes)


def accuracy(logits, labels):
    return (t(logits).argmax(1) == torch.as_tensor(labels)).double().mean().item()


def dropout(x, p, training, rng):
    torch.manual_seed(int(rng.integers(2**62)))
    return F.dropout(t(x), p, training)


def conv2d_output_shape(height, width, kernel, stride, padding):
    conv = nn.Conv2d(1, 1, kernel, stride, padding)
    return tuple(conv(torch.zeros(1, 1, height, width)).shape[2:])


def count_parameters(layer_sizes):
    return sum(p.numel() for i, o in zip(layer_sizes, layer_sizes[1:]) for p in nn.Linear(i, o).parameters())


def gradient_norms(grads):
    return [torch.cat([t(dW).flatten(), t(db).flatten()]).norm() for dW, db in grads]
