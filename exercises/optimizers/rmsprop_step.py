"""RMSProp: each coordinate divided by the root of a running average of its squared gradients."""

from collections.abc import Iterator

import numpy as np

from grader.spec.drivers import gradients, steps
from grader.spec.exercise import Case, CheckName, Convention, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.optimizers import rmsprop_step
from reference.types import Array

Step = tuple[Array, Array]


def walk(
    rng: np.random.Generator,
    shape: tuple[int, ...],
    hyper: tuple[float, float, float],
    hi: str,
    en: str,
    check: CheckName = "values",
) -> Case:
    """Five steps from s = 0."""
    w = np.asarray(rng.normal(size=shape))
    return hidden(w, gradients(rng, shape, 5), (np.zeros(shape),), hyper, hi=hi, en=en, check=check)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    two = [np.array([2.0, -1.0]), np.array([4.0, 0.5])]
    yield sample(
        np.array([1.0, 2.0]),
        two,
        (np.zeros(2),),
        (0.5, 0.75, 0.1),
        hi="दो steps, s शुरू में 0",
        en="two steps, s starts at 0",
    )
    one = [np.array(2.0), np.array(-1.0)]
    yield sample(
        np.array(1.0),
        one,
        (np.array(4.0),),
        (0.5, 0.5, 0.3),
        hi="एक अकेला weight, shape ()",
        en="a single weight, shape ()",
        check="shapes",
    )
    yield walk(rng, (4,), (0.3, 0.8, 0.01), "पाँच steps, eps = 0.01", "five steps, eps = 0.01")
    yield walk(
        rng,
        (4,),
        (0.2, 0.7, 0.3),
        "eps = 0.3: eps की जगह दिखती है",
        "eps = 0.3 shows where eps stands",
        "hyperparameters",
    )
    yield walk(
        rng, (4,), (0.1, 0.9, 1e-8), "आम beta और eps = 1e-8", "the usual beta, and eps = 1e-8", "hyperparameters"
    )
    yield walk(rng, (4,), (0.4, 0.3, 0.05), "beta 0.5 से छोटा", "beta below 0.5", "hyperparameters")
    yield walk(rng, (2, 3), (0.3, 0.6, 0.05), "w एक matrix है", "w is a matrix", "shapes")
    yield walk(rng, (3, 3), (0.5, 0.85, 0.1), "w एक square matrix है", "w is a square matrix", "shapes")
    yield walk(rng, (), (0.2, 0.7, 0.2), "w की shape ()", "w of shape ()", "shapes")
    yield hidden(
        rng.normal(size=4),
        gradients(rng, (4,), 5),
        (rng.uniform(0.5, 4, size=4),),
        (0.4, 0.8, 0.1),
        hi="बीच से: s शुरू में 0 नहीं है",
        en="from the middle: s is not 0 at first",
    )
    yield hidden(
        rng.normal(size=3),
        [np.array([0.0, 1.5, -2.0]), np.array([0.0, -0.5, 1.0]), np.array([0.0, 2.0, 0.5])],
        (np.zeros(3),),
        (0.3, 0.7, 0.01),
        hi="एक weight का gradient हमेशा 0 है: वह वहीं रहता है",
        en="one weight's gradient is always 0: it stays where it is",
        check="edges",
    )


def eps_inside(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:
    s = beta * s + (1 - beta) * grad**2
    return w - lr * grad / np.sqrt(s + eps), s


def not_squared(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:
    s = beta * s + (1 - beta) * grad
    return w - lr * grad / (np.sqrt(s) + eps), s


def no_root(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:
    s = beta * s + (1 - beta) * grad**2
    return w - lr * grad / (s + eps), s


def accumulated(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:  # noqa: ARG001
    s = s + grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


def swapped(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:
    s = (1 - beta) * s + beta * grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


def old_s(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:
    return w - lr * grad / (np.sqrt(s) + eps), beta * s + (1 - beta) * grad**2


def mean_square(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:
    s = beta * s + (1 - beta) * np.mean(grad**2)
    return w - lr * grad / (np.sqrt(s) + eps), s


def squared_mean(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:
    s = beta * s + (1 - beta) * np.mean(grad) ** 2
    return w - lr * grad / (np.sqrt(s) + eps), s


def no_weight(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:
    s = beta * s + grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


def precedence(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:
    s = (beta * s + (1 - beta)) * grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


def no_eps(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:  # noqa: ARG001
    s = beta * s + (1 - beta) * grad**2
    return w - lr * grad / np.sqrt(s), s


def multiplied(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:
    s = beta * s + (1 - beta) * grad**2
    return w - lr * grad * (np.sqrt(s) + eps), s


def hard_coded(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:  # noqa: ARG001
    s = 0.9 * s + 0.1 * grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


def by_entries(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:
    new_w, new_s = np.empty(w.shape), np.empty(w.shape)
    for at in np.ndindex(w.shape):
        new_s[at] = beta * s[at] + (1 - beta) * grad[at] * grad[at]
        new_w[at] = w[at] - lr / (new_s[at] ** 0.5 + eps) * grad[at]
    return new_w, new_s


def as_lists(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> object:
    flat = [beta * a + (1 - beta) * g**2 for a, g in zip(s.ravel(), grad.ravel(), strict=True)]
    new = [a - lr * g / (b**0.5 + eps) for a, g, b in zip(w.ravel(), grad.ravel(), flat, strict=True)]
    return [np.reshape(new, w.shape).tolist(), np.reshape(flat, w.shape).tolist()]


def lerp(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Array:
    s = s + (1 - beta) * (np.square(grad) - s)
    return np.stack([w - grad * (lr / (np.power(s, 0.5) + eps)), s])


def on_copies(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> list[Array]:
    w, s = w.copy(), s.copy()
    s *= beta
    s += (1 - beta) * grad * grad
    w -= lr * grad / (np.sqrt(s) + eps)
    return [w, s]


def in_float32(w: Array, grad: Array, s: Array, lr: float, beta: float, eps: float) -> Step:
    return rmsprop_step(w.astype(np.float32), grad.astype(np.float32), s.astype(np.float32), lr, beta, eps)


EXERCISE = Exercise(
    title=Text(hi="RMSProp: gradient के वर्गों का चलता औसत", en="RMSProp: a running average of squared gradients"),
    statement=Text(
        hi="RMSProp हर weight के gradient के वर्ग का चलता औसत रखता है। पहले $s \\leftarrow \\beta s + "
        "(1-\\beta)\\, g^2$, फिर नए $s$ से $w \\leftarrow w - \\eta\\, g / (\\sqrt{s} + \\epsilon)$, "
        "हर entry पर अलग-अलग। `eps` root के बाहर है। `grad` $g$ है, `lr` $\\eta$, `beta` $\\beta$, "
        "`eps` $\\epsilon$। tuple `(w, s)` लौटाइए। `w`, `grad` और `s` की shape एक ही है, पर कोई भी हो "
        "सकती है, () भी। arguments को मत बदलिए। जाँच में कई steps चलते हैं: आप जो लौटाते हैं, वही अगले "
        "step में वापस आता है।",
        en="RMSProp keeps a running average of every weight's squared gradient. First $s \\leftarrow "
        "\\beta s + (1-\\beta)\\, g^2$, then $w \\leftarrow w - \\eta\\, g / (\\sqrt{s} + \\epsilon)$ "
        "with the new $s$, entry by entry. `eps` stands outside the root. `grad` is $g$, `lr` is "
        "$\\eta$, `beta` is $\\beta$, `eps` is $\\epsilon$. Return the tuple `(w, s)`. `w`, `grad` and "
        "`s` have one shape, whichever it is, () too. Leave the arguments unchanged. The check takes "
        "several steps: what you return comes back in the next one.",
    ),
    hints=(
        Text(
            hi="Adagrad का s सिर्फ़ बढ़ता है और steps रुक जाते हैं। RMSProp पुराने वर्गों को धीरे-धीरे भूलता है।",
            en="Adagrad's s only grows and its steps die. RMSProp slowly forgets old squares.",
        ),
        Text(
            hi="औसत के दो भाग हैं: पुराना s, वज़न beta के साथ, और gradient का वर्ग, वज़न 1 - beta के साथ।",
            en="The average has two parts: the old s with weight beta, the squared gradient with weight 1 - beta.",
        ),
        Text(
            hi="पहले नया s बनाइए, फिर उसके वर्गमूल से भाग दीजिए; eps root के बाद जुड़ता है।",
            en="Make the new s first, then divide by its root; eps is added after the root.",
        ),
        Text(
            hi="दो पंक्तियाँ: `s_new = ...`, `w_new = w - lr * grad / (...)`; फिर `return w_new, s_new`।",
            en="Two lines, `s_new = ...` and `w_new = w - lr * grad / (...)`, then `return w_new, s_new`.",
        ),
    ),
    reference=rmsprop_step,
    cases=cases,
    kind="trajectory",
    driver=steps,
    styles=(by_entries, as_lists, lerp, on_copies, in_float32),
    conventions=(
        Convention(
            "eps-inside-the-root",
            eps_inside,
            Text(
                hi="आपने eps को root के अंदर रखा, sqrt(s + eps), जैसे Keras और Optax में है; यहाँ का "
                "सूत्र उसे बाहर रखता है। दोनों सही हैं।",
                en="You put eps inside the root, sqrt(s + eps), as Keras and Optax do; the formula "
                "here has it outside. Both are right.",
            ),
        ),
    ),
    misconceptions=(
        Misconception(
            "gradient-not-squared",
            not_squared,
            Text(
                hi="आपने s में gradient का औसत लिया, उसके वर्ग का नहीं; negative gradient पर root से nan आता है।",
                en="You averaged the gradient in s, not its square; for a negative one the root gives nan.",
            ),
        ),
        Misconception(
            "root-missing",
            no_root,
            Text(
                hi="आपने s से भाग दिया, उसके वर्गमूल से नहीं: sqrt(s) + eps चाहिए।",
                en="You divided by s instead of its root: the divisor is sqrt(s) + eps.",
            ),
        ),
        Misconception(
            "accumulated-without-decay",
            accumulated,
            Text(
                hi="आपका s सिर्फ़ जुड़ता जाता है; वह Adagrad है। RMSProp में s औसत है: beta * s + (1 - beta) * grad**2।",
                en="Your s only adds up, which is Adagrad. In RMSProp it is an average: beta * s + (1 "
                "- beta) * grad**2.",
            ),
        ),
        Misconception(
            "beta-swapped",
            swapped,
            Text(
                hi="आपने beta और 1 - beta की जगह बदल दी; beta पुराने s पर लगता है, 1 - beta नए वर्ग पर।",
                en="You swapped beta and 1 - beta; beta goes with the old s, 1 - beta with the new square.",
            ),
        ),
        Misconception(
            "old-s",
            old_s,
            Text(
                hi="आपने पुराने s से भाग दिया; पहले s नया कीजिए, फिर उसी से भाग दीजिए।",
                en="You divided by the old s; update s first, then divide by the new one.",
            ),
        ),
        Misconception(
            "mean-over-entries",
            mean_square,
            Text(
                hi="आपने सभी entries के वर्गों का औसत लिया; हर weight का अपना s होता है। यहाँ औसत समय पर है, entries पर नहीं।",
                en="You took the mean square of all entries; every weight has an s of its own. The "
                "average runs over time, not over entries.",
            ),
        ),
        Misconception(
            "squared-mean-over-entries",
            squared_mean,
            Text(
                hi="आपने gradient का entries पर औसत लेकर उसका वर्ग किया; हर entry का वर्ग अलग से लीजिए: grad**2।",
                en="You squared the mean of the gradient over its entries; square every entry by itself: grad**2.",
            ),
        ),
        Misconception(
            "weight-missing",
            no_weight,
            Text(
                hi="आपने नए वर्ग पर 1 - beta नहीं लगाया, इसलिए s औसत नहीं रहा, बहुत बड़ा हो गया।",
                en="You left out 1 - beta on the new square, so s is no average and grows too large.",
            ),
        ),
        Misconception(
            "bracket-misplaced",
            precedence,
            Text(
                hi="आपका कोष्ठक grad**2 को पुराने s पर भी लगा देता है; वर्ग सिर्फ़ 1 - beta से गुणा होता है।",
                en="Your bracket multiplies the old s by grad**2 as well; only 1 - beta multiplies the square.",
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
            "multiplied-by-the-root",
            multiplied,
            Text(
                hi="आपने वर्गमूल से गुणा किया; भाग दीजिए, तभी बड़े gradients वाले weights के steps छोटे होंगे।",
                en="You multiplied by the root; divide, so that weights with large gradients take smaller steps.",
            ),
        ),
        Misconception(
            "beta-hard-coded",
            hard_coded,
            Text(
                hi="आपने beta की जगह 0.9 लिख दिया; argument `beta` का उपयोग कीजिए।",
                en="You wrote 0.9 where beta belongs; use the argument `beta`.",
            ),
        ),
        Misconception(
            "state-not-returned",
            lambda *args: rmsprop_step(*args)[0],
            Text(
                hi="आपने सिर्फ़ w लौटाया; अगले step को नया s भी चाहिए: `return w, s`।",
                en="You returned w alone; the next step needs the new s too: `return w, s`.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.optim.RMSprop",),
            Text(
                hi="यहाँ step आपको ख़ुद लिखना है; दो पंक्तियाँ काफ़ी हैं।",
                en="Here you write the step yourself; two lines are enough.",
            ),
        ),
    ),
)
