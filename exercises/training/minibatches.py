"""One shuffled pass over the data in batches."""

from collections.abc import Iterator

import numpy as np

from grader.spec import chance, drawn
from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Rng, Value
from reference.training import minibatches
from reference.types import Array

Batches = list[tuple[Array, Array]]


def numbered(n: int, d: int) -> tuple[Array, Array]:
    """Row i holds i, i + 1/8, ...; its label is 100 + 3 i: every row and label tells where it came from."""
    rows = np.arange(float(n))
    return rows[:, None] + np.arange(d) / 8, 100 + 3 * rows


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def seed() -> Rng:
        return Rng(int(rng.integers(2**31)))

    yield sample([(*numbered(5, 2), 2, Rng(1))], hi="पाँच samples, batch 2", en="five samples, batches of 2")
    yield sample([(*numbered(4, 3), 4, Rng(3))], hi="एक ही batch में सब", en="all in one batch")
    for n, d, size, hi, en in (
        (20, 3, 6, "आख़िरी batch अधूरा", "a last batch that is not full"),
        (21, 2, 4, "आख़िरी batch में एक sample", "one sample in the last batch"),
        (24, 2, 6, "batches पूरे-पूरे बँटें", "batches that divide evenly"),
        (20, 20, 5, "N = D", "N = D, where a wrong axis keeps the shape"),
        (40, 1, 8, "एक ही feature", "a single feature"),
        (30, 2, 10, "तीन batches", "three batches"),
    ):
        yield hidden([(*numbered(n, d), size, seed())], hi=hi if hi != "N = D" else "N और D बराबर", en=en)
    yield hidden(
        [(*numbered(7, 2), 50, seed())], hi="batch dataset से बड़ा", en="a batch larger than the data", check="edges"
    )
    yield hidden(
        [(*numbered(20, 2), 1, seed())], hi="हर batch में एक sample", en="one sample in each batch", check="edges"
    )
    yield hidden([(*numbered(1, 3), 4, seed())], hi="एक ही sample", en="a single sample", check="edges")
    same, data = seed(), numbered(40, 2)
    yield hidden(
        [(*data, 4, same), (*data, 4, same), (*data, 4, seed())],
        hi="वही seed दो बार, फिर दूसरा seed",
        en="the same seed twice, then another",
    )
    yield hidden([(*data, 4, seed())], 2, hi="एक ही rng से दो बार", en="twice with one and the same rng")


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    return drawn.judged(args, answer, check)


def check(call: tuple[Array, Array, int, Rng], value: Value) -> Finding | None:
    X, y, size, _ = call
    wanted = [min(size, len(X) - start) for start in range(0, len(X), size)]
    if not isinstance(value, list | tuple):
        return Finding("stat.not_batches", {"got": drawn.type_name(value)})
    if len(value) != len(wanted):
        return Finding("stat.batch_count", {"expected": len(wanted), "got": len(value)})
    order: list[int] = []
    parts: list[list[int]] = []
    for n, (pair, count) in enumerate(zip(value, wanted, strict=True), 1):
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            return Finding("stat.not_batches", {"got": drawn.type_name(pair)})
        if isinstance(Xb := drawn.numbers(pair[0], (count, X.shape[1])), Finding):
            return Finding("stat.batch_X", {"n": n, **Xb.params}) if Xb.code == "stat.shape" else Xb
        if isinstance(yb := drawn.numbers(pair[1], (count,)), Finding):
            return Finding("stat.batch_y", {"n": n, **yb.params}) if yb.code == "stat.shape" else yb
        ids = np.rint(Xb[:, 0]).astype(int)
        if (ids < 0).any() or (ids >= len(X)).any() or not np.allclose(Xb, X[np.clip(ids, 0, len(X) - 1)]):
            return Finding("stat.batch_rows", {"n": n})
        if not np.allclose(yb, y[ids]):
            return Finding("stat.pairing", {"n": n})
        parts.append(ids.tolist())
        order += parts[-1]
    if len(set(order)) < len(X):
        return Finding("stat.missing_samples", {"missing": len(X) - len(set(order))})
    return chance.shuffled(order, parts)


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    got = drawn.answers(args, answer)
    if isinstance(got, Finding):
        return {"unreadable": 10.0}
    found = dict(drawn.seed_traits(args, got))
    for i, ((X, y, size, rng), value) in enumerate(zip(drawn.made(args), got, strict=True)):
        finding = check((X, y, size, rng), value)
        code = finding.code if finding else "right"
        by_chance = len(X) <= 10 and code in {"right", "stat.missing_samples", "stat.pairing"}
        found[f"{'few samples' if by_chance else code} {i}"] = 10.0
        pairs = value if isinstance(value, list | tuple) else []
        pairs = [pair for pair in pairs if isinstance(pair, list | tuple) and len(pair) == 2]
        rows, labels = ([drawn.flat(pair[part]) for pair in pairs] for part in (0, 1))
        found[f"batches {i}"] = 10.0 * len(pairs)
        found[f"first {i}"] = 10.0 * len(rows[0]) if rows else -1.0
        found[f"last {i}"] = 10.0 * len(rows[-1]) if rows else -1.0
        if size >= 10:
            found[f"twice in a batch {i}"] = 10.0 * any(len(set(part)) < len(part) for part in rows if X.shape[1] > 0)
        if len(X) > 10 and len(pairs) >= 5:
            for name, parts in (("rows", rows), ("labels", labels)):
                entries = [entry for part in parts for entry in part]
                found[f"{name} in order {i}"] = 10.0 * bool(entries == sorted(entries))
    return found


def by_generator(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> object:
    order = rng.permutation(len(X))
    return ((X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(X), batch_size))


def by_argsort(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> object:
    order = np.argsort(rng.random(len(y)))
    Xs, ys = X[order], y[order]
    return [[Xs[i : i + batch_size], ys[i : i + batch_size]] for i in range(0, len(y), batch_size)]


def by_choice(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> object:
    order = rng.choice(len(X), size=len(X), replace=False)
    cuts = range(batch_size, len(X), batch_size)
    return list(zip(np.split(X[order], cuts), np.split(y[order], cuts), strict=True))


def by_pairs(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> object:
    pairs = [(row.tolist(), float(label)) for row, label in zip(X, y, strict=True)]
    rng.shuffle(pairs)
    out = []
    for i in range(0, len(pairs), batch_size):
        part = pairs[i : i + batch_size]
        out.append(([row for row, _ in part], [label for _, label in part]))
    return out


def by_stacking(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> object:
    table = rng.permutation(np.column_stack([X, y]))
    return [(table[i : i + batch_size, :-1], table[i : i + batch_size, -1]) for i in range(0, len(table), batch_size)]


def by_removing(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> object:
    left, out = list(range(len(X))), []
    while left:
        part = [left.pop(int(rng.integers(len(left)))) for _ in range(min(batch_size, len(left)))]
        out.append((X[part].astype(np.float32), y[part].astype(np.float32)))
    return out


def by_legacy_generator(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> object:
    order = np.random.RandomState(rng.integers(2**31)).permutation(len(X))
    return [(X[order][i : i + batch_size], y[order][i : i + batch_size]) for i in range(0, len(X), batch_size)]


def cut(X: Array, y: Array, size: int) -> Batches:
    return [(X[i : i + size], y[i : i + size]) for i in range(0, len(X), size)]


def torn(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    return cut(rng.permutation(X), rng.permutation(y), batch_size)


def labels_left(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    return cut(X[rng.permutation(len(X))], y, batch_size)


def last_dropped(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    return [pair for pair in minibatches(X, y, batch_size, rng) if len(pair[0]) == batch_size]


def empty_last(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    order = rng.permutation(len(X))
    return [
        (X[order[k * batch_size : (k + 1) * batch_size]], y[order[k * batch_size : (k + 1) * batch_size]])
        for k in range(len(X) // batch_size + 1)
    ]


def with_replacement(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    order = rng.integers(0, len(X), len(X))
    return cut(X[order], y[order], batch_size)


def fresh_choice(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    out = []
    for i in range(0, len(X), batch_size):
        part = rng.choice(len(X), min(batch_size, len(X) - i), replace=False)
        out.append((X[part], y[part]))
    return out


def in_place(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return [(Xb.copy(), yb.copy()) for Xb, yb in cut(X, y, batch_size)]


def fixed_seed(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:  # noqa: ARG001
    return minibatches(X, y, batch_size, np.random.default_rng(0))


def batches_shuffled(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    whole = cut(X, y, batch_size)
    full = whole[:-1] if len(whole) > 1 and len(whole[-1][0]) < batch_size else whole
    return [full[k] for k in rng.permutation(len(full))] + whole[len(full) :]


def shuffled_within(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    return [minibatches(Xb, yb, len(Xb), rng)[0] for Xb, yb in cut(X, y, batch_size)]


def padded(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    order = rng.permutation(len(X))
    order = np.concatenate([order, order[: -len(X) % batch_size]])
    return cut(X[order], y[order], batch_size)


def columns_of_labels(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    return [(Xb, yb.reshape(-1, 1)) for Xb, yb in minibatches(X, y, batch_size, rng)]


EXERCISE = Exercise(
    title=Text(
        hi="minibatches: shuffle करके batches बनाइए",
        en="Shuffled mini-batches",
    ),
    statement=Text(
        hi="`X` की shape (N, D) है, `y` की (N,)। एक shuffled pass लौटाइए: (Xb, yb) की list, जिसमें "
        "हर sample ठीक एक बार, अपने ही label के साथ आए। आख़िरी को छोड़कर हर batch में "
        "`batch_size` samples हों; आख़िरी में कम हो सकते हैं, पर वह ख़ाली नहीं होता। Xb की shape "
        "(B, D), yb की (B,)। `X` और `y` को न बदलिए। सारे draws `rng` (numpy.random.Generator) से "
        "लीजिए: वही seed वही क्रम दे।",
        en="`X` has shape (N, D), `y` (N,). Return one shuffled pass: a list of (Xb, yb) in which "
        "every sample occurs exactly once, with its own label. Every batch but the last has "
        "`batch_size` samples; the last may have fewer, but is never empty. Xb has shape (B, D), "
        "yb (B,). Leave `X` and `y` unchanged. Take all draws from `rng` (a "
        "numpy.random.Generator): the same seed gives the same order.",
    ),
    hints=(
        Text(
            hi="जोड़ियाँ न टूटें: X और y को एक ही क्रम से पढ़िए।",
            en="Keep the pairs together: read X and y in one and the same order.",
        ),
        Text(
            hi="rng.permutation(N) से indices का एक क्रम मिलता है।",
            en="rng.permutation(N) gives an order of the indices.",
        ),
        Text(
            hi="order[i : i + batch_size] एक batch के indices हैं; आख़िरी slice अपने आप छोटा होता है।",
            en="order[i : i + batch_size] holds the indices of a batch; the last slice comes out shorter by itself.",
        ),
        Text(
            hi="range(0, N, batch_size) पर एक list comprehension।",
            en="A list comprehension over range(0, N, batch_size).",
        ),
    ),
    reference=minibatches,
    cases=cases,
    kind="random",
    driver=drawn.draws,
    accepts=accepts,
    traits=traits,
    styles=(by_generator, by_argsort, by_choice, by_pairs, by_stacking, by_removing, by_legacy_generator),
    misconceptions=(
        Misconception(
            "shuffled-separately",
            torn,
            Text(
                hi="आपने X और y को अलग-अलग shuffle किया: samples के labels बदल गए। एक ही permutation दोनों पर लगाइए।",
                en="You shuffled X and y separately, so samples lost their labels. Use one permutation for both.",
            ),
        ),
        Misconception(
            "labels-not-shuffled",
            labels_left,
            Text(
                hi="आपने सिर्फ़ X को shuffle किया; y उसी permutation से पढ़िए।",
                en="You shuffled X only; read y by the same permutation.",
            ),
        ),
        Misconception(
            "last-batch-dropped",
            last_dropped,
            Text(
                hi="आपने अधूरा आख़िरी batch छोड़ दिया; हर sample एक बार आना चाहिए।",
                en="You dropped the partial last batch; every sample must occur once.",
            ),
        ),
        Misconception(
            "empty-last-batch",
            empty_last,
            Text(
                hi="batches पूरे-पूरे बँटें तो आपका आख़िरी batch ख़ाली है; N // batch_size + 1 की जगह ऊपर की ओर पूरा कीजिए।",
                en="When batches divide evenly your last one is empty; round N / batch_size up instead of adding 1.",
            ),
        ),
        Misconception(
            "not-shuffled",
            lambda X, y, batch_size, _: cut(X, y, batch_size),
            Text(
                hi="samples अपने पुराने क्रम में ही हैं; हर pass से पहले shuffle कीजिए।",
                en="The samples stand in their old order; shuffle before each pass.",
            ),
        ),
        Misconception(
            "with-replacement",
            with_replacement,
            Text(
                hi="आपने indices को replacement के साथ draw किया: कुछ samples दो बार आए, कुछ एक भी बार "
                "नहीं। permutation लीजिए।",
                en="You drew the indices with replacement: some samples occur twice, some not at all. Use a "
                "permutation.",
            ),
        ),
        Misconception(
            "fresh-choice-per-batch",
            fresh_choice,
            Text(
                hi="आपने हर batch के लिए सारे samples में से फिर चुना; batches आपस में टकराते हैं। एक ही "
                "permutation को टुकड़ों में काटिए।",
                en="You chose from all samples anew for every batch, so batches overlap. Cut one "
                "permutation into pieces.",
            ),
        ),
        Misconception(
            "in-place",
            in_place,
            Text(
                hi="आपने `X` और `y` को ही बदल दिया; permutation से नए arrays पढ़िए।",
                en="You changed `X` and `y` themselves; read new arrays by the permutation.",
            ),
        ),
        Misconception(
            "rng-ignored",
            lambda X, y, batch_size, _: minibatches(X, y, batch_size, np.random),
            Text(
                hi="आपने `np.random` से draw किया; draws दिए हुए `rng` से लीजिए, ताकि वही seed वही क्रम दे।",
                en="You drew from `np.random`; draw from the `rng` you are given, so that the same seed "
                "gives the same order.",
            ),
        ),
        Misconception(
            "fixed-seed",
            fixed_seed,
            Text(
                hi="आपने अपना generator तय seed से बनाया, तो क्रम हर epoch में वही है। draws दिए हुए `rng` से लीजिए।",
                en="You made a generator of your own with a fixed seed, so the order is the same in every "
                "epoch. Draw from the `rng` you are given.",
            ),
        ),
        Misconception(
            "only-batches-shuffled",
            batches_shuffled,
            Text(
                hi="आपने batches का क्रम बदला, पर हर batch के samples पुराने ही पड़ोसी हैं। पहले samples को "
                "shuffle कीजिए, फिर काटिए।",
                en="You shuffled the batches, but each still holds the old neighbors. Shuffle the samples "
                "first, cut afterwards.",
            ),
        ),
        Misconception(
            "shuffled-within-batches",
            shuffled_within,
            Text(
                hi="आपने पहले काटा और फिर हर batch के अंदर shuffle किया; पहले shuffle कीजिए, फिर काटिए।",
                en="You cut first and shuffled within each batch; shuffle first, cut afterwards.",
            ),
        ),
        Misconception(
            "padded",
            padded,
            Text(
                hi="आपने आख़िरी batch को पहले आए samples से भर दिया; हर sample ठीक एक बार आए।",
                en="You filled the last batch up with samples that had occurred; every sample must occur exactly once.",
            ),
        ),
        Misconception(
            "labels-as-column",
            columns_of_labels,
            Text(
                hi="yb की shape (B, 1) आई; (B,) चाहिए।",
                en="yb came out with shape (B, 1); it must be (B,).",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.utils.data.DataLoader", "sklearn.utils.shuffle"),
            Text(
                hi="यहाँ batches ख़ुद बनाइए: एक permutation और slices काफ़ी हैं।",
                en="Here you make the batches yourself: one permutation and slices are enough.",
            ),
        ),
    ),
)
