"""After micrograd: a scalar Value that knows how it was made; everything else is Python."""

import math


class Value:
    def __init__(self, data, _children=()):
        self.data, self.grad = float(data), 0.0
        self._backward, self._prev = (lambda: None), set(_children)

    def _make(self, data, parents, backward):
        out = Value(data, parents)
        out._backward = lambda: backward(out)
        return out

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)

        def backward(out):
            self.grad += out.grad
            other.grad += out.grad

        return self._make(self.data + other.data, (self, other), backward)

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)

        def backward(out):
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        return self._make(self.data * other.data, (self, other), backward)

    def __pow__(self, k):
        def backward(out):
            self.grad += k * self.data ** (k - 1) * out.grad

        return self._make(self.data**k, (self,), backward)

    def _unary(self, value, slope):
        def backward(out):
            self.grad += slope * out.grad

        return self._make(value, (self,), backward)

    def relu(self):
        return self._unary(max(self.data, 0.0), 1.0 if self.data > 0 else 0.0)

    def tanh(self):
        t = math.tanh(self.data)
        return self._unary(t, 1 - t * t)

    def exp(self):
        return self._unary(math.exp(self.data), math.exp(self.data))

    def log(self):
        return self._unary(math.log(self.data), 1 / self.data)

    def abs(self):
        return self._unary(abs(self.data), (self.data > 0) - (self.data < 0))

    def sigmoid(self):
        if self.data >= 0:
            s = 1 / (1 + math.exp(-self.data))
        else:
            s = math.exp(self.data) / (1 + math.exp(self.data))
        return self._unary(s, s * (1 - s))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __truediv__(self, other):
        return self * other**-1

    def backward(self):
        topo, visited, stack = [], set(), [(self, False)]
        while stack:
            v, done = stack.pop()
            if done:
                topo.append(v)
            elif v not in visited:
                visited.add(v)
                stack.append((v, True))
                stack.extend((child, False) for child in v._prev)
        self.grad = 1.0
        for v in reversed(topo):
            v._backward()
        return self


# nested lists of Values, and back
def wrap(a):
    return [wrap(x) for x in a] if getattr(a, "ndim", None) or isinstance(a, list) else Value(a)


def leaves(v):
    return [leaf for x in v for leaf in leaves(x)] if isinstance(v, list) else [v]


def grads(v):
    return [grads(x) for x in v] if isinstance(v, list) else v.grad


def dot(a, b):
    return sum((x * y for x, y in zip(a, b)), Value(0.0))


def affine(rows, W, b):
    return [[dot(row, w) + c for w, c in zip(W, b)] for row in rows]


def _elementwise(z, f):
    v = wrap(z)
    out = [f(x) for x in leaves(v)]
    sum(out, Value(0.0)).backward()
    return grads(v)


def sigmoid_grad(z):
    return _elementwise(z, Value.sigmoid)


def tanh_grad(z):
    return _elementwise(z, Value.tanh)


def relu_grad(z):
    return _elementwise(z, Value.relu)


def relu_backward(dout, z):
    v = wrap(z)
    flat = dout.ravel().tolist()
    sum((x.relu() * d for x, d in zip(leaves(v), flat)), Value(0.0)).backward()
    return grads(v)


def weighted_sum(x, w, b):
    return (dot(wrap(x), wrap(w)) + b).data


def neuron(x, w, b, activation):
    act = {
        "linear": lambda v: v,
        "step": lambda v: Value(1.0 if v.data >= 0 else 0.0),
        "sigmoid": Value.sigmoid,
        "tanh": Value.tanh,
        "relu": Value.relu,
    }
    if activation not in act:
        raise ValueError(f"unknown activation {activation!r}")
    return act[activation](dot(wrap(x), wrap(w)) + b).data


def neuron_backward(x, w, b, y):
    w, b = wrap(w), Value(b)
    ((dot(wrap(x), w) + b).sigmoid() - y).__pow__(2).backward()
    return grads(w), b.grad


def linear_forward(X, W, b):
    return [[v.data for v in row] for row in affine(wrap(X), wrap(W), wrap(b))]


def linear_backward(dout, X, W):
    x, w, b = wrap(X), wrap(W), [Value(0.0) for _ in W]
    out = affine(x, w, b)
    dot(leaves(out), dout.ravel().tolist()).backward()
    return grads(x), grads(w), grads(b)


def mlp_forward(X, params):
    a = wrap(X)
    for i, (W, b) in enumerate(params):
        a = affine(a, wrap(W), wrap(b))
        if i < len(params) - 1:
            a = [[v.relu() for v in row] for row in a]
    return [[v.data for v in row] for row in a]


def _cross_entropy(rows, labels):
    total = Value(0.0)
    for row, label in zip(rows, labels):
        top = max(v.data for v in row)
        shifted = [v - top for v in row]
        total = total + sum((v.exp() for v in shifted), Value(0.0)).log() - shifted[int(label)]
    return total / Value(len(rows))


def mlp_backward(X, labels, params):
    layers = [(wrap(W), wrap(b)) for W, b in params]
    a = wrap(X)
    for i, (W, b) in enumerate(layers):
        a = affine(a, W, b)
        if i < len(layers) - 1:
            a = [[v.relu() for v in row] for row in a]
    loss = _cross_entropy(a, labels).backward()
    return loss.data, [(grads(W), grads(b)) for W, b in layers]


def cross_entropy(logits, labels):
    return _cross_entropy(wrap(logits), labels).data


def cross_entropy_grad(logits, labels):
    z = wrap(logits)
    _cross_entropy(z, labels).backward()
    return grads(z)


def mse_grad(y_pred, y_true):
    p = wrap(y_pred)
    flat = y_true.ravel().tolist()
    (sum(((a - b) ** 2 for a, b in zip(leaves(p), flat)), Value(0.0)) / Value(len(flat))).backward()
    return grads(p)


def mae_grad(y_pred, y_true):
    p = wrap(y_pred)
    flat = y_true.ravel().tolist()
    (sum(((a - b).abs() for a, b in zip(leaves(p), flat)), Value(0.0)) / Value(len(flat))).backward()
    return grads(p)


def bce_grad(p, y):
    v = wrap(p)
    flat = y.ravel().tolist()
    loss = sum((-(q.log() * t) - (1 - q).log() * (1 - t) for q, t in zip(leaves(v), flat)), Value(0.0))
    (loss / Value(len(flat))).backward()
    return grads(v)


def chain_gradient(x, weights, activation):
    acts = [Value(x)]
    for w in weights:
        acts.append(getattr(acts[-1] * float(w), activation)())
    acts[-1].backward()
    return [v.grad for v in reversed(acts[:-1])]


def softmax_jacobian(z):
    rows = []
    for i in range(len(z)):
        v = wrap(z)
        top = max(x.data for x in v)
        e = [(x - top).exp() for x in v]
        (e[i] / sum(e, Value(0.0))).backward()
        rows.append(grads(v))
    return rows


def xor_mlp():
    return [[1.0, 1.0], [-1.0, -1.0]], [-1.0, 1.0], [[1.0, 1.0]], [-2.0]
