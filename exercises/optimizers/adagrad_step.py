"""Adagrad: each coordinate divided by the root of all its squared gradients."""

from collections.abc import Iterator

import numpy as np

from grader.spec.drivers import gradients, steps
from grader.spec.exercise import Case, CheckName, Convention, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.optimizers import adagrad_step
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
    """Five steps from s = 0."""
    w = np.asarray(rng.normal(size=shape))
    return hidden(w, gradients(rng, shape, 5), (np.zeros(shape),), hyper, hi=hi, en=en, check=check)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    two = [np.array([3.0, -1.0]), np.array([4.0, 0.5])]
    yield sample(
        np.array([1.0, 2.0]), two, (np.zeros(2),), (0.5, 0.1), hi="दो steps, s शुरू में 0", en="two steps, s starts at 0"
    )
    one = [np.array(3.0), np.array(-1.0)]
    yield sample(
        np.array(1.0),
        one,
        (np.array(16.0),),
        (0.5, 0.3),
        hi="एक अकेला weight, shape ()",
        en="a single weight, shape ()",
        check="shapes",
    )
    yield walk(rng, (4,), (0.3, 0.01), "पाँच steps, eps = 0.01", "five steps, eps = 0.01")
    yield walk(
        rng, (4,), (0.2, 0.3), "eps = 0.3: eps की जगह दिखती है", "eps = 0.3 shows where eps stands", "hyperparameters"
    )
    yield walk(rng, (4,), (0.1, 1e-8), "eps = 1e-8, आम value", "eps = 1e-8, the usual value", "hyperparameters")
    yield walk(rng, (4,), (1.5, 0.05), "1 से बड़ा learning rate", "a learning rate above 1", "hyperparameters")
    yield walk(rng, (2, 3), (0.3, 0.05), "w एक matrix है", "w is a matrix", "shapes")
    yield walk(rng, (3, 3), (0.5, 0.1), "w एक square matrix है", "w is a square matrix", "shapes")
    yield walk(rng, (), (0.2, 0.2), "w की shape ()", "w of shape ()", "shapes")
    yield hidden(
        rng.normal(size=4),
        gradients(rng, (4,), 5),
        (rng.uniform(0.5, 4, size=4),),
        (0.4, 0.1),
        hi="बीच से: s शुरू में 0 नहीं है",
        en="from the middle: s is not 0 at first",
    )
    yield hidden(
        rng.normal(size=3),
        [np.array([0.0, 1.5, -2.0]), np.array([0.0, -0.5, 1.0]), np.array([0.0, 2.0, 0.5])],
        (np.zeros(3),),
        (0.3, 0.01),
        hi="एक weight का gradient हमेशा 0 है: वह वहीं रहता है",
        en="one weight's gradient is always 0: it stays where it is",
        check="edges",
    )


def eps_inside(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    s = s + grad**2
    return w - lr * grad / np.sqrt(s + eps), s


def not_squared(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    s = s + grad
    return w - lr * grad / (np.sqrt(s) + eps), s


def absolute(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    s = s + np.abs(grad)
    return w - lr * grad / (np.sqrt(s) + eps), s


def no_root(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    s = s + grad**2
    return w - lr * grad / (s + eps), s


def overwritten(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    s = grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


def old_s(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    return w - lr * grad / (np.sqrt(s) + eps), s + grad**2


def decaying(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    s = 0.9 * s + 0.1 * grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


def no_eps(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:  # noqa: ARG001
    s = s + grad**2
    return w - lr * grad / np.sqrt(s), s


def one_sum(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    s = s + np.sum(grad**2)
    return w - lr * grad / (np.sqrt(s) + eps), s


def root_stored(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    s = np.sqrt(s + grad**2)
    return w - lr * grad / (s + eps), s


def ascent(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    s = s + grad**2
    return w + lr * grad / (np.sqrt(s) + eps), s


def s_in_place(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    s += grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


def by_entries(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    new_w, new_s = np.empty(w.shape), np.empty(w.shape)
    for at in np.ndindex(w.shape):
        new_s[at] = s[at] + grad[at] * grad[at]
        new_w[at] = w[at] - lr / (new_s[at] ** 0.5 + eps) * grad[at]
    return new_w, new_s


def as_lists(w: Array, grad: Array, s: Array, lr: float, eps: float) -> object:
    flat = [a + g**2 for a, g in zip(s.ravel(), grad.ravel(), strict=True)]
    new = [a - lr * g / (b**0.5 + eps) for a, g, b in zip(w.ravel(), grad.ravel(), flat, strict=True)]
    return [np.reshape(new, w.shape).tolist(), np.reshape(flat, w.shape).tolist()]


def own_rate(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Array:
    s = np.add(s, np.square(grad))
    rate = lr * np.reciprocal(np.power(s, 0.5) + eps)
    return np.stack([w - rate * grad, s])


def on_copies(w: Array, grad: Array, s: Array, lr: float, eps: float) -> list[Array]:
    w, s = w.copy(), s.copy()
    s += grad * grad
    w -= lr * grad / (np.sqrt(s) + eps)
    return [w, s]


def in_float32(w: Array, grad: Array, s: Array, lr: float, eps: float) -> Step:
    return adagrad_step(w.astype(np.float32), grad.astype(np.float32), s.astype(np.float32), lr, eps)


EXERCISE = Exercise(
    title=Text(hi="Adagrad: हर weight का अपना learning rate", en="Adagrad: a learning rate for every weight"),
    statement=Text(
        hi="Adagrad हर weight के gradients के वर्ग जोड़ता रहता है। पहले $s \\leftarrow s + g^2$, फिर "
        "नए $s$ से $w \\leftarrow w - \\eta\\, g / (\\sqrt{s} + \\epsilon)$, हर entry पर अलग-अलग। "
        "`eps` root के बाहर है। `grad` $g$ है, `lr` $\\eta$, `eps` $\\epsilon$। tuple `(w, s)` लौटाइए। "
        "`w`, `grad` और `s` की shape एक ही है, पर कोई भी हो सकती है, () भी। arguments को मत बदलिए। "
        "जाँच में कई steps चलते हैं: आप जो लौटाते हैं, वही अगले step में वापस आता है।",
        en="Adagrad keeps adding up the squared gradients of every weight. First $s \\leftarrow s + "
        "g^2$, then $w \\leftarrow w - \\eta\\, g / (\\sqrt{s} + \\epsilon)$ with the new $s$, entry "
        "by entry. `eps` stands outside the root. `grad` is $g$, `lr` is $\\eta$, `eps` is "
        "$\\epsilon$. Return the tuple `(w, s)`. `w`, `grad` and `s` have one shape, whichever it is, "
        "() too. Leave the arguments unchanged. The check takes several steps: what you return comes "
        "back in the next one.",
    ),
    hints=(
        Text(
            hi="जिस weight के gradients बड़े रहे हैं, उसके steps छोटे होने चाहिए। s यही याद रखता है।",
            en="A weight whose gradients have been large should take smaller steps. s remembers how large they were.",
        ),
        Text(
            hi="s में gradient का वर्ग जुड़ता है; भाग उसके वर्गमूल से होता है, जिससे नाप फिर gradient का हो जाए।",
            en="s collects squares; the division is by the root, which has the size of a gradient again.",
        ),
        Text(
            hi="पहले नया s बनाइए, फिर उसी से भाग दीजिए; eps भाजक में root के बाद जुड़ता है।",
            en="Make the new s first and divide by its root; eps is added to the divisor after the root.",
        ),
        Text(
            hi="दो पंक्तियाँ: `s_new = ...`, `w_new = w - lr * grad / (...)`; फिर `return w_new, s_new`।",
            en="Two lines, `s_new = ...` and `w_new = w - lr * grad / (...)`, then `return w_new, s_new`.",
        ),
    ),
    reference=adagrad_step,
    cases=cases,
    kind="trajectory",
    driver=steps,
    styles=(by_entries, as_lists, own_rate, on_copies, in_float32),
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
                hi="आपने s में gradient जोड़ा, उसका वर्ग नहीं; negative gradient पर s घटता है और root से nan आता है।",
                en="You added the gradient to s, not its square; a negative one lowers s, and the root gives nan.",
            ),
        ),
        Misconception(
            "absolute-value",
            absolute,
            Text(
                hi="आपने s में |gradient| जोड़ा; Adagrad gradient का वर्ग जोड़ता है।",
                en="You added the gradient's absolute value to s; Adagrad adds its square.",
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
            "s-overwritten",
            overwritten,
            Text(
                hi="आपने हर step में s को नए वर्ग से बदल दिया; पुराने s में जोड़िए, जिससे पिछले gradients याद रहें।",
                en="You replaced s by the new square in every step; add to the old s, so that past "
                "gradients are remembered.",
            ),
        ),
        Misconception(
            "old-s",
            old_s,
            Text(
                hi="आपने पुराने s से भाग दिया; पहले इस step का वर्ग जोड़िए, फिर नए s से भाग दीजिए।",
                en="You divided by the old s; add this step's square first, then divide by the new s.",
            ),
        ),
        Misconception(
            "decaying-average",
            decaying,
            Text(
                hi="आपने s को घटता औसत बनाया; वह RMSProp है। Adagrad में s सिर्फ़ जुड़ता है।",
                en="You made s a decaying average, which is RMSProp. In Adagrad s only adds up.",
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
            "one-sum-for-all",
            one_sum,
            Text(
                hi="आपने सभी entries के वर्गों का एक ही जोड़ लिया; हर weight का अपना s होता है।",
                en="You took one sum of squares for all entries; every weight has an s of its own.",
            ),
        ),
        Misconception(
            "root-stored",
            root_stored,
            Text(
                hi="आपने s में वर्गमूल रखकर लौटाया; s वर्गों का जोड़ रहता है, root सिर्फ़ भाग देते समय लगता है।",
                en="You stored the root in s; s stays the sum of squares, and the root is taken only for the division.",
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
            "s-in-place",
            s_in_place,
            Text(
                hi="values सही हैं, पर आपने दिया गया `s` ही बदल दिया (`s += ...`); नया array बनाकर लौटाइए।",
                en="The values are right, but you changed the given `s` itself (`s += ...`); make a "
                "new array and return it.",
            ),
        ),
        Misconception(
            "state-not-returned",
            lambda *args: adagrad_step(*args)[0],
            Text(
                hi="आपने सिर्फ़ w लौटाया; अगले step को नया s भी चाहिए: `return w, s`।",
                en="You returned w alone; the next step needs the new s too: `return w, s`.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.optim.Adagrad",),
            Text(
                hi="यहाँ step आपको ख़ुद लिखना है; दो पंक्तियाँ काफ़ी हैं।",
                en="Here you write the step yourself; two lines are enough.",
            ),
        ),
    ),
)
