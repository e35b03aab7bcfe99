"""Momentum as an exponentially weighted average of the gradients."""

from collections.abc import Iterator

import numpy as np

from grader.spec.drivers import gradients, steps
from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.optimizers import momentum_step
from reference.types import Array

Step = tuple[Array, Array]


def walk(
    rng: np.random.Generator,
    shape: tuple[int, ...],
    hyper: tuple[float, float],
    hi: str,
    en: str,
    check: CheckName = "values",
) -> Case:
    """Five steps from rest."""
    w = np.asarray(rng.normal(size=shape))
    return hidden(w, gradients(rng, shape, 5), (np.zeros(shape),), hyper, hi=hi, en=en, check=check)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    two = [np.array([1.0, -2.0]), np.array([3.0, 2.0])]
    yield sample(
        np.array([1.0, 2.0]), two, (np.zeros(2),), (0.1, 0.5), hi="दो steps, v शुरू में 0", en="two steps, v starts at 0"
    )
    one = [np.array(2.0), np.array(-1.0)]
    yield sample(
        np.array(1.0),
        one,
        (np.array(1.0),),
        (0.5, 0.75),
        hi="एक अकेला weight, shape ()",
        en="a single weight, shape ()",
        check="shapes",
    )
    yield walk(rng, (4,), (0.3, 0.7), "पाँच steps, v 0 से", "five steps, v from 0")
    yield walk(rng, (4,), (0.2, 0.9), "beta = 0.9, आम value", "beta = 0.9, the usual value", "hyperparameters")
    yield walk(rng, (4,), (0.4, 0.25), "beta 0.5 से छोटा", "beta below 0.5", "hyperparameters")
    yield walk(rng, (4,), (0.1, 0.0), "beta = 0: साधारण SGD", "beta = 0 is plain SGD", "hyperparameters")
    yield walk(rng, (2, 3), (0.3, 0.6), "w एक matrix है", "w is a matrix", "shapes")
    yield walk(rng, (3, 3), (0.5, 0.8), "w एक square matrix है", "w is a square matrix", "shapes")
    yield walk(rng, (), (0.2, 0.65), "w की shape ()", "w of shape ()", "shapes")
    yield hidden(
        rng.normal(size=4),
        gradients(rng, (4,), 5),
        (rng.normal(size=4),),
        (0.25, 0.8),
        hi="चलती हुई शुरुआत: v शुरू में 0 नहीं है",
        en="a running start: v is not 0 at first",
    )
    yield hidden(
        rng.normal(size=3),
        [np.zeros(3)] * 5,
        (np.array([1.0, -0.5, 2.0]),),
        (0.3, 0.6),
        hi="gradient 0: v धीरे-धीरे घटता है",
        en="gradients of 0: v dies away",
        check="edges",
    )


def heavy_ball(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    v = beta * v + grad
    return w - lr * v, v


def lr_inside(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    v = beta * v + lr * (1 - beta) * grad
    return w - v, v


def old_v(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    return w - lr * v, beta * v + (1 - beta) * grad


def swapped(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    v = (1 - beta) * v + beta * grad
    return w - lr * v, v


def sign_flipped(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    v = beta * v + (1 - beta) * grad
    return w + lr * v, v


def nesterov(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    v = beta * v + (1 - beta) * grad
    return w - lr * (beta * v + (1 - beta) * grad), v


def minus_inside(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    v = beta * v - (1 - beta) * grad
    return w + lr * v, v


def v_forgotten(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    v = (1 - beta) * grad
    return w - lr * v, v


def gradient_for_v(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    return w - lr * grad, beta * v + (1 - beta) * grad


def state_not_kept(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    return w - lr * (beta * v + (1 - beta) * grad), v


def v_in_place(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    v *= beta
    v += (1 - beta) * grad
    return w - lr * v, v


def lerp(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    v = v + (1 - beta) * (grad - v)
    return w - lr * v, v


def by_entries(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    new_w, new_v = np.empty(w.shape), np.empty(w.shape)
    for at in np.ndindex(w.shape):
        new_v[at] = beta * v[at] + (1 - beta) * grad[at]
        new_w[at] = w[at] - lr * new_v[at]
    return new_w, new_v


def as_lists(w: Array, grad: Array, v: Array, lr: float, beta: float) -> object:
    flat = [beta * b + (1 - beta) * g for b, g in zip(v.ravel(), grad.ravel(), strict=True)]
    new = [a - lr * b for a, b in zip(w.ravel(), flat, strict=True)]
    return [np.reshape(new, w.shape).tolist(), np.reshape(flat, w.shape).tolist()]


def expanded(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    new = np.average(np.stack([v, grad]), axis=0, weights=[beta, 1 - beta])
    return w - lr * beta * v - lr * (1 - beta) * grad, new


def on_copies(w: Array, grad: Array, v: Array, lr: float, beta: float) -> list[Array]:
    w, v = w.copy(), v.copy()
    v *= beta
    v += (1 - beta) * grad
    w -= lr * v
    return [w, v]


def in_float32(w: Array, grad: Array, v: Array, lr: float, beta: float) -> Step:
    return momentum_step(w.astype(np.float32), grad.astype(np.float32), v.astype(np.float32), lr, beta)


EXERCISE = Exercise(
    title=Text(hi="Momentum: gradients का चलता औसत", en="Momentum: a running average of the gradients"),
    statement=Text(
        hi="momentum gradients का exponentially weighted average रखता है। पहले $v \\leftarrow \\beta v "
        "+ (1-\\beta)\\, g$, फिर नए $v$ से $w \\leftarrow w - \\eta v$। `grad` $g$ है, `lr` $\\eta$, "
        "`beta` $\\beta$। tuple `(w, v)` लौटाइए। `w`, `grad` और `v` की shape एक ही है, पर कोई भी हो "
        "सकती है, () भी। arguments को मत बदलिए। जाँच में कई steps चलते हैं: आप जो लौटाते हैं, वही अगले "
        "step में वापस आता है।",
        en="Momentum keeps an exponentially weighted average of the gradients. First $v \\leftarrow "
        "\\beta v + (1-\\beta)\\, g$, then $w \\leftarrow w - \\eta v$ with the new $v$. `grad` is "
        "$g$, `lr` is $\\eta$, `beta` is $\\beta$. Return the tuple `(w, v)`. `w`, `grad` and `v` have "
        "one shape, whichever it is, () too. Leave the arguments unchanged. The check takes several "
        "steps: what you return comes back in the next one.",
    ),
    hints=(
        Text(
            hi="v पिछले gradients की याद है: जो दिशा बार-बार आती है वह बचती है, जो चिह्न बदलती है वह कट जाती है।",
            en="v remembers past gradients: a direction that keeps coming stays, one that changes sign cancels out.",
        ),
        Text(
            hi="औसत के दो भाग हैं: पुराना v, वज़न beta के साथ, और नया gradient, वज़न 1 - beta के साथ।",
            en="The average has two parts: the old v with weight beta, the new gradient with weight 1 - beta.",
        ),
        Text(
            hi="पहले नया v बनाइए, फिर उसी नए v से w बदलिए; क्रम मायने रखता है।",
            en="Make the new v first, then move w by that new v; the order matters.",
        ),
        Text(
            hi="दो पंक्तियाँ: `v_new = ...`, `w_new = ...`; फिर `return w_new, v_new`।",
            en="Two lines, `v_new = ...` and `w_new = ...`, then `return w_new, v_new`.",
        ),
    ),
    reference=momentum_step,
    cases=cases,
    kind="trajectory",
    driver=steps,
    styles=(lerp, by_entries, as_lists, expanded, on_copies, in_float32),
    misconceptions=(
        Misconception(
            "heavy-ball",
            heavy_ball,
            Text(
                hi="आपने v में पूरा gradient जोड़ा (heavy ball, PyTorch वाला रूप)। यहाँ औसत चाहिए: "
                "gradient पर 1 - beta का गुणा होता है।",
                en="You added the whole gradient to v (the heavy ball, PyTorch's form). Here v is an "
                "average: the gradient gets the factor 1 - beta.",
            ),
        ),
        Misconception(
            "lr-inside-v",
            lr_inside,
            Text(
                hi="आपने learning rate को v के अंदर रख दिया; v gradients का औसत है, lr सिर्फ़ w के step पर लगता है।",
                en="You put the learning rate inside v; v is an average of gradients, and lr belongs "
                "to the step of w only.",
            ),
        ),
        Misconception(
            "old-v",
            old_v,
            Text(
                hi="आपने w को पुराने v से बदला; पहले v नया कीजिए, फिर उसी से w बदलिए।",
                en="You moved w by the old v; update v first, then move w by it.",
            ),
        ),
        Misconception(
            "beta-swapped",
            swapped,
            Text(
                hi="आपने beta और 1 - beta की जगह बदल दी; beta पुराने v पर लगता है, 1 - beta नए gradient पर।",
                en="You swapped beta and 1 - beta; beta goes with the old v, 1 - beta with the new gradient.",
            ),
        ),
        Misconception(
            "sign-flipped",
            sign_flipped,
            Text(
                hi="आपने w में lr * v जोड़ा, इसलिए loss बढ़ता है; घटाइए।",
                en="You added lr * v to w, which climbs the loss; subtract it.",
            ),
        ),
        Misconception(
            "nesterov",
            nesterov,
            Text(
                hi="आपने step से पहले momentum एक बार और लगाया (Nesterov); यहाँ step सीधे नए v का है: w - lr * v।",
                en="You applied momentum once more before the step (Nesterov); here the step is the "
                "new v itself: w - lr * v.",
            ),
        ),
        Misconception(
            "minus-inside-v",
            minus_inside,
            Text(
                hi="weights सही हैं, पर आपका v उल्टे चिह्न का है; यहाँ v gradients का औसत है, और minus w की पंक्ति में आता है।",
                en="The weights are right, but your v has the opposite sign; here v averages the "
                "gradients and the minus stands in the line of w.",
            ),
        ),
        Misconception(
            "v-forgotten",
            v_forgotten,
            Text(
                hi="आपके नए v में पुराना v नहीं है, इसलिए पिछले gradients की कोई याद नहीं बची; beta * v जोड़िए।",
                en="Your new v does not contain the old one, so nothing is remembered; add beta * v.",
            ),
        ),
        Misconception(
            "gradient-for-v",
            gradient_for_v,
            Text(
                hi="v तो सही बना, पर w आपने सीधे gradient से बदला; step नए v से होता है।",
                en="v is right, but you moved w by the plain gradient; the step uses the new v.",
            ),
        ),
        Misconception(
            "state-not-kept",
            state_not_kept,
            Text(
                hi="w नए v से बदला, पर लौटाया पुराना v; अगला step फिर वहीं से शुरू होता है। नया v लौटाइए।",
                en="You moved w by the new v but returned the old one, so the next step starts over. Return the new v.",
            ),
        ),
        Misconception(
            "v-in-place",
            v_in_place,
            Text(
                hi="values सही हैं, पर आपने दिया गया `v` ही बदल दिया (`v *= ...`); नया array बनाकर लौटाइए।",
                en="The values are right, but you changed the given `v` itself (`v *= ...`); make a "
                "new array and return it.",
            ),
        ),
        Misconception(
            "state-not-returned",
            lambda *args: momentum_step(*args)[0],
            Text(
                hi="आपने सिर्फ़ w लौटाया; अगले step को नया v भी चाहिए: `return w, v`।",
                en="You returned w alone; the next step needs the new v too: `return w, v`.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.optim.SGD",),
            Text(
                hi="यहाँ step आपको ख़ुद लिखना है; दो पंक्तियाँ काफ़ी हैं।",
                en="Here you write the step yourself; two lines are enough.",
            ),
        ),
    ),
)
