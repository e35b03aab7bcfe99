"""The McCulloch-Pitts neuron: a threshold and an absolute veto."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.neurons import mcculloch_pitts
from reference.types import Array


def inputs(rng: np.random.Generator, on: int, off: int, inhibiting: int = 0, silent: int = 0) -> tuple[Array, Array]:
    """Bits in a drawn order: excitatory inputs on and off, inhibitory inputs on and off."""
    x = np.array([1] * on + [0] * off + [1] * inhibiting + [0] * silent)
    inhibitory = np.array([False] * (on + off) + [True] * (inhibiting + silent))
    order = rng.permutation(x.size)
    return x[order], inhibitory[order]


def cases(rng: np.random.Generator) -> Iterator[Case]:
    none = np.array([False, False, False])
    yield sample(
        np.array([1, 1, 0]), none, 2, hi="AND जैसा: जोड़ threshold के बराबर", en="like AND: the sum equals the threshold"
    )
    yield sample(
        np.array([1, 0, 1]),
        np.array([False, False, True]),
        1,
        hi="एक inhibitory input 1 है",
        en="one inhibitory input is 1",
    )
    yield hidden(*inputs(rng, 3, 2), 2, hi="जोड़ threshold से ऊपर", en="the sum is above the threshold")
    yield hidden(*inputs(rng, 1, 3), 2, hi="जोड़ threshold से नीचे", en="the sum is below the threshold")
    yield hidden(
        *inputs(rng, 2, 2, silent=1),
        2,
        hi="जोड़ ठीक threshold पर, inhibitory input चुप",
        en="the sum is exactly the threshold, the inhibitory input is silent",
        check="edges",
    )
    yield hidden(
        *inputs(rng, 3, 1, silent=2), 2, hi="inhibitory inputs हैं, पर सब 0", en="inhibitory inputs, all of them 0"
    )
    yield hidden(*inputs(rng, 4, 1, inhibiting=1), 1, hi="जोड़ बड़ा है, फिर भी veto", en="a large sum, and still a veto")
    yield hidden(
        *inputs(rng, 4, 0, inhibiting=1, silent=2),
        2,
        hi="कई inhibitory inputs में से एक 1",
        en="one of several inhibitory inputs is 1",
    )
    yield hidden(
        *inputs(rng, 1, 2, inhibiting=2),
        3,
        hi="threshold तक पहुँचने के लिए inhibitory inputs भी गिनने पड़ते",
        en="only with the inhibitory inputs would the sum reach the threshold",
    )
    yield hidden(
        *inputs(rng, 3, 1),
        1.5,
        hi="threshold पूर्ण संख्या नहीं, जोड़ ऊपर",
        en="a threshold between whole numbers, the sum above",
    )
    yield hidden(
        *inputs(rng, 1, 2),
        1.5,
        hi="threshold पूर्ण संख्या नहीं, जोड़ नीचे",
        en="a threshold between whole numbers, the sum below",
    )
    yield hidden(
        *inputs(rng, 0, 2, silent=1),
        0,
        hi="threshold 0, कोई input 1 नहीं",
        en="threshold 0 and no input is 1",
        check="edges",
    )
    yield hidden(
        *inputs(rng, 0, 0, inhibiting=1),
        0,
        hi="NOT: एक ही inhibitory input, और वह 1",
        en="NOT: a single inhibitory input, and it is 1",
        check="edges",
    )
    yield hidden(
        *inputs(rng, 0, 0, silent=3),
        1,
        hi="सब inputs inhibitory और चुप",
        en="all inputs are inhibitory and silent",
        check="edges",
    )
    yield hidden(*inputs(rng, 1, 0), 1, hi="सिर्फ़ एक input", en="a single input", check="edges")
    yield hidden(
        *inputs(rng, 3, 0),
        4,
        hi="threshold inputs की संख्या से बड़ा",
        en="a threshold larger than the number of inputs",
        check="edges",
    )


def strict(x: Array, inhibitory: Array, threshold: float) -> int:
    if np.any(x[inhibitory] == 1):
        return 0
    return int(np.sum(x[~inhibitory]) > threshold)


def subtracted(x: Array, inhibitory: Array, threshold: float) -> int:
    return int(np.sum(x[~inhibitory]) - np.sum(x[inhibitory]) >= threshold)


def ignored(x: Array, inhibitory: Array, threshold: float) -> int:
    return int(np.sum(x[~inhibitory]) >= threshold)


def counted(x: Array, inhibitory: Array, threshold: float) -> int:  # noqa: ARG001
    return int(np.sum(x) >= threshold)


def veto_by_silent(x: Array, inhibitory: Array, threshold: float) -> int:
    if np.any(inhibitory):
        return 0
    return int(np.sum(x) >= threshold)


def veto_by_all(x: Array, inhibitory: Array, threshold: float) -> int:
    if np.any(inhibitory) and np.all(x[inhibitory] == 1):
        return 0
    return int(np.sum(x[~inhibitory]) >= threshold)


def exactly(x: Array, inhibitory: Array, threshold: float) -> int:
    if np.any(x[inhibitory] == 1):
        return 0
    return int(np.sum(x[~inhibitory]) == threshold)


def the_sum(x: Array, inhibitory: Array, threshold: float) -> int:
    total = int(np.sum(x[~inhibitory]))
    return 0 if np.any(x[inhibitory] == 1) or total < threshold else total


def by_loop(x: Array, inhibitory: Array, threshold: float) -> int:
    total = 0
    for bit, inhibits in zip(x, inhibitory, strict=True):
        if inhibits and bit == 1:
            return 0
        if not inhibits:
            total += bit
    return 1 if total >= threshold else 0


def by_bits(x: Array, inhibitory: Array, threshold: float) -> bool:
    vetoed = (x.astype(bool) & inhibitory).any()
    return bool(not vetoed and x.sum() >= threshold)


def by_dot(x: Array, inhibitory: Array, threshold: float) -> object:
    return np.where((x @ inhibitory == 0) & (x @ (1 - inhibitory.astype(int)) >= threshold), 1, 0)


def by_big_penalty(x: Array, inhibitory: Array, threshold: float) -> float:
    weights = np.where(inhibitory, -1e6, 1.0)
    return float(weights @ x >= threshold)


def by_lists(x: Array, inhibitory: Array, threshold: float) -> int:
    pairs = list(zip(x.tolist(), inhibitory.tolist(), strict=True))
    if any(bit and stops for bit, stops in pairs):
        return 0
    return int(sum(bit for bit, stops in pairs if not stops) >= threshold)


EXERCISE = Exercise(
    title=Text(hi="McCulloch-Pitts neuron: threshold और veto", en="The McCulloch-Pitts neuron: threshold and veto"),
    statement=Text(
        hi="`x` की shape (D,) है, उसमें पूर्णांक 0 और 1 हैं; `inhibitory` की shape (D,) है और वह बताती है कि कौन-से "
        "inputs inhibitory (रोकने वाले) हैं (booleans)। "
        "अगर कोई भी inhibitory input 1 हो, तो 0 लौटाइए। नहीं तो बाकी inputs का जोड़ देखिए: जोड़ >= `threshold` हो "
        "तो 1, वरना 0। उत्तर एक int है।",
        en="`x` has shape (D,) and holds the integers 0 and 1; `inhibitory` has shape (D,) and says which inputs "
        "are inhibitory (booleans). "
        "Return 0 when any inhibitory input is 1. Otherwise return 1 when the sum of the other inputs is >= "
        "`threshold`, else 0. The answer is an int.",
    ),
    hints=(
        Text(
            hi="inhibitory input का असर घटाने जैसा नहीं, veto जैसा है: एक भी 1 हो तो neuron fire नहीं करता।",
            en="An inhibitory input does not subtract, it vetoes: if one of them is 1, the neuron does not fire.",
        ),
        Text(
            hi="पहले veto जाँचिए। उसके बाद ही बाकी inputs का जोड़ threshold से मिलाइए; बराबर होने पर भी neuron fire करता है।",
            en="Look for a veto first. Only then compare the sum of the other inputs with the threshold; equal is "
            "enough to fire.",
        ),
        Text(
            hi="`x[inhibitory]` से सिर्फ़ inhibitory inputs मिलते हैं और `x[~inhibitory]` से बाकी।",
            en="`x[inhibitory]` picks the inhibitory inputs and `x[~inhibitory]` the others.",
        ),
    ),
    reference=mcculloch_pitts,
    cases=cases,
    styles=(by_loop, by_bits, by_dot, by_big_penalty, by_lists),
    misconceptions=(
        Misconception(
            "strict-threshold",
            strict,
            Text(
                hi="आपने > लिखा; जोड़ threshold के बराबर हो तब भी neuron fire करता है, इसलिए >= चाहिए।",
                en="You wrote >; the neuron fires when the sum equals the threshold too, so it is >=.",
            ),
        ),
        Misconception(
            "inhibitory-subtracted",
            subtracted,
            Text(
                hi="आपने inhibitory inputs को जोड़ में से घटाया; इस neuron में एक भी active inhibitory input पूरा "
                "veto है, जोड़ कितना भी हो।",
                en="You subtracted the inhibitory inputs from the sum; in this neuron a single active one is a full "
                "veto, whatever the sum.",
            ),
        ),
        Misconception(
            "inhibitory-ignored",
            ignored,
            Text(
                hi="आपने inhibitory inputs को छोड़ दिया; उनमें से कोई 1 हो तो उत्तर 0 होता है।",
                en="You left the inhibitory inputs out; when one of them is 1 the answer is 0.",
            ),
        ),
        Misconception(
            "inhibitory-counted",
            counted,
            Text(
                hi="आपने सब inputs को एक जैसा जोड़ लिया; inhibitory inputs जोड़ में नहीं आते, वे veto करते हैं।",
                en="You summed all inputs alike; inhibitory inputs do not count in the sum, they veto.",
            ),
        ),
        Misconception(
            "silent-input-vetoes",
            veto_by_silent,
            Text(
                hi="आपने inhibitory input के होने भर से 0 लौटाया; veto तभी है जब उसकी value 1 हो।",
                en="You returned 0 as soon as there is an inhibitory input; it vetoes only while its value is 1.",
            ),
        ),
        Misconception(
            "veto-needs-all",
            veto_by_all,
            Text(
                hi="आपने veto के लिए सभी inhibitory inputs का 1 होना माँगा; एक ही काफ़ी है (any, all नहीं)।",
                en="You asked all inhibitory inputs to be 1 for a veto; one is enough (any, not all).",
            ),
        ),
        Misconception(
            "equals-threshold",
            exactly,
            Text(
                hi="आपने जोड़ का threshold के ठीक बराबर होना माँगा; उससे ज़्यादा जोड़ पर भी neuron fire करता है।",
                en="You asked the sum to equal the threshold; the neuron fires above it as well.",
            ),
        ),
        Misconception(
            "returns-the-sum",
            the_sum,
            Text(
                hi="आपने जोड़ ही लौटा दिया; neuron का उत्तर सिर्फ़ 0 या 1 होता है।",
                en="You returned the sum itself; the neuron answers only 0 or 1.",
            ),
        ),
    ),
)
