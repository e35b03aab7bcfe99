"""The Jacobian of softmax at one row of logits."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import softmax, softmax_jacobian
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([1.0, 2.0, 3.0]), hi="तीन classes", en="three classes")
    yield sample(np.array([0.0, 0.0]), hi="दो बराबर logits", en="two equal logits")
    yield hidden(rng.normal(size=3), hi="तीन साधारण logits", en="three ordinary logits")
    yield hidden(rng.normal(size=4), hi="चार classes", en="four classes")
    yield hidden(rng.normal(size=6), hi="छह classes", en="six classes")
    yield hidden(rng.normal(size=5) * 2, hi="बड़े अंतर", en="wider spread")
    yield hidden(rng.permutation([0.5, 0.5, 2.0, -1.0]), hi="दो logits बराबर", en="two logits alike")
    yield hidden(rng.normal(size=4) + 5, hi="सब logits 5 के पास", en="all logits near 5")
    yield hidden(rng.normal(size=4) - 5, hi="सब logits -5 के पास", en="all logits near -5")
    yield hidden(
        rng.uniform(0.1, 0.5, size=3), hi="probabilities जैसे दिखते logits", en="logits that look like probabilities"
    )
    yield hidden(rng.permutation([8.0, 0.0, -1.0]), hi="एक class लगभग तय", en="one class almost certain", check="edges")
    yield hidden(
        rng.normal(size=1), hi="सिर्फ़ एक class: Jacobian 0 है", en="one class only: the Jacobian is 0", check="edges"
    )


def probabilities(z: Array) -> Array:
    return np.exp(z) / np.sum(np.exp(z))


def by_loop(z: Array) -> list[list[float]]:
    s = probabilities(z)
    n = len(s)
    return [[s[i] * (1 - s[i]) if i == j else -s[i] * s[j] for j in range(n)] for i in range(n)]


def by_columns(z: Array) -> Array:
    s = probabilities(z).reshape(-1, 1)
    return np.diagflat(s) - s @ s.T


def by_identity(z: Array) -> Array:
    s = probabilities(z)
    return s * (np.eye(len(s)) - s[:, None])


def by_einsum(z: Array) -> Array:
    s = probabilities(z)
    return np.einsum("ij,i->ij", np.eye(s.size), s) - np.einsum("i,j->ij", s, s)


def by_quotient_rule(z: Array) -> Array:
    e = np.exp(z)
    total = e.sum()
    return (np.diag(e) * total - np.outer(e, e)) / total**2


def by_complex_step(z: Array) -> Array:
    columns = []
    for j in range(z.size):
        moved = z.astype(complex)
        moved[j] += 1e-20j
        columns.append((np.exp(moved) / np.exp(moved).sum()).imag / 1e-20)
    return np.stack(columns, axis=1)


def in_float32(z: Array) -> Array:
    return by_identity(z.astype(np.float32))


def off_diagonal_plus(z: Array) -> Array:
    s = softmax(z)
    jacobian = np.outer(s, s)
    np.fill_diagonal(jacobian, s * (1 - s))
    return jacobian


def rows_for_outer_product(z: Array) -> Array:
    s = softmax(z)
    return np.diag(s) - s * s.T


def squared_off_diagonal(z: Array) -> Array:
    s = softmax(z)
    return np.diag(s) - np.dot(s, s)


EXERCISE = Exercise(
    title=Text(hi="softmax का Jacobian", en="The Jacobian of softmax"),
    statement=Text(
        hi="`z` की shape (C,) है: एक row के logits। (C, C) का matrix लौटाइए: "
        "$J_{ij} = \\partial s_i / \\partial z_j$, जहाँ $s = \\mathrm{softmax}(z)$। यानी $J = "
        "\\mathrm{diag}(s) - s s^T$।",
        en="`z` has shape (C,): one row of logits. Return the (C, C) matrix "
        "$J_{ij} = \\partial s_i / \\partial z_j$, where $s = \\mathrm{softmax}(z)$. That is $J = "
        "\\mathrm{diag}(s) - s s^T$.",
    ),
    hints=(
        Text(
            hi="softmax का हर output हर logit पर टिका है, इसलिए derivative एक matrix है।",
            en="Every output of softmax depends on every logit, so its derivative is a matrix.",
        ),
        Text(
            hi="quotient rule से: i = j पर $s_i(1 - s_i)$, वरना $-s_i s_j$।",
            en="By the quotient rule: $s_i(1 - s_i)$ where i = j, otherwise $-s_i s_j$.",
        ),
        Text(
            hi="जाँच: हर row का sum 0 है, और matrix symmetric है।",
            en="A check: each row sums to 0, and the matrix is symmetric.",
        ),
        Text(
            hi="(C,) vector से (C, C) बनाने के लिए np.diag और np.outer हैं; `s * s.T` (C,) ही रहता है।",
            en="np.diag and np.outer make (C, C) from a vector of shape (C,); `s * s.T` stays (C,).",
        ),
    ),
    reference=softmax_jacobian,
    cases=cases,
    scale=1.0,
    styles=(by_loop, by_columns, by_identity, by_einsum, by_quotient_rule, by_complex_step, in_float32),
    misconceptions=(
        Misconception(
            "diagonal-only",
            lambda z: np.diag(softmax(z) * (1 - softmax(z))),
            Text(
                hi="आपने सिर्फ़ diagonal $s_i(1-s_i)$ भरा, जैसे sigmoid में; softmax में हर class बाक़ी सब पर असर "
                "डालती है: बाहर $-s_i s_j$ है।",
                en="You filled the diagonal $s_i(1-s_i)$ only, as for a sigmoid; in softmax every class "
                "acts on every other: off the diagonal it is $-s_i s_j$.",
            ),
        ),
        Misconception(
            "diagonal-as-vector",
            lambda z: softmax(z) * (1 - softmax(z)),
            Text(
                hi="आपने (C,) का vector $s(1-s)$ लौटाया; softmax का derivative (C, C) का matrix है।",
                en="You returned the vector $s(1-s)$ of shape (C,); the derivative of softmax is a (C, C) matrix.",
            ),
        ),
        Misconception(
            "plus-for-minus",
            lambda z: np.diag(softmax(z)) + np.outer(softmax(z), softmax(z)),
            Text(
                hi="आपने $ss^T$ जोड़ा; घटाइए, तभी हर row का sum 0 होगा।",
                en="You added $ss^T$; subtract it, and each row sums to 0.",
            ),
        ),
        Misconception(
            "off-diagonal-sign",
            off_diagonal_plus,
            Text(
                hi="diagonal सही है, पर उसके बाहर sign उलटा है: एक class बढ़े तो बाक़ी घटती हैं, इसलिए $-s_i s_j$।",
                en="The diagonal is right, but the sign off it is reversed: when one class gains the others "
                "lose, so it is $-s_i s_j$.",
            ),
        ),
        Misconception(
            "z-taken-for-probabilities",
            lambda z: np.diag(z) - np.outer(z, z),
            Text(
                hi="आपने z को ही probabilities मान लिया; पहले $s = \\mathrm{softmax}(z)$ निकालिए।",
                en="You took z for the probabilities; compute $s = \\mathrm{softmax}(z)$ first.",
            ),
        ),
        Misconception(
            "identity-for-diagonal",
            lambda z: np.eye(z.size) - np.outer(softmax(z), softmax(z)),
            Text(
                hi="diagonal में आपने 1 रखा; वहाँ $s_i$ होना चाहिए: np.diag(s), np.eye नहीं।",
                en="You put 1 on the diagonal where $s_i$ belongs: np.diag(s), not np.eye.",
            ),
        ),
        Misconception(
            "no-outer-product",
            rows_for_outer_product,
            Text(
                hi="1-D array का .T कुछ नहीं बदलता, इसलिए `s * s.T` सिर्फ़ $s^2$ है। np.outer(s, s) लीजिए।",
                en="For a 1-D array .T does nothing, so `s * s.T` is just $s^2$. Use np.outer(s, s).",
            ),
        ),
        Misconception(
            "dot-for-outer",
            squared_off_diagonal,
            Text(
                hi="`s @ s` एक संख्या है, $\\sum_i s_i^2$; यहाँ outer product $s s^T$ चाहिए, (C, C) का।",
                en="`s @ s` is one number, $\\sum_i s_i^2$; the outer product $s s^T$, of shape (C, C), is asked for.",
            ),
        ),
        Misconception(
            "sign-reversed",
            lambda z: -softmax_jacobian(z),
            Text(
                hi="पूरा matrix उलटे sign में है: diagonal पर $s_i(1-s_i)$ positive होता है।",
                en="The whole matrix has the wrong sign: on the diagonal $s_i(1-s_i)$ is positive.",
            ),
        ),
    ),
)
