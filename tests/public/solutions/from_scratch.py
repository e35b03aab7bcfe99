"""After "from scratch" books: vectors are lists, matrices are lists of lists, math and comprehensions do the rest."""

import itertools
import math


def tensor_apply(f, t):
    return [tensor_apply(f, x) for x in t] if hasattr(t, "__len__") else f(float(t))


def _apply(f, t):
    return f(float(t)) if getattr(t, "ndim", 1) == 0 else tensor_apply(f, t)


def _flat(t):
    return [x for row in t for x in _flat(row)] if getattr(t, "ndim", 1) and hasattr(t, "__len__") else [float(t)]


def dot(v, w):
    return sum(float(a) * float(b) for a, b in zip(v, w))


def mcculloch_pitts(x, inhibitory, threshold):
    if any(v and veto for v, veto in zip(x, inhibitory)):
        return 0
    return 1 if sum(x) >= threshold else 0


def weighted_sum(x, w, b):
    return dot(x, w) + b


def perceptron_predict(X, w, b):
    return [1 if dot(row, w) + b >= 0 else 0 for row in X]


def perceptron_update(x, y, w, b, lr):
    error = y - (1 if dot(x, w) + b >= 0 else 0)
    return [wi + lr * error * xi for wi, xi in zip(w, x)], b + lr * error


def perceptron_train(X, y, lr, epochs):
    w, b, mistakes = [0.0] * len(X[0]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for xi, yi in zip(X, y):
            if perceptron_predict([xi], w, b)[0] != yi:
                wrong += 1
            w, b = perceptron_update(xi, yi, w, b, lr)
        mistakes.append(wrong)
    return w, b, mistakes


def linear_forward(X, W, b):
    return [[dot(row, w) + c for w, c in zip(W, b)] for row in X]


def mlp_forward(X, params):
    for W, b in params[:-1]:
        X = [[max(0.0, v) for v in row] for row in linear_forward(X, W, b)]
    return linear_forward(X, *params[-1])


def step(z):
    return _apply(lambda v: 1.0 if v >= 0 else 0.0, z)


def sigmoid(z):
    return _apply(lambda v: 1 / (1 + math.exp(-v)) if v > -700 else math.exp(v), z)


def tanh(z):
    def one(v):
        e = math.exp(-2 * abs(v))
        return math.copysign((1 - e) / (1 + e), v)

    return _apply(one, z)


def relu(z):
    return _apply(lambda v: v if v > 0 else 0.0, z)


def gelu(z):
    return _apply(lambda v: 0.5 * v * math.erfc(-v / math.sqrt(2)), z)


def softplus(z):
    return _apply(lambda v: max(v, 0.0) + math.log1p(math.exp(-abs(v))), z)


def softmax(z):
    if z.ndim == 2:
        return [softmax(row) for row in z]
    largest = max(z)
    exps = [math.exp(v - largest) for v in z]
    return [e / sum(exps) for e in exps]


def mse_loss(y_pred, y_true):
    if y_pred.shape != y_true.shape:
        raise ValueError("shapes differ")
    squares = [(a - b) ** 2 for a, b in zip(_flat(y_pred), _flat(y_true))]
    return math.fsum(squares) / len(squares)


def mae_loss(y_pred, y_true):
    errors = [abs(a - b) for a, b in zip(_flat(y_pred), _flat(y_true))]
    return sum(errors) / len(errors)


def cross_entropy(logits, labels):
    total = 0.0
    for row, label in zip(logits, labels):
        largest = max(row)
        total += largest + math.log(sum(math.exp(v - largest) for v in row)) - row[label]
    return total / len(labels)


def clip_by_norm(grad, max_norm):
    norm = math.sqrt(sum(v * v for v in _flat(grad)))
    scale = max_norm / norm if norm > max_norm else 1.0
    return _apply(lambda v: v * scale, grad)


def gradient_descent(grad, w0, lr, steps):
    path = [w0.copy() if hasattr(w0, "copy") else w0]
    for _ in range(steps):
        w = path[-1]
        path.append(w - lr * grad(w))
    return path

def diagnose_gradients(norms, low, high):
    return ["exploding" if math.isnan(n) or n > high else "vanishing" if n < low else "healthy" for n in norms]


def diagnose_fit(train_acc, test_acc, good, gap):
    if train_acc < good:
        return "underfitting"
    return "overfitting" if train_acc - test_acc > gap else "good fit"


def early_stopping(val_losses, patience, min_delta):
    best, best_epoch, waited = math.inf, 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best - min_delta:
            best, best_epoch, waited = loss, epoch, 0
        else:
            waited += 1
            if waited == patience:
                return epoch, best_epoch
    return len(val_losses) - 1, best_epoch


def iterations(n_samples, batch_size, epochs, drop_last):
    return epochs * (n_samples // batch_size if drop_last else math.ceil(n_samples / batch_size))


def one_hot(labels, num_classes):
    rows = []
    for label in labels:
        if not 0 <= label < num_classes:
            raise ValueError(f"no such class: {label}")
        rows.append([1.0 if c == label else 0.0 for c in range(num_classes)])
    return rows


def accuracy(logits, labels):
    hits = [max(range(len(row)), key=row.__getitem__) == label for row, label in zip(logits, labels)]
    return sum(hits) / len(hits)


def grid_search(space):
    return [dict(zip(space, combination)) for combination in itertools.product(*space.values())]


def count_parameters(layer_sizes):
    return sum(a * b + b for a, b in zip(layer_sizes, layer_sizes[1:]))


def gradient_norms(grads):
    return [math.sqrt(sum(v * v for v in _flat(dW) + _flat(db))) for dW, db in grads]


def zeros_init(fan_in, fan_out):
    return [[0.0] * fan_in for _ in range(fan_out)]


def exponential_decay(lr0, epoch, k):
    return lr0 / math.exp(k * epoch)


def step_decay(lr0, epoch, drop, every):
    lr = lr0
    for _ in range(epoch // every):
        lr *= drop
    return lr


def cosine_annealing(lr_max, lr_min, epoch, total):
    half = (lr_max - lr_min) / 2
    return lr_min + half + half * math.cos(math.pi * epoch / total)


def triangular_lr(lr_min, lr_max, iteration, step_size):
    position = iteration % (2 * step_size)
    up = position if position <= step_size else 2 * step_size - position
    return lr_min + (lr_max - lr_min) * up / step_size


def random_search(space, n_trials, rng):
    def draw(low, high, kind):
        u = rng.random()
        return low * (high / low) ** u if kind == "log" else low + (high - low) * u

    return [{name: draw(*spec) for name, spec in space.items()} for _ in range(n_trials)]


def k_fold(n, k, rng):
    order = [int(i) for i in rng.permutation(n)]
    folds = [order[i::k] for i in range(k)]
    return [([i for j in range(k) if j != f for i in folds[j]], folds[f]) for f in range(k)]
