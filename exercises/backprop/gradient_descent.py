"""Gradient descent, all iterates kept."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.backprop import gradient_descent
from reference.types import Array

Gradient = Callable[[Array], Array]


def drive(fn: Callable[..., Any], grad: str, w0: Any, lr: float, steps: int) -> Any:
    """The iterates for the named gradient; curvature differs from coordinate to coordinate."""
    import numpy as np  # the source goes into the box without the module around it

    shape = np.shape(w0)

    def gradient(w: Any) -> Any:
        w = np.asarray(w, dtype=float)
        if w.shape != shape:
            raise ValueError(f"grad takes an array of shape {shape}, not {w.shape}")
        k = (1 + np.arange(w.size).reshape(shape)) / w.size
        if grad == "quadratic":
            return 3 * k * w
        if grad == "shifted_quadratic":
            return 2 * k * (w - 1.5) + 0.3 * np.sum(w)
        if grad == "sines":
            return 2 * k * np.sin(2 * w) + 0.5 * w
        if grad == "quartic":
            return k * w**3
        raise LookupError(grad)

    return fn(gradient, w0, lr, steps)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def start(*shape: int) -> Array:
        return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.5, 1.5, size=shape)

    yield sample("quadratic", np.array([4.0]), 0.1, 2, hi="grad = 3w, दो क़दम", en="grad = 3w, two steps")
    yield sample(
        "quadratic",
        np.array([1.0, -2.0]),
        0.5,
        3,
        hi="grad = (1.5 w₀, 3 w₁), तीन क़दम",
        en="grad = (1.5 w₀, 3 w₁), three steps",
    )
    yield hidden("shifted_quadratic", start(4), 0.2, 6, hi="minimum 0 पर नहीं", en="a minimum that is not at 0")
    yield hidden("sines", start(5), 0.3, 6, hi="ढाल हर क़दम पर बदलती है", en="a slope that changes at every step")
    yield hidden("quartic", start(3), 0.4, 5, hi="घन वाला gradient", en="a cubic gradient")
    yield hidden(
        "quadratic",
        start(4),
        0.6,
        5,
        hi="lr बड़ा: क़दम minimum के पार जाते हैं",
        en="a large lr that steps across the minimum",
        check="hyperparameters",
    )
    yield hidden(
        "quadratic",
        start(3),
        0.9,
        5,
        hi="lr बहुत बड़ा: दूर जाता है",
        en="an lr so large that it diverges",
        check="hyperparameters",
    )
    yield hidden("sines", start(4), 0.02, 5, hi="lr छोटा", en="a small lr", check="hyperparameters")
    yield hidden(
        "shifted_quadratic", start(2, 3), 0.3, 5, hi="shape (2, 3) का w", en="w of shape (2, 3)", check="shapes"
    )
    yield hidden("sines", start(1), 0.25, 8, hi="एक ही coordinate", en="a single coordinate", check="edges")
    yield hidden("sines", start(3), 0.3, 1, hi="एक ही क़दम", en="a single step", check="edges")
    yield hidden("quartic", start(3), 0.3, 0, hi="शून्य क़दम: सिर्फ़ w0", en="no step at all: w0 alone", check="edges")
    yield hidden("quartic", start(3) * 2, 0.1, 7, hi="बड़ा w0", en="a large w0")


def walk(grad: Gradient, w0: Array, lr: float, steps: int, *, sign: float = -1.0) -> list[Array]:
    path = [w0.copy()]
    for _ in range(steps):
        path.append(path[-1] + sign * lr * grad(path[-1]))
    return path


def aliased(grad: Gradient, w0: Array, lr: float, steps: int) -> list[Array]:
    w = w0.copy()
    path = [w]
    for _ in range(steps):
        w -= lr * grad(w)
        path.append(w)
    return path


def all_is_the_start(grad: Gradient, w0: Array, lr: float, steps: int) -> list[Array]:
    w = w0
    path = [w]
    for _ in range(steps):
        w -= lr * grad(w)
        path.append(w)
    return path


def aliased_after_start(grad: Gradient, w0: Array, lr: float, steps: int) -> list[Array]:
    w = w0.copy()
    path = [w0.copy()]
    for _ in range(steps):
        w -= lr * grad(w)
        path.append(w)
    return path


def start_changed(grad: Gradient, w0: Array, lr: float, steps: int) -> list[Array]:
    w = w0
    path = [w.copy()]
    for _ in range(steps):
        w -= lr * grad(w)
        path.append(w.copy())
    return path


def gradient_of_start(grad: Gradient, w0: Array, lr: float, steps: int) -> list[Array]:
    g = grad(w0)
    return [w0 - t * lr * g for t in range(steps + 1)]


def decayed(grad: Gradient, w0: Array, lr: float, steps: int) -> list[Array]:
    path = [w0]
    for t in range(steps):
        path.append(path[-1] - lr / (t + 1) * grad(path[-1]))
    return path


def normalized(grad: Gradient, w0: Array, lr: float, steps: int) -> list[Array]:
    path = [w0]
    for _ in range(steps):
        g = grad(path[-1])
        path.append(path[-1] - lr * g / np.linalg.norm(g))
    return path


def by_copies(grad: Gradient, w0: Array, lr: float, steps: int) -> list[Array]:
    w = np.array(w0)
    path = [w.copy()]
    for _ in range(steps):
        w -= lr * grad(w)
        path.append(w.copy())
    return path


def by_table(grad: Gradient, w0: Array, lr: float, steps: int) -> Array:
    table = np.zeros((steps + 1, *w0.shape))
    table[0] = w0
    for t in range(steps):
        table[t + 1] = table[t] - lr * grad(table[t])
    return table


def by_recursion(grad: Gradient, w0: Array, lr: float, steps: int) -> tuple[Array, ...]:
    return (w0,) if steps == 0 else (w0, *by_recursion(grad, w0 - lr * grad(w0), lr, steps - 1))


def by_generator(grad: Gradient, w0: Array, lr: float, steps: int) -> Iterator[Array]:
    w = w0
    yield w
    for _ in range(steps):
        w = w - lr * grad(w)
        yield w


def by_lists(grad: Gradient, w0: Array, lr: float, steps: int) -> list[object]:
    path = [w0.tolist()]
    while len(path) <= steps:
        here = np.array(path[-1])
        path.append((here + -lr * np.asarray(grad(here))).tolist())
    return path


def in_float32(grad: Gradient, w0: Array, lr: float, steps: int) -> list[Array]:
    path = [w0.astype(np.float32)]
    for _ in range(steps):
        path.append((path[-1] - np.float32(lr) * grad(path[-1])).astype(np.float32))
    return path


EXERCISE = Exercise(
    title=Text(hi="gradient descent: पूरा रास्ता", en="Gradient descent: the whole path"),
    statement=Text(
        hi="`grad` एक function है: `w0` की shape वाला array लेता है और उसी shape का gradient लौटाता है। `w0` से "
        "शुरू कीजिए और $w_{t+1} = w_t - lr \\cdot grad(w_t)$ को `steps` बार लगाइए। "
        "सब iterates की list लौटाइए: $w_0, w_1, \\dots, w_{steps}$, यानी steps + 1 arrays। `w0` को न बदलिए।",
        en="`grad` is a function from an array of `w0`'s shape to a gradient of that shape. Start at `w0` and apply "
        "$w_{t+1} = w_t - lr \\cdot grad(w_t)$ `steps` times. "
        "Return the list of all iterates $w_0, w_1, \\dots, w_{steps}$, steps + 1 arrays. Leave `w0` as it is.",
    ),
    hints=(
        Text(
            hi="gradient ऊपर की ओर दिखाता है; नीचे जाने के लिए उसे घटाइए।",
            en="The gradient points uphill; to go down, subtract it.",
        ),
        Text(
            hi="gradient हर बार नई जगह पर निकालिए, w0 पर नहीं।",
            en="Take the gradient at the new place every time, not at w0.",
        ),
        Text(
            hi="list में w0 भी है, इसलिए उसकी लंबाई steps + 1 है। steps = 0 पर क्या लौटना चाहिए?",
            en="w0 is in the list too, so its length is steps + 1. What should come back for steps = 0?",
        ),
        Text(
            hi="`w -= ...` उसी array को बदलता है, और list में वही array बार-बार आता है; `w = w - ...` नया array बनाता है।",
            en="`w -= ...` changes the same array, and the list holds that one array again and again; `w = w - ...` "
            "makes a new one.",
        ),
    ),
    reference=gradient_descent,
    kind="trajectory",
    cases=cases,
    driver=drive,
    styles=(by_copies, by_table, by_recursion, by_generator, by_lists, in_float32),
    misconceptions=(
        Misconception(
            "ascent",
            lambda grad, w0, lr, steps: walk(grad, w0, lr, steps, sign=1.0),
            Text(
                hi="आपने gradient जोड़ा, यानी ऊपर चढ़े; w - lr * grad(w) चाहिए।",
                en="You added the gradient and climbed; it is w - lr * grad(w).",
            ),
        ),
        Misconception(
            "start-missing",
            lambda grad, w0, lr, steps: walk(grad, w0, lr, steps)[1:],
            Text(
                hi="list में w0 नहीं है; वह w0 से शुरू होती है और उसमें steps + 1 arrays हैं।",
                en="w0 is missing from the list; it starts with w0 and has steps + 1 arrays.",
            ),
        ),
        Misconception(
            "one-array-again-and-again",
            aliased,
            Text(
                hi="list में एक ही array बार-बार है: `w -= ...` उसी को बदलता है, इसलिए सब entries आख़िरी w दिखाती "
                "हैं। `w = w - ...` लिखिए या copy डालिए।",
                en="The list holds one array again and again: `w -= ...` changes it, so every entry shows the last "
                "w. Write `w = w - ...` or append a copy.",
            ),
        ),
        Misconception(
            "one-array-after-start",
            aliased_after_start,
            Text(
                hi="w0 के बाद list में एक ही array बार-बार है: `w -= ...` उसी को बदलता है। `w = w - ...` लिखिए या "
                "copy डालिए।",
                en="After w0 the list holds one array again and again, which `w -= ...` changes. Write `w = w - "
                "...` or append a copy.",
            ),
        ),
        Misconception(
            "all-is-the-start",
            all_is_the_start,
            Text(
                hi="`w = w0` copy नहीं बनाता: `w -= ...` w0 को ही बदलता है, और list में वही एक array बार-बार है। "
                "`w = w - lr * grad(w)` लिखिए, जो हर बार नया array बनाता है।",
                en="`w = w0` makes no copy: `w -= ...` changes w0 itself, and the list holds that one array again and "
                "again. Write `w = w - lr * grad(w)`, which makes a new array each time.",
            ),
        ),
        Misconception(
            "start-changed",
            start_changed,
            Text(
                hi="values सही हैं, पर `w -= ...` ने दिया गया w0 बदल दिया; `w = w0.copy()` से शुरू कीजिए।",
                en="The values are right, but `w -= ...` changed the given w0; start with `w = w0.copy()`.",
            ),
        ),
        Misconception(
            "one-step-too-many",
            lambda grad, w0, lr, steps: walk(grad, w0, lr, steps + 1),
            Text(
                hi="आपने एक क़दम ज़्यादा लिया; `steps` क़दम और steps + 1 arrays चाहिए।",
                en="You took one step too many; there are `steps` steps and steps + 1 arrays.",
            ),
        ),
        Misconception(
            "one-step-too-few",
            lambda grad, w0, lr, steps: walk(grad, w0, lr, max(steps - 1, 0)),
            Text(
                hi="आपने एक क़दम कम लिया; `steps` क़दम और steps + 1 arrays चाहिए।",
                en="You took one step too few; there are `steps` steps and steps + 1 arrays.",
            ),
        ),
        Misconception(
            "gradient-of-the-start",
            gradient_of_start,
            Text(
                hi="आपने gradient एक ही बार, w0 पर निकाला; हर क़दम पर grad(w_t) नया चाहिए।",
                en="You took the gradient once, at w0; every step needs a new grad(w_t).",
            ),
        ),
        Misconception(
            "learning-rate-forgotten",
            lambda grad, w0, lr, steps: walk(grad, w0, 1.0, steps),  # noqa: ARG005
            Text(
                hi="आपने lr से गुणा नहीं किया; क़दम lr * grad(w) है।",
                en="You did not multiply by lr; the step is lr * grad(w).",
            ),
        ),
        Misconception(
            "learning-rate-decayed",
            decayed,
            Text(
                hi="आपने lr को हर क़दम पर घटाया; यहाँ वह एक जैसा रहता है।",
                en="You let lr decay from step to step; here it stays the same.",
            ),
        ),
        Misconception(
            "gradient-normalized",
            normalized,
            Text(
                hi="आपने gradient को उसके norm से भाग दिया; यहाँ gradient जैसा है वैसा ही घटाया जाता है।",
                en="You divided the gradient by its norm; here it is subtracted as it is.",
            ),
        ),
        Misconception(
            "last-iterate-only",
            lambda grad, w0, lr, steps: walk(grad, w0, lr, steps)[-1],
            Text(
                hi="आपने सिर्फ़ आख़िरी w लौटाया; सब iterates की list चाहिए, w0 सहित।",
                en="You returned the last w only; the list of all iterates is asked for, w0 included.",
            ),
        ),
    ),
)
