"""One gradient norm per layer."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.gradient_flow import gradient_norms
from reference.types import Array

Grads = list[tuple[Array, Array]]


def layer(rng: np.random.Generator, d_out: int, d_in: int, size: float = 1.0) -> tuple[Array, Array]:
    """A weight and a bias gradient, both of which matter to the norm."""
    return rng.normal(size=(d_out, d_in)) * size, rng.choice([-1.0, 1.0], size=d_out) * rng.uniform(
        1, 2, size=d_out
    ) * size


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample([(np.array([[2.0, 1.0]]), np.array([2.0]))], hi="एक layer", en="one layer")
    yield sample(
        [(np.array([[1.0, 1.0], [1.0, 0.0]]), np.array([1.0, 0.0])), (np.array([[3.0, 0.0]]), np.array([4.0]))],
        hi="दो layers",
        en="two layers",
    )
    yield hidden(
        [layer(rng, 4, 3), layer(rng, 2, 4)], hi="साधारण gradients, दो layers", en="ordinary gradients, two layers"
    )
    yield hidden([layer(rng, 3, 2), layer(rng, 3, 3), layer(rng, 2, 3)], hi="तीन layers", en="three layers")
    yield hidden([layer(rng, 3, 3)], hi="एक square layer", en="one square layer", check="shapes")
    yield hidden(
        [layer(rng, 1, 5), layer(rng, 5, 1)],
        hi="एक row वाला और एक column वाला dW",
        en="a dW of one row and one of one column",
        check="shapes",
    )
    yield hidden(
        [layer(rng, 1, 1), layer(rng, 1, 1), layer(rng, 1, 1)],
        hi="हर layer में एक ही weight",
        en="one weight per layer",
        check="edges",
    )
    yield hidden([layer(rng, 4, 3, 1e-6), layer(rng, 2, 4, 1e-6)], hi="बहुत छोटे gradients", en="very small gradients")
    yield hidden([layer(rng, 4, 3, 1e4), layer(rng, 2, 4, 1e4)], hi="बहुत बड़े gradients", en="very large gradients")
    yield hidden(
        [layer(rng, 3, 3, 0.02), layer(rng, 3, 3, 0.3), layer(rng, 2, 3, 5.0)],
        hi="पीछे जाते हुए छोटे होते gradients",
        en="gradients that shrink toward the input",
    )
    yield hidden(
        [(np.zeros((2, 3)), np.zeros(2)), layer(rng, 2, 2)],
        hi="एक layer के gradients सब 0",
        en="a layer whose gradients are all 0",
        check="edges",
    )
    yield hidden(
        [(np.zeros((2, 3)), rng.uniform(1, 2, size=2))],
        hi="dW सब 0: सिर्फ़ db बचता है",
        en="dW all 0: only db is left",
        check="edges",
    )
    yield hidden(
        [(rng.uniform(1, 2, size=(2, 3)), np.zeros(2))],
        hi="db सब 0: सिर्फ़ dW बचता है",
        en="db all 0: only dW is left",
        check="edges",
    )


def by_concatenation(grads: Grads) -> list[object]:
    return [np.linalg.norm(np.concatenate([dW.ravel(), db])) for dW, db in grads]


def by_hypot(grads: Grads) -> Array:
    return np.array([np.hypot(np.linalg.norm(dW), np.linalg.norm(db)) for dW, db in grads])


def by_loop(grads: Grads) -> list[float]:
    norms = []
    for dW, db in grads:
        total = 0.0
        for row in dW:
            for v in row:
                total += v * v
        for v in db:
            total += v * v
        norms.append(math.sqrt(total))
    return norms


def by_columns(grads: Grads) -> tuple[float, ...]:
    return tuple(float(np.linalg.norm(np.column_stack([dW, db]), "fro")) for dW, db in grads)


def by_dot(grads: Grads) -> Iterator[float]:
    for dW, db in grads:
        yield (np.vdot(dW, dW) + db @ db) ** 0.5


def in_float32(grads: Grads) -> list[object]:
    return [np.sqrt(np.sum(dW.astype(np.float32) ** 2) + np.sum(db.astype(np.float32) ** 2)) for dW, db in grads]


EXERCISE = Exercise(
    title=Text(hi="हर layer के gradient का norm", en="The gradient norm of every layer"),
    statement=Text(
        hi="`grads` layers की list है, हर layer एक जोड़ी `(dW, db)`। हर layer के लिए dW और db की सब entries को साथ "
        "लेकर L2 norm निकालिए: $\\sqrt{\\sum dW^2 + \\sum db^2}$। इन norms की list लौटाइए, हर layer का एक float।",
        en="`grads` is a list of layers, each a pair `(dW, db)`. For each layer take the L2 norm of all entries of "
        "dW and db together: $\\sqrt{\\sum dW^2 + \\sum db^2}$. Return the list of these norms, one float per layer.",
    ),
    hints=(
        Text(
            hi="एक layer के सारे gradients को एक लंबा vector मानिए और उसकी लंबाई निकालिए।",
            en="Think of all gradients of a layer as one long vector and take its length.",
        ),
        Text(
            hi="वर्गों का जोड़ dW और db दोनों का साथ में, और root सबसे अंत में, एक बार।",
            en="Sum the squares of dW and db together; the root comes last, and once.",
        ),
        Text(
            hi="(D_out, D_in) वाले dW पर `np.sum(dW**2)` बिना axis के पूरा जोड़ देता है।",
            en="For a dW of shape (D_out, D_in), `np.sum(dW**2)` without an axis adds up everything.",
        ),
    ),
    reference=gradient_norms,
    cases=cases,
    styles=(by_concatenation, by_hypot, by_loop, by_columns, by_dot, in_float32),
    misconceptions=(
        Misconception(
            "weights-only",
            lambda grads: [np.linalg.norm(dW) for dW, _ in grads],
            Text(
                hi="आपने सिर्फ़ dW का norm लिया; layer में db भी है।",
                en="You took the norm of dW only; db belongs to the layer too.",
            ),
        ),
        Misconception(
            "norms-added",
            lambda grads: [np.linalg.norm(dW) + np.linalg.norm(db) for dW, db in grads],
            Text(
                hi="आपने dW और db के norm जोड़ दिए; पहले वर्ग जोड़िए, फिर एक ही root लीजिए।",
                en="You added the norms of dW and db; add the squares first and take one root.",
            ),
        ),
        Misconception(
            "root-missing",
            lambda grads: [np.sum(dW**2) + np.sum(db**2) for dW, db in grads],
            Text(
                hi="आपने norm का वर्ग लौटाया; अंत में square root लीजिए।",
                en="You returned the squared norm; take the square root at the end.",
            ),
        ),
        Misconception(
            "absolute-values-added",
            lambda grads: [np.abs(dW).sum() + np.abs(db).sum() for dW, db in grads],
            Text(
                hi="आपने absolute values जोड़ीं, वह L1 norm है; L2 norm वर्गों के जोड़ का root है।",
                en="You added absolute values, which is the L1 norm; the L2 norm is the root of the sum of squares.",
            ),
        ),
        Misconception(
            "largest-entry",
            lambda grads: [max(np.abs(dW).max(), np.abs(db).max()) for dW, db in grads],
            Text(
                hi="आपने सबसे बड़ी entry लौटाई; L2 norm में सब entries के वर्ग आते हैं।",
                en="You returned the largest entry; the L2 norm takes the squares of all entries.",
            ),
        ),
        Misconception(
            "mean-square",
            lambda grads: [np.sqrt((np.sum(dW**2) + np.sum(db**2)) / (dW.size + db.size)) for dW, db in grads],
            Text(
                hi="आपने वर्गों का mean लिया (RMS); norm में जोड़ आता है, भाग नहीं।",
                en="You took the mean of the squares (the RMS); a norm has their sum, with no division.",
            ),
        ),
        Misconception(
            "one-norm-for-all",
            lambda grads: [np.sqrt(sum(np.sum(dW**2) + np.sum(db**2) for dW, db in grads))],
            Text(
                hi="आपने पूरे network का एक norm लौटाया; हर layer का अलग norm चाहिए।",
                en="You returned one norm for the whole network; each layer has its own.",
            ),
        ),
        Misconception(
            "norms-apart",
            lambda grads: [(np.linalg.norm(dW), np.linalg.norm(db)) for dW, db in grads],
            Text(
                hi="आपने हर layer की दो संख्याएँ लौटाईं, dW और db की अलग-अलग; दोनों का साथ में एक norm चाहिए।",
                en="You returned two numbers per layer, for dW and db apart; there is one norm of both together.",
            ),
        ),
        Misconception(
            "spectral-norm",
            lambda grads: [np.hypot(np.linalg.norm(dW, 2), np.linalg.norm(db)) for dW, db in grads],
            Text(
                hi="matrix पर `np.linalg.norm(dW, 2)` spectral norm देता है; सब entries के वर्गों का root बिना 2 "
                "लिखे मिलता है।",
                en="For a matrix `np.linalg.norm(dW, 2)` is the spectral norm; leave the 2 out to get the root of "
                "all squares.",
            ),
        ),
    ),
)
