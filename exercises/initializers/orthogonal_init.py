"""Random orthonormal rows or columns, times a gain."""

from collections.abc import Iterator

import numpy as np

from grader.spec import chance, drawn
from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Rng, Value
from reference.initializers import orthogonal_init
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def seed() -> Rng:
        return Rng(int(rng.integers(2**31)))

    yield sample([(2, 2, 1.0, Rng(0))], hi="चौकोर, gain 1", en="square, gain 1")
    yield sample([(2, 3, 2.0, Rng(1))], hi="दो rows, gain 2", en="two rows, gain 2")
    yield hidden([(5, 5, 1.0, seed())], hi="चौकोर matrix", en="a square matrix")
    yield hidden([(4, 7, 1.0, seed())], hi="rows कम", en="fewer rows", check="shapes")
    yield hidden([(8, 3, 1.0, seed())], hi="columns कम", en="fewer columns", check="shapes")
    yield hidden([(1, 6, 1.0, seed())], hi="एक ही row", en="a single row", check="edges")
    yield hidden([(6, 1, 1.0, seed())], hi="एक ही column", en="a single column", check="edges")
    yield hidden([(6, 6, 1.5, seed())], hi="gain 1.5, चौकोर", en="gain 1.5", check="hyperparameters")
    yield hidden([(3, 6, 0.4, seed())], hi="gain 0.4, rows कम", en="gain 0.4, fewer rows", check="hyperparameters")
    yield hidden([(7, 4, 3.0, seed())], hi="gain 3, columns कम", en="gain 3, fewer columns", check="hyperparameters")
    yield hidden([(60, 40, 1.2, seed())], hi="60 rows और 40 columns", en="60 rows, 40 columns")
    same = seed()
    yield hidden(
        [(6, 5, 1.0, same), (6, 5, 1.0, same), (6, 5, 1.0, seed())],
        hi="वही seed दो बार, फिर दूसरा seed",
        en="the same seed twice, then another",
    )
    yield hidden([(6, 4, 1.0, seed())], 2, hi="एक ही rng से दो बार", en="twice with one and the same rng")


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    def check(call: tuple[Value, ...], value: Value) -> Finding | None:
        rows, cols, gain, _ = call
        w = drawn.numbers(value, (rows, cols))
        return w if isinstance(w, Finding) else chance.orthonormal(w, gain)

    return drawn.judged(args, answer, check)


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    """Per call: how far from orthonormal on the short and the long side, the gain, and how many entries are 0."""
    got = drawn.answers(args, answer)
    if isinstance(got, Finding):
        return {"unreadable": 10.0}
    found = dict(drawn.seed_traits(args, got))
    for i, ((rows, cols, gain, _), value) in enumerate(zip(drawn.made(args), got, strict=True)):
        w = drawn.numbers(value, (rows, cols))
        if isinstance(w, Finding):
            turned = drawn.numbers(value, (cols, rows))
            found[f"shape {i}"] = 10.0 if isinstance(turned, Finding) else 20.0
            continue
        scale = np.sqrt((w**2).mean() * max(rows, cols))
        found[f"zeros {i}"] = 10.0 * float((w == 0).mean())
        for name, side in (("rows", w), ("columns", w.T)):
            gram = side @ side.T / (scale**2 + 1e-30)
            off = gram - np.diag(np.diag(gram))
            straight, equal = bool(np.abs(off).max() < 1e-3), bool(np.ptp(np.diag(gram)) < 1e-3)
            found[f"{name} orthogonal {i}"], found[f"{name} equal {i}"] = 10.0 * straight, 10.0 * equal
            if straight and equal and min(rows, cols) > 1:
                found[f"gain {i}"] = 20 * float(np.log(scale / gain + 1e-9))
    return found


def by_svd(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:
    u, _, vt = np.linalg.svd(rng.normal(size=(rows, cols)), full_matrices=False)
    return gain * (u if rows >= cols else vt)


def by_gram_schmidt(rows: int, cols: int, gain: float, rng: np.random.Generator) -> object:
    basis: list[Array] = []
    while len(basis) < min(rows, cols):
        v = rng.normal(size=max(rows, cols))
        for _ in range(2):
            for b in basis:
                v = v - (v @ b) * b
        basis.append(v / np.sqrt(v @ v))
    w = gain * np.array(basis)
    return w if rows <= cols else w.T


def qr_signs_left(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:
    q, _ = np.linalg.qr(rng.standard_normal((max(rows, cols), max(rows, cols))))
    return gain * q[:rows, :cols]


def in_float32(rows: int, cols: int, gain: float, rng: np.random.Generator) -> object:
    a = rng.standard_normal((max(rows, cols), min(rows, cols)), dtype=np.float32)
    q = np.linalg.qr(a)[0]
    return np.float32(gain) * (q if rows >= cols else q.T)


def by_symmetric_root(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:
    a = rng.normal(size=(max(rows, cols), min(rows, cols)))
    values, vectors = np.linalg.eigh(a.T @ a)
    q = a @ (vectors / np.sqrt(values)) @ vectors.T
    return gain * (q if rows >= cols else q.T)


def of_uniforms(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:
    q = np.linalg.qr(rng.uniform(-1, 1, (max(rows, cols), min(rows, cols))))[0]
    return gain * (q if rows >= cols else q.T)


def gain_ignored(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return orthogonal_init(rows, cols, 1.0, rng)


def gain_twice(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:
    return gain * orthogonal_init(rows, cols, gain, rng)


def square_root_of_gain(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:
    return orthogonal_init(rows, cols, np.sqrt(gain), rng)


def wide_not_handled(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:
    q, _ = np.linalg.qr(rng.normal(size=(rows, cols)))
    return gain * q


def padded(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:
    w = rng.normal(size=(rows, cols))
    n = min(rows, cols)
    w[:n, :n] = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return gain * w


def identity(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return gain * np.eye(rows, cols)


def columns_normalised(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:
    w = rng.normal(size=(rows, cols))
    return gain * w / np.sqrt((w**2).sum(axis=0))


def fixed_seed(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:  # noqa: ARG001
    return orthogonal_init(rows, cols, gain, np.random.default_rng(0))


def transposed(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:
    return orthogonal_init(cols, rows, gain, rng)


def plain_normal(rows: int, cols: int, gain: float, rng: np.random.Generator) -> Array:
    return gain * rng.normal(0, 1 / np.sqrt(max(rows, cols)), (rows, cols))


EXERCISE = Exercise(
    title=Text(
        hi="orthogonal_init: लंबाई बचाने वाले weights",
        en="Orthogonal weights",
    ),
    statement=Text(
        hi="shape (rows, cols) का random matrix लौटाइए। rows <= cols हो तो rows orthonormal हों, "
        "rows >= cols हो तो columns; फिर पूरा matrix `gain` से गुणा हो। यानी $W W^T = gain^2 I$ "
        "या $W^T W = gain^2 I$। सारे draws `rng` (numpy.random.Generator) से लीजिए: वही seed वही "
        "matrix दे, दूसरा seed दूसरा। orthonormal matrices में से कौन-सा कितनी बार आए, यह नहीं "
        "जाँचा जाता।",
        en="Return a random matrix of shape (rows, cols). With rows <= cols its rows are "
        "orthonormal, with rows >= cols its columns; then the whole matrix is multiplied by "
        "`gain`. In other words $W W^T = gain^2 I$ or $W^T W = gain^2 I$. Take all draws from "
        "`rng` (a numpy.random.Generator): the same seed gives the same matrix, another seed "
        "another one. How often each orthonormal matrix comes up is not judged.",
    ),
    hints=(
        Text(
            hi="normal draws का matrix पहले बनाइए, फिर उसके columns को आपस में orthogonal कीजिए।",
            en="Start from a matrix of normal draws, then make its columns orthogonal to each other.",
        ),
        Text(
            hi="QR decomposition का Q यही करता है: उसके columns orthonormal हैं।",
            en="The Q of a QR decomposition does this: its columns are orthonormal.",
        ),
        Text(
            hi="Q के columns orthonormal हो सकें, इसके लिए rows कम-से-कम columns जितनी हों: बड़ी size "
            "पहले रखिए, अंत में ज़रूरत हो तो transpose कीजिए।",
            en="For Q to have orthonormal columns it needs at least as many rows as columns: put the "
            "larger size first and transpose at the end where needed.",
        ),
        Text(
            hi="np.linalg.qr एक (बड़ा, छोटा) matrix पर; फिर transpose की जाँच; फिर gain।",
            en="np.linalg.qr of a (larger, smaller) matrix; then see to the transpose; then the gain.",
        ),
    ),
    reference=orthogonal_init,
    cases=cases,
    kind="random",
    driver=drawn.draws,
    accepts=accepts,
    traits=traits,
    styles=(by_svd, by_gram_schmidt, qr_signs_left, in_float32, by_symmetric_root, of_uniforms),
    misconceptions=(
        Misconception(
            "gain-ignored",
            gain_ignored,
            Text(
                hi="आपने `gain` से गुणा नहीं किया: rows या columns की लंबाई 1 है, gain नहीं।",
                en="You did not multiply by `gain`: rows or columns have length 1 and not gain.",
            ),
        ),
        Misconception(
            "gain-twice",
            gain_twice,
            Text(
                hi="आपने `gain` से दो बार गुणा किया; लंबाई gain होनी चाहिए, gain² नहीं।",
                en="You multiplied by `gain` twice; lengths must be gain and not gain².",
            ),
        ),
        Misconception(
            "root-of-gain",
            square_root_of_gain,
            Text(
                hi="आपने gain का root लिया; W को gain से ही गुणा कीजिए, W Wᵀ में gain² आता है।",
                en="You took the root of gain; multiply W by gain itself, so that W Wᵀ holds gain².",
            ),
        ),
        Misconception(
            "wide-not-handled",
            wide_not_handled,
            Text(
                hi="rows < cols पर np.linalg.qr का Q (rows, rows) होता है: shape ग़लत आई। (cols, rows) का Q "
                "लेकर transpose कीजिए।",
                en="For rows < cols the Q of np.linalg.qr is (rows, rows), a wrong shape. Take the Q of a "
                "(cols, rows) matrix and transpose it.",
            ),
        ),
        Misconception(
            "square-part-only",
            padded,
            Text(
                hi="सिर्फ़ चौकोर हिस्सा orthogonal है; rows और cols अलग हों तो छोटी ओर के सारे vectors orthonormal होने चाहिए।",
                en="Only the square part is orthogonal; when rows and cols differ, all vectors on the "
                "shorter side must be orthonormal.",
            ),
        ),
        Misconception(
            "identity-always",
            identity,
            Text(
                hi="आपका matrix हर बार identity है; वह orthonormal तो है, पर random नहीं।",
                en="Your matrix is the identity every time: orthonormal, but not random.",
            ),
        ),
        Misconception(
            "columns-normalized-only",
            columns_normalised,
            Text(
                hi="आपने columns की लंबाई 1 की, पर वे आपस में orthogonal नहीं हैं।",
                en="You gave the columns the right length, but they are not orthogonal to each other.",
            ),
        ),
        Misconception(
            "rng-ignored",
            lambda rows, cols, gain, _: orthogonal_init(rows, cols, gain, np.random),
            Text(
                hi="आपने `np.random` से draw किया; draws दिए हुए `rng` से लीजिए, ताकि वही seed वही matrix दे।",
                en="You drew from `np.random`; draw from the `rng` you are given, so that the same seed "
                "gives the same matrix.",
            ),
        ),
        Misconception(
            "fixed-seed",
            fixed_seed,
            Text(
                hi="आपने अपना generator तय seed से बनाया, तो matrix हर बार वही है। draws दिए हुए `rng` से लीजिए।",
                en="You made a generator of your own with a fixed seed, so the matrix never changes. Draw "
                "from the `rng` you are given.",
            ),
        ),
        Misconception(
            "shape-transposed",
            transposed,
            Text(
                hi="shape (cols, rows) आई; (rows, cols) चाहिए।",
                en="The shape came out as (cols, rows); it must be (rows, cols).",
            ),
        ),
        Misconception(
            "plain-normal",
            plain_normal,
            Text(
                hi="आपने normal draws को सिर्फ़ scale किया; बड़े matrix में rows लगभग orthogonal होती हैं, "
                "ठीक-ठीक नहीं। QR decomposition लीजिए।",
                en="You only scaled normal draws; in a large matrix rows are then nearly orthogonal, not "
                "exactly. Use a QR decomposition.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            (
                "scipy.stats.ortho_group",
                "scipy.stats.ortho_group.rvs",
                "scipy.stats.special_ortho_group",
                "torch.nn.init.orthogonal_",
            ),
            Text(
                hi="यहाँ orthonormal matrix ख़ुद बनाइए: np.linalg.qr काफ़ी है।",
                en="Here you build the orthonormal matrix yourself: np.linalg.qr is enough.",
            ),
        ),
    ),
)
