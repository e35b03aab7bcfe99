"""The heavy ball: SGD with momentum as PyTorch has it."""

from collections.abc import Iterator

import numpy as np

from grader.spec.drivers import gradients, steps
from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.optimizers import heavy_ball_step
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
    yield walk(rng, (4,), (0.1, 0.9), "mu = 0.9, आम value", "mu = 0.9, the usual value", "hyperparameters")
    yield walk(rng, (4,), (0.4, 0.25), "mu 0.5 से छोटा", "mu below 0.5", "hyperparameters")
    yield walk(rng, (4,), (0.2, 0.0), "mu = 0: साधारण SGD", "mu = 0 is plain SGD", "hyperparameters")
    yield walk(rng, (2, 3), (0.3, 0.6), "w एक matrix है", "w is a matrix", "shapes")
    yield walk(rng, (3, 3), (0.15, 0.8), "w एक square matrix है", "w is a square matrix", "shapes")
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
        hi="gradient 0: गेंद अपने वेग से लुढ़कती रहती है",
        en="gradients of 0: the ball rolls on",
        check="edges",
    )


def averaged(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + (1 - mu) * grad
    return w - lr * v, v


def old_v(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    return w - lr * v, mu * v + grad


def nesterov(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + grad
    return w - lr * (grad + mu * v), v


def lr_inside(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + lr * grad
    return w - v, v


def minus_lr_inside(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v - lr * grad
    return w + v, v


def sign_flipped(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + grad
    return w + lr * v, v


def mu_on_both(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * (v + grad)
    return w - lr * v, v


def mu_forgotten(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:  # noqa: ARG001
    v = v + grad
    return w - lr * v, v


def gradient_for_v(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    return w - lr * grad, mu * v + grad


def state_not_kept(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    return w - lr * (mu * v + grad), v


def v_in_place(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v *= mu
    v += grad
    return w - lr * v, v


def by_entries(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    new_w, new_v = np.empty(w.shape), np.empty(w.shape)
    for at in np.ndindex(w.shape):
        new_v[at] = mu * v[at] + grad[at]
        new_w[at] = w[at] - lr * new_v[at]
    return new_w, new_v


def as_lists(w: Array, grad: Array, v: Array, lr: float, mu: float) -> object:
    flat = [mu * b + g for b, g in zip(v.ravel(), grad.ravel(), strict=True)]
    new = [a - lr * b for a, b in zip(w.ravel(), flat, strict=True)]
    return [np.reshape(new, w.shape).tolist(), np.reshape(flat, w.shape).tolist()]


def expanded(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    return w - lr * mu * v - lr * grad, np.add(grad, v * mu)


def stacked(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Array:
    new = np.tensordot([mu, 1.0], np.stack([v, grad]), axes=1)
    return np.stack([w - lr * new, new])


def on_copies(w: Array, grad: Array, v: Array, lr: float, mu: float) -> list[Array]:
    w, v = w.copy(), v.copy()
    v *= mu
    v += grad
    w -= lr * v
    return [w, v]


def in_float32(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    return heavy_ball_step(w.astype(np.float32), grad.astype(np.float32), v.astype(np.float32), lr, mu)


EXERCISE = Exercise(
    title=Text(hi="Heavy ball: PyTorch वाला momentum", en="The heavy ball: momentum as PyTorch has it"),
    statement=Text(
        hi="यह `torch.optim.SGD(momentum=mu)` का step है, एक भारी गेंद जैसा। पहले वेग $v \\leftarrow "
        "\\mu v + g$, फिर नए $v$ से $w \\leftarrow w - \\eta v$। `grad` $g$ है, `lr` $\\eta$, `mu` "
        "$\\mu$। tuple `(w, v)` लौटाइए। `w`, `grad` और `v` की shape एक ही है, पर कोई भी हो सकती है, () "
        "भी। arguments को मत बदलिए। जाँच में कई steps चलते हैं: आप जो लौटाते हैं, वही अगले step में "
        "वापस आता है।",
        en="This is the step of `torch.optim.SGD(momentum=mu)`, like a heavy ball. First the velocity, "
        "$v \\leftarrow \\mu v + g$, then $w \\leftarrow w - \\eta v$ with the new $v$. `grad` is $g$, "
        "`lr` is $\\eta$, `mu` is $\\mu$. Return the tuple `(w, v)`. `w`, `grad` and `v` have one "
        "shape, whichever it is, () too. Leave the arguments unchanged. The check takes several steps: "
        "what you return comes back in the next one.",
    ),
    hints=(
        Text(
            hi="गेंद का वेग v हर step में थोड़ा घटता है (mu), और gradient उसमें धक्का जोड़ता है।",
            en="The ball's velocity v shrinks a little in every step (mu), and the gradient adds a push.",
        ),
        Text(
            hi="यहाँ औसत नहीं है: gradient पूरा जुड़ता है, उस पर 1 - mu नहीं लगता।",
            en="This is no average: the gradient is added whole, without a factor 1 - mu.",
        ),
        Text(
            hi="`lr` सिर्फ़ w की पंक्ति में आता है; v में नहीं।",
            en="`lr` stands in the line of w only, not in v.",
        ),
        Text(
            hi="दो पंक्तियाँ: `v_new = ...`, `w_new = ...`; फिर `return w_new, v_new`।",
            en="Two lines, `v_new = ...` and `w_new = ...`, then `return w_new, v_new`.",
        ),
    ),
    reference=heavy_ball_step,
    cases=cases,
    kind="trajectory",
    driver=steps,
    styles=(by_entries, as_lists, expanded, stacked, on_copies, in_float32),
    misconceptions=(
        Misconception(
            "averaged",
            averaged,
            Text(
                hi="आपने gradient पर 1 - mu लगाया, यानी औसत बनाया; heavy ball में gradient पूरा जुड़ता है: v = mu * v + grad।",
                en="You put 1 - mu on the gradient, which makes an average; the heavy ball adds it "
                "whole: v = mu * v + grad.",
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
            "nesterov",
            nesterov,
            Text(
                hi="यह Nesterov का step है: आपने grad + mu * v घटाया। heavy ball सीधे नया v घटाता है।",
                en="This is Nesterov's step: you subtracted grad + mu * v. The heavy ball subtracts the new v itself.",
            ),
        ),
        Misconception(
            "lr-inside-v",
            lr_inside,
            Text(
                hi="आपने learning rate को v के अंदर रख दिया, इसलिए v का आकार बदल गया; lr सिर्फ़ w की पंक्ति में आता है।",
                en="You put the learning rate inside v, so v has another size; lr stands in the line of w only.",
            ),
        ),
        Misconception(
            "minus-lr-inside-v",
            minus_lr_inside,
            Text(
                hi="आपने v = mu * v - lr * grad और w + v लिखा (Keras वाला रूप)। weights वही आते हैं, "
                "पर यहाँ v = mu * v + grad लौटाना है।",
                en="You wrote v = mu * v - lr * grad and w + v (Keras's form). The weights agree, but "
                "here the v to return is mu * v + grad.",
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
            "mu-on-both",
            mu_on_both,
            Text(
                hi="आपने mu से gradient को भी गुणा कर दिया; mu सिर्फ़ पुराने v पर लगता है।",
                en="You multiplied the gradient by mu as well; mu belongs to the old v only.",
            ),
        ),
        Misconception(
            "mu-forgotten",
            mu_forgotten,
            Text(
                hi="आपका v कभी घटता नहीं, सिर्फ़ जुड़ता जाता है; पुराने v को mu से गुणा कीजिए।",
                en="Your v only adds up and never shrinks; multiply the old v by mu.",
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
            lambda *args: heavy_ball_step(*args)[0],
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
