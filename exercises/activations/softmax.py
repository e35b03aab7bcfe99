"""Softmax over the last axis, stable for large logits."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import sigmoid, softmax
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([[1.0, 2.0, 3.0], [1.0, 1.0, 1.0]]), hi="दो rows", en="two rows")
    yield sample(np.array([0.0, 1.0]), hi="एक ही row, shape (C,)", en="a single row of shape (C,)")
    yield hidden(rng.normal(size=(4, 3)), hi="साधारण logits", en="ordinary logits")
    yield hidden(
        rng.normal(size=(3, 3)),
        hi="N = C: axis की ग़लती shape में नहीं दिखती",
        en="N = C, where a wrong axis keeps the shape",
    )
    yield hidden(rng.normal(size=(1, 5)), hi="सिर्फ़ एक row", en="one row only")
    yield hidden(rng.normal(size=(5, 1)), hi="सिर्फ़ एक class", en="one class only", check="edges")
    yield hidden(rng.normal(size=6), hi="एक row, shape (C,)", en="shape (C,)", check="shapes")
    yield hidden(rng.normal(size=(3, 4)) * 3 + rng.normal(size=(3, 1)), hi="बड़े अंतर", en="wider spread")
    yield hidden(rng.normal(size=(3, 4)) + 1000, hi="logits 1000 के पास", en="logits near 1000", check="stability")
    yield hidden(rng.normal(size=(3, 4)) - 1000, hi="logits -1000 के पास", en="logits near -1000", check="stability")
    yield hidden(
        rng.normal(size=(3, 4)) + np.array([[900.0], [0.0], [-900.0]]),
        hi="rows में 900 का अंतर",
        en="rows that differ by 900",
        check="stability",
    )
    yield hidden(
        rng.normal(size=(2, 3)) + np.array([900.0, 0.0, -900.0]),
        hi="एक ही row में 900 के अंतर",
        en="gaps of 900 within one row",
        check="stability",
    )


def axis_0(z: Array) -> Array:
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


def all_entries(z: Array) -> Array:
    e = np.exp(z - z.max())
    return e / e.sum()


def no_shift(z: Array) -> Array:
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


def batch_maximum(z: Array) -> Array:
    e = np.exp(z - z.max())
    return e / e.sum(axis=-1, keepdims=True)


def not_normalised(z: Array) -> Array:
    return np.exp(z - z.max(axis=-1, keepdims=True))


def rows_only(z: Array) -> Array:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def minimum_subtracted(z: Array) -> Array:
    e = np.exp(z - z.min(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def without_keepdims(z: Array) -> Array:
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


def by_log_sum_exp(z: Array) -> Array:
    m = np.max(z, axis=-1, keepdims=True)
    return np.exp(z - m - np.log(np.sum(np.exp(z - m), axis=-1, keepdims=True)))


def by_rows(z: Array) -> list[object]:
    if z.ndim == 1:
        m = max(z)
        e = [np.exp(v - m) for v in z]
        return [v / sum(e) for v in e]
    return [by_rows(row) for row in z]


def by_ratios(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return 1 / np.exp(z[..., None, :] - z[..., :, None]).sum(axis=-1)


def transposed(z: Array) -> Array:
    t = np.moveaxis(np.atleast_2d(z), -1, 0)
    e = np.exp(t - t.max(axis=0))
    return np.moveaxis(e / e.sum(axis=0), 0, -1).reshape(z.shape)


def in_float32(z: Array) -> Array:
    return softmax(z.astype(np.float32))


EXERCISE = Exercise(
    title=Text(hi="softmax: logits से probabilities", en="Softmax: from logits to probabilities"),
    statement=Text(
        hi="`z` की shape (N, C) या (C,) है। आख़िरी axis पर softmax लौटाइए: $s_c = e^{z_c} / \\sum_k e^{z_k}$। "
        "हर row का जोड़ 1 हो, और 1000 जितने बड़े logits पर भी उत्तर सही रहे।",
        en="`z` has shape (N, C) or (C,). Return the softmax over the last axis: $s_c = e^{z_c} / \\sum_k "
        "e^{z_k}$. "
        "Each row sums to 1, and the answer stays right for logits as large as 1000.",
    ),
    hints=(
        Text(
            hi="softmax हर row को probabilities में बदलता है: हर row अपने आप में पूरी है।",
            en="Softmax turns each row into probabilities; each row stands on its own.",
        ),
        Text(
            hi="हर row में से कोई एक संख्या घटाने पर softmax नहीं बदलता। कौन-सी संख्या घटाने से exp कभी नहीं फटता?",
            en="Subtracting one number from a whole row does not change its softmax. Which number keeps exp "
            "from overflowing?",
        ),
        Text(
            hi="`keepdims=True` से maximum और sum की shape (N, 1) रहती है, और row-row पर broadcast होती है।",
            en="With `keepdims=True` the maximum and the sum have shape (N, 1) and broadcast row by row.",
        ),
        Text(
            hi="तीन पंक्तियाँ: row का maximum घटाइए; exp लीजिए; row के sum से भाग दीजिए।",
            en="Three lines: subtract the row's maximum, take exp, divide by the row's sum.",
        ),
    ),
    reference=softmax,
    cases=cases,
    scale=1.0,
    styles=(by_log_sum_exp, by_rows, by_ratios, transposed, in_float32),
    misconceptions=(
        Misconception(
            "axis-0",
            axis_0,
            Text(
                hi="आपने probabilities को axis 0 पर (batch पर) जोड़कर 1 बनाया; softmax हर row में, आख़िरी axis पर होता है।",
                en="You normalized over axis 0, the batch; softmax works within each row, over the last axis.",
            ),
        ),
        Misconception(
            "all-entries",
            all_entries,
            Text(
                hi="आपने पूरे array के जोड़ से भाग दिया; हर row का जोड़ अलग से 1 होना चाहिए।",
                en="You divided by the sum of the whole array; each row has a sum of its own.",
            ),
        ),
        Misconception(
            "all-entries-and-no-maximum",
            lambda z: np.exp(z) / np.sum(np.exp(z)),
            Text(
                hi="आपने पूरे array के जोड़ से भाग दिया; हर row का जोड़ अलग से 1 होना चाहिए। साथ ही exp से पहले हर row का "
                "maximum घटाइए।",
                en="You divided by the sum of the whole array; each row has a sum of its own. Also subtract each "
                "row's maximum before exp.",
            ),
        ),
        Misconception(
            "axis-0-and-no-maximum",
            lambda z: np.exp(z) / np.sum(np.exp(z), axis=0),
            Text(
                hi="आपने axis 0 पर (batch पर) जोड़ा; softmax हर row में, आख़िरी axis पर होता है। साथ ही exp से पहले हर row का "
                "maximum घटाइए।",
                en="You summed over axis 0, the batch; softmax works within each row, over the last axis. Also "
                "subtract each row's maximum before exp.",
            ),
        ),
        Misconception(
            "no-maximum-subtracted",
            no_shift,
            Text(
                hi="छोटे logits पर सही है, पर बड़े logits पर nan आता है: exp(1000) float में नहीं समाता। पहले हर row "
                "का maximum घटाइए।",
                en="Right for small logits, nan for large ones: exp(1000) overflows. Subtract each row's "
                "maximum first.",
            ),
        ),
        Misconception(
            "batch-maximum",
            batch_maximum,
            Text(
                hi="आपने पूरे batch का maximum घटाया; जिस row के logits बहुत छोटे हैं, वहाँ सब exp 0 हो जाते हैं और 0/0 "
                "से nan आता है। "
                "हर row का अपना maximum घटाइए।",
                en="You subtracted the maximum of the whole batch; in a row far below it every exp becomes "
                "0 and 0/0 gives nan. "
                "Subtract each row's own maximum.",
            ),
        ),
        Misconception(
            "not-normalized",
            not_normalised,
            Text(
                hi="आपने exp तो लिया, पर row के जोड़ से भाग नहीं दिया; probabilities का जोड़ 1 होना चाहिए।",
                en="You took exp but did not divide by the row's sum; probabilities sum to 1.",
            ),
        ),
        Misconception(
            "minimum-subtracted",
            minimum_subtracted,
            Text(
                hi="आपने row का minimum घटाया; तब सबसे बड़ा exponent positive रहता है और बड़े अंतर पर exp overflow "
                "होता है। maximum घटाइए।",
                en="You subtracted the row's minimum; the largest exponent stays positive and exp overflows "
                "for a wide row. Subtract the maximum.",
            ),
        ),
        Misconception(
            "keepdims-missing",
            without_keepdims,
            Text(
                hi="keepdims के बिना sum की shape (N,) है: N = C पर हर row ग़लत sum से बँटती है, वरना error आता "
                "है। `keepdims=True` लिखिए।",
                en="Without keepdims the sum has shape (N,): where N = C each row is divided by the wrong "
                "sums, elsewhere NumPy raises. Write `keepdims=True`.",
            ),
        ),
        Misconception(
            "divided-without-exp",
            lambda z: z / z.sum(axis=-1, keepdims=True),
            Text(
                hi="आपने z को ही उसके sum से भाग दिया; exp के बिना negative probabilities आ सकती हैं। पहले np.exp लीजिए।",
                en="You divided z itself by its sum; without exp probabilities can be negative. Take np.exp first.",
            ),
        ),
        Misconception(
            "exp-of-minus-z",
            lambda z: softmax(-z),
            Text(
                hi="आपने $e^{-z}$ लिया, इसलिए सबसे छोटे logit को सबसे बड़ी probability मिली; $e^{z}$ लीजिए।",
                en="You took $e^{-z}$, so the smallest logit got the largest probability; take $e^{z}$.",
            ),
        ),
        Misconception(
            "sigmoid-of-each",
            sigmoid,
            Text(
                hi="आपने हर logit पर sigmoid लगाया; तब row का जोड़ 1 नहीं होता। softmax पूरी row को एक साथ देखता है।",
                en="You took the sigmoid of each logit; then a row does not sum to 1. Softmax looks at the whole row.",
            ),
        ),
        Misconception(
            "two-axes-only",
            rows_only,
            Text(
                hi="axis=1 लिखने से shape (C,) पर function रुक जाता है; axis=-1 दोनों shapes पर चलता है।",
                en="With axis=1 the function fails for shape (C,); axis=-1 works for both shapes.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("scipy.special.softmax", "torch.softmax", "torch.nn.functional.softmax", "torch.nn.Softmax"),
            Text(
                hi="यहाँ softmax आपको ख़ुद लिखना है: np.exp, max और sum काफ़ी हैं।",
                en="Here you write softmax yourself: np.exp, max and sum are enough.",
            ),
        ),
    ),
)
