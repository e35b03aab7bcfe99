"""Gradient clipping entry by entry."""

from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.clipping import clip_by_value
from reference.types import Array


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(
        [np.array([[3.0, -0.5], [-2.0, 1.0]]), np.array([0.25, 5.0])],
        1.0,
        hi="दो arrays, कुछ entries सीमा के बाहर",
        en="two arrays, some entries beyond the limit",
    )
    yield sample([np.array([0.5, -4.0])], 2.0, hi="list में एक ही array", en="a list of one array")
    several = [rng.normal(size=(2, 3)) * 2, rng.normal(size=4) * 5, rng.normal(size=(1, 2, 2))]
    yield hidden(several, 0.7, hi="तीन arrays, अलग-अलग shapes", en="three arrays of different shapes")
    yield hidden([rng.normal(size=(3, 2)) * 2, rng.normal(size=2) * 2], 1.3, hi="limit 1 से बड़ा", en="a limit above 1")
    yield hidden(
        [rng.uniform(-1, 1, size=5)], 2.5, hi="कुछ भी सीमा के बाहर नहीं", en="nothing beyond the limit", check="edges"
    )
    far = [np.array([40.0, -30.0, 25.0]), np.array([[-50.0], [60.0]])]
    yield hidden(far, 0.2, hi="सब कुछ सीमा के बाहर", en="everything beyond the limit", check="edges")
    yield hidden([-rng.uniform(1, 5, size=4)], 0.6, hi="सिर्फ़ negative entries", en="negative entries only")
    yield hidden([rng.uniform(1, 5, size=4)], 0.4, hi="सिर्फ़ positive entries", en="positive entries only")
    mixed = [rng.normal(size=3) * 100, rng.normal(size=3) * 0.01]
    yield hidden(mixed, 0.5, hi="एक array बहुत बड़ा, एक बहुत छोटा", en="one array huge, one tiny")
    yield hidden(
        [np.array(-3.5), np.array(0.3)], 1.5, hi="shape () वाले arrays", en="arrays of shape ()", check="shapes"
    )
    yield hidden(
        [rng.normal(size=(3, 3)) * 3, rng.normal(size=(3, 3)) * 3],
        0.9,
        hi="एक-सी shape के दो arrays",
        en="two arrays of the same shape",
        check="shapes",
    )
    yield hidden(
        [np.zeros((2, 2)), rng.normal(size=2) * 4],
        1.1,
        hi="एक gradient पूरा 0",
        en="one gradient is all zeros",
        check="edges",
    )
    yield hidden([np.array([1.5, -1.5, 1.0, -2.0])], 1.5, hi="ठीक सीमा पर", en="exactly at the limit", check="edges")


def in_place(grads: list[Array], limit: float) -> list[Array]:
    for grad in grads:
        np.clip(grad, -limit, limit, out=grad)
    return grads


def by_loops(grads: list[Array], limit: float) -> list[Array]:
    out = []
    for grad in grads:
        new = grad.copy()
        for at in np.ndindex(new.shape):
            if new[at] > limit:
                new[at] = limit
            elif new[at] < -limit:
                new[at] = -limit
        out.append(new)
    return out


def by_masks(grads: list[Array], limit: float) -> list[Array]:
    out = [np.array(grad) for grad in grads]
    for grad in out:
        grad[grad > limit] = limit
        grad[grad < -limit] = -limit
    return out


def first_only(grads: list[Array], limit: float) -> list[Array]:
    return [np.clip(grads[0], -limit, limit), *grads[1:]]


def by_norm(grads: list[Array], limit: float) -> list[Array]:
    return [grad * min(1.0, limit / max(float(np.linalg.norm(grad)), 1e-300)) for grad in grads]


def by_maximum(grads: list[Array], limit: float) -> list[Array]:
    return [grad * min(1.0, limit / max(float(np.abs(grad).max()), 1e-300)) for grad in grads]


EXERCISE = Exercise(
    title=Text(hi="Gradient clipping: entry के हिसाब से", en="Gradient clipping by value"),
    statement=Text(
        hi="`grads` arrays की list है, shapes कोई भी। नई list लौटाइए, जिसमें हर array की हर entry "
        "[-`limit`, `limit`] में सीमित हो: `limit` से बड़ी entry `limit` बने, -`limit` से छोटी entry "
        "-`limit`, बाक़ी वैसी ही रहें। `limit` > 0। दिए गए arrays को मत बदलिए।",
        en="`grads` is a list of arrays of any shapes. Return a new list in which every entry of every "
        "array is clipped to [-`limit`, `limit`]: entries above `limit` become `limit`, entries below "
        "-`limit` become -`limit`, the rest stay. `limit` > 0. Leave the given arrays unchanged.",
    ),
    hints=(
        Text(
            hi="हर entry को अकेले देखिए; न पड़ोसी का असर है, न दूसरे array का।",
            en="Look at each entry alone; neither its neighbors nor the other arrays matter.",
        ),
        Text(
            hi="सीमाएँ दो हैं: ऊपर limit, नीचे -limit। बड़े negative gradients को मत भूलिए।",
            en="There are two limits, limit above and -limit below. Mind the large negative gradients.",
        ),
        Text(
            hi="np.clip(a, नीचे, ऊपर) नया array देता है; `out=` मत दीजिए।",
            en="np.clip(a, low, high) makes a new array; do not pass `out=`.",
        ),
    ),
    reference=clip_by_value,
    cases=cases,
    styles=(
        by_loops,
        by_masks,
        lambda grads, limit: [np.minimum(np.maximum(grad, -limit), limit) for grad in grads],
        lambda grads, limit: [np.where(np.abs(grad) > limit, np.sign(grad) * limit, grad) for grad in grads],
        lambda grads, limit: [grad.astype(np.float32).clip(-limit, limit) for grad in grads],
        lambda grads, limit: tuple((np.abs(grad + limit) - np.abs(grad - limit)) / 2 for grad in grads),
    ),
    misconceptions=(
        Misconception(
            "only-from-above",
            lambda grads, limit: [np.minimum(grad, limit) for grad in grads],
            Text(
                hi="आपने सिर्फ़ ऊपर से सीमा लगाई; बड़े negative gradients वैसे ही रह गए। नीचे भी -limit लगाइए।",
                en="You clipped from above only, so large negative gradients remain. Clip at -limit from below too.",
            ),
        ),
        Misconception(
            "only-from-below",
            lambda grads, limit: [np.maximum(grad, -limit) for grad in grads],
            Text(
                hi="आपने सिर्फ़ नीचे से सीमा लगाई; बड़े positive gradients वैसे ही रह गए। ऊपर भी limit लगाइए।",
                en="You clipped from below only, so large positive gradients remain. Clip at limit from above too.",
            ),
        ),
        Misconception(
            "by-norm",
            by_norm,
            Text(
                hi="आपने हर array को उसकी norm से छोटा किया; यहाँ हर entry को अकेले सीमित करना है।",
                en="You shortened each array to a norm; here every entry is clipped by itself.",
            ),
        ),
        Misconception(
            "in-place",
            in_place,
            Text(
                hi="values सही हैं, पर आपने दिए गए arrays ही बदल दिए; नए arrays की list लौटाइए।",
                en="The values are right, but you changed the given arrays; return a list of new ones.",
            ),
        ),
        Misconception(
            "rescaled",
            by_maximum,
            Text(
                hi="आपने पूरे array को इतना छोटा किया कि सबसे बड़ी entry limit हो जाए; सिर्फ़ सीमा के बाहर की entries बदलती हैं।",
                en="You shrank the whole array until its largest entry fits; only the entries beyond the limit change.",
            ),
        ),
        Misconception(
            "set-to-zero",
            lambda grads, limit: [np.where(np.abs(grad) > limit, 0.0, grad) for grad in grads],
            Text(
                hi="आपने सीमा के बाहर की entries 0 कर दीं; वे limit या -limit बनती हैं।",
                en="You set the entries beyond the limit to 0; they become limit or -limit.",
            ),
        ),
        Misconception(
            "sign-lost",
            lambda grads, limit: [np.minimum(np.abs(grad), limit) for grad in grads],
            Text(
                hi="आपने absolute value लौटाई, चिह्न खो गए; negative entries negative ही रहती हैं।",
                en="You returned absolute values and lost the signs; negative entries stay negative.",
            ),
        ),
        Misconception(
            "clipped-at-zero",
            lambda grads, limit: [np.clip(grad, 0, limit) for grad in grads],
            Text(
                hi="आपने [0, limit] में सीमित किया; नीचे की सीमा -limit है।",
                en="You clipped to [0, limit]; the lower limit is -limit.",
            ),
        ),
        Misconception(
            "first-array-only",
            first_only,
            Text(
                hi="आपने सिर्फ़ पहले array को सीमित किया; list के हर array को कीजिए।",
                en="You clipped the first array only; clip every array of the list.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.utils.clip_grad_value_",),
            Text(
                hi="यहाँ clipping आपको ख़ुद लिखनी है; np.clip चलेगा।",
                en="Here you write the clipping yourself; np.clip is fine.",
            ),
        ),
    ),
)
