"""Gradient clipping by the norm of one array."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Convention, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.clipping import clip_by_norm
from reference.types import Array


def of_norm(rng: np.random.Generator, shape: tuple[int, ...], norm: float) -> Array:
    """A random gradient of exactly this length, no entry of which is near 0."""
    grad = rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.3, 2, size=shape)
    return np.asarray(grad * norm / np.linalg.norm(grad))


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(np.array([3.0, 4.0]), 1.0, hi="norm 5, सीमा 1", en="norm 5, limit 1")
    yield sample(np.array([[0.6, 0.0], [0.0, -0.8]]), 2.0, hi="सीमा से छोटी norm", en="norm below the limit")
    yield hidden(of_norm(rng, (5,), 3.7), 0.7, hi="लंबा gradient", en="a long gradient")
    yield hidden(
        of_norm(rng, (2, 3), 6.0), 2.5, hi="matrix, सीमा 1 से बड़ी", en="a matrix, limit above 1", check="shapes"
    )
    yield hidden(
        of_norm(rng, (3, 3), 2.0),
        0.6,
        hi="square matrix: norm फिर भी एक ही",
        en="a square matrix, still one norm",
        check="shapes",
    )
    yield hidden(of_norm(rng, (2, 2, 3), 9.0), 1.5, hi="तीन axes", en="three axes", check="shapes")
    yield hidden(
        of_norm(rng, (4,), 0.8),
        1.9,
        hi="छोटा gradient वैसा ही रहता है",
        en="a short gradient stays as it is",
        check="edges",
    )
    yield hidden(of_norm(rng, (4,), 1.3), 1.0, hi="norm सीमा से थोड़ी ऊपर", en="norm a little above the limit")
    yield hidden(of_norm(rng, (4,), 0.85), 1.0, hi="norm सीमा से थोड़ी नीचे", en="norm a little below the limit")
    yield hidden(of_norm(rng, (4,), 0.9), 0.7, hi="norm और सीमा दोनों 1 से छोटी", en="norm and limit both below 1")
    # 1e-6 on a norm of 0.03 is 3e-5: enough to tell PyTorch's form, and ten times less (1e-7) still passes
    yield hidden(of_norm(rng, (4,), 0.03), 0.01, hi="बहुत छोटे gradients", en="tiny gradients")
    yield hidden(of_norm(rng, (5,), 400.0), 3.0, hi="बहुत बड़े (exploding) gradients", en="exploding gradients")
    yield hidden(np.zeros(3), 0.5, hi="शून्य gradient शून्य ही रहता है", en="the zero gradient stays zero", check="edges")
    yield hidden(np.zeros((2, 2)), 2.0, hi="शून्य matrix", en="a zero matrix", check="edges")
    yield hidden(np.array(-5.0), 2.0, hi="shape () वाला gradient", en="a gradient of shape ()", check="edges")
    yield hidden(np.array([[3.0, 0.0, 4.0]]), 5.0, hi="norm ठीक सीमा पर", en="norm exactly at the limit", check="edges")


def torch_form(grad: Array, max_norm: float) -> Array:
    return grad * min(1.0, max_norm / (np.linalg.norm(grad) + 1e-6))


def always(grad: Array, max_norm: float) -> Array:
    norm = np.linalg.norm(grad)
    return grad * max_norm / norm if norm > 0 else grad


def l1(grad: Array, max_norm: float) -> Array:
    norm = np.abs(grad).sum()
    return grad * max_norm / norm if norm > max_norm else grad


def largest(grad: Array, max_norm: float) -> Array:
    norm = np.abs(grad).max()
    return grad * max_norm / norm if norm > max_norm else grad


def nan_at_zero(grad: Array, max_norm: float) -> Array:
    norm = np.linalg.norm(grad)
    return grad / norm * min(norm, max_norm)


def along_last_axis(grad: Array, max_norm: float) -> Array:
    norm = np.sqrt((np.atleast_1d(grad) ** 2).sum(axis=-1, keepdims=True))
    scale = max_norm / np.maximum(norm, max_norm)
    return grad * scale.reshape(scale.shape if np.ndim(grad) else ())


def squared_norm(grad: Array, max_norm: float) -> Array:
    total = np.sum(grad**2)
    return grad * max_norm / total if total > max_norm else grad


def max_norm_forgotten(grad: Array, max_norm: float) -> Array:
    norm = np.linalg.norm(grad)
    return grad / norm if norm > max_norm else grad


def condition_inverted(grad: Array, max_norm: float) -> Array:
    norm = np.linalg.norm(grad)
    return grad * max_norm / norm if 0 < norm < max_norm else grad


def fraction_inverted(grad: Array, max_norm: float) -> Array:
    norm = np.linalg.norm(grad)
    return grad * norm / max_norm if norm > max_norm else grad


def root_mean_square(grad: Array, max_norm: float) -> Array:
    norm = np.sqrt(np.mean(grad**2))
    return grad * max_norm / norm if norm > max_norm else grad


def in_place(grad: Array, max_norm: float) -> Array:
    norm = np.linalg.norm(grad)
    if norm > max_norm:
        grad *= max_norm / norm
    return grad


def by_math(grad: Array, max_norm: float) -> object:
    norm = math.sqrt(math.fsum(float(entry) ** 2 for entry in grad.flat))
    if norm <= max_norm:
        return grad.tolist()
    return np.reshape([entry / norm * max_norm for entry in grad.flat], grad.shape).tolist()


def by_dot(grad: Array, max_norm: float) -> Array:
    flat = grad.ravel()
    return grad * (max_norm / np.maximum(np.sqrt(flat @ flat), max_norm))


def in_float32(grad: Array, max_norm: float) -> Array:
    return clip_by_norm(grad.astype(np.float32), max_norm)


EXERCISE = Exercise(
    title=Text(hi="Gradient clipping: एक array की norm से", en="Gradient clipping by the norm of one array"),
    statement=Text(
        hi="`grad` एक array है, shape कोई भी; $\\lVert g \\rVert$ उसकी सभी entries की Euclidean norm "
        "है। अगर $\\lVert g \\rVert$ > `max_norm`, तो $g \\cdot max\\_norm / \\lVert g \\rVert$ "
        "लौटाइए; नहीं तो gradient वैसा ही। शून्य gradient शून्य ही रहता है। `max_norm` > 0। `grad` को "
        "मत बदलिए।",
        en="`grad` is one array of any shape; $\\lVert g \\rVert$ is the Euclidean norm of all its "
        "entries. If $\\lVert g \\rVert$ > `max_norm`, return $g \\cdot max\\_norm / \\lVert g "
        "\\rVert$, else the gradient as it is. The zero gradient stays zero. `max_norm` > 0. Leave "
        "`grad` unchanged.",
    ),
    hints=(
        Text(
            hi="gradient को एक तीर मानिए: दिशा वही रहे, लंबाई max_norm से ज़्यादा न हो।",
            en="Think of the gradient as an arrow: keep its direction, and its length at most max_norm.",
        ),
        Text(
            hi="लंबाई सभी entries के वर्गों के जोड़ का वर्गमूल है; array की shape से फ़र्क़ नहीं पड़ता।",
            en="The length is the root of the sum of all squares, whatever the shape.",
        ),
        Text(
            hi="पूरे array को एक ही संख्या max_norm / norm से गुणा कीजिए, पर सिर्फ़ तब जब norm बड़ी हो।",
            en="Multiply the whole array by one number, max_norm / norm, but only when the norm is too large.",
        ),
        Text(
            hi="0 से भाग से बचिए: शर्त पहले जाँचिए, भाग बाद में दीजिए।",
            en="Avoid dividing by 0: check the condition first, divide afterwards.",
        ),
    ),
    reference=clip_by_norm,
    cases=cases,
    styles=(
        by_math,
        by_dot,
        in_float32,
        lambda grad, max_norm: grad / max(1.0, np.linalg.norm(grad) / max_norm),
        lambda grad, max_norm: np.where(
            np.linalg.norm(grad) > max_norm, grad * max_norm / (np.linalg.norm(grad) + 1e-12), grad
        ),
        lambda grad, max_norm: np.multiply(grad, min(1.0, max_norm / (float(np.sqrt(np.square(grad).sum())) + 1e-8))),
    ),
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
            "always-rescaled",
            always,
            Text(
                hi="आपने छोटे gradient को भी max_norm तक खींच दिया; norm सीमा से कम हो, तो gradient वैसा ही रहता है।",
                en="You stretched short gradients to max_norm as well; when the norm is below the "
                "limit, the gradient stays.",
            ),
        ),
        Misconception(
            "l1-norm",
            l1,
            Text(
                hi="आपने |entries| का जोड़ (L1 norm) लिया; यहाँ Euclidean norm है: वर्गों के जोड़ का वर्गमूल।",
                en="You took the sum of absolute values (the L1 norm); here it is the Euclidean norm, "
                "the root of the sum of squares.",
            ),
        ),
        Misconception(
            "max-norm-of-entries",
            largest,
            Text(
                hi="आपने सबसे बड़ी entry को norm माना; Euclidean norm में सभी entries आती हैं।",
                en="You took the largest entry for the norm; the Euclidean norm involves all entries.",
            ),
        ),
        Misconception(
            "nan-for-the-zero-gradient",
            nan_at_zero,
            Text(
                hi="शून्य gradient पर आपका function 0/0 करता है और nan देता है; पहले शर्त जाँचिए, तब भाग दीजिए।",
                en="For the zero gradient your function computes 0/0 and gives nan; check the "
                "condition before dividing.",
            ),
        ),
        Misconception(
            "clipped-by-value",
            lambda grad, max_norm: np.clip(grad, -max_norm, max_norm),
            Text(
                hi="आपने हर entry को अलग से सीमित किया, इससे दिशा बदल जाती है; पूरे array को एक ही संख्या से गुणा कीजिए।",
                en="You clipped every entry by itself, which turns the direction; multiply the whole "
                "array by one number.",
            ),
        ),
        Misconception(
            "norm-along-one-axis",
            along_last_axis,
            Text(
                hi="आपने हर row की अलग norm ली; norm पूरे array की एक ही है।",
                en="You took a norm for each row; there is one norm for the whole array.",
            ),
        ),
        Misconception(
            "root-missing",
            squared_norm,
            Text(
                hi="आपने वर्गों का जोड़ लिया, उसका वर्गमूल नहीं; norm = sqrt(sum(g**2))।",
                en="You took the sum of squares without its root; the norm is sqrt(sum(g**2)).",
            ),
        ),
        Misconception(
            "max-norm-forgotten",
            max_norm_forgotten,
            Text(
                hi="आपने gradient को लंबाई 1 का बना दिया; max_norm से गुणा करना रह गया।",
                en="You gave the gradient length 1; the factor max_norm is missing.",
            ),
        ),
        Misconception(
            "condition-inverted",
            condition_inverted,
            Text(
                hi="आपकी शर्त उल्टी है: छोटे gradient बदलते हैं और लंबे वैसे ही रह जाते हैं।",
                en="Your condition is the wrong way round: short gradients change and long ones stay.",
            ),
        ),
        Misconception(
            "fraction-inverted",
            fraction_inverted,
            Text(
                hi="आपका अनुपात उल्टा है, gradient और लंबा हो जाता है; max_norm / norm से गुणा कीजिए।",
                en="Your fraction is upside down and makes the gradient longer; multiply by max_norm / norm.",
            ),
        ),
        Misconception(
            "root-mean-square",
            root_mean_square,
            Text(
                hi="आपने वर्गों का औसत लिया; norm में वर्गों का जोड़ होता है।",
                en="You averaged the squares; the norm sums them.",
            ),
        ),
        Misconception(
            "in-place",
            in_place,
            Text(
                hi="values सही हैं, पर आपने दिया गया `grad` ही बदल दिया (`grad *= ...`); नया array लौटाइए।",
                en="The values are right, but you changed the given `grad` itself (`grad *= ...`); return a new array.",
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
