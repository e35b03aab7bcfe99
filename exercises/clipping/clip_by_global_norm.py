"""Gradient clipping by the common norm of all arrays."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Convention, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.clipping import clip_by_global_norm, clip_by_norm
from reference.types import Array

Clipped = tuple[list[Array], float]


def of_norm(rng: np.random.Generator, shapes: list[tuple[int, ...]], norm: float) -> list[Array]:
    """Random gradients of exactly this common length, of quite different lengths each."""
    sizes = rng.permutation(np.geomspace(0.3, 3, len(shapes)))
    grads = [
        size * rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.3, 2, size=shape)
        for size, shape in zip(sizes, shapes, strict=True)
    ]
    total = math.sqrt(sum(float(np.sum(grad**2)) for grad in grads))
    return [np.asarray(grad * norm / total) for grad in grads]


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample([np.array([3.0, 0.0]), np.array([[4.0]])], 1.0, hi="कुल norm 5, सीमा 1", en="total norm 5, limit 1")
    yield sample(
        [np.array([0.5, 0.5]), np.array([-0.5, 0.5])], 2.0, hi="कुल norm सीमा से कम", en="total norm below the limit"
    )
    layers = [(2, 3), (3,), (1, 2), (2,)]
    yield hidden(
        of_norm(rng, layers, 5.0), 0.8, hi="दो layers के weights और biases", en="weights and biases of two layers"
    )
    yield hidden(of_norm(rng, layers, 7.0), 2.5, hi="सीमा 1 से बड़ी", en="a limit above 1")
    yield hidden(
        of_norm(rng, [(4,), (2, 2)], 1.3),
        1.1,
        hi="कुल norm सीमा से ऊपर, हर array की नीचे",
        en="total above the limit, each array below it",
    )
    yield hidden(of_norm(rng, [(3,), (2, 2)], 0.7), 1.5, hi="कुछ नहीं बदलता", en="nothing to clip", check="edges")
    yield hidden(
        of_norm(rng, [(3, 3), (3, 3)], 4.0),
        0.5,
        hi="एक-सी shape के arrays",
        en="arrays of the same shape",
        check="shapes",
    )
    yield hidden(of_norm(rng, [(5,)], 3.0), 0.9, hi="list में एक ही array", en="a list of one array", check="shapes")
    yield hidden(
        of_norm(rng, [(), (2,), (1, 1, 2)], 2.0),
        0.6,
        hi="shape () और तीन axes",
        en="shape () and three axes",
        check="shapes",
    )
    # 1e-6 on a norm of 0.03 is 3e-5: enough to tell PyTorch's form, and ten times less (1e-7) still passes
    yield hidden(of_norm(rng, [(3,), (2, 2)], 0.03), 0.01, hi="बहुत छोटे gradients", en="tiny gradients")
    yield hidden(of_norm(rng, [(3,), (2, 2)], 500.0), 4.0, hi="बहुत बड़े (exploding) gradients", en="exploding gradients")
    yield hidden(
        [np.zeros(3), np.zeros((2, 2))], 0.5, hi="सारे gradients शून्य", en="all gradients are zero", check="edges"
    )
    yield hidden(
        [np.zeros(2), *of_norm(rng, [(3,)], 2.0)], 0.7, hi="एक array शून्य", en="one array is zero", check="edges"
    )
    yield hidden(
        of_norm(rng, [(2,), (3,)], 0.95), 0.6, hi="norm और सीमा दोनों 1 से छोटी", en="norm and limit both below 1"
    )


def norm_of(grads: list[Array]) -> float:
    """The common norm, which most beliefs below have right."""
    return math.sqrt(sum(float(np.sum(grad**2)) for grad in grads))


def torch_form(grads: list[Array], max_norm: float) -> Clipped:
    total = norm_of(grads)
    factor = min(1.0, max_norm / (total + 1e-6))
    return [grad * factor for grad in grads], total


def each_by_itself(grads: list[Array], max_norm: float) -> Clipped:
    return [clip_by_norm(grad, max_norm) for grad in grads], norm_of(grads)


def always(grads: list[Array], max_norm: float) -> Clipped:
    total = norm_of(grads)
    return [grad * max_norm / total if total else grad for grad in grads], total


def norm_after(grads: list[Array], max_norm: float) -> Clipped:
    clipped, total = clip_by_global_norm(grads, max_norm)
    return clipped, min(total, max_norm)


def sum_of_norms(grads: list[Array], max_norm: float) -> Clipped:
    total = sum(float(np.linalg.norm(grad)) for grad in grads)
    factor = max_norm / total if total > max_norm else 1.0
    return [grad * factor for grad in grads], total


def no_root(grads: list[Array], max_norm: float) -> Clipped:
    total = norm_of(grads) ** 2
    factor = max_norm / total if total > max_norm else 1.0
    return [grad * factor for grad in grads], total


def in_place(grads: list[Array], max_norm: float) -> Clipped:
    total = norm_of(grads)
    if total > max_norm:
        for grad in grads:
            grad *= max_norm / total  # noqa: PLW2901  # the belief: the given array is changed
    return grads, total


def largest_norm(grads: list[Array], max_norm: float) -> Clipped:
    total = max(float(np.linalg.norm(grad)) for grad in grads)
    factor = max_norm / total if total > max_norm else 1.0
    return [grad * factor for grad in grads], total


def max_norm_forgotten(grads: list[Array], max_norm: float) -> Clipped:
    total = norm_of(grads)
    return [grad / total if total > max_norm else grad for grad in grads], total


def list_only(grads: list[Array], max_norm: float) -> list[Array]:
    return clip_by_global_norm(grads, max_norm)[0]


def order_swapped(grads: list[Array], max_norm: float) -> tuple[float, list[Array]]:
    clipped, total = clip_by_global_norm(grads, max_norm)
    return total, clipped


def first_only(grads: list[Array], max_norm: float) -> Clipped:
    clipped, total = clip_by_global_norm(grads, max_norm)
    return [clipped[0], *grads[1:]], total


def nan_at_zero(grads: list[Array], max_norm: float) -> Clipped:
    total = norm_of(grads)
    return [grad / np.float64(total) * min(total, max_norm) for grad in grads], total


def joined(grads: list[Array], max_norm: float) -> Clipped:
    flat = np.concatenate([np.ravel(grad) for grad in grads])
    total = np.linalg.norm(flat)
    flat = flat * (max_norm / max(total, max_norm))
    ends = np.cumsum([grad.size for grad in grads])[:-1]
    return [part.reshape(g.shape) for part, g in zip(np.split(flat, ends), grads, strict=True)], total


def by_loops(grads: list[Array], max_norm: float) -> tuple[list[object], float]:
    squares = 0.0
    for grad in grads:
        for entry in grad.flat:
            squares += entry * entry
    total = squares**0.5
    factor = 1.0
    if total > max_norm:
        factor = max_norm / total
    return [(factor * grad).tolist() for grad in grads], total


def norm_of_norms(grads: list[Array], max_norm: float) -> Clipped:
    total = np.linalg.norm([np.linalg.norm(grad) for grad in grads])
    divisor = max(1.0, total / max_norm)
    return [np.divide(grad, divisor) for grad in grads], total


def in_float32(grads: list[Array], max_norm: float) -> Clipped:
    grads = [grad.astype(np.float32) for grad in grads]
    total = np.sqrt(np.sum([np.vdot(grad, grad) for grad in grads], dtype=np.float32))
    return [grad * np.minimum(max_norm / (total + np.float32(1e-12)), 1) for grad in grads], total


def on_copies(grads: list[Array], max_norm: float) -> list[object]:
    return list(in_place([grad.copy() for grad in grads], max_norm))


EXERCISE = Exercise(
    title=Text(hi="Gradient clipping: सारे arrays की कुल norm से", en="Gradient clipping by the global norm"),
    statement=Text(
        hi="`grads` arrays की list है, shapes कोई भी। कुल norm सभी arrays की सभी entries से बनती है: "
        "$total = \\sqrt{\\sum_k \\sum_i g_{k,i}^2}$। अगर $total$ > `max_norm`, तो हर array को एक ही "
        "संख्या `max_norm` $/\\,total$ से गुणा कीजिए; नहीं तो arrays वैसे ही रहें। tuple `(clipped, "
        "total)` लौटाइए: नई list, और clipping से पहले की कुल norm। `max_norm` > 0। दिए गए arrays को मत "
        "बदलिए।",
        en="`grads` is a list of arrays of any shapes. The total norm is over all entries of all "
        "arrays: $total = \\sqrt{\\sum_k \\sum_i g_{k,i}^2}$. If $total$ > `max_norm`, multiply every "
        "array by the one number `max_norm` $/\\,total$, else leave the values as they are. Return the "
        "tuple `(clipped, total)`: the new list, and the total norm before clipping. `max_norm` > 0. "
        "Leave the given arrays unchanged.",
    ),
    hints=(
        Text(
            hi="सारे arrays मिलकर एक लंबा gradient हैं; उसकी दिशा बनी रहनी चाहिए।",
            en="All arrays together are one long gradient, and its direction should stay.",
        ),
        Text(
            hi="पहले हर array के वर्ग जोड़िए, फिर arrays पर जोड़िए, और अंत में एक ही बार वर्गमूल लीजिए।",
            en="Sum the squares of each array, sum over the arrays, and take the root once, at the end.",
        ),
        Text(
            hi="एक ही factor सब पर लगता है: total > max_norm हो तो max_norm / total, नहीं तो 1।",
            en="One factor for all: max_norm / total when total > max_norm, else 1.",
        ),
        Text(
            hi="`return [grad * factor for ...], total`; total clipping से पहले वाला है।",
            en="`return [grad * factor for ...], total`; total is the one from before clipping.",
        ),
    ),
    reference=clip_by_global_norm,
    cases=cases,
    styles=(joined, by_loops, norm_of_norms, in_float32, on_copies),
    conventions=(
        Convention(
            "1e-6-added-to-the-norm",
            torch_form,
            Text(
                hi="आपने norm में 1e-6 जोड़ा, जैसे PyTorch करता है; यहाँ के सूत्र में वह नहीं है। दोनों सही हैं।",
                en="You added 1e-6 to the norm, as PyTorch does; the formula here does without. Both are right.",
            ),
        ),
    ),
    misconceptions=(
        Misconception(
            "each-by-its-own-norm",
            each_by_itself,
            Text(
                hi="आपने हर array को उसकी अपनी norm से सीमित किया, इससे पूरे gradient की दिशा बदल जाती "
                "है; सबकी एक कुल norm और एक factor है।",
                en="You clipped each array by its own norm, which turns the direction of the whole "
                "gradient; there is one total norm and one factor.",
            ),
        ),
        Misconception(
            "always-rescaled",
            always,
            Text(
                hi="आपने छोटे gradients को भी max_norm तक खींच दिया; total सीमा से कम हो, तो कुछ नहीं बदलता।",
                en="You stretched small gradients to max_norm as well; when total is below the limit, nothing changes.",
            ),
        ),
        Misconception(
            "norm-after-clipping",
            norm_after,
            Text(
                hi="आपने clipping के बाद की norm लौटाई; total clipping से पहले की norm है।",
                en="You returned the norm after clipping; total is the norm from before.",
            ),
        ),
        Misconception(
            "sum-of-the-norms",
            sum_of_norms,
            Text(
                hi="आपने arrays की norms जोड़ दीं; वर्ग जोड़िए और वर्गमूल अंत में एक बार लीजिए।",
                en="You added up the norms of the arrays; add up the squares and take one root at the end.",
            ),
        ),
        Misconception(
            "root-missing",
            no_root,
            Text(
                hi="आपने वर्गों के जोड़ का वर्गमूल नहीं लिया; total = sqrt(वर्गों का जोड़)।",
                en="You did not take the root of the sum of squares; total is that root.",
            ),
        ),
        Misconception(
            "in-place",
            in_place,
            Text(
                hi="values सही हैं, पर आपने दिए गए arrays ही बदल दिए (`grad *= ...`); नए arrays की list लौटाइए।",
                en="The values are right, but you changed the given arrays (`grad *= ...`); return a list of new ones.",
            ),
        ),
        Misconception(
            "largest-norm",
            largest_norm,
            Text(
                hi="आपने सबसे बड़े array की norm को कुल norm माना; कुल norm में सभी arrays आते हैं।",
                en="You took the largest array's norm for the total; the total involves all arrays.",
            ),
        ),
        Misconception(
            "max-norm-forgotten",
            max_norm_forgotten,
            Text(
                hi="आपने सिर्फ़ total से भाग दिया, कुल norm 1 हो गई; max_norm से गुणा भी कीजिए।",
                en="You only divided by total, so the norm became 1; multiply by max_norm too.",
            ),
        ),
        Misconception(
            "norm-not-returned",
            list_only,
            Text(
                hi="आपने सिर्फ़ list लौटाई; tuple (clipped, total) चाहिए।",
                en="You returned the list alone; the tuple (clipped, total) is asked for.",
            ),
        ),
        Misconception(
            "order-swapped",
            order_swapped,
            Text(
                hi="आपने (total, clipped) लौटाया; क्रम (clipped, total) है।",
                en="You returned (total, clipped); the order is (clipped, total).",
            ),
        ),
        Misconception(
            "first-array-only",
            first_only,
            Text(
                hi="आपने सिर्फ़ पहले array को छोटा किया; factor हर array पर लगता है।",
                en="You scaled the first array only; the factor applies to every array.",
            ),
        ),
        Misconception(
            "nan-for-zero-gradients",
            nan_at_zero,
            Text(
                hi="सारे gradients शून्य हों, तो आपका function 0/0 करता है और nan देता है; पहले शर्त जाँचिए।",
                en="When all gradients are zero, your function computes 0/0 and gives nan; check the condition first.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.utils.clip_grad_norm_", "torch.nn.utils.clip_grad_norm"),
            Text(
                hi="यहाँ clipping आपको ख़ुद लिखनी है; np.linalg.norm चलेगा।",
                en="Here you write the clipping yourself; np.linalg.norm is fine.",
            ),
        ),
    ),
)
