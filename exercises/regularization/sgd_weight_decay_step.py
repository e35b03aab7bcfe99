"""Gradient descent with weight decay, as torch.optim.SGD has it."""

from collections.abc import Iterator

import numpy as np

from grader.spec.drivers import gradients, steps
from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.penalties import sgd_weight_decay_step
from reference.types import Array


def walk(
    rng: np.random.Generator,
    shape: tuple[int, ...],
    hyper: tuple[float, float],
    hi: str,
    en: str,
    check: CheckName = "values",
) -> Case:
    """Five steps from random weights."""
    w = np.asarray(rng.normal(size=shape) * 2)
    return hidden(w, gradients(rng, shape, 5), (), hyper, hi=hi, en=en, check=check)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    two = [np.array([0.5, 1.0]), np.array([-1.0, 2.0])]
    yield sample(np.array([1.0, -2.0]), two, (), (0.1, 0.5), hi="दो weights, दो steps", en="two weights, two steps")
    one = [np.array(1.0), np.array(-0.5)]
    yield sample(
        np.array(2.0),
        one,
        (),
        (0.5, 0.2),
        hi="एक अकेला weight, shape ()",
        en="a single weight, shape ()",
        check="shapes",
    )
    yield walk(
        rng, (4,), (0.3, 0.4), "पाँच steps, हर weight का gradient अलग आकार का", "five steps, gradients of many sizes"
    )
    yield walk(rng, (2, 3), (0.2, 0.7), "w एक matrix है", "w is a matrix", "shapes")
    yield walk(rng, (3, 3), (0.15, 0.9), "w एक square matrix है", "w is a square matrix", "shapes")
    yield walk(rng, (), (0.4, 0.3), "w की shape ()", "w of shape ()", "shapes")
    yield walk(rng, (4,), (0.1, 0.01), "छोटा weight_decay", "a small weight_decay", "hyperparameters")
    yield walk(rng, (4,), (0.2, 1.8), "weight_decay 1 से बड़ा", "weight_decay above 1", "hyperparameters")
    yield walk(
        rng, (4,), (0.3, 0.0), "weight_decay = 0: साधारण SGD", "weight_decay = 0 is plain SGD", "hyperparameters"
    )
    yield walk(rng, (4,), (1.25, 0.3), "1 से बड़ा learning rate", "a learning rate above 1", "hyperparameters")
    yield hidden(
        np.array([1.5, -2.0, 0.75]),
        [np.zeros(3)] * 5,
        (),
        (0.3, 0.5),
        hi="gradient 0: weights सिर्फ़ decay से घटते हैं",
        en="gradients of 0: the weights only decay",
        check="edges",
    )


def in_place(w: Array, grad: Array, lr: float, weight_decay: float) -> Array:
    w *= 1 - lr * weight_decay
    w -= lr * grad
    return w


def gradient_in_place(w: Array, grad: Array, lr: float, weight_decay: float) -> Array:
    grad += weight_decay * w
    return w - lr * grad


def decay_after(w: Array, grad: Array, lr: float, weight_decay: float) -> Array:
    stepped = w - lr * grad
    return stepped - lr * weight_decay * stepped


def by_entries(w: Array, grad: Array, lr: float, weight_decay: float) -> Array:
    out = np.empty_like(w)
    for at in np.ndindex(w.shape):
        out[at] = w[at] - lr * (grad[at] + weight_decay * w[at])
    return out


def as_lists(w: Array, grad: Array, lr: float, weight_decay: float) -> object:
    if np.ndim(w) == 0:
        return float(w) - lr * (float(grad) + weight_decay * float(w))
    return [as_lists(a, b, lr, weight_decay) for a, b in zip(w, grad, strict=True)]


def on_a_copy(w: Array, grad: Array, lr: float, weight_decay: float) -> Array:
    return in_place(w.copy(), grad, lr, weight_decay)


def in_float32(w: Array, grad: Array, lr: float, weight_decay: float) -> Array:
    return sgd_weight_decay_step(w.astype(np.float32), grad.astype(np.float32), lr, weight_decay)


EXERCISE = Exercise(
    title=Text(hi="SGD, weight decay के साथ", en="SGD with weight decay"),
    statement=Text(
        hi="यह `torch.optim.SGD(weight_decay=...)` का step है: $w - \\eta\\,(g + \\lambda w)$, जहाँ "
        "`lr` $\\eta$ है, `grad` $g$, और `weight_decay` $\\lambda$। नए weights लौटाइए। `w` और `grad` "
        "की shape एक ही है, पर कोई भी हो सकती है, () भी। नया array लौटाइए; `w` और `grad` को मत बदलिए। "
        "जाँच में कई steps चलते हैं: आप जो लौटाते हैं, वही अगले step में `w` बनकर आता है।",
        en="This is the step of `torch.optim.SGD(weight_decay=...)`: $w - \\eta\\,(g + \\lambda w)$, "
        "where `lr` is $\\eta$, `grad` is $g$ and `weight_decay` is $\\lambda$. Return the new "
        "weights. `w` and `grad` have one shape, whichever it is, () too. Return a new array and leave "
        "`w` and `grad` unchanged. The check takes several steps: what you return comes back as `w` in "
        "the next one.",
    ),
    hints=(
        Text(
            hi="weight decay gradient में एक और खिंचाव जोड़ता है, जो हर weight को 0 की ओर ले जाता है।",
            en="Weight decay adds a pull to the gradient that draws every weight toward 0.",
        ),
        Text(
            hi="वह खिंचाव weight_decay * w है, बिना 2 के; lr दोनों भागों पर लगता है।",
            en="That pull is weight_decay * w, without a 2; lr multiplies both parts.",
        ),
        Text(
            hi="decay पुराने w पर लगता है, step के बाद वाले पर नहीं।",
            en="The decay acts on the old w, not on the one after the step.",
        ),
    ),
    reference=sgd_weight_decay_step,
    cases=cases,
    kind="trajectory",
    driver=steps,
    styles=(
        by_entries,
        as_lists,
        on_a_copy,
        in_float32,
        lambda w, grad, lr, weight_decay: (1 - lr * weight_decay) * w - lr * grad,
        lambda w, grad, lr, weight_decay: np.add(w, -lr * grad) - lr * weight_decay * w,
    ),
    misconceptions=(
        Misconception(
            "factor-2",
            lambda w, grad, lr, weight_decay: w - lr * (grad + 2 * weight_decay * w),
            Text(
                hi="आपने decay पर 2 का गुणा किया (lam w² का gradient); यहाँ weight_decay * w है, बिना 2 के।",
                en="You put a factor 2 on the decay (the gradient of lam w²); here it is weight_decay "
                "* w, without the 2.",
            ),
        ),
        Misconception(
            "decay-not-scaled-by-lr",
            lambda w, grad, lr, weight_decay: w - lr * grad - weight_decay * w,
            Text(
                hi="आपने decay पर lr नहीं लगाया; lr दोनों भागों पर लगता है: lr * (grad + weight_decay * w)।",
                en="You did not scale the decay by lr; lr multiplies both parts: lr * (grad + weight_decay * w).",
            ),
        ),
        Misconception(
            "decay-with-the-wrong-sign",
            lambda w, grad, lr, weight_decay: w - lr * (grad - weight_decay * w),
            Text(
                hi="आपका decay उल्टे चिह्न का है, weights बढ़ते हैं; gradient में weight_decay * w जोड़िए।",
                en="Your decay has the wrong sign, so the weights grow; add weight_decay * w to the gradient.",
            ),
        ),
        Misconception(
            "decay-ignored",
            lambda w, grad, lr, weight_decay: w - lr * grad,  # noqa: ARG005
            Text(
                hi="यह साधारण SGD है; weight_decay का उपयोग नहीं हुआ।",
                en="This is plain SGD; weight_decay is not used.",
            ),
        ),
        Misconception(
            "decay-after-the-step",
            decay_after,
            Text(
                hi="आपने decay step के बाद, नए w पर लगाया; वह पुराने w पर लगता है।",
                en="You decayed the new w, after the step; the decay acts on the old w.",
            ),
        ),
        Misconception(
            "l1-decay",
            lambda w, grad, lr, weight_decay: w - lr * (grad + weight_decay * np.sign(w)),
            Text(
                hi="आपने sign(w) जोड़ा, जो L1 है; weight decay w के अनुपात में खींचता है।",
                en="You added sign(w), which is L1; weight decay pulls in proportion to w.",
            ),
        ),
        Misconception(
            "ascent",
            lambda w, grad, lr, weight_decay: w + lr * (grad + weight_decay * w),
            Text(
                hi="आपने step जोड़ा, इसलिए loss बढ़ता है; घटाइए।",
                en="You added the step, which climbs the loss; subtract it.",
            ),
        ),
        Misconception(
            "squared-weights",
            lambda w, grad, lr, weight_decay: w - lr * (grad + weight_decay * w**2),
            Text(
                hi="आपने w का वर्ग जोड़ा; penalty में वर्ग है, पर उसके gradient में w ही आता है।",
                en="You added the square of w; the penalty has the square, its gradient has w.",
            ),
        ),
        Misconception(
            "w-in-place",
            in_place,
            Text(
                hi="values सही हैं, पर आपने दिया गया `w` ही बदल दिया (`w *= ...`); नया array लौटाइए।",
                en="The values are right, but you changed the given `w` itself (`w *= ...`); return a new array.",
            ),
        ),
        Misconception(
            "gradient-in-place",
            gradient_in_place,
            Text(
                hi="values सही हैं, पर आपने दिया गया `grad` ही बदल दिया (`grad += ...`); नया array बनाइए।",
                en="The values are right, but you changed the given `grad` itself (`grad += ...`); make a new array.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.optim.SGD",),
            Text(
                hi="यहाँ step आपको ख़ुद लिखना है; एक पंक्ति काफ़ी है।",
                en="Here you write the step yourself; one line is enough.",
            ),
        ),
    ),
)
