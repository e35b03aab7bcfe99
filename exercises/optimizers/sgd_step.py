"""One step of gradient descent."""

from collections.abc import Iterator

import numpy as np

from grader.spec.drivers import gradients, steps
from grader.spec.exercise import Case, CheckName, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.optimizers import sgd_step
from reference.types import Array


def walk(
    rng: np.random.Generator, shape: tuple[int, ...], lr: float, hi: str, en: str, check: CheckName = "values"
) -> Case:
    """Five steps from random weights."""
    return hidden(np.asarray(rng.normal(size=shape)), gradients(rng, shape, 5), (), (lr,), hi=hi, en=en, check=check)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    two = [np.array([0.5, 1.0]), np.array([-1.0, 2.0])]
    yield sample(np.array([1.0, -2.0]), two, (), (0.1,), hi="दो weights, दो steps", en="two weights, two steps")
    one = [np.array(1.0), np.array(-0.5)]
    yield sample(
        np.array(2.0), one, (), (0.5,), hi="एक अकेला weight, shape ()", en="a single weight, shape ()", check="shapes"
    )
    yield walk(rng, (4,), 0.3, "पाँच steps, हर weight का gradient अलग आकार का", "five steps, gradients of many sizes")
    yield walk(rng, (2, 3), 0.2, "w एक matrix है", "w is a matrix", "shapes")
    yield walk(rng, (3, 3), 0.1, "w एक square matrix है", "w is a square matrix", "shapes")
    yield walk(rng, (), 0.4, "w की shape ()", "w of shape ()", "shapes")
    yield walk(rng, (1,), 0.15, "w की shape (1,)", "w of shape (1,)", "shapes")
    yield walk(rng, (4,), 0.01, "छोटा learning rate", "a small learning rate", "hyperparameters")
    yield walk(rng, (4,), 2.5, "1 से बड़ा learning rate", "a learning rate above 1", "hyperparameters")
    yield hidden(
        rng.normal(size=3),
        [np.array([0.0, 1.5, -2.0]), np.array([0.5, 0.0, 1.0]), np.array([0.0, -0.75, 0.25])],
        (),
        (0.3,),
        hi="कुछ gradients ठीक 0 हैं: वह weight वहीं रहता है",
        en="some gradients are exactly 0: that weight stays",
        check="edges",
    )


def ascent(w: Array, grad: Array, lr: float) -> Array:
    return w + lr * grad


def in_place(w: Array, grad: Array, lr: float) -> Array:
    w -= lr * grad
    return w


def normalized(w: Array, grad: Array, lr: float) -> Array:
    return w - lr * grad / (np.linalg.norm(grad) + 1e-12)


def by_entries(w: Array, grad: Array, lr: float) -> Array:
    out = np.empty_like(w)
    for at in np.ndindex(w.shape):
        out[at] = w[at] - lr * grad[at]
    return out


def as_lists(w: Array, grad: Array, lr: float) -> object:
    if np.ndim(w) == 0:
        return float(w) - lr * float(grad)
    return [as_lists(a, b, lr) for a, b in zip(w, grad, strict=True)]


def on_a_copy(w: Array, grad: Array, lr: float) -> Array:
    new = w.copy()
    new -= lr * grad
    return new


def in_float32(w: Array, grad: Array, lr: float) -> Array:
    return w.astype(np.float32) - np.float32(lr) * grad.astype(np.float32)


EXERCISE = Exercise(
    title=Text(hi="SGD: gradient descent का एक step", en="SGD: one step of gradient descent"),
    statement=Text(
        hi="`w` weights हैं, `grad` उन्हीं पर loss का gradient, `lr` learning rate। एक step के बाद के "
        "weights लौटाइए: $w - \\eta\\, g$, जहाँ $\\eta$ `lr` है। `w` और `grad` की shape एक ही है, पर "
        "कोई भी हो सकती है: (D,), (D, K), या एक अकेली संख्या की shape ()। नया array लौटाइए; `w` और "
        "`grad` को मत बदलिए। जाँच में कई steps चलते हैं: आप जो लौटाते हैं, वही अगले step में `w` बनकर "
        "आता है।",
        en="`w` holds the weights, `grad` the gradient of the loss at them, `lr` the learning rate. "
        "Return the weights after one step: $w - \\eta\\, g$, where $\\eta$ is `lr`. `w` and `grad` "
        "have one shape, whichever it is: (D,), (D, K), or () for a single number. Return a new array "
        "and leave `w` and `grad` unchanged. The check takes several steps: what you return comes back "
        "as `w` in the next one.",
    ),
    hints=(
        Text(
            hi="gradient वह दिशा है जिसमें loss सबसे तेज़ बढ़ता है। आपको किस ओर जाना है?",
            en="The gradient points where the loss grows fastest. Which way do you want to go?",
        ),
        Text(
            hi="`lr` बताता है कि gradient का कितना हिस्सा step बने: पहले गुणा, फिर घटाना।",
            en="`lr` says how much of the gradient becomes the step: multiply first, then subtract.",
        ),
        Text(
            hi="array पर array का घटाना हर entry पर अपने-आप होता है, shape कोई भी हो; loop की ज़रूरत नहीं।",
            en="Subtracting arrays works entry by entry for any shape; no loop is needed.",
        ),
        Text(
            hi="`w -= ...` दिए गए array को ही बदल देता है। एक ही expression लौटाइए, जिससे नया array बने।",
            en="`w -= ...` changes the array you were given. Return one expression, which makes a new array.",
        ),
    ),
    reference=sgd_step,
    cases=cases,
    kind="trajectory",
    driver=steps,
    styles=(
        by_entries,
        as_lists,
        on_a_copy,
        in_float32,
        lambda w, grad, lr: np.add(w, np.negative(np.multiply(grad, lr))),
        lambda w, grad, lr: np.vectorize(lambda a, b: a - lr * b)(w, grad),
    ),
    misconceptions=(
        Misconception(
            "ascent",
            ascent,
            Text(
                hi="आपने gradient जोड़ा, इसलिए loss बढ़ता है। loss घटाने के लिए gradient की उल्टी दिशा में जाइए: w - lr * grad।",
                en="You added the gradient, so the loss grows. To reduce it, go against the gradient: w - lr * grad.",
            ),
        ),
        Misconception(
            "in-place",
            in_place,
            Text(
                hi="आपने दिए गए `w` को ही बदल दिया (`w -= ...`)। जिसने function को बुलाया, उसका array "
                "भी बदल गया; नया array लौटाइए।",
                en="You changed the given `w` itself (`w -= ...`), so the caller's array changed too. "
                "Return a new array.",
            ),
        ),
        Misconception(
            "lr-forgotten",
            lambda w, grad, lr: w - grad,  # noqa: ARG005
            Text(
                hi="आपने पूरा gradient घटाया; learning rate से गुणा नहीं किया।",
                en="You subtracted the whole gradient and left out the learning rate.",
            ),
        ),
        Misconception(
            "divided-by-lr",
            lambda w, grad, lr: w - grad / lr,
            Text(
                hi="आपने gradient को learning rate से भाग दिया; छोटे lr पर step छोटा होना चाहिए, इसलिए गुणा कीजिए।",
                en="You divided the gradient by the learning rate; a small lr should give a small step, so multiply.",
            ),
        ),
        Misconception(
            "sign-only",
            lambda w, grad, lr: w - lr * np.sign(grad),
            Text(
                hi="आपने gradient का सिर्फ़ चिह्न लिया; SGD में बड़ा gradient बड़ा step देता है।",
                en="You used only the sign of the gradient; in SGD a larger gradient makes a larger step.",
            ),
        ),
        Misconception(
            "normalized-gradient",
            normalized,
            Text(
                hi="आपने gradient को उसकी norm से भाग दिया; SGD gradient को जैसा है वैसा ही लेता है।",
                en="You divided the gradient by its norm; SGD takes the gradient as it is.",
            ),
        ),
        Misconception(
            "mean-gradient",
            lambda w, grad, lr: w - lr * np.mean(grad),
            Text(
                hi="आपने सभी entries के gradient का औसत घटाया; हर weight का अपना gradient है।",
                en="You subtracted the mean gradient of all entries; every weight has a gradient of its own.",
            ),
        ),
        Misconception(
            "step-only",
            lambda w, grad, lr: -lr * grad,  # noqa: ARG005
            Text(
                hi="आपने सिर्फ़ बदलाव -lr * grad लौटाया; उसे `w` में जोड़कर नए weights लौटाइए।",
                en="You returned only the change -lr * grad; add it to `w` and return the new weights.",
            ),
        ),
        Misconception(
            "lr-on-the-weights-too",
            lambda w, grad, lr: lr * (w - grad),
            Text(
                hi="आपने lr से `w` को भी गुणा कर दिया; lr सिर्फ़ gradient पर लगता है।",
                en="You multiplied `w` by lr as well; lr belongs to the gradient only.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.optim.SGD",),
            Text(
                hi="यहाँ step आपको ख़ुद लिखना है; एक गुणा और एक घटाना काफ़ी है।",
                en="Here you write the step yourself; one product and one difference are enough.",
            ),
        ),
    ),
)
