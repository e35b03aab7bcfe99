"""Nesterov momentum in PyTorch's form, which needs the gradient at w only."""

from collections.abc import Iterator

import numpy as np

from grader.spec.drivers import gradients, steps
from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.optimizers import nesterov_step
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
        hi="gradient 0: सिर्फ़ आगे देखने वाला भाग बचता है",
        en="gradients of 0: only the look-ahead is left",
        check="edges",
    )


def plain_momentum(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + grad
    return w - lr * v, v


def old_v(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    return w - lr * (grad + mu * v), mu * v + grad


def mu_squared(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + grad
    return w - lr * (grad + mu * mu * v), v


def from_v(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + grad
    return w - lr * (v + mu * v), v


def no_mu(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + grad
    return w - lr * (grad + v), v


def look_back(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + grad
    return w - lr * (grad - mu * v), v


def averaged(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + (1 - mu) * grad
    return w - lr * ((1 - mu) * grad + mu * v), v


def lr_inside(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v - lr * grad
    return w + mu * v - lr * grad, v


def gradient_forgotten(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + grad
    return w - lr * mu * v, v


def lr_on_gradient_only(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + grad
    return w - lr * grad + mu * v, v


def state_not_kept(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    return w - lr * (grad + mu * (mu * v + grad)), v


def ascent(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    v = mu * v + grad
    return w + lr * (grad + mu * v), v


def by_entries(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    new_w, new_v = np.empty(w.shape), np.empty(w.shape)
    for at in np.ndindex(w.shape):
        new_v[at] = mu * v[at] + grad[at]
        new_w[at] = w[at] - lr * (grad[at] + mu * new_v[at])
    return new_w, new_v


def as_lists(w: Array, grad: Array, v: Array, lr: float, mu: float) -> object:
    flat = [mu * b + g for b, g in zip(v.ravel(), grad.ravel(), strict=True)]
    new = [a - lr * (g + mu * b) for a, g, b in zip(w.ravel(), grad.ravel(), flat, strict=True)]
    return [np.reshape(new, w.shape).tolist(), np.reshape(flat, w.shape).tolist()]


def expanded(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    return w - lr * (1 + mu) * grad - lr * mu**2 * v, mu * v + grad


def correction_form(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    new = mu * v + grad
    return w - lr * ((1 + mu) * new - mu * v), new


def on_copies(w: Array, grad: Array, v: Array, lr: float, mu: float) -> list[Array]:
    w, v, step = w.copy(), v.copy(), grad.copy()
    v *= mu
    v += grad
    step += mu * v
    w -= lr * step
    return [w, v]


def in_float32(w: Array, grad: Array, v: Array, lr: float, mu: float) -> Step:
    return nesterov_step(w.astype(np.float32), grad.astype(np.float32), v.astype(np.float32), lr, mu)


PLAIN = Text(
    hi="यह साधारण momentum है: grad + mu * (पुराना v) ख़ुद ही नया v है। Nesterov नए v से एक बार और आगे "
    "देखता है: grad + mu * (नया v)।",
    en="This is plain momentum: grad + mu * (old v) is just the new v. Nesterov looks ahead once more, "
    "with the new v: grad + mu * (new v).",
)

EXERCISE = Exercise(
    title=Text(hi="Nesterov momentum: आगे देखकर step", en="Nesterov momentum: a step that looks ahead"),
    statement=Text(
        hi="यह `torch.optim.SGD(momentum=mu, nesterov=True)` का step है। पहले $v \\leftarrow \\mu v + "
        "g$, फिर नए $v$ से $w \\leftarrow w - \\eta\\,(g + \\mu v)$। `grad` $g$ है, `lr` $\\eta$, `mu` "
        "$\\mu$। tuple `(w, v)` लौटाइए। `w`, `grad` और `v` की shape एक ही है, पर कोई भी हो सकती है, () "
        "भी। arguments को मत बदलिए। जाँच में कई steps चलते हैं: आप जो लौटाते हैं, वही अगले step में "
        "वापस आता है।",
        en="This is the step of `torch.optim.SGD(momentum=mu, nesterov=True)`. First $v \\leftarrow "
        "\\mu v + g$, then $w \\leftarrow w - \\eta\\,(g + \\mu v)$ with the new $v$. `grad` is $g$, "
        "`lr` is $\\eta$, `mu` is $\\mu$. Return the tuple `(w, v)`. `w`, `grad` and `v` have one "
        "shape, whichever it is, () too. Leave the arguments unchanged. The check takes several steps: "
        "what you return comes back in the next one.",
    ),
    hints=(
        Text(
            hi="Nesterov पूछता है: अगर अगला gradient न आए, तो v कहाँ ले जाएगा? step वहीं का है।",
            en="Nesterov asks where v would carry us if no further gradient came, and steps there.",
        ),
        Text(
            hi="v की पंक्ति heavy ball जैसी ही है; बदलता सिर्फ़ वह है जो w से घटता है।",
            en="The line of v is the heavy ball's; only what is subtracted from w differs.",
        ),
        Text(
            hi="w से lr गुणा (gradient + mu गुणा नया v) घटता है। पुराना v यहाँ नहीं आता।",
            en="What is subtracted is lr times (gradient + mu times the new v). The old v has no place there.",
        ),
        Text(
            hi="दो पंक्तियाँ: `v_new = ...`, `w_new = w - lr * (... + ...)`; फिर `return w_new, v_new`।",
            en="Two lines, `v_new = ...` and `w_new = w - lr * (... + ...)`, then `return w_new, v_new`.",
        ),
    ),
    reference=nesterov_step,
    cases=cases,
    kind="trajectory",
    driver=steps,
    styles=(by_entries, as_lists, expanded, correction_form, on_copies, in_float32),
    misconceptions=(
        Misconception("plain-momentum", plain_momentum, PLAIN, same_as=("old-v-in-look-ahead",)),
        Misconception("old-v-in-look-ahead", old_v, PLAIN, same_as=("plain-momentum",)),
        Misconception(
            "look-ahead-twice",
            mu_squared,
            Text(
                hi="आपने आगे देखने वाले भाग पर mu दो बार लगाया; वह mu * v है, mu * mu * v नहीं।",
                en="You applied mu twice in the look-ahead; it is mu * v, not mu * mu * v.",
            ),
        ),
        Misconception(
            "look-ahead-from-v",
            from_v,
            Text(
                hi="आपने v + mu * v घटाया; पहला भाग gradient है: grad + mu * v।",
                en="You subtracted v + mu * v; the first part is the gradient: grad + mu * v.",
            ),
        ),
        Misconception(
            "look-ahead-without-mu",
            no_mu,
            Text(
                hi="आपने grad + v घटाया; आगे देखने वाले v पर भी mu लगता है: grad + mu * v।",
                en="You subtracted grad + v; the v of the look-ahead gets the factor mu too: grad + mu * v.",
            ),
        ),
        Misconception(
            "look-back",
            look_back,
            Text(
                hi="आपने mu * v घटाया, यानी पीछे देखा; gradient में उसे जोड़िए: grad + mu * v।",
                en="You took mu * v off the gradient, which looks back; add it: grad + mu * v.",
            ),
        ),
        Misconception(
            "averaged",
            averaged,
            Text(
                hi="आपने gradient पर 1 - mu लगाया, यानी औसत बनाया; यहाँ gradient पूरा जुड़ता है: v = mu * v + grad।",
                en="You put 1 - mu on the gradient, which makes an average; here it is added whole: v = mu * v + grad.",
            ),
        ),
        Misconception(
            "lr-inside-v",
            lr_inside,
            Text(
                hi="आपने -lr को v के अंदर रखा (Keras और Sutskever वाला रूप)। weights वही आते हैं, पर "
                "यहाँ v = mu * v + grad लौटाना है।",
                en="You put -lr inside v (Keras's and Sutskever's form). The weights agree, but here "
                "the v to return is mu * v + grad.",
            ),
        ),
        Misconception(
            "gradient-forgotten",
            gradient_forgotten,
            Text(
                hi="आपने सिर्फ़ mu * v घटाया; step में अभी का gradient भी अलग से आता है: grad + mu * v।",
                en="You subtracted mu * v alone; the present gradient is in the step as well: grad + mu * v.",
            ),
        ),
        Misconception(
            "look-ahead-outside-lr",
            lr_on_gradient_only,
            Text(
                hi="आपने w में mu * v बिना lr के, और जोड़कर लगाया; दोनों भाग lr से गुणा होकर घटते हैं: w - lr * (grad + mu * v)।",
                en="You added mu * v to w without lr; both parts are multiplied by lr and subtracted: "
                "w - lr * (grad + mu * v).",
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
            "ascent",
            ascent,
            Text(
                hi="आपने w में step जोड़ा, इसलिए loss बढ़ता है; घटाइए।",
                en="You added the step to w, which climbs the loss; subtract it.",
            ),
        ),
        Misconception(
            "state-not-returned",
            lambda *args: nesterov_step(*args)[0],
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
