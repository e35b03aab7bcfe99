"""The largest relative error between two gradients."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.backprop import gradient_check
from reference.types import Array

FLOOR = 1e-8


def pair(rng: np.random.Generator, *shape: int, error: float = 0.3) -> tuple[Array, Array]:
    """A gradient with entries of both signs from 0.3 to 3, and one that is a little off everywhere."""
    a = rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.3, 3, size=shape)
    return a, a * (1 + error * rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.2, 1, size=shape))


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([1.0, 2.0, -3.0]), np.array([1.0, 2.0, -1.0]), hi="एक entry ग़लत", en="one wrong entry")
    yield sample(
        np.array([[0.0, 4.0]]),
        np.array([[0.0, 4.0]]),
        hi="बराबर gradients, एक entry 0",
        en="equal gradients, one entry 0",
    )
    yield hidden(*pair(rng, 6), hi="हर entry थोड़ी-थोड़ी ग़लत", en="every entry a little wrong")
    yield hidden(*pair(rng, 3, 4), hi="shape (3, 4) के arrays", en="arrays of shape (3, 4)", check="shapes")
    yield hidden(*pair(rng, 2, 2, 3), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(*pair(rng, 1), hi="सिर्फ़ एक entry", en="a single entry", check="edges")
    a, n = pair(rng, 6)
    yield hidden(a, np.append(-n[:1], n[1:]), hi="एक entry का चिह्न उल्टा", en="one entry with the wrong sign")
    yield hidden(
        np.abs(a), np.abs(a) * rng.uniform(1.1, 1.5, size=6), hi="numeric हर जगह बड़ा", en="numeric larger everywhere"
    )
    yield hidden(
        np.abs(a), np.abs(a) * rng.uniform(0.5, 0.9, size=6), hi="numeric हर जगह छोटा", en="numeric smaller everywhere"
    )
    yield hidden(
        np.append(a, [0.0, 0.0]),
        np.append(n, [0.0, 0.0]),
        hi="कुछ entries दोनों में 0",
        en="some entries 0 in both",
        check="edges",
    )
    yield hidden(np.zeros((2, 3)), np.zeros((2, 3)), hi="सब कुछ 0", en="everything 0", check="edges")
    yield hidden(
        np.append(a, 0.0),
        np.append(n, 0.4),
        hi="analytic 0, numeric नहीं",
        en="analytic 0 and numeric not",
        check="edges",
    )
    yield hidden(
        rng.uniform(2, 3, size=4) * 1e-9,
        rng.uniform(0.5, 1, size=4) * 1e-9,
        hi="सब entries 1e-8 से छोटी",
        en="all entries below 1e-8",
        check="edges",
    )
    yield hidden(
        rng.uniform(1, 1.4, size=4) * 1e-8,
        rng.uniform(0.1, 0.4, size=4) * 1e-8,
        hi="entries 1e-8 से ज़रा बड़ी",
        en="entries a little above 1e-8",
        check="edges",
    )
    yield hidden(
        a * 1000, n * 1000, hi="बड़े gradients: relative error वही", en="large gradients, the same relative error"
    )
    yield hidden(
        a * 1e-4, n * 1e-4, hi="छोटे gradients: relative error वही", en="small gradients, the same relative error"
    )
    yield hidden(
        a * np.array([1e3, 1e2, 10, 1, 0.1, 1e-2]),
        n * np.array([1e3, 1e2, 10, 1, 0.1, 1e-2]),
        hi="entries का आकार बहुत अलग",
        en="entries of very different size",
    )


def errors(a: Array, n: Array) -> Array:
    return np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), FLOOR)


def by_loop(analytic: Array, numeric: Array) -> float:
    worst = 0.0
    for a, n in zip(analytic.ravel().tolist(), numeric.ravel().tolist(), strict=True):
        worst = max(worst, abs(a - n) / max(abs(a) + abs(n), 1e-8))
    return worst


def by_index(analytic: Array, numeric: Array) -> object:
    worst = -1.0
    for ix in np.ndindex(analytic.shape):
        top = np.abs(analytic[ix] - numeric[ix])
        bottom = np.abs(analytic[ix]) + np.abs(numeric[ix])
        worst = np.fmax(worst, top / (max(1e-08, bottom)))
    return worst


def by_where(analytic: Array, numeric: Array) -> object:
    total = np.absolute(analytic) + np.absolute(numeric)
    return (np.absolute(numeric - analytic) / np.where(total < 1e-8, 1e-8, total)).max()


def by_sort(analytic: Array, numeric: Array) -> object:
    a, n = analytic.flatten(), numeric.flatten()
    return np.sort(np.sqrt((a - n) ** 2) / np.clip(np.sqrt(a**2) + np.sqrt(n**2), 1e-8, None))[-1:]


def by_norm(analytic: Array, numeric: Array) -> object:
    scale = np.maximum(np.sum(np.abs(np.stack([analytic, numeric])), axis=0), 1e-8)
    return np.linalg.norm(((analytic - numeric) / scale).ravel(), ord=np.inf)


def in_float32(analytic: Array, numeric: Array) -> object:
    return np.max(errors(analytic.astype(np.float32), numeric.astype(np.float32)))


EXERCISE = Exercise(
    title=Text(hi="gradient check: सबसे बड़ी relative error", en="Gradient check: the largest relative error"),
    statement=Text(
        hi="`analytic` और `numeric` एक ही gradient के दो रूप हैं, shape एक जैसी, कोई भी। सब entries पर $|a - n| / "
        "\\max(|a| + |n|,\\, 10^{-8})$ का maximum (जोड़ नहीं) लौटाइए, एक float।",
        en="`analytic` and `numeric` are two versions of one gradient, of the same shape, any shape. Return the "
        "maximum (not a sum) over all entries of $|a - n| / \\max(|a| + |n|,\\, 10^{-8})$, a float.",
    ),
    hints=(
        Text(
            hi="हज़ारों सही entries के बीच एक ग़लत entry भी दिखनी चाहिए; mean उसे छिपा देता है।",
            en="One wrong entry among thousands must show; a mean would hide it.",
        ),
        Text(
            hi="अंतर को entries के आकार से भाग दीजिए: 0.001 का अंतर 1000 पर कुछ नहीं, 0.001 पर बहुत है।",
            en="Divide the difference by the size of the entries: 0.001 is nothing at 1000 and a lot at 0.001.",
        ),
        Text(
            hi="दोनों 0 हों तो 0/0 न बने: हर (denominator) कम से कम 1e-8 रखिए, `np.maximum` से।",
            en="Where both are 0 there must be no 0/0: keep the denominator at 1e-8 or more, with `np.maximum`.",
        ),
    ),
    reference=gradient_check,
    cases=cases,
    styles=(by_loop, by_index, by_where, by_sort, by_norm, in_float32),
    misconceptions=(
        Misconception(
            "mean-for-maximum",
            lambda analytic, numeric: np.mean(errors(analytic, numeric)),
            Text(
                hi="आपने mean लिया; maximum चाहिए, ताकि एक ग़लत entry भी दिखे।",
                en="You took the mean; it is the maximum, so that a single wrong entry shows.",
            ),
        ),
        Misconception(
            "sum-for-maximum",
            lambda analytic, numeric: np.sum(errors(analytic, numeric)),
            Text(
                hi="आपने सब entries की errors जोड़ दीं; सबसे बड़ी वाली चाहिए।",
                en="You added the errors of all entries; it is the largest one.",
            ),
        ),
        Misconception(
            "absolute-error",
            lambda analytic, numeric: np.max(np.abs(analytic - numeric)),
            Text(
                hi="आपने absolute error लौटाई; उसे |a| + |n| से भाग देना है।",
                en="You returned the absolute error; divide it by |a| + |n|.",
            ),
        ),
        Misconception(
            "no-floor",
            lambda analytic, numeric: np.max(np.abs(analytic - numeric) / (np.abs(analytic) + np.abs(numeric))),
            Text(
                hi="जहाँ दोनों 0 हैं वहाँ 0/0 से nan आया; denominator में max(|a| + |n|, 1e-8) लिखिए।",
                en="Where both are 0 you get 0/0 = nan; write max(|a| + |n|, 1e-8) in the denominator.",
            ),
        ),
        Misconception(
            "floor-added",
            lambda analytic, numeric: np.max(np.abs(analytic - numeric) / (np.abs(analytic) + np.abs(numeric) + FLOOR)),
            Text(
                hi="आपने 1e-8 जोड़ा; वह निचली सीमा है: max(|a| + |n|, 1e-8)। बहुत छोटे gradients पर फ़र्क़ दिखता है।",
                en="You added 1e-8; it is a floor: max(|a| + |n|, 1e-8). For very small gradients the two differ.",
            ),
        ),
        Misconception(
            "signed-difference",
            lambda analytic, numeric: np.max(
                (analytic - numeric) / np.maximum(np.abs(analytic) + np.abs(numeric), FLOOR)
            ),
            Text(
                hi="a - n पर abs छूट गया; negative अंतर maximum में दब जाते हैं।",
                en="The abs around a - n is missing; negative differences are lost in the maximum.",
            ),
        ),
        Misconception(
            "abs-of-the-sum",
            lambda analytic, numeric: np.max(
                np.abs(analytic - numeric) / np.maximum(np.abs(analytic + numeric), FLOOR)
            ),
            Text(
                hi="आपने |a + n| से भाग दिया; चिह्न अलग हों तो वह 0 के पास चला जाता है। |a| + |n| लिखिए।",
                en="You divided by |a + n|, which is near 0 when the signs differ. Write |a| + |n|.",
            ),
        ),
        Misconception(
            "larger-for-sum",
            lambda analytic, numeric: np.max(
                np.abs(analytic - numeric) / np.maximum(np.maximum(np.abs(analytic), np.abs(numeric)), FLOOR)
            ),
            Text(
                hi="आपने |a| और |n| में से बड़े से भाग दिया; यहाँ दोनों का जोड़ |a| + |n| है।",
                en="You divided by the larger of |a| and |n|; here it is their sum, |a| + |n|.",
            ),
        ),
        Misconception(
            "ratio-of-norms",
            lambda analytic, numeric: (
                np.linalg.norm(analytic - numeric) / max(np.linalg.norm(analytic) + np.linalg.norm(numeric), FLOOR)
            ),
            Text(
                hi="आपने पूरे vectors के norm लिए; यहाँ हर entry की relative error अलग है, और उनका maximum।",
                en="You took norms of the whole vectors; here each entry has its own relative error, and the "
                "maximum counts.",
            ),
        ),
    ),
)
