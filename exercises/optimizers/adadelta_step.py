"""Adadelta: steps sized by the past steps over the past gradients."""

from collections.abc import Iterator

import numpy as np

from grader.spec.drivers import gradients, steps
from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.optimizers import adadelta_step
from reference.types import Array

Step = tuple[Array, Array, Array]


def walk(
    rng: np.random.Generator,
    shape: tuple[int, ...],
    hyper: tuple[float, float, float],
    hi: str,
    en: str,
    check: CheckName = "values",
) -> Case:
    """Five steps from s = d = 0."""
    w, state = np.asarray(rng.normal(size=shape)), (np.zeros(shape), np.zeros(shape))
    return hidden(w, gradients(rng, shape, 5), state, hyper, hi=hi, en=en, check=check)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    two, rest = [np.array([2.0, -1.0]), np.array([4.0, 0.5])], (np.zeros(2), np.zeros(2))
    yield sample(
        np.array([1.0, 2.0]), two, rest, (1.0, 0.5, 0.1), hi="दो steps, s और d 0 से", en="two steps, s and d from 0"
    )
    one, state = [np.array(2.0), np.array(-1.0)], (np.array(4.0), np.array(1.0))
    yield sample(
        np.array(1.0),
        one,
        state,
        (0.5, 0.75, 0.3),
        hi="एक अकेला weight, shape ()",
        en="a single weight, shape ()",
        check="shapes",
    )
    yield walk(rng, (4,), (0.7, 0.8, 0.01), "पाँच steps, eps = 0.01", "five steps, eps = 0.01")
    yield walk(
        rng, (4,), (1.0, 0.6, 0.3), "lr = 1, जैसा मूल लेख में है", "lr = 1, as in the original paper", "hyperparameters"
    )
    yield walk(rng, (4,), (0.5, 0.9, 0.3), "आम rho और eps = 0.3", "the usual rho, and eps = 0.3", "hyperparameters")
    yield walk(
        rng, (4,), (2.0, 0.3, 0.05), "rho 0.5 से छोटा, lr 1 से बड़ा", "rho below 0.5, lr above 1", "hyperparameters"
    )
    yield walk(rng, (2, 3), (0.8, 0.7, 0.05), "w एक matrix है", "w is a matrix", "shapes")
    yield walk(rng, (2, 2), (0.6, 0.85, 0.1), "w एक square matrix है", "w is a square matrix", "shapes")
    yield walk(rng, (), (0.9, 0.7, 0.2), "w की shape ()", "w of shape ()", "shapes")
    yield hidden(
        rng.normal(size=4),
        gradients(rng, (4,), 5),
        (rng.uniform(0.5, 4, size=4), rng.uniform(0.1, 1, size=4)),
        (0.8, 0.75, 1e-6),
        hi="बीच से: s और d शुरू में 0 नहीं हैं, eps बहुत छोटा",
        en="from the middle: s and d are not 0 at first, eps is tiny",
    )
    yield hidden(
        rng.normal(size=3),
        [np.array([0.0, 1.5, -2.0]), np.array([0.0, -0.5, 1.0]), np.array([0.0, 2.0, 0.5])],
        (np.zeros(3), np.zeros(3)),
        (0.7, 0.7, 0.01),
        hi="एक weight का gradient हमेशा 0 है: वह वहीं रहता है",
        en="one weight's gradient is always 0: it stays where it is",
        check="edges",
    )


def d_first(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    s = rho * s + (1 - rho) * grad**2
    u = np.sqrt(d + eps) / np.sqrt(s + eps) * grad
    d = rho * d + (1 - rho) * u**2
    u = np.sqrt(d + eps) / np.sqrt(s + eps) * grad
    return w - lr * u, s, d


def d_kept(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    s = rho * s + (1 - rho) * grad**2
    return w - lr * np.sqrt(d + eps) / np.sqrt(s + eps) * grad, s, d


def eps_outside(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    s = rho * s + (1 - rho) * grad**2
    u = (np.sqrt(d) + eps) / (np.sqrt(s) + eps) * grad
    return w - lr * u, s, rho * d + (1 - rho) * u**2


def rmsprop(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    s = rho * s + (1 - rho) * grad**2
    u = lr / np.sqrt(s + eps) * grad
    return w - u, s, rho * d + (1 - rho) * u**2


def inverted(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    s = rho * s + (1 - rho) * grad**2
    u = np.sqrt(s + eps) / np.sqrt(d + eps) * grad
    return w - lr * u, s, rho * d + (1 - rho) * u**2


def precedence(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    s = (rho * s + (1 - rho)) * grad**2
    u = np.sqrt(d + eps) / np.sqrt(s + eps) * grad
    return w - lr * u, s, (rho * d + (1 - rho)) * u**2


def gradient_in_d(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    s = rho * s + (1 - rho) * grad**2
    u = np.sqrt(d + eps) / np.sqrt(s + eps) * grad
    return w - lr * u, s, rho * d + (1 - rho) * grad**2


def lr_in_d(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    s = rho * s + (1 - rho) * grad**2
    u = lr * np.sqrt(d + eps) / np.sqrt(s + eps) * grad
    return w - u, s, rho * d + (1 - rho) * u**2


def lr_ignored(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:  # noqa: ARG001
    return adadelta_step(w, grad, s, d, 1.0, rho, eps)


def roots_missing(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    s = rho * s + (1 - rho) * grad**2
    u = (d + eps) / (s + eps) * grad
    return w - lr * u, s, rho * d + (1 - rho) * u**2


def old_s(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    u = np.sqrt(d + eps) / np.sqrt(s + eps) * grad
    return w - lr * u, rho * s + (1 - rho) * grad**2, rho * d + (1 - rho) * u**2


def swapped(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    return adadelta_step(w, grad, s, d, lr, 1 - rho, eps)


def ascent(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    return adadelta_step(w, grad, s, d, -lr, rho, eps)


def by_entries(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    new_w, new_s, new_d = np.empty(w.shape), np.empty(w.shape), np.empty(w.shape)
    for at in np.ndindex(w.shape):
        g = grad[at]
        new_s[at] = rho * s[at] + (1 - rho) * g * g
        u = (d[at] + eps) ** 0.5 / (new_s[at] + eps) ** 0.5 * g
        new_d[at] = rho * d[at] + (1 - rho) * u * u
        new_w[at] = w[at] - lr * u
    return new_w, new_s, new_d


def one_root(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Array:
    s = rho * s + (1 - rho) * np.square(grad)
    ratio = (d + eps) / (s + eps)
    d = rho * d + (1 - rho) * ratio * np.square(grad)
    return np.stack([w - lr * grad * np.sqrt(ratio), s, d])


def as_lists(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> object:
    s2 = [rho * a + (1 - rho) * g**2 for a, g in zip(s.ravel(), grad.ravel(), strict=True)]
    u = [((b + eps) / (a + eps)) ** 0.5 * g for a, b, g in zip(s2, d.ravel(), grad.ravel(), strict=True)]
    d2 = [rho * b + (1 - rho) * x**2 for b, x in zip(d.ravel(), u, strict=True)]
    w2 = [a - lr * x for a, x in zip(w.ravel(), u, strict=True)]
    return [np.reshape(part, w.shape).tolist() for part in (w2, s2, d2)]


def on_copies(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> list[Array]:
    w, s, d = w.copy(), s.copy(), d.copy()
    s *= rho
    s += (1 - rho) * grad * grad
    u = grad / np.sqrt(s + eps)
    u *= np.sqrt(d + eps)
    d *= rho
    d += (1 - rho) * u * u
    w -= lr * u
    return [w, s, d]


def in_float32(w: Array, grad: Array, s: Array, d: Array, lr: float, rho: float, eps: float) -> Step:
    w, grad, s, d = (part.astype(np.float32) for part in (w, grad, s, d))
    return adadelta_step(w, grad, s, d, lr, rho, eps)


EXERCISE = Exercise(
    title=Text(hi="Adadelta: step का नाप पिछले steps से", en="Adadelta: steps sized by past steps"),
    statement=Text(
        hi="Adadelta दो चलते औसत रखता है: `s` gradients के वर्गों का, `d` steps के वर्गों का। इसी क्रम "
        "में: $s \\leftarrow \\rho s + (1-\\rho)\\, g^2$; $u = \\sqrt{d + \\epsilon} / \\sqrt{s + "
        "\\epsilon} \\cdot g$ (नया $s$, पुराना $d$); $d \\leftarrow \\rho d + (1-\\rho)\\, u^2$; $w "
        "\\leftarrow w - \\eta u$। दोनों जगह `eps` root के अंदर है, और `lr` ($\\eta$) `d` में नहीं "
        "आता। tuple `(w, s, d)` लौटाइए। सभी arrays की shape एक ही है, पर कोई भी हो सकती है, () भी। "
        "arguments को मत बदलिए। जाँच में कई steps चलते हैं: आप जो लौटाते हैं, वही अगले step में वापस "
        "आता है।",
        en="Adadelta keeps two running averages: `s` of squared gradients, `d` of squared steps. In "
        "this order: $s \\leftarrow \\rho s + (1-\\rho)\\, g^2$; $u = \\sqrt{d + \\epsilon} / \\sqrt{s "
        "+ \\epsilon} \\cdot g$ (the new $s$, the old $d$); $d \\leftarrow \\rho d + (1-\\rho)\\, "
        "u^2$; $w \\leftarrow w - \\eta u$. `eps` stands inside both roots, and `lr` ($\\eta$) does "
        "not enter `d`. Return the tuple `(w, s, d)`. All arrays have one shape, whichever it is, () "
        "too. Leave the arguments unchanged. The check takes several steps: what you return comes back "
        "in the next one.",
    ),
    hints=(
        Text(
            hi="RMSProp के step का नाप lr तय करता है; Adadelta उसे पिछले steps के नाप से ख़ुद निकालता है।",
            en="In RMSProp lr sets the size of the step; Adadelta finds it from the size of past steps.",
        ),
        Text(
            hi="u में ऊपर पिछले steps का नाप है, नीचे gradients का: sqrt(d + eps) / sqrt(s + eps)।",
            en="u has the size of past steps above and that of gradients below: sqrt(d + eps) / sqrt(s + eps).",
        ),
        Text(
            hi="क्रम देखिए: u बनाते समय s नया है, पर d पुराना; d बाद में u से बदलता है।",
            en="Mind the order: when u is made, s is new but d is old; d is updated from u afterwards.",
        ),
        Text(
            hi="चार पंक्तियाँ: `s_new`, `u`, `d_new`, `w_new`; फिर `return w_new, s_new, d_new`।",
            en="Four lines, `s_new`, `u`, `d_new`, `w_new`, then `return w_new, s_new, d_new`.",
        ),
    ),
    reference=adadelta_step,
    cases=cases,
    kind="trajectory",
    driver=steps,
    styles=(by_entries, one_root, as_lists, on_copies, in_float32),
    misconceptions=(
        Misconception(
            "d-before-u",
            d_first,
            Text(
                hi="आपने step में नया d लगाया; u पुराने d से बनता है, और d उसके बाद u**2 से बदलता है।",
                en="You used the new d in the step; u is made with the old d, and d takes in u**2 afterwards.",
            ),
        ),
        Misconception(
            "d-never-updated",
            d_kept,
            Text(
                hi="आपका d कभी नहीं बदलता; u के बाद d = rho * d + (1 - rho) * u**2 कीजिए।",
                en="Your d never changes; after u, set d = rho * d + (1 - rho) * u**2.",
            ),
        ),
        Misconception(
            "eps-outside-the-roots",
            eps_outside,
            Text(
                hi="आपने eps को roots के बाहर जोड़ा; Adadelta में वह अंदर है: sqrt(d + eps) और sqrt(s + eps)।",
                en="You added eps outside the roots; in Adadelta it is inside: sqrt(d + eps) and sqrt(s + eps).",
            ),
        ),
        Misconception(
            "rmsprop",
            rmsprop,
            Text(
                hi="आपने sqrt(d + eps) की जगह lr रखा; वह RMSProp है। Adadelta में ऊपर पिछले steps का नाप आता है।",
                en="You put lr in the place of sqrt(d + eps), which is RMSProp. In Adadelta the size "
                "of past steps stands there.",
            ),
        ),
        Misconception(
            "ratio-inverted",
            inverted,
            Text(
                hi="आपका अनुपात उल्टा है: sqrt(d + eps) ऊपर और sqrt(s + eps) नीचे आता है।",
                en="Your ratio is upside down: sqrt(d + eps) goes above, sqrt(s + eps) below.",
            ),
        ),
        Misconception(
            "bracket-misplaced",
            precedence,
            Text(
                hi="आपका कोष्ठक वर्ग को पुराने औसत पर भी लगा देता है; वर्ग सिर्फ़ 1 - rho से गुणा होता है।",
                en="Your bracket multiplies the old average by the square as well; only 1 - rho multiplies the square.",
            ),
        ),
        Misconception(
            "gradient-in-d",
            gradient_in_d,
            Text(
                hi="आपने d में gradient का वर्ग जोड़ा; d में step u का वर्ग जाता है।",
                en="You averaged the squared gradient in d; d takes the square of the step u.",
            ),
        ),
        Misconception(
            "lr-in-d",
            lr_in_d,
            Text(
                hi="आपने u में ही lr लगा दिया, इसलिए वह d में भी चला गया; lr सिर्फ़ w की पंक्ति में लगता है।",
                en="You put lr into u, so it entered d too; lr belongs to the line of w only.",
            ),
        ),
        Misconception(
            "lr-ignored",
            lr_ignored,
            Text(
                hi="आपने lr का उपयोग नहीं किया; मूल लेख में lr = 1 है, पर यहाँ w से lr * u घटता है।",
                en="You did not use lr; the paper has lr = 1, but here lr * u is subtracted from w.",
            ),
        ),
        Misconception(
            "roots-missing",
            roots_missing,
            Text(
                hi="आपने वर्गमूल नहीं लिए; s और d वर्गों के औसत हैं, इसलिए नाप के लिए दोनों का root लीजिए।",
                en="You took no roots; s and d average squares, so take the root of both to get sizes.",
            ),
        ),
        Misconception(
            "old-s",
            old_s,
            Text(
                hi="आपने पुराने s से भाग दिया; पहले s नया कीजिए, फिर u बनाइए।",
                en="You divided by the old s; update s first, then make u.",
            ),
        ),
        Misconception(
            "rho-swapped",
            swapped,
            Text(
                hi="आपने rho और 1 - rho की जगह बदल दी; rho पुराने औसत पर लगता है, 1 - rho नए वर्ग पर।",
                en="You swapped rho and 1 - rho; rho goes with the old average, 1 - rho with the new square.",
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
            lambda *args: adadelta_step(*args)[0],
            Text(
                hi="आपने सिर्फ़ w लौटाया; अगले step को नए s और d भी चाहिए: `return w, s, d`।",
                en="You returned w alone; the next step needs the new s and d too: `return w, s, d`.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.optim.Adadelta",),
            Text(
                hi="यहाँ step आपको ख़ुद लिखना है; चार पंक्तियाँ काफ़ी हैं।",
                en="Here you write the step yourself; four lines are enough.",
            ),
        ),
    ),
)
