"""AdamW: Adam with weight decay that the division does not touch."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec.drivers import gradients, timed_steps
from grader.spec.exercise import Case, CheckName, Convention, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.optimizers import adam_step, adamw_step
from reference.types import Array

Step = tuple[Array, Array, Array]


def walk(
    rng: np.random.Generator,
    shape: tuple[int, ...],
    hyper: tuple[float, ...],
    hi: str,
    en: str,
    check: CheckName = "values",
) -> Case:
    """Five steps from m = v = 0 and t = 1."""
    w, state = np.asarray(rng.normal(size=shape) * 2), (np.zeros(shape), np.zeros(shape))
    return hidden(w, gradients(rng, shape, 5), state, 1, hyper, hi=hi, en=en, check=check)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    two, rest = [np.array([2.0, -1.0]), np.array([4.0, 0.5])], (np.zeros(2), np.zeros(2))
    yield sample(
        np.array([1.0, 2.0]), two, rest, 1, (0.1, 0.5, 0.75, 0.1, 0.5), hi="t = 1 से दो steps", en="two steps from t = 1"
    )
    one, state = [np.array(2.0)], (np.array(1.0), np.array(4.0))
    yield sample(
        np.array(1.0),
        one,
        state,
        2,
        (0.5, 0.5, 0.75, 0.3, 0.2),
        hi="एक अकेला weight, t = 2",
        en="a single weight, t = 2",
        check="shapes",
    )
    yield walk(rng, (4,), (0.3, 0.8, 0.6, 0.01, 0.4), "पाँच steps, eps = 0.01", "five steps, eps = 0.01")
    yield walk(
        rng,
        (4,),
        (0.2, 0.7, 0.9, 0.3, 0.5),
        "eps = 0.3: eps की जगह दिखती है",
        "eps = 0.3 shows where eps stands",
        "hyperparameters",
    )
    yield walk(
        rng, (4,), (0.1, 0.9, 0.999, 1e-8, 0.01), "आम hyper-parameters", "the usual hyper-parameters", "hyperparameters"
    )
    yield walk(rng, (4,), (0.4, 0.6, 0.3, 0.05, 0.3), "beta2 0.5 से छोटा", "beta2 below 0.5", "hyperparameters")
    yield walk(
        rng,
        (4,),
        (0.3, 0.8, 0.7, 0.05, 0.0),
        "weight_decay = 0: साधारण Adam",
        "weight_decay = 0 is plain Adam",
        "hyperparameters",
    )
    yield walk(rng, (2, 3), (0.3, 0.75, 0.85, 0.05, 0.6), "w एक matrix है", "w is a matrix", "shapes")
    yield walk(rng, (2, 2), (0.5, 0.8, 0.7, 0.1, 0.25), "w एक square matrix है", "w is a square matrix", "shapes")
    yield walk(rng, (), (0.2, 0.85, 0.9, 0.2, 0.7), "w की shape ()", "w of shape ()", "shapes")
    yield hidden(
        rng.normal(size=4),
        gradients(rng, (4,), 5),
        (rng.normal(size=4), rng.uniform(0.5, 4, size=4)),
        7,
        (0.3, 0.85, 0.9, 0.1, 0.3),
        hi="बीच से: t = 7, m और v शुरू में 0 नहीं हैं",
        en="from the middle: t = 7, m and v are not 0 at first",
    )
    yield hidden(
        np.array([2.0, -1.5, 0.5]),
        [np.array([0.0, 1.5, -2.0]), np.array([0.0, -0.5, 1.0]), np.array([0.0, 2.0, 0.5])],
        (np.zeros(3), np.zeros(3)),
        1,
        (0.3, 0.7, 0.8, 0.01, 0.4),
        hi="एक weight का gradient हमेशा 0 है: वह सिर्फ़ decay से घटता है",
        en="one weight's gradient is always 0: it only decays",
        check="edges",
    )


def stepping(rule: Callable[..., Array]) -> Callable[..., Step]:
    """Both averages right and the step lr * rule(w, m, v, 1 - beta1**t, 1 - beta2**t, eps, weight_decay)."""

    def step(  # the signature is the contract
        w: Array,
        grad: Array,
        m: Array,
        v: Array,
        t: int,
        lr: float,
        beta1: float,
        beta2: float,
        eps: float,
        weight_decay: float,
    ) -> Step:
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return w - lr * rule(w, m, v, 1 - beta1**t, 1 - beta2**t, eps, weight_decay), m, v

    return step


eps_inside = stepping(lambda w, m, v, c1, c2, eps, decay: m / c1 / np.sqrt(v / c2 + eps) + decay * w)
eps_hat = stepping(lambda w, m, v, c1, c2, eps, decay: np.sqrt(c2) / c1 * m / (np.sqrt(v) + eps) + decay * w)
optax_form = stepping(lambda w, m, v, c1, c2, eps, decay: m / c1 / (np.sqrt(v / c2) + eps) + decay * w)
divided_too = stepping(lambda w, m, v, c1, c2, eps, decay: (m / c1 + decay * w) / (np.sqrt(v / c2) + eps))
uncorrected = stepping(lambda w, m, v, c1, c2, eps, decay: m / (np.sqrt(v) + eps) + decay * w)  # noqa: ARG005


# `rest`: the arguments that a belief hands on as they came
def l2_in_gradient(w: Array, grad: Array, m: Array, *rest: Any) -> Step:
    *rest, decay = rest
    return adam_step(w, grad + decay * w, m, *rest)


def decay_without_lr(w: Array, grad: Array, m: Array, *rest: Any) -> Step:
    *rest, decay = rest
    return adam_step(w - decay * w, grad, m, *rest)


def no_decay(w: Array, grad: Array, m: Array, *rest: Any) -> Step:
    return adam_step(w, grad, m, *rest[:-1])


def decay_after(w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, *rest: float) -> Step:
    *rest, decay = rest
    w, m, v = adam_step(w, grad, m, v, t, lr, *rest)
    return w - lr * decay * w, m, v


def sign_decay(w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, *rest: float) -> Step:
    *rest, decay = rest
    return adam_step(w - lr * decay * np.sign(w), grad, m, v, t, lr, *rest)


def growth(w: Array, grad: Array, m: Array, *rest: Any) -> Step:
    *rest, decay = rest
    return adamw_step(w, grad, m, *rest, -decay)


def both(w: Array, grad: Array, m: Array, *rest: Any) -> Step:
    return adamw_step(w, grad + rest[-1] * w, m, *rest)


def doubled(w: Array, grad: Array, m: Array, *rest: Any) -> Step:
    *rest, decay = rest
    return adamw_step(w, grad, m, *rest, 2 * decay)


def swapped(w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, *rest: float) -> Step:
    beta1, beta2, *rest = rest
    return adamw_step(w, grad, m, v, t, lr, beta2, beta1, *rest)


def decay_last(w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, *rest: float) -> Array:
    *rest, decay = rest
    stepped, m, v = adam_step(w, grad, m, v, t, lr, *rest)
    return np.stack([stepped - lr * decay * w, m, v])


def in_float32(w: Array, grad: Array, m: Array, v: Array, t: int, *hyper: float) -> Step:
    w, grad, m, v = (part.astype(np.float32) for part in (w, grad, m, v))
    return adamw_step(w, grad, m, v, t, *hyper)


def torch_form(w: Array, grad: Array, m: Array, v: Array, t: int, *hyper: float) -> list[Array]:
    lr, beta1, beta2, eps, decay = hyper
    w, m, v = w.copy(), m.copy(), v.copy()
    w *= 1 - lr * decay
    m += (1 - beta1) * (grad - m)
    v *= beta2
    v += (1 - beta2) * grad * grad
    w -= lr / (1 - beta1**t) * m / (np.sqrt(v) / np.sqrt(1 - beta2**t) + eps)
    return [w, m, v]


def by_entries(w: Array, grad: Array, m: Array, v: Array, t: int, *hyper: float) -> Step:
    lr, beta1, beta2, eps, decay = hyper
    new_w, new_m, new_v = np.empty(w.shape), np.empty(w.shape), np.empty(w.shape)
    for at in np.ndindex(w.shape):
        new_m[at] = beta1 * m[at] + (1 - beta1) * grad[at]
        new_v[at] = beta2 * v[at] + (1 - beta2) * grad[at] * grad[at]
        root = (new_v[at] / (1 - beta2**t)) ** 0.5
        new_w[at] = w[at] - lr * decay * w[at] - lr * new_m[at] / (1 - beta1**t) / (root + eps)
    return new_w, new_m, new_v


def as_lists(w: Array, grad: Array, m: Array, v: Array, t: int, *hyper: float) -> object:
    lr, beta1, beta2, eps, decay = hyper
    m2 = [beta1 * a + (1 - beta1) * g for a, g in zip(m.ravel(), grad.ravel(), strict=True)]
    v2 = [beta2 * a + (1 - beta2) * g**2 for a, g in zip(v.ravel(), grad.ravel(), strict=True)]
    rate, shrink, keep = lr / (1 - beta1**t), 1 - beta2**t, 1 - lr * decay
    w2 = [keep * a - rate * b / ((c / shrink) ** 0.5 + eps) for a, b, c in zip(w.ravel(), m2, v2, strict=True)]
    return [np.reshape(part, w.shape).tolist() for part in (w2, m2, v2)]


EXERCISE = Exercise(
    title=Text(hi="AdamW: Adam, अलग से weight decay के साथ", en="AdamW: Adam with decoupled weight decay"),
    statement=Text(
        hi="PyTorch के `AdamW` का एक step; `t` 1 से गिना जाता है। पहले decay: $w \\leftarrow w - \\eta "
        "\\lambda w$, जहाँ $\\lambda$ `weight_decay` है। फिर Adam का step, सिर्फ़ gradient से: $m "
        "\\leftarrow \\beta_1 m + (1-\\beta_1)\\, g$, $v \\leftarrow \\beta_2 v + (1-\\beta_2)\\, "
        "g^2$, $\\hat m = m / (1-\\beta_1^t)$, $\\hat v = v / (1-\\beta_2^t)$, $w \\leftarrow w - "
        "\\eta\\, \\hat m / (\\sqrt{\\hat v} + \\epsilon)$। decay `m` और `v` में नहीं जाता। tuple `(w, "
        "m, v)` लौटाइए; `m` और `v` बिना correction वाले। सभी arrays की shape एक ही है, पर कोई भी हो "
        "सकती है, () भी। arguments को मत बदलिए। जाँच में कई steps चलते हैं: आप जो लौटाते हैं, वही अगले "
        "step में वापस आता है, और `t` एक बढ़ता है।",
        en="One step of PyTorch's `AdamW`; `t` counts from 1. First the decay, $w \\leftarrow w - "
        "\\eta \\lambda w$, where $\\lambda$ is `weight_decay`. Then Adam's step, with the gradient "
        "alone: $m \\leftarrow \\beta_1 m + (1-\\beta_1)\\, g$, $v \\leftarrow \\beta_2 v + "
        "(1-\\beta_2)\\, g^2$, $\\hat m = m / (1-\\beta_1^t)$, $\\hat v = v / (1-\\beta_2^t)$, $w "
        "\\leftarrow w - \\eta\\, \\hat m / (\\sqrt{\\hat v} + \\epsilon)$. The decay enters neither "
        "`m` nor `v`. Return the tuple `(w, m, v)`, `m` and `v` without the correction. All arrays "
        "have one shape, whichever it is, () too. Leave the arguments unchanged. The check takes "
        "several steps: what you return comes back in the next one, and `t` grows by one.",
    ),
    hints=(
        Text(
            hi="Adam हर gradient को sqrt(v_hat) से भाग देता है। decay को इस भाग से बचाकर रखना ही AdamW है।",
            en="Adam divides every gradient by sqrt(v_hat). AdamW keeps the decay out of that division.",
        ),
        Text(
            hi="decay सीधे weights पर लगता है: हर weight 1 - lr * weight_decay गुना रह जाता है।",
            en="The decay acts on the weights directly: each keeps the factor 1 - lr * weight_decay.",
        ),
        Text(
            hi="m और v में सिर्फ़ gradient जाता है, ठीक Adam की तरह।",
            en="Only the gradient goes into m and v, just as in Adam.",
        ),
        Text(
            hi="पहली पंक्ति `w = w - ...` (decay), फिर Adam की पाँच पंक्तियाँ; `return w, m, v`।",
            en="A first line `w = w - ...` (the decay), then Adam's five lines; `return w, m, v`.",
        ),
    ),
    reference=adamw_step,
    cases=cases,
    kind="trajectory",
    driver=timed_steps,
    styles=(optax_form, torch_form, by_entries, decay_last, as_lists, in_float32),
    conventions=(
        Convention(
            "eps-inside-the-root",
            eps_inside,
            Text(
                hi="आपने eps को root के अंदर रखा, sqrt(v_hat + eps); यहाँ का सूत्र उसे बाहर रखता है। दोनों सही हैं।",
                en="You put eps inside the root, sqrt(v_hat + eps); the formula here has it outside. Both are right.",
            ),
        ),
        Convention(
            "epsilon-hat",
            eps_hat,
            Text(
                hi="आपने eps को v की bias correction से पहले जोड़ा (TensorFlow का epsilon-hat रूप); "
                "यहाँ का सूत्र उसे correction के बाद जोड़ता है। दोनों सही हैं।",
                en="You added eps before the bias correction of v (TensorFlow's epsilon-hat form); the "
                "formula here adds it after. Both are right.",
            ),
        ),
    ),
    misconceptions=(
        Misconception(
            "l2-in-the-gradient",
            l2_in_gradient,
            Text(
                hi="आपने weight_decay * w को gradient में जोड़ा; वह Adam में L2 है, जहाँ decay भी "
                "sqrt(v_hat) से बँट जाता है। AdamW उसे सीधे w पर लगाता है।",
                en="You added weight_decay * w to the gradient, which is L2 in Adam, where the decay "
                "is divided by sqrt(v_hat) too. AdamW applies it to w directly.",
            ),
        ),
        Misconception(
            "decay-not-scaled-by-lr",
            decay_without_lr,
            Text(
                hi="आपने decay पर lr नहीं लगाया; PyTorch में w से lr * weight_decay * w घटता है।",
                en="You did not scale the decay by lr; PyTorch subtracts lr * weight_decay * w.",
            ),
        ),
        Misconception(
            "no-decay",
            no_decay,
            Text(
                hi="यह साधारण Adam है: weight_decay का उपयोग नहीं हुआ। पहले w से lr * weight_decay * w घटाइए।",
                en="This is plain Adam: weight_decay is not used. Subtract lr * weight_decay * w from w first.",
            ),
        ),
        Misconception(
            "decay-after-the-step",
            decay_after,
            Text(
                hi="आपने decay Adam के step के बाद, नए w पर लगाया; यहाँ वह पुराने w पर, step से पहले लगता है।",
                en="You decayed the new w, after Adam's step; here the decay acts on the old w, before the step.",
            ),
        ),
        Misconception(
            "decay-with-the-wrong-sign",
            growth,
            Text(
                hi="आपने decay को w में जोड़ दिया, इसलिए weights बढ़ते हैं; उसे घटाइए।",
                en="You added the decay to w, so the weights grow; subtract it.",
            ),
        ),
        Misconception(
            "decay-twice",
            both,
            Text(
                hi="आपने decay दो बार लगाया: w पर भी और gradient में भी। सिर्फ़ w पर लगाइए।",
                en="You applied the decay twice, to w and in the gradient. Apply it to w only.",
            ),
        ),
        Misconception(
            "factor-2",
            doubled,
            Text(
                hi="आपने decay पर 2 का गुणा किया; यहाँ decay lr * weight_decay * w है, बिना 2 के।",
                en="You put a factor 2 on the decay; here it is lr * weight_decay * w, without the 2.",
            ),
        ),
        Misconception(
            "decay-divided-too",
            divided_too,
            Text(
                hi="आपने weight_decay * w को भी sqrt(v_hat) + eps से भाग दिया; decay इस भाग के बाहर रहता है।",
                en="You divided weight_decay * w by sqrt(v_hat) + eps as well; the decay stays outside that division.",
            ),
        ),
        Misconception(
            "no-bias-correction",
            uncorrected,
            Text(
                hi="आपने bias correction नहीं किया; m और v को 1 - beta1**t और 1 - beta2**t से भाग दीजिए।",
                en="You left out the bias correction; divide m and v by 1 - beta1**t and 1 - beta2**t.",
            ),
        ),
        Misconception(
            "l1-decay",
            sign_decay,
            Text(
                hi="आपने sign(w) घटाया, जो L1 है; weight decay w के अनुपात में घटाता है।",
                en="You subtracted sign(w), which is L1; weight decay shrinks in proportion to w.",
            ),
        ),
        Misconception(
            "betas-swapped",
            swapped,
            Text(
                hi="आपने beta1 और beta2 की जगह बदल दी; beta1 m का है, beta2 v का।",
                en="You swapped beta1 and beta2; beta1 is for m, beta2 for v.",
            ),
        ),
        Misconception(
            "state-not-returned",
            lambda *args: adamw_step(*args)[0],
            Text(
                hi="आपने सिर्फ़ w लौटाया; अगले step को नए m और v भी चाहिए: `return w, m, v`।",
                en="You returned w alone; the next step needs the new m and v too: `return w, m, v`.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.optim.Adam", "torch.optim.AdamW"),
            Text(
                hi="यहाँ step आपको ख़ुद लिखना है; Adam की पंक्तियों में एक और जोड़िए।",
                en="Here you write the step yourself; add one line to Adam's.",
            ),
        ),
    ),
)
