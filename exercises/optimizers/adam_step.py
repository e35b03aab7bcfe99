"""Adam: momentum and RMSProp together, both corrected for their start at zero."""

from collections.abc import Callable, Iterator

import numpy as np

from grader.spec.drivers import gradients, timed_steps
from grader.spec.exercise import Case, CheckName, Convention, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.optimizers import adam_step
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
    w, state = np.asarray(rng.normal(size=shape)), (np.zeros(shape), np.zeros(shape))
    return hidden(w, gradients(rng, shape, 5), state, 1, hyper, hi=hi, en=en, check=check)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    two, rest = [np.array([2.0, -1.0]), np.array([4.0, 0.5])], (np.zeros(2), np.zeros(2))
    yield sample(
        np.array([1.0, 2.0]), two, rest, 1, (0.1, 0.5, 0.75, 0.1), hi="t = 1 से दो steps", en="two steps from t = 1"
    )
    one, state = [np.array(2.0)], (np.array(1.0), np.array(4.0))
    yield sample(
        np.array(1.0),
        one,
        state,
        2,
        (0.5, 0.5, 0.75, 0.3),
        hi="एक अकेला weight, t = 2",
        en="a single weight, t = 2",
        check="shapes",
    )
    yield walk(rng, (4,), (0.3, 0.8, 0.6, 0.01), "पाँच steps, eps = 0.01", "five steps, eps = 0.01")
    yield walk(
        rng,
        (4,),
        (0.2, 0.7, 0.9, 0.3),
        "eps = 0.3: eps की जगह दिखती है",
        "eps = 0.3 shows where eps stands",
        "hyperparameters",
    )
    yield walk(rng, (4,), (0.1, 0.9, 0.999, 1e-8), "आम betas और eps", "the usual betas and eps", "hyperparameters")
    yield walk(rng, (4,), (0.4, 0.6, 0.3, 0.05), "beta2 0.5 से छोटा", "beta2 below 0.5", "hyperparameters")
    yield walk(rng, (4,), (0.25, 0.3, 0.8, 0.02), "beta1 0.5 से छोटा", "beta1 below 0.5", "hyperparameters")
    yield walk(rng, (2, 3), (0.3, 0.75, 0.85, 0.05), "w एक matrix है", "w is a matrix", "shapes")
    yield walk(rng, (2, 2), (0.5, 0.8, 0.7, 0.1), "w एक square matrix है", "w is a square matrix", "shapes")
    yield walk(rng, (), (0.2, 0.85, 0.9, 0.2), "w की shape ()", "w of shape ()", "shapes")
    yield hidden(
        rng.normal(size=4),
        gradients(rng, (4,), 5),
        (rng.normal(size=4), rng.uniform(0.5, 4, size=4)),
        7,
        (0.3, 0.85, 0.9, 0.1),
        hi="बीच से: t = 7, m और v शुरू में 0 नहीं हैं",
        en="from the middle: t = 7, m and v are not 0 at first",
    )
    yield hidden(
        rng.normal(size=3),
        [np.array([0.0, 1.5, -2.0]), np.array([0.0, -0.5, 1.0]), np.array([0.0, 2.0, 0.5])],
        (np.zeros(3), np.zeros(3)),
        1,
        (0.3, 0.7, 0.8, 0.01),
        hi="एक weight का gradient हमेशा 0 है: वह वहीं रहता है",
        en="one weight's gradient is always 0: it stays where it is",
        check="edges",
    )


def stepping(rule: Callable[..., Array]) -> Callable[..., Step]:
    """Adam with both averages right and the step lr * rule(m, v, 1 - beta1**t, 1 - beta2**t, eps)."""

    def step(
        w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
    ) -> Step:
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return w - lr * rule(m, v, 1 - beta1**t, 1 - beta2**t, eps), m, v

    return step


eps_inside = stepping(lambda m, v, c1, c2, eps: m / c1 / np.sqrt(v / c2 + eps))
eps_hat = stepping(lambda m, v, c1, c2, eps: np.sqrt(c2) / c1 * m / (np.sqrt(v) + eps))
uncorrected = stepping(lambda m, v, c1, c2, eps: m / (np.sqrt(v) + eps))  # noqa: ARG005
only_m = stepping(lambda m, v, c1, c2, eps: m / c1 / (np.sqrt(v) + eps))  # noqa: ARG005
only_v = stepping(lambda m, v, c1, c2, eps: m / (np.sqrt(v / c2) + eps))  # noqa: ARG005
no_root = stepping(lambda m, v, c1, c2, eps: m / c1 / (v / c2 + eps))
v_with_beta1 = stepping(lambda m, v, c1, c2, eps: m / c1 / (np.sqrt(v / c1) + eps))  # noqa: ARG005
no_eps = stepping(lambda m, v, c1, c2, eps: m / c1 / np.sqrt(v / c2))  # noqa: ARG005
scaled_eps = stepping(lambda m, v, c1, c2, eps: np.sqrt(c2) / c1 * m / (np.sqrt(v) + eps * np.sqrt(c2)))


def t_from_0(w: Array, grad: Array, m: Array, v: Array, t: int, *hyper: float) -> Step:
    return adam_step(w, grad, m, v, t - 1, *hyper)


def t_from_2(w: Array, grad: Array, m: Array, v: Array, t: int, *hyper: float) -> Step:
    return adam_step(w, grad, m, v, t + 1, *hyper)


def t_fixed(w: Array, grad: Array, m: Array, v: Array, t: int, *hyper: float) -> Step:  # noqa: ARG001
    return adam_step(w, grad, m, v, 1, *hyper)


def state_not_kept(w: Array, grad: Array, m: Array, v: Array, t: int, *hyper: float) -> Step:
    return adam_step(w, grad, m, v, t, *hyper)[0], m, v


def ascent(w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, *hyper: float) -> Step:
    return adam_step(w, grad, m, v, t, -lr, *hyper)


def decayed(w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, *hyper: float) -> Step:
    return adam_step(w - lr * 0.01 * w, grad, m, v, t, lr, *hyper)


def corrected_stored(
    w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> Step:
    w, m, v = adam_step(w, grad, m, v, t, lr, beta1, beta2, eps)
    return w, m / (1 - beta1**t), v / (1 - beta2**t)


def not_squared(
    w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> Step:
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def swapped(
    w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> Step:
    return adam_step(w, grad, m, v, t, lr, beta2, beta1, eps)


def times_t(
    w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> Step:
    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
    return w - lr * m / (1 - beta1 * t) / (np.sqrt(v / (1 - beta2 * t)) + eps), m, v


def plain_gradient(
    w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> Step:
    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
    return w - lr * grad / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def in_place(
    w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> Step:
    m *= beta1
    m += (1 - beta1) * grad
    v *= beta2
    v += (1 - beta2) * grad**2
    w -= lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w, m, v


def by_entries(
    w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> Step:
    new_w, new_m, new_v = np.empty(w.shape), np.empty(w.shape), np.empty(w.shape)
    for at in np.ndindex(w.shape):
        new_m[at] = beta1 * m[at] + (1 - beta1) * grad[at]
        new_v[at] = beta2 * v[at] + (1 - beta2) * grad[at] * grad[at]
        root = (new_v[at] / (1 - beta2**t)) ** 0.5
        new_w[at] = w[at] - lr * new_m[at] / (1 - beta1**t) / (root + eps)
    return new_w, new_m, new_v


def torch_form(
    w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> Step:
    m = m + (1 - beta1) * (grad - m)
    v = v * beta2 + (1 - beta2) * grad * grad
    divisor = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
    return w - lr / (1 - beta1**t) * m / divisor, m, v


def as_lists(
    w: Array, grad: Array, m: Array, v: Array, t: int, lr: float, beta1: float, beta2: float, eps: float
) -> object:
    m2 = [beta1 * a + (1 - beta1) * g for a, g in zip(m.ravel(), grad.ravel(), strict=True)]
    v2 = [beta2 * a + (1 - beta2) * g**2 for a, g in zip(v.ravel(), grad.ravel(), strict=True)]
    rate, shrink = lr / (1 - beta1**t), 1 - beta2**t
    w2 = [a - rate * b / ((c / shrink) ** 0.5 + eps) for a, b, c in zip(w.ravel(), m2, v2, strict=True)]
    return [np.reshape(part, w.shape).tolist() for part in (w2, m2, v2)]


def on_copies(w: Array, grad: Array, m: Array, v: Array, t: int, *hyper: float) -> list[Array]:
    w, m, v = w.copy(), m.copy(), v.copy()
    return list(in_place(w, grad, m, v, t, *hyper))


def in_float32(w: Array, grad: Array, m: Array, v: Array, t: int, *hyper: float) -> Step:
    w, grad, m, v = (part.astype(np.float32) for part in (w, grad, m, v))
    return adam_step(w, grad, m, v, t, *hyper)


EXERCISE = Exercise(
    title=Text(hi="Adam: momentum और RMSProp एक साथ", en="Adam: momentum and RMSProp together"),
    statement=Text(
        hi="Adam का एक step; `t` 1 से गिना जाता है और argument में आता है। $m \\leftarrow \\beta_1 m + "
        "(1-\\beta_1)\\, g$, $v \\leftarrow \\beta_2 v + (1-\\beta_2)\\, g^2$; bias correction $\\hat "
        "m = m / (1-\\beta_1^t)$, $\\hat v = v / (1-\\beta_2^t)$; फिर $w \\leftarrow w - \\eta\\, "
        "\\hat m / (\\sqrt{\\hat v} + \\epsilon)$। `eps` root के बाहर है। tuple `(w, m, v)` लौटाइए; "
        "`m` और `v` बिना correction वाले। सभी arrays की shape एक ही है, पर कोई भी हो सकती है, () भी। "
        "arguments को मत बदलिए। जाँच में कई steps चलते हैं: आप जो लौटाते हैं, वही अगले step में वापस "
        "आता है, और `t` एक बढ़ता है।",
        en="One step of Adam; `t` counts from 1 and is passed in. $m \\leftarrow \\beta_1 m + "
        "(1-\\beta_1)\\, g$, $v \\leftarrow \\beta_2 v + (1-\\beta_2)\\, g^2$; bias correction $\\hat "
        "m = m / (1-\\beta_1^t)$, $\\hat v = v / (1-\\beta_2^t)$; then $w \\leftarrow w - \\eta\\, "
        "\\hat m / (\\sqrt{\\hat v} + \\epsilon)$. `eps` stands outside the root. Return the tuple "
        "`(w, m, v)`, `m` and `v` without the correction. All arrays have one shape, whichever it is, "
        "() too. Leave the arguments unchanged. The check takes several steps: what you return comes "
        "back in the next one, and `t` grows by one.",
    ),
    hints=(
        Text(
            hi="Adam दो औसत रखता है: m gradient का (दिशा), v उसके वर्ग का (नाप)।",
            en="Adam keeps two averages: m of the gradient (the direction), v of its square (the size).",
        ),
        Text(
            hi="दोनों 0 से शुरू होते हैं, इसलिए पहले steps में बहुत छोटे रहते हैं। 1 - beta**t से भाग इसी को ठीक करता है।",
            en="Both start at 0, so in the first steps they are far too small. Dividing by 1 - beta**t mends that.",
        ),
        Text(
            hi="correction सिर्फ़ इस step के लिए है: अलग नामों में रखिए (m_hat, v_hat), और m, v वैसे ही लौटाइए।",
            en="The correction is for this step only: keep it under other names (m_hat, v_hat) and "
            "return m and v as they are.",
        ),
        Text(
            hi="पाँच पंक्तियाँ: `m`, `v`, `m_hat`, `v_hat`, `w`; फिर `return w, m, v`।",
            en="Five lines, `m`, `v`, `m_hat`, `v_hat`, `w`, then `return w, m, v`.",
        ),
    ),
    reference=adam_step,
    cases=cases,
    kind="trajectory",
    driver=timed_steps,
    styles=(by_entries, torch_form, scaled_eps, as_lists, on_copies, in_float32),
    conventions=(
        Convention(
            "eps-inside-the-root",
            eps_inside,
            Text(
                hi="आपने eps को root के अंदर रखा, sqrt(v_hat + eps); यहाँ का सूत्र, मूल लेख की तरह, "
                "उसे बाहर रखता है। दोनों सही हैं।",
                en="You put eps inside the root, sqrt(v_hat + eps); the formula here, as in the paper, "
                "has it outside. Both are right.",
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
            "no-bias-correction",
            uncorrected,
            Text(
                hi="आपने bias correction नहीं किया। m और v 0 से शुरू होते हैं, इसलिए उन्हें 1 - "
                "beta1**t और 1 - beta2**t से भाग देना पड़ता है।",
                en="You left out the bias correction. m and v start at 0, so divide them by 1 - "
                "beta1**t and 1 - beta2**t.",
            ),
        ),
        Misconception(
            "gradient-not-squared-in-v",
            not_squared,
            Text(
                hi="आपने v में gradient का औसत लिया, उसके वर्ग का नहीं; negative gradient पर root से "
                "nan आता है। v में grad**2 जाता है।",
                en="You averaged the gradient in v, not its square; for a negative one the root gives "
                "nan. v takes grad**2.",
            ),
        ),
        Misconception(
            "t-from-0",
            t_from_0,
            Text(
                hi="आपने correction में t - 1 लगाया; t 1 से गिना जाता है। t = 1 पर 1 - beta**0 = 0 है, और 0 से भाग होता है।",
                en="You used t - 1 in the correction; t counts from 1. At t = 1 you divide by 1 - beta**0 = 0.",
            ),
        ),
        Misconception(
            "t-from-2",
            t_from_2,
            Text(
                hi="आपने correction में t + 1 लगाया; t पहले से 1 से गिना हुआ आता है, उसे बढ़ाइए मत।",
                en="You used t + 1 in the correction; t already counts from 1, so do not advance it.",
            ),
        ),
        Misconception(
            "corrected-moments-returned",
            corrected_stored,
            Text(
                hi="आपने correction वाले m और v लौटाए, इसलिए अगले step में correction दोबारा लगता है। "
                "बिना correction वाले लौटाइए।",
                en="You returned the corrected m and v, so the next step corrects them again. Return them uncorrected.",
            ),
        ),
        Misconception(
            "betas-swapped",
            swapped,
            Text(
                hi="आपने beta1 और beta2 की जगह बदल दी; beta1 gradient के औसत m का है, beta2 वर्गों के औसत v का।",
                en="You swapped beta1 and beta2; beta1 is for m, the average gradient, beta2 for v, "
                "the average square.",
            ),
        ),
        Misconception(
            "root-missing",
            no_root,
            Text(
                hi="आपने v_hat से भाग दिया, उसके वर्गमूल से नहीं: sqrt(v_hat) + eps चाहिए।",
                en="You divided by v_hat instead of its root: the divisor is sqrt(v_hat) + eps.",
            ),
        ),
        Misconception(
            "t-fixed-at-1",
            t_fixed,
            Text(
                hi="आपने हर step में 1 - beta से भाग दिया; correction समय के साथ घटता है: 1 - beta**t।",
                en="You divided by 1 - beta in every step; the correction fades with time: 1 - beta**t.",
            ),
        ),
        Misconception(
            "v-corrected-with-beta1",
            v_with_beta1,
            Text(
                hi="आपने v को भी beta1 से ठीक किया; v beta2 से बना है, इसलिए 1 - beta2**t से भाग दीजिए।",
                en="You corrected v with beta1 too; v was made with beta2, so divide it by 1 - beta2**t.",
            ),
        ),
        Misconception(
            "weight-decay-added",
            decayed,
            Text(
                hi="आपने weight decay (0.01) भी लगा दिया; वह AdamW है। Adam में decay नहीं होता।",
                en="You added weight decay (0.01), which is AdamW. Adam has no decay.",
            ),
        ),
        Misconception(
            "only-m-corrected",
            only_m,
            Text(
                hi="आपने सिर्फ़ m का correction किया; v का भी कीजिए: v / (1 - beta2**t)।",
                en="You corrected m only; correct v as well: v / (1 - beta2**t).",
            ),
        ),
        Misconception(
            "only-v-corrected",
            only_v,
            Text(
                hi="आपने सिर्फ़ v का correction किया; m का भी कीजिए: m / (1 - beta1**t)।",
                en="You corrected v only; correct m as well: m / (1 - beta1**t).",
            ),
        ),
        Misconception(
            "beta-times-t",
            times_t,
            Text(
                hi="आपने beta * t लिखा; correction में beta की t-वीं घात है: beta**t।",
                en="You wrote beta * t; the correction has the power beta**t.",
            ),
        ),
        Misconception(
            "eps-missing",
            no_eps,
            Text(
                hi="आपने eps नहीं जोड़ा; जहाँ gradient अब तक 0 रहा, वहाँ 0/0 से nan आता है।",
                en="You left out eps; where the gradient has been 0 so far, 0/0 gives nan.",
            ),
        ),
        Misconception(
            "gradient-for-m",
            plain_gradient,
            Text(
                hi="आपने step में m_hat की जगह gradient लगाया; तब momentum का कोई असर नहीं रहता।",
                en="You used the gradient where m_hat belongs; momentum then has no effect.",
            ),
        ),
        Misconception(
            "state-not-kept",
            state_not_kept,
            Text(
                hi="w सही है, पर आपने पुराने m और v लौटाए; अगला step फिर वहीं से शुरू होता है। नए m और v लौटाइए।",
                en="w is right, but you returned the old m and v, so the next step starts over. Return the new ones.",
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
            "in-place",
            in_place,
            Text(
                hi="values सही हैं, पर आपने दिए गए arrays ही बदल दिए (`m *= ...`, `w -= ...`); नए arrays बनाकर लौटाइए।",
                en="The values are right, but you changed the given arrays themselves (`m *= ...`, `w "
                "-= ...`); return new ones.",
            ),
        ),
        Misconception(
            "state-not-returned",
            lambda *args: adam_step(*args)[0],
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
                hi="यहाँ step आपको ख़ुद लिखना है; पाँच पंक्तियाँ काफ़ी हैं।",
                en="Here you write the step yourself; five lines are enough.",
            ),
        ),
    ),
)
