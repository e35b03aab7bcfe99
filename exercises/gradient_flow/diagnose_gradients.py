"""Vanishing, exploding or healthy: a word for each gradient norm."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.gradient_flow import diagnose_gradients
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def norms(*values: float) -> Array:
        return rng.permutation(np.array(values) * rng.uniform(0.95, 1.05, size=len(values)))

    nan, inf = float("nan"), float("inf")
    yield sample(np.array([0.001, 2.0, 500.0]), 0.01, 100.0, hi="तीनों तरह के norms", en="one of each kind")
    yield sample(np.array([1.0, nan, 0.5]), 0.01, 10.0, hi="एक norm nan", en="one norm is nan")
    yield hidden(norms(0.01, 0.4, 3.0, 40.0, 0.9), 0.1, 10.0, hi="पाँच layers, मिला-जुला", en="five layers of all kinds")
    yield hidden(
        norms(1e-9, 1e-8, 1e-7, 1e-3),
        1e-6,
        1e3,
        hi="गहरी sigmoid network: ज़्यादातर vanishing",
        en="a deep sigmoid network: mostly vanishing",
    )
    yield hidden(norms(5.0, 80.0, 1200.0), 1e-3, 20.0, hi="पीछे बढ़ते norms: exploding", en="growing norms: exploding")
    yield hidden(norms(0.5, 1.0, 2.0, 0.3), 1e-3, 1e3, hi="सब healthy", en="all healthy")
    yield hidden(
        norms(0.5, 3.0, 0.02),
        0.75,
        2.0,
        hi="low और high पास-पास",
        en="low and high close together",
        check="hyperparameters",
    )
    yield hidden(
        norms(30.0, 70.0, 4000.0), 50.0, 2000.0, hi="बड़े low और high", en="a large low and high", check="hyperparameters"
    )
    yield hidden(
        norms(1e-9, 4e-8, 1e-5),
        1e-8,
        1e-6,
        hi="बहुत छोटे low और high",
        en="a very small low and high",
        check="hyperparameters",
    )
    yield hidden(
        np.array([0.5, 8.0, 0.25, 16.0]),
        0.5,
        8.0,
        hi="norm ठीक low या high के बराबर: healthy",
        en="norms exactly at low and high: healthy",
        check="edges",
    )
    yield hidden(
        np.array([inf, 1.0, inf]), 0.1, 10.0, hi="inf: exploding में आता है", en="inf counts as exploding", check="edges"
    )
    yield hidden(
        np.array([nan, 0.01, nan, 1.0]),
        0.1,
        10.0,
        hi="nan: exploding में आता है",
        en="nan counts as exploding",
        check="edges",
    )
    yield hidden(
        np.array([0.0, 1.0]), 0.1, 10.0, hi="norm ठीक 0: vanishing", en="a norm of exactly 0: vanishing", check="edges"
    )
    yield hidden(norms(30.0), 0.1, 10.0, hi="सिर्फ़ एक layer", en="a single layer", check="edges")


def believe(
    norms: Array,
    low: float,
    high: float,
    *,
    nan: str = "exploding",
    inf: str = "exploding",
    at_low: str = "healthy",
    at_high: str = "healthy",
) -> list[str]:
    words = []
    for n in norms:
        if np.isnan(n):
            words.append(nan)
        elif np.isinf(n):
            words.append(inf)
        elif n == low:
            words.append(at_low)
        elif n == high:
            words.append(at_high)
        else:
            words.append("vanishing" if n < low else "exploding" if n > high else "healthy")
    return words


def swapped(norms: Array, low: float, high: float) -> list[str]:
    other = {"vanishing": "exploding", "exploding": "vanishing", "healthy": "healthy"}
    return [other[word] for word in diagnose_gradients(norms, low, high)]


def one_word(norms: Array, low: float, high: float) -> str:
    words = diagnose_gradients(norms, low, high)
    return next((word for word in ("exploding", "vanishing") if word in words), "healthy")


def own_bounds(norms: Array, low: float, high: float) -> list[str]:  # noqa: ARG001
    return diagnose_gradients(norms, 1e-6, 1e3)


def by_where(norms: Array, low: float, high: float) -> Array:
    bad = (norms > high) | ~np.isfinite(norms)
    return np.where(bad, "exploding", np.where(norms < low, "vanishing", "healthy"))


def by_not_healthy(norms: Array, low: float, high: float) -> list[str]:
    words = []
    for n in norms:
        if low <= n <= high:
            words.append("healthy")
        elif n < low:
            words.append("vanishing")
        else:
            words.append("exploding")
    return words


def by_math(norms: Array, low: float, high: float) -> tuple[str, ...]:
    def word(n: float) -> str:
        if math.isnan(n) or math.isinf(n) or n > high:
            return "exploding"
        return "vanishing" if n < low else "healthy"

    return tuple(word(float(n)) for n in norms)


def by_select(norms: Array, low: float, high: float) -> list[str]:
    return np.select([norms < low, norms <= high], ["vanishing", "healthy"], default="exploding").tolist()


def by_self_comparison(norms: Array, low: float, high: float) -> Iterator[str]:
    for n in norms:
        yield "exploding" if n != n or n > high else ("vanishing" if n < low else "healthy")  # noqa: PLR0124


def by_labels(norms: Array, low: float, high: float) -> list[str]:
    out = ["healthy"] * len(norms)
    for i, n in enumerate(np.nan_to_num(norms, nan=np.inf, posinf=np.inf)):
        if n < low:
            out[i] = "vanishing"
        if n > high:
            out[i] = "exploding"
    return out


EXERCISE = Exercise(
    title=Text(
        hi="gradients की जाँच: vanishing, exploding या healthy",
        en="Diagnosing gradients: vanishing, exploding or healthy",
    ),
    statement=Text(
        hi="`norms` की shape (L,) है: हर layer के gradient का norm। हर norm के लिए एक शब्द की list लौटाइए: "
        "`'vanishing'` जब norm < `low`; `'exploding'` जब norm > `high`, या norm inf या nan हो; बाकी `'healthy'`। "
        "norm ठीक low या high के बराबर हो तो वह healthy है।",
        en="`norms` has shape (L,): the gradient norm of each layer. Return a list with one word per norm: "
        "`'vanishing'` when norm < `low`; `'exploding'` when norm > `high`, or inf or nan; otherwise `'healthy'`. "
        "A norm exactly equal to low or high is healthy.",
    ),
    hints=(
        Text(
            hi="हर norm को अलग-अलग देखिए; उत्तर में L शब्द हैं।",
            en="Look at each norm by itself; the answer has L words.",
        ),
        Text(
            hi="nan की हर तुलना False होती है: `nan > high` भी और `nan < low` भी। तो nan आपके if/elif में कहाँ गिरता है?",
            en="Every comparison with nan is False, `nan > high` and `nan < low` alike. Where does nan fall in your "
            "if/elif?",
        ),
        Text(
            hi="nan को `np.isnan` से पहचानिए, या healthy की शर्त `low <= n <= high` पहले लिखिए।",
            en="Recognize nan with `np.isnan`, or write the test for healthy, `low <= n <= high`, first.",
        ),
    ),
    reference=diagnose_gradients,
    cases=cases,
    styles=(by_where, by_not_healthy, by_math, by_select, by_self_comparison, by_labels),
    misconceptions=(
        Misconception(
            "nan-called-healthy",
            lambda norms, low, high: believe(norms, low, high, nan="healthy"),
            Text(
                hi="nan आपके यहाँ healthy निकला, क्योंकि उसकी हर तुलना False है; उसे np.isnan से पकड़कर exploding कहिए।",
                en="nan came out healthy, since every comparison with it is False; catch it with np.isnan and call "
                "it exploding.",
            ),
        ),
        Misconception(
            "nan-called-vanishing",
            lambda norms, low, high: believe(norms, low, high, nan="vanishing"),
            Text(
                hi="nan आपके यहाँ vanishing निकला, शायद आख़िरी else में; वह exploding है: nan तब बचता है जब values "
                "overflow कर चुकी हों।",
                en="nan came out vanishing, perhaps in your last else; it is exploding: nan is what is left after "
                "an overflow.",
            ),
        ),
        Misconception(
            "bounds-included",
            lambda norms, low, high: believe(norms, low, high, at_low="vanishing", at_high="exploding"),
            Text(
                hi="आपने <= और >= लिखा; norm ठीक low या high के बराबर हो तो healthy है।",
                en="You wrote <= and >=; a norm exactly at low or high is healthy.",
            ),
        ),
        Misconception(
            "low-included",
            lambda norms, low, high: believe(norms, low, high, at_low="vanishing"),
            Text(
                hi="norm ठीक low के बराबर हो तो healthy है; < लिखिए, <= नहीं।",
                en="A norm exactly at low is healthy; write <, not <=.",
            ),
        ),
        Misconception(
            "high-included",
            lambda norms, low, high: believe(norms, low, high, at_high="exploding"),
            Text(
                hi="norm ठीक high के बराबर हो तो healthy है; > लिखिए, >= नहीं।",
                en="A norm exactly at high is healthy; write >, not >=.",
            ),
        ),
        Misconception(
            "words-swapped",
            swapped,
            Text(
                hi="vanishing और exploding आपस में बदल गए: छोटा norm vanishing है, बड़ा exploding।",
                en="vanishing and exploding are exchanged: a small norm is vanishing, a large one exploding.",
            ),
        ),
        Misconception(
            "infinity-called-healthy",
            lambda norms, low, high: believe(norms, low, high, nan="healthy", inf="healthy"),
            Text(
                hi="आपने inf और nan दोनों को healthy कहा; दोनों exploding हैं।",
                en="You called inf and nan healthy; both are exploding.",
            ),
        ),
        Misconception(
            "one-word-for-all",
            one_word,
            Text(
                hi="आपने पूरे network के लिए एक शब्द लौटाया; हर layer का अपना शब्द चाहिए।",
                en="You returned one word for the whole network; each layer gets its own.",
            ),
        ),
        Misconception(
            "own-bounds",
            own_bounds,
            Text(
                hi="आपने low और high की जगह अपनी सीमाएँ रखीं; दी गई values लीजिए।",
                en="You used bounds of your own for low and high; use the given ones.",
            ),
        ),
    ),
)
