"""Log-softmax, finite where softmax underflows."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.activations import log_softmax, softmax
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([[1.0, 2.0, 3.0], [1.0, 1.0, 1.0]]), hi="दो rows", en="two rows")
    yield sample(
        np.array([[0.0, 1000.0]]),
        hi="बड़ा logit: उत्तर [-1000, 0]",
        en="a large logit: the answer is [-1000, 0]",
        check="stability",
    )
    yield hidden(rng.normal(size=(4, 3)), hi="साधारण logits", en="ordinary logits")
    yield hidden(
        rng.normal(size=(3, 3)),
        hi="N = C: axis की ग़लती shape में नहीं दिखती",
        en="N = C, where a wrong axis keeps the shape",
    )
    yield hidden(rng.normal(size=(3, 4)) * 3 + rng.normal(size=(3, 1)), hi="बड़े अंतर", en="wider spread")
    yield hidden(rng.normal(size=(2, 5)) + 10, hi="सब logits 10 के पास", en="all logits near 10")
    yield hidden(rng.normal(size=(1, 5)), hi="सिर्फ़ एक row", en="one row only", check="shapes")
    yield hidden(rng.normal(size=(5, 1)), hi="सिर्फ़ एक class: log 1 = 0", en="one class only: log 1 = 0", check="edges")
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
        hi="एक ही row में 900 के अंतर, जहाँ softmax 0 हो जाता है",
        en="gaps of 900 within a row, where softmax underflows to 0",
        check="stability",
    )
    yield hidden(
        rng.normal(size=(2, 3)) + np.array([30.0, 0.0, -30.0]), hi="row में 30 के अंतर", en="gaps of 30 within a row"
    )


def by_logaddexp(z: Array) -> Array:
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)


def by_ratios(z: Array) -> Array:
    out = np.empty_like(z)
    for i, row in enumerate(z):
        m = row.max()
        out[i] = row - m - np.log(np.sum(np.exp(row - m)))
    return out


def by_lists(z: Array) -> list[list[float]]:
    rows = []
    for row in z.tolist():
        m = max(row)
        log_sum = m + math.log(math.fsum(math.exp(v - m) for v in row))
        rows.append([v - log_sum for v in row])
    return rows


def transposed(z: Array) -> Array:
    t = z.T - z.max(axis=1)
    return (t - np.log(np.exp(t).sum(axis=0))).T


def by_differences(z: Array) -> Array:
    return -np.logaddexp.reduce(z[:, None, :] - z[:, :, None], axis=2)


def in_float32(z: Array) -> Array:
    z = z.astype(np.float32)
    shifted = z - z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


EXERCISE = Exercise(
    title=Text(hi="log-softmax: softmax का log, बिना underflow के", en="Log-softmax, without underflow"),
    statement=Text(
        hi="`z` की shape (N, C) है। आख़िरी axis पर softmax का natural log लौटाइए, उसी shape में: "
        "$\\log s_c = z_c - \\log \\sum_k e^{z_k}$। 1000 जितने बड़े logits पर भी उत्तर सही रहे, "
        "और जहाँ softmax 0 हो जाता है वहाँ भी finite रहे।",
        en="`z` has shape (N, C). Return the natural log of the softmax over the last axis, in the same "
        "shape: "
        "$\\log s_c = z_c - \\log \\sum_k e^{z_k}$. The answer stays right for logits as large as 1000, "
        "and finite where the softmax itself underflows to 0.",
    ),
    hints=(
        Text(
            hi="log और exp एक-दूसरे को काटते हैं: log(softmax) को सीधे z से लिखिए, softmax निकाले बिना।",
            en="Log and exp cancel: write log(softmax) directly in z, without computing the softmax.",
        ),
        Text(
            hi="$\\log \\sum_k e^{z_k}$ में row का maximum m बाहर निकालिए: $m + \\log \\sum_k e^{z_k - m}$।",
            en="In $\\log \\sum_k e^{z_k}$ take the row's maximum m out: $m + \\log \\sum_k e^{z_k - m}$.",
        ),
        Text(
            hi="`keepdims=True` से maximum और log-sum की shape (N, 1) रहती है, और वह हर row से घटता है।",
            en="With `keepdims=True` the maximum and the log-sum have shape (N, 1) and are subtracted row by row.",
        ),
    ),
    reference=log_softmax,
    cases=cases,
    scale=1.0,
    styles=(by_logaddexp, by_ratios, by_lists, transposed, by_differences, in_float32),
    misconceptions=(
        Misconception(
            "log-of-softmax",
            lambda z: np.log(softmax(z)),
            Text(
                hi="आपने पहले softmax निकाला, फिर log: जहाँ softmax 0 हो गया वहाँ −inf आया। $z - m - \\log "
                "\\sum e^{z-m}$ सीधे लिखिए।",
                en="You took the log of a finished softmax: where it underflowed to 0 you got −inf. Write "
                "$z - m - \\log \\sum e^{z-m}$ directly.",
            ),
        ),
        Misconception(
            "axis-0",
            lambda z: log_softmax(z.T).T,
            Text(
                hi="आपने axis 0 पर (batch पर) जोड़ा; softmax हर row में, आख़िरी axis पर होता है।",
                en="You summed over axis 0, the batch; softmax works within each row, over the last axis.",
            ),
        ),
        Misconception(
            "log-forgotten",
            softmax,
            Text(
                hi="आपने softmax ही लौटाया; यहाँ उसका log चाहिए, जो 0 या उससे कम होता है।",
                en="You returned the softmax itself; its log is asked for, which is 0 or less.",
            ),
        ),
        Misconception(
            "log-base-2",
            lambda z: log_softmax(z) / np.log(2),
            Text(
                hi="आपने log का base 2 लिया; यहाँ natural log है: np.log।",
                en="You took the log to base 2; it is the natural one: np.log.",
            ),
        ),
        Misconception(
            "log-base-10",
            lambda z: log_softmax(z) / np.log(10),
            Text(
                hi="आपने log का base 10 लिया; यहाँ natural log है: np.log।",
                en="You took the log to base 10; it is the natural one: np.log.",
            ),
        ),
        Misconception(
            "no-maximum-subtracted",
            lambda z: z - np.log(np.exp(z).sum(axis=-1, keepdims=True)),
            Text(
                hi="छोटे logits पर सही है, पर 1000 पर exp inf देता है। पहले हर row का maximum घटाइए।",
                en="Right for small logits, but at 1000 exp gives inf. Subtract each row's maximum first.",
            ),
        ),
        Misconception(
            "batch-maximum",
            lambda z: z - z.max() - np.log(np.exp(z - z.max()).sum(axis=-1, keepdims=True)),
            Text(
                hi="आपने पूरे batch का maximum घटाया; जो row उससे बहुत नीचे है, वहाँ sum 0 हो जाता है और log −inf "
                "देता है। हर row का अपना maximum घटाइए।",
                en="You subtracted the maximum of the whole batch; in a row far below it the sum becomes 0 "
                "and its log −inf. Subtract each row's own maximum.",
            ),
        ),
        Misconception(
            "maximum-subtracted-twice",
            lambda z: z - np.log(np.exp(z - z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True)),
            Text(
                hi="maximum आपने sum के अंदर घटाया, पर बाहर नहीं: log-sum-exp में m वापस जोड़ना होता है।",
                en="You subtracted the maximum inside the sum but not outside: log-sum-exp needs m added back.",
            ),
        ),
        Misconception(
            "small-constant-in-the-log",
            lambda z: np.log(softmax(z) + 1e-9),
            Text(
                hi="आपने −inf से बचने के लिए log में 1e-9 जोड़ा; तब −900 की जगह −20.7 आता है। log-sum-exp में कुछ जोड़ना नहीं पड़ता।",
                en="You added 1e-9 inside the log to avoid −inf; then −900 becomes −20.7. With log-sum-exp "
                "nothing need be added.",
            ),
        ),
        Misconception(
            "all-entries",
            lambda z: z - z.max() - np.log(np.exp(z - z.max()).sum()),
            Text(
                hi="आपने पूरे array पर जोड़ा; हर row का अपना sum होता है: axis=-1।",
                en="You summed over the whole array; each row has a sum of its own: axis=-1.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            (
                "scipy.special.log_softmax",
                "scipy.special.logsumexp",
                "torch.log_softmax",
                "torch.logsumexp",
                "torch.nn.functional.log_softmax",
                "torch.nn.LogSoftmax",
                "jax.nn.log_softmax",
            ),
            Text(
                hi="यहाँ log-softmax आपको ख़ुद लिखना है: max, np.exp, sum और np.log काफ़ी हैं।",
                en="Here you write log-softmax yourself: max, np.exp, sum and np.log are enough.",
            ),
        ),
    ),
)
