"""Shuffled k-fold cross-validation."""

from collections.abc import Iterator

import numpy as np

from grader.spec import chance, drawn
from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Rng, Value
from reference.tuning import k_fold
from reference.types import Ints

Folds = list[tuple[Ints, Ints]]


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def seed() -> Rng:
        return Rng(int(rng.integers(2**31)))

    yield sample([(6, 3, Rng(0))], hi="6 samples के 3 folds", en="6 samples, 3 folds")
    yield sample([(5, 2, Rng(1))], hi="5 samples के 2 folds", en="5 samples, 2 folds")
    for n, k, hi, en in (
        (20, 4, "बराबर हिस्से", "parts of equal size"),
        (23, 4, "23 samples, 4 हिस्से: बाकी 3", "23 samples in 4 parts: 3 left over"),
        (21, 5, "21 samples, 5 हिस्से: बाकी 1", "21 samples in 5 parts: 1 left over"),
        (29, 10, "10 हिस्से, बाकी 9", "10 parts, 9 left over"),
        (30, 2, "दो हिस्से", "two parts"),
        (40, 5, "40 samples, 5 हिस्से", "40 samples in 5 parts"),
    ):
        yield hidden([(n, k, seed())], hi=hi, en=en)
    yield hidden([(7, 7, seed())], hi="k = n: एक-एक sample", en="k = n: one sample at a time", check="edges")
    yield hidden([(8, 7, seed())], hi="एक हिस्से में दो, बाकी में एक", en="two in one part, one in the others", check="edges")
    same = seed()
    yield hidden(
        [(24, 5, same), (24, 5, same), (24, 5, seed())],
        hi="वही seed दो बार, फिर दूसरा seed",
        en="the same seed twice, then another",
    )
    yield hidden([(24, 5, seed())], 2, hi="एक ही rng से दो बार", en="twice with one and the same rng")


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    return drawn.judged(args, answer, check)


def read(k: int, value: Value) -> list[tuple[list[int], list[int]]] | Finding:
    if isinstance(value, np.ndarray):
        value = list(value) if value.ndim else None
    if not isinstance(value, list | tuple):
        return Finding("fold.not_folds", {"got": drawn.type_name(value)})
    if len(value) != k:
        return Finding("fold.count", {"expected": k, "got": len(value)})
    folds = []
    for fold in value:
        if isinstance(fold, np.ndarray) and fold.ndim == 2:
            fold = list(fold)  # noqa: PLW2901  # two parts of equal size may come stacked
        if not isinstance(fold, list | tuple) or len(fold) != 2:
            return Finding("fold.not_folds", {"got": drawn.type_name(fold)})
        parts = []
        for part in fold:
            numbers = drawn.vector(part)
            if isinstance(numbers, Finding) or (numbers != np.rint(numbers)).any():
                return Finding("fold.not_indices", {"got": drawn.type_name(part)})
            parts.append(numbers.astype(int).tolist())
        folds.append((parts[0], parts[1]))
    return folds


def check(call: tuple[int, int, Rng], value: Value) -> Finding | None:
    n, k, _ = call
    folds = read(k, value)
    if isinstance(folds, Finding):
        return folds
    whole = set(range(n))
    for number, (train, val) in enumerate(folds, 1):
        if set(train) & set(val):
            return Finding("fold.overlap", {"n": number, "count": len(set(train) & set(val))})
        if sorted(train) != sorted(whole - set(val)) or len(val) != len(set(val)) or set(val) - whole:
            return Finding("fold.train", {"n": number})
    validated = [index for _, val in folds for index in val]
    if sorted(validated) != sorted(whole):
        repeated = len(validated) - len(set(validated))
        return Finding("fold.cover", {"missing": len(whole - set(validated)), "repeated": repeated})
    sizes = [len(val) for _, val in folds]
    if max(sizes) - min(sizes) > 1:
        return Finding("fold.sizes", {"smallest": min(sizes), "largest": max(sizes)})
    return chance.shuffled_parts([val for _, val in folds])


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    got = drawn.answers(args, answer)
    if isinstance(got, Finding):
        return {"unreadable": 10.0}
    found = dict(drawn.seed_traits(args, got))
    for i, ((n, k, rng), value) in enumerate(zip(drawn.made(args), got, strict=True)):
        finding = check((n, k, rng), value)
        found[f"{finding.code if finding and n > 10 else 'small'} {i}"] = 10.0
        folds = read(k, value)
        if isinstance(folds, Finding):
            continue
        found[f"first {i}"] = 10.0 * len(folds[0][1])
        found[f"last {i}"] = 10.0 * len(folds[-1][1])
        found[f"train {i}"] = 10.0 * len(folds[0][0])
        if n > 10:
            found[f"shared {i}"] = 10.0 * len(set(folds[0][0]) & set(folds[0][1]))
            blocks = all(max(val) - min(val) + 1 == len(val) for _, val in folds if val)
            strides = all(len(val) > 1 and set(np.diff(val)) == {k} for _, val in folds)
            found[f"blocks {i}"] = 10.0 * blocks + 20.0 * strides
    return found


def by_masks(n: int, k: int, rng: np.random.Generator) -> object:
    fold = rng.permutation(np.arange(n) % k)
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]


def by_slices(n: int, k: int, rng: np.random.Generator) -> object:
    order = rng.permutation(n).tolist()
    out, start = [], 0
    for i in range(k):
        stop = start + n // k + (i < n % k)
        out.append((order[:start] + order[stop:], order[start:stop]))
        start = stop
    return out


def by_strides(n: int, k: int, rng: np.random.Generator) -> object:
    order = np.argsort(rng.random(n))
    return [(np.setdiff1d(order, order[i::k]), order[i::k]) for i in range(k)]


def by_sets(n: int, k: int, rng: np.random.Generator) -> object:
    order = list(range(n))
    rng.shuffle(order)
    parts = [order[n * i // k : n * (i + 1) // k] for i in range(k)]
    return ((sorted(set(order) - set(part)), part) for part in parts)


def by_choice(n: int, k: int, rng: np.random.Generator) -> object:
    order = rng.choice(n, n, replace=False)
    parts = np.array_split(order, k)
    return [[np.delete(np.arange(n), part), part.astype(float)] for part in parts]


def by_legacy_generator(n: int, k: int, rng: np.random.Generator) -> object:
    order = np.random.RandomState(rng.integers(2**31)).permutation(n)
    parts = np.array_split(order, k)
    return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(k)]


def parts_of(order: Ints, k: int) -> Folds:
    parts = np.array_split(order, k)
    return [(np.concatenate([*parts[:i], *parts[i + 1 :]]), parts[i]) for i in range(k)]


def overlapping(n: int, k: int, rng: np.random.Generator) -> object:
    order = rng.permutation(n)
    return [(order, part) for part in np.array_split(order, k)]


def remainder_dropped(n: int, k: int, rng: np.random.Generator) -> object:
    order, size = rng.permutation(n), n // k
    return [
        (np.concatenate([order[: i * size], order[(i + 1) * size : k * size]]), order[i * size : (i + 1) * size])
        for i in range(k)
    ]


def remainder_only_trained(n: int, k: int, rng: np.random.Generator) -> object:
    order, size = rng.permutation(n), n // k
    return [
        (np.concatenate([order[: i * size], order[(i + 1) * size :]]), order[i * size : (i + 1) * size])
        for i in range(k)
    ]


def remainder_in_the_last(n: int, k: int, rng: np.random.Generator) -> object:
    order, size = rng.permutation(n), n // k
    cuts = [i * size for i in range(k)] + [n]
    return [(np.concatenate([order[: cuts[i]], order[cuts[i + 1] :]]), order[cuts[i] : cuts[i + 1]]) for i in range(k)]


def not_shuffled(n: int, k: int, rng: np.random.Generator) -> object:  # noqa: ARG001
    return parts_of(np.arange(n), k)


def strided(n: int, k: int, rng: np.random.Generator) -> object:  # noqa: ARG001
    every = np.arange(n)
    return [(every[every % k != i], every[i::k]) for i in range(k)]


def only_train_shuffled(n: int, k: int, rng: np.random.Generator) -> object:
    return [(rng.permutation(train), val) for train, val in parts_of(np.arange(n), k)]


def swapped(n: int, k: int, rng: np.random.Generator) -> object:
    return [(val, train) for train, val in k_fold(n, k, rng)]


def drawn_anew(n: int, k: int, rng: np.random.Generator) -> object:
    out = []
    for i in range(k):
        order = rng.permutation(n)
        size = n // k + (i < n % k)
        out.append((order[size:], order[:size]))
    return out


def fixed_seed(n: int, k: int, rng: np.random.Generator) -> object:  # noqa: ARG001
    return k_fold(n, k, np.random.default_rng(0))


def one_split(n: int, k: int, rng: np.random.Generator) -> object:
    return k_fold(n, k, rng)[0]


def indices_from_one(n: int, k: int, rng: np.random.Generator) -> object:
    return [(train + 1, val + 1) for train, val in k_fold(n, k, rng)]


def folds_of_k(n: int, k: int, rng: np.random.Generator) -> object:
    order = rng.permutation(n)
    return [(np.concatenate([order[:i], order[i + k :]]), order[i : i + k]) for i in range(0, n, k)]


EXERCISE = Exercise(
    title=Text(
        hi="k_fold: shuffle करके k हिस्से",
        en="k-fold cross-validation",
    ),
    statement=Text(
        hi="0 से n - 1 तक के indices को shuffle करके k हिस्सों में बाँटिए और k जोड़ियों (train_idx, "
        "val_idx) की list लौटाइए। हर हिस्सा एक बार val_idx बने: val हिस्से आपस में न टकराएँ, "
        "मिलकर सारे indices हों, और उनकी sizes में ज़्यादा-से-ज़्यादा 1 का फ़र्क़ हो। train_idx "
        "में बाकी सारे indices हों, किसी भी क्रम में। k, n से बड़ा नहीं होता। सारे draws `rng` "
        "(numpy.random.Generator) से लीजिए: वही seed वही हिस्से दे।",
        en="Shuffle the indices 0 to n - 1, divide them into k parts and return a list of k pairs "
        "(train_idx, val_idx). Each part is val_idx once: the validation parts do not overlap, "
        "together they hold all indices, and their sizes differ by at most 1. train_idx holds "
        "all other indices, in any order. k is at most n. Take all draws from `rng` (a "
        "numpy.random.Generator): the same seed gives the same parts.",
    ),
    hints=(
        Text(
            hi="पहले एक ही बार shuffle, फिर काटिए: तब हिस्से आपस में नहीं टकराते।",
            en="Shuffle once, then cut: the parts then cannot overlap.",
        ),
        Text(
            hi="n, k से पूरा न बँटे तो पहले n % k हिस्सों में एक-एक ज़्यादा।",
            en="When k does not divide n, the first n % k parts get one more each.",
        ),
        Text(
            hi="np.array_split(order, k) ठीक ऐसे ही काटता है।",
            en="np.array_split(order, k) cuts just so.",
        ),
        Text(
            hi="i-वें fold में val = parts[i], train = बाकी parts को जोड़कर।",
            en="In fold i val = parts[i], and train joins the other parts.",
        ),
    ),
    reference=k_fold,
    cases=cases,
    kind="random",
    driver=drawn.draws,
    accepts=accepts,
    traits=traits,
    styles=(by_masks, by_slices, by_strides, by_sets, by_choice, by_legacy_generator),
    misconceptions=(
        Misconception(
            "train-overlaps",
            overlapping,
            Text(
                hi="train में val के samples भी हैं: validation अब कुछ नहीं बताता। train से val निकालिए।",
                en="train holds the samples of val, too: validation then says nothing. Take val out of train.",
            ),
        ),
        Misconception(
            "remainder-dropped",
            remainder_dropped,
            Text(
                hi="n, k से पूरा नहीं बँटा तो बचे हुए samples छूट गए; हर sample एक बार validate हो।",
                en="When k does not divide n, samples are left out; every sample is validated once.",
            ),
        ),
        Misconception(
            "remainder-never-validated",
            remainder_only_trained,
            Text(
                hi="बचे हुए samples सिर्फ़ train में रहते हैं; हर sample एक बार val में भी आए।",
                en="The samples left over stay in train only; each must be in val once.",
            ),
        ),
        Misconception(
            "remainder-in-the-last",
            remainder_in_the_last,
            Text(
                hi="सारे बचे हुए samples आख़िरी हिस्से में गए; sizes में ज़्यादा-से-ज़्यादा 1 का फ़र्क़ हो।",
                en="All samples left over went into the last part; sizes may differ by at most 1.",
            ),
        ),
        Misconception(
            "not-shuffled",
            not_shuffled,
            Text(
                hi="हिस्से पुराने क्रम के टुकड़े हैं; काटने से पहले shuffle कीजिए।",
                en="The parts are blocks of the old order; shuffle before you cut.",
            ),
        ),
        Misconception(
            "every-kth-sample",
            strided,
            Text(
                hi="आपने हर k-वाँ sample लिया; यह भी तय क्रम है, shuffle नहीं।",
                en="You took every k-th sample; this is a fixed order as well and no shuffle.",
            ),
        ),
        Misconception(
            "only-train-shuffled",
            only_train_shuffled,
            Text(
                hi="आपने काटने के बाद train को shuffle किया; val हिस्से पुराने क्रम के टुकड़े ही रहे। पहले shuffle कीजिए।",
                en="You shuffled train after cutting, so the val parts are still blocks of the old order. "
                "Shuffle first.",
            ),
        ),
        Misconception(
            "swapped",
            swapped,
            Text(
                hi="train और val अदल-बदल गए: val छोटा हिस्सा है।",
                en="train and val are swapped: val is the small part.",
            ),
        ),
        Misconception(
            "drawn-anew-for-each-fold",
            drawn_anew,
            Text(
                hi="आपने हर fold के लिए फिर से shuffle किया; val हिस्से टकराते हैं और कुछ samples कभी "
                "validate नहीं होते। एक ही बार shuffle कीजिए।",
                en="You shuffled anew for every fold; val parts overlap and some samples are never "
                "validated. Shuffle once.",
            ),
        ),
        Misconception(
            "rng-ignored",
            lambda n, k, _: k_fold(n, k, np.random),
            Text(
                hi="आपने `np.random` से draw किया; draws दिए हुए `rng` से लीजिए, ताकि वही seed वही हिस्से दे।",
                en="You drew from `np.random`; draw from the `rng` you are given, so that the same seed "
                "gives the same parts.",
            ),
        ),
        Misconception(
            "fixed-seed",
            fixed_seed,
            Text(
                hi="आपने अपना generator तय seed से बनाया, तो हिस्से हर बार वही हैं। draws दिए हुए `rng` से लीजिए।",
                en="You made a generator of your own with a fixed seed, so the parts never change. Draw "
                "from the `rng` you are given.",
            ),
        ),
        Misconception(
            "one-split-only",
            one_split,
            Text(
                hi="आपने एक ही fold लौटाया; k जोड़ियों की list लौटाइए।",
                en="You returned a single fold; return a list of k pairs.",
            ),
        ),
        Misconception(
            "indices-from-one",
            indices_from_one,
            Text(
                hi="आपके indices 1 से शुरू हैं; 0 से n - 1 तक चाहिए।",
                en="Your indices start at 1; they must run from 0 to n - 1.",
            ),
        ),
        Misconception(
            "parts-of-size-k",
            folds_of_k,
            Text(
                hi="आपने k-k samples के हिस्से बनाए; k हिस्सों की संख्या है।",
                en="You made parts of k samples; k is the number of parts.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("sklearn.model_selection.KFold",),
            Text(
                hi="यहाँ हिस्से ख़ुद बनाइए।",
                en="Here you make the parts yourself.",
            ),
        ),
    ),
)
