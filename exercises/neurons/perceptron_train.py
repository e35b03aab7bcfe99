"""The perceptron's training loop."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.neurons import perceptron_train, perceptron_update
from reference.types import Array, Ints

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


def margin(X: Array, y: Ints, epochs: int) -> float:
    """Smallest score that training meets after the first mistake; lr only scales it."""
    w, b, smallest = np.zeros(X.shape[1]), 0.0, np.inf
    for _ in range(epochs):
        for x_n, y_n in zip(X, y, strict=True):
            if w.any():
                smallest = min(smallest, abs(w @ x_n + b))
            w, b = perceptron_update(x_n, int(y_n), w, b, 1.0)
    return smallest


def settled(rng: np.random.Generator, n: int, d: int, epochs: int, size: float = 1.0) -> tuple[Array, Ints]:
    """Random points and labels of both classes on which training never comes near a tie."""
    while True:
        X, y = rng.normal(size=(n, d)) * size, rng.integers(0, 2, size=n)
        y[:2] = [0, 1]
        if margin(X, y, epochs) > 0.02 and perceptron_train(X, y, 1.0, epochs)[2][-1] > 0:
            return X, y


def separable(rng: np.random.Generator, n: int, d: int, epochs: int) -> tuple[Array, Ints]:
    """Points that a line separates, learned before the epochs are over."""
    while True:
        X, w = rng.normal(size=(n, d)), rng.normal(size=d)
        y = (X @ w - 0.3 > 0).astype(np.int64)
        mistakes = perceptron_train(X, y, 1.0, epochs)[2]
        if 0 < y.sum() < n and margin(X, y, epochs) > 0.02 and mistakes[-2:] == [0, 0]:
            return X, y


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(CORNERS, np.array([0, 0, 0, 1]), 1.0, 3, hi="AND, तीन epochs", en="AND, three epochs")
    yield sample(
        np.array([[2.0], [-1.0]]), np.array([1, 0]), 0.5, 2, hi="एक input, दो samples", en="one input, two samples"
    )
    yield hidden(
        CORNERS,
        np.array([0, 0, 0, 1]),
        1.0,
        12,
        hi="AND, सीख लेने के बाद भी epochs बाकी",
        en="AND, with epochs left after it is learned",
    )
    yield hidden(
        CORNERS, np.array([0, 1, 1, 1]), 0.5, 8, hi="OR: चार samples, आठ epochs", en="OR: four samples, eight epochs"
    )
    yield hidden(
        CORNERS, np.array([0, 1, 1, 0]), 1.0, 6, hi="XOR: ग़लतियाँ ख़त्म नहीं होतीं", en="XOR, where the mistakes never end"
    )
    yield hidden(*settled(rng, 6, 3, 4), 1.0, 4, hi="साधारण data", en="ordinary data")
    yield hidden(
        *settled(rng, 8, 2, 5), 0.1, 5, hi="learning rate 0.1 है", en="a learning rate of 0.1", check="hyperparameters"
    )
    yield hidden(
        *settled(rng, 5, 4, 3),
        2.5,
        3,
        hi="learning rate 1 से बड़ा",
        en="a learning rate above 1",
        check="hyperparameters",
    )
    yield hidden(*settled(rng, 4, 4, 3), 0.3, 3, hi="N = D, यानी X square है", en="N = D, a square X")
    yield hidden(*separable(rng, 8, 2, 25), 0.5, 25, hi="रेखा से अलग होने वाला data", en="data that a line separates")
    yield hidden(*settled(rng, 7, 1, 3), 0.4, 3, hi="एक ही input column", en="a single input column", check="shapes")
    yield hidden(*settled(rng, 6, 2, 3, 20.0), 0.2, 3, hi="बड़े inputs", en="large inputs")
    yield hidden(
        rng.uniform(1, 2, size=(1, 3)), np.array([0]), 0.5, 2, hi="एक ही sample", en="a single sample", check="edges"
    )
    yield hidden(*settled(rng, 5, 2, 1), 0.3, 1, hi="एक ही epoch", en="a single epoch", check="edges")
    yield hidden(
        rng.normal(size=(3, 2)),
        np.array([1, 1, 1]),
        0.5,
        2,
        hi="कोई ग़लती नहीं: सब labels 1",
        en="no mistake at all: every label is 1",
        check="edges",
    )


def batch_update(X: Array, y: Ints, lr: float, epochs: int) -> tuple[Array, float, list[int]]:
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        e = y - (X @ w + b >= 0)
        mistakes.append(int(np.abs(e).sum()))
        w, b = w + lr * e @ X, b + lr * e.sum()
    return w, b, mistakes


def walk(
    X: Array,
    y: Ints,
    lr: float,
    epochs: int,
    *,
    reset: bool = False,
    stop: bool = False,
    bias: bool = True,
    total: bool = False,
    first_only: bool = False,
    sign: int = 1,
    strict: bool = False,
) -> tuple[Array, float, list[int]]:
    """The right loop with one wrong turn."""
    w, b, mistakes, wrong = np.zeros(X.shape[1]), 0.0, [], 0
    for _ in range(epochs):
        if reset:
            w, b = np.zeros(X.shape[1]), 0.0
        if not total:
            wrong = 0
        for x_n, y_n in zip(X, y, strict=True):
            z = w @ x_n + b
            e = y_n - int(z > 0 if strict else z >= 0)
            wrong += int(e != 0)
            w = w + sign * lr * e * x_n
            b = b + sign * lr * e if bias else b
            if first_only and e:
                break
        mistakes.append(wrong)
        if stop and wrong == 0:
            break
    return w, float(b), mistakes


def counted_after(X: Array, y: Ints, lr: float, epochs: int) -> tuple[Array, float, list[int]]:
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        for x_n, y_n in zip(X, y, strict=True):
            w, b = perceptron_update(x_n, int(y_n), w, b, lr)
        mistakes.append(int(np.sum((X @ w + b >= 0) != y)))
    return w, b, mistakes


def by_index(X: Array, y: Ints, lr: float, epochs: int) -> tuple[object, object, object]:
    n_samples, n_features = X.shape
    w = np.zeros((n_features,))
    b = 0
    errors = np.zeros(epochs)
    for epoch in range(epochs):
        for i in range(n_samples):
            y_hat = np.where(np.dot(X[i], w) + b >= 0, 1, 0)
            update = lr * (y[i] - y_hat)
            w += update * X[i]
            b += update
            errors[epoch] += abs(y[i] - y_hat)
    return w, b, errors


def by_extra_column(X: Array, y: Ints, lr: float, epochs: int) -> list[object]:
    rows = np.c_[np.ones(len(X)), X]
    theta, history = np.zeros(rows.shape[1]), []
    for _ in range(epochs):
        count = 0
        for row, label in zip(rows, y, strict=True):
            guess = 1 if row @ theta >= 0 else 0
            if guess != label:
                theta = theta + lr * row if label == 1 else theta - lr * row
                count += 1
        history.append(count)
    return [theta[1:], theta[0], history]


def by_lists(X: Array, y: Ints, lr: float, epochs: int) -> tuple[list[float], float, tuple[int, ...]]:
    w, b, seen = [0.0] * X.shape[1], 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x, label in zip(X.tolist(), y.tolist(), strict=True):
            e = label - int(sum(p * q for p, q in zip(w, x, strict=True)) + b >= 0)
            if e:
                wrong += 1
                w = [p + lr * e * q for p, q in zip(w, x, strict=True)]
                b += lr * e
        seen.append(wrong)
    return w, b, tuple(seen)


def by_counts(X: Array, y: Ints, lr: float, epochs: int) -> tuple[Array, Array, Array]:
    alpha, mistakes = np.zeros(len(X)), np.zeros(epochs, dtype=int)
    gram = X @ X.T + 1
    for visit in range(epochs * len(X)):
        epoch, n = divmod(visit, len(X))
        e = y[n] - (gram[n] @ alpha >= 0)
        alpha[n] += e
        mistakes[epoch] += e != 0
    return lr * alpha @ X, np.array([lr * alpha.sum()]), mistakes


def in_float32(X: Array, y: Ints, lr: float, epochs: int) -> tuple[Array, object, list[int]]:
    X32, rate = X.astype(np.float32), np.float32(lr)
    w, b, mistakes = np.zeros(X.shape[1], dtype=np.float32), np.float32(0), []
    for _ in range(epochs):
        mistakes.append(0)
        for x, label in zip(X32, y, strict=True):
            e = np.float32(label) - np.float32(w @ x + b >= 0)
            w, b = w + rate * e * x, b + rate * e
            mistakes[-1] += int(e != 0)
    return w, b, mistakes


EXERCISE = Exercise(
    title=Text(hi="perceptron को train करना", en="Training a perceptron"),
    statement=Text(
        hi="`X` की shape (N, D) है, `y` की (N,), ints 0 या 1। `w` (shape (D,)) और `b` (float) zeros से शुरू कीजिए। "
        "samples को क्रम से लीजिए और हर एक पर perceptron update लगाइए: "
        "$w \\cdot x + b \\ge 0$ हो तो $\\hat y = 1$, नहीं तो 0; $e = y - \\hat y$; $w \\leftarrow w + lr\\, e\\, "
        "x$, $b \\leftarrow b + lr\\, e$। "
        "यह पूरा दौर `epochs` बार चलाइए, बीच में न रुकिए। `(w, b, mistakes)` लौटाइए; `mistakes` हर epoch में ग़लत "
        "उत्तरों की संख्या की list है, हर ग़लती अपने update से पहले गिनी जाती है।",
        en="`X` has shape (N, D), `y` (N,), ints 0 or 1. Start with `w` (shape (D,)) and `b` (a float) at zero. "
        "Visit the samples in order and apply the perceptron update to each: "
        "$\\hat y = 1$ if $w \\cdot x + b \\ge 0$, else 0; $e = y - \\hat y$; $w \\leftarrow w + lr\\, e\\, x$, $b "
        "\\leftarrow b + lr\\, e$. "
        "Do this `epochs` times over, without stopping early. Return `(w, b, mistakes)`; `mistakes` lists the "
        "number of wrong predictions of each epoch, each counted before the update it causes.",
    ),
    hints=(
        Text(
            hi="दो loops: बाहर epochs का, अंदर samples का। w और b अंदर वाले loop में ही बदलते हैं।",
            en="Two loops: epochs outside, samples inside. w and b change in the inner loop.",
        ),
        Text(
            hi="हर sample का उत्तर उन weights से निकलता है जो उससे पहले वाले sample ने छोड़े।",
            en="Each prediction uses the weights that the sample before it left behind.",
        ),
        Text(
            hi="गिनती हर epoch की शुरुआत में 0 होती है; w और b शुरू में एक ही बार zeros होते हैं।",
            en="The count starts at 0 in every epoch; w and b are set to zero only once, at the very start.",
        ),
        Text(
            hi="`mistakes` की लंबाई हमेशा `epochs` है, चाहे सारी ग़लतियाँ पहले ही ख़त्म हो जाएँ।",
            en="`mistakes` always has `epochs` entries, even when the mistakes end earlier.",
        ),
    ),
    reference=perceptron_train,
    cases=cases,
    styles=(by_index, by_extra_column, by_lists, by_counts, in_float32),
    misconceptions=(
        Misconception(
            "batch-update",
            batch_update,
            Text(
                hi="आपने पूरे batch का update एक साथ लगाया; perceptron हर sample के बाद weights बदलता है।",
                en="You updated with the whole batch at once; the perceptron changes its weights after every sample.",
            ),
        ),
        Misconception(
            "error-flipped",
            lambda X, y, lr, epochs: walk(X, y, lr, epochs, sign=-1),
            Text(
                hi="आपने ŷ - y लिया; e = y - ŷ है, नहीं तो w उल्टी दिशा में जाता है।",
                en="You took ŷ - y; e = y - ŷ, otherwise w moves the wrong way.",
            ),
        ),
        Misconception(
            "counted-after-update",
            counted_after,
            Text(
                hi="आपने ग़लतियाँ epoch के अंत में, बदले हुए weights से गिनीं; हर ग़लती उसी समय गिनिए जब sample आता "
                "है, update से पहले।",
                en="You counted the mistakes at the end of the epoch with the changed weights; count each one when "
                "its sample comes, before the update.",
            ),
        ),
        Misconception(
            "weights-reset",
            lambda X, y, lr, epochs: walk(X, y, lr, epochs, reset=True),
            Text(
                hi="आपने हर epoch में w और b फिर zeros कर दिए; सीखा हुआ अगले epoch में साथ जाता है।",
                en="You set w and b back to zero in every epoch; what was learned goes on into the next one.",
            ),
        ),
        Misconception(
            "stops-early",
            lambda X, y, lr, epochs: walk(X, y, lr, epochs, stop=True),
            Text(
                hi="आप बिना ग़लती वाले epoch के बाद रुक गए; यहाँ सब epochs चलते हैं और mistakes में हर epoch की एक संख्या होती है।",
                en="You stopped after an epoch without mistakes; here all epochs run, and mistakes has one number "
                "for each.",
            ),
        ),
        Misconception(
            "bias-not-trained",
            lambda X, y, lr, epochs: walk(X, y, lr, epochs, bias=False),
            Text(hi="आपका bias 0 ही रहा; b में भी lr * e जुड़ता है।", en="Your bias stayed 0; lr * e is added to b too."),
        ),
        Misconception(
            "mistakes-accumulated",
            lambda X, y, lr, epochs: walk(X, y, lr, epochs, total=True),
            Text(
                hi="आपकी गिनती epoch दर epoch जुड़ती गई; हर epoch में वह 0 से शुरू होती है।",
                en="Your count ran on from epoch to epoch; it starts at 0 in each.",
            ),
        ),
        Misconception(
            "leaves-after-first-mistake",
            lambda X, y, lr, epochs: walk(X, y, lr, epochs, first_only=True),
            Text(
                hi="आप पहली ग़लती के बाद break करके epoch छोड़ देते हैं; हर epoch में सभी samples देखे जाते हैं।",
                en="You break out of the epoch after the first mistake; every epoch visits all samples.",
            ),
        ),
        Misconception(
            "strict-threshold",
            lambda X, y, lr, epochs: walk(X, y, lr, epochs, strict=True),
            Text(
                hi="आपने score > 0 जाँचा; zeros से शुरू होने पर score 0 ही होता है और वहाँ ŷ = 1 है: >= लिखिए।",
                en="You tested score > 0; from zeros the first score is 0, and there ŷ = 1: write >=.",
            ),
        ),
    ),
)
