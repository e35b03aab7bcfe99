"""The gradient by central differences."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.backprop import numerical_gradient
from reference.types import Array

Scalar = Callable[[Array], float]


def drive(fn: Callable[..., Any], f: str, x: Any, h: float) -> Any:
    """The gradient of the named function; each has large second or third derivatives, so that formulas differ."""
    import numpy as np  # the source goes into the box without the module around it

    shape = np.shape(x)

    def function(p: Any) -> float:
        p = np.asarray(p)
        if p.shape != shape:
            raise ValueError(f"f takes an array of shape {shape}, not {p.shape}")
        p = p.ravel()
        k = 1 + np.arange(p.size) / 2
        if f == "quadratic":
            return float(np.sum(k * p * p) + np.sum(p) ** 2 / 2)
        if f == "sum_of_sines":
            return float(np.sum(np.sin(k * p)) + np.sin(np.sum(p)))
        if f == "sum_of_cubes":
            return float(np.sum(k * p**3) - np.prod(p[:2]))
        if f == "exp_of_sum":
            return float(np.exp(np.sum(k * p) / p.size))
        raise LookupError(f)

    return fn(function, x, h)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def point(*shape: int) -> Array:
        return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.4, 1.6, size=shape)

    yield sample(
        "quadratic",
        np.array([1.0, 2.0]),
        0.5,
        hi="f = x₀² + 1.5 x₁² + (x₀ + x₁)²/2 पर",
        en="f = x₀² + 1.5 x₁² + (x₀ + x₁)²/2",
    )
    yield sample(
        "sum_of_cubes",
        np.array([[1.0, -1.0], [2.0, 0.5]]),
        0.1,
        hi="2 × 2 का x: f = घनों का जोड़ - x₀x₁",
        en="x of shape (2, 2): f is a sum of cubes less x₀x₁",
    )
    yield hidden("sum_of_sines", point(4), 0.25, hi="sines का जोड़, h = 0.25", en="a sum of sines, h = 0.25")
    yield hidden(
        "sum_of_cubes", point(5), 0.5, hi="घनों का जोड़, बड़ा h", en="a sum of cubes, a large h", check="hyperparameters"
    )
    yield hidden(
        "exp_of_sum",
        point(3),
        0.1,
        hi="exp: हर entry बाकी सब पर निर्भर",
        en="an exp, in which every entry depends on all others",
    )
    yield hidden(
        "quadratic",
        point(4),
        0.2,
        hi="quadratic f: central difference यहाँ पूरा सही, forward नहीं",
        en="a quadratic f, where the central difference is exact and the forward one is not",
    )
    yield hidden("sum_of_sines", point(2, 3), 0.1, hi="shape (2, 3) का x", en="x of shape (2, 3)", check="shapes")
    yield hidden("quadratic", point(3, 3), 0.3, hi="shape (3, 3) का x", en="x of shape (3, 3)", check="shapes")
    yield hidden("sum_of_cubes", point(2, 2, 2), 0.2, hi="तीन axes वाला x", en="x with three axes", check="shapes")
    yield hidden("sum_of_sines", point(1), 0.4, hi="x में एक ही entry", en="x with a single entry", check="edges")
    yield hidden("exp_of_sum", point(1, 4), 0.3, hi="एक row वाला x", en="x with one row", check="shapes")
    yield hidden(
        "sum_of_cubes",
        np.zeros(3),
        0.5,
        hi="x = 0: सिर्फ़ h² का पद बचता है",
        en="x = 0, where only the h² term is left",
        check="edges",
    )
    yield hidden("sum_of_cubes", point(3) * 10, 0.1, hi="बड़ा x", en="a large x")
    yield hidden("sum_of_sines", point(4), 0.05, hi="छोटा h: 0.05", en="a smaller h of 0.05", check="hyperparameters")


def at(x: Array, index: tuple[int, ...], step: float) -> Array:
    moved = x.copy()
    moved[index] += step
    return moved


def entrywise(x: Array, quotient: Callable[[tuple[int, ...]], float]) -> Array:
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        grad[index] = quotient(index)
    return grad


def left_perturbed(f: Scalar, x: Array, h: float) -> Array:
    def quotient(index: tuple[int, ...]) -> float:
        x[index] += h
        up = f(x)
        x[index] -= 2 * h
        return (up - f(x)) / (2 * h)

    return entrywise(x, quotient)


def all_at_once(f: Scalar, x: Array, h: float) -> Array:
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


def one_axis_only(f: Scalar, x: Array, h: float) -> Array:
    grad = np.zeros_like(x)
    for i in range(len(x)):
        grad[i] = (f(at(x, (i,), h)) - f(at(x, (i,), -h))) / (2 * h)
    return grad


def one_number_at_a_time(f: Scalar, x: Array, h: float) -> Array:
    return entrywise(x, lambda index: (f(x[index] + h) - f(x[index] - h)) / (2 * h))


def by_nditer(f: Scalar, x: Array, h: float) -> Array:
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=[["readwrite"]])
    while not it.finished:
        ix = it.multi_index
        old = x[ix]
        x[ix] = old + h
        up = f(x)
        x[ix] = old - h
        down = f(x)
        x[ix] = old
        grad[ix] = (up - down) / (2 * h)
        it.iternext()
    return grad


def by_add_and_subtract(f: Scalar, x: Array, h: float) -> Array:
    grad = np.empty(x.size)
    flat = x.reshape(-1)
    for i in range(x.size):
        flat[i] += h
        up = f(x)
        flat[i] -= 2 * h
        down = f(x)
        flat[i] += h
        grad[i] = (up - down) / h / 2
    return grad.reshape(x.shape)


def by_unit_vectors(f: Scalar, x: Array, h: float) -> Array:
    moves = np.eye(x.size) * h
    up = [f(x + move.reshape(x.shape)) for move in moves]
    down = [f(x - move.reshape(x.shape)) for move in moves]
    return np.subtract(up, down).reshape(x.shape) / (2 * h)


def by_lists(f: Scalar, x: Array, h: float) -> object:
    values = x.ravel().tolist()
    grad = []
    for i in range(len(values)):
        plus, minus = values[:], values[:]
        plus[i] += h
        minus[i] -= h
        grad.append((f(np.reshape(plus, x.shape)) - f(np.reshape(minus, x.shape))) / (2 * h))
    return np.array(grad, dtype=np.float32).reshape(x.shape).tolist()


def by_two_halves(f: Scalar, x: Array, h: float) -> Array:
    here = f(x)
    forward = entrywise(x, lambda index: (f(at(x, index, h)) - here) / h)
    backward = entrywise(x, lambda index: (here - f(at(x, index, -h))) / h)
    return (forward + backward) / 2


EXERCISE = Exercise(
    title=Text(hi="central difference से gradient", en="The gradient by central differences"),
    statement=Text(
        hi="`f` एक function है: x की shape वाला array लेता है, float लौटाता है। `x` किसी भी shape का array, `h` > "
        "0। हर entry i के लिए central difference $(f(x + h e_i) - f(x - h e_i)) / 2h$ निकालिए ($e_i$ में सिर्फ़ "
        "entry i पर 1 है) और x की shape का array लौटाइए। "
        "x को थोड़ी देर के लिए बदल सकते हैं, पर अंत में उसमें पुरानी values होनी चाहिए।",
        en="`f` is a function from an array of x's shape to a float. `x` is an array of any shape, `h` > 0. For "
        "every entry i compute the central difference $(f(x + h e_i) - f(x - h e_i)) / 2h$ ($e_i$ is 1 in entry i "
        "and 0 elsewhere) and return an array of x's shape. "
        "You may change x for a moment, but it must hold its old values afterwards.",
    ),
    hints=(
        Text(
            hi="एक बार में एक ही entry को हिलाइए, बाकी सब जहाँ हैं वहीं रहें।",
            en="Move one entry at a time and leave all others where they are.",
        ),
        Text(
            hi="दोनों ओर बराबर हटिए: h आगे और h पीछे। दोनों बिंदुओं की दूरी कितनी हुई?",
            en="Step by h to both sides. How far apart are the two points?",
        ),
        Text(
            hi="`np.ndindex(x.shape)` या `np.nditer` किसी भी shape की हर entry का index देता है।",
            en="`np.ndindex(x.shape)` or `np.nditer` gives the index of every entry, for any shape.",
        ),
        Text(
            hi="x को वहीं बदलते हैं तो पुरानी value पहले बचाइए, दोनों f के बाद वापस रखिए।",
            en="If you change x in place, save the old value first and put it back after both calls of f.",
        ),
    ),
    reference=numerical_gradient,
    cases=cases,
    driver=drive,
    styles=(by_nditer, by_add_and_subtract, by_unit_vectors, by_lists, by_two_halves),
    misconceptions=(
        Misconception(
            "forward-difference",
            lambda f, x, h: entrywise(x, lambda i: (f(at(x, i, h)) - f(x)) / h),
            Text(
                hi="आपने forward difference (f(x + h) - f(x)) / h लिया, जिसकी ग़लती h के अनुपात में है; दोनों ओर "
                "हटिए और 2h से भाग दीजिए।",
                en="You took the forward difference (f(x + h) - f(x)) / h, whose error grows like h; step to both "
                "sides and divide by 2h.",
            ),
        ),
        Misconception(
            "backward-difference",
            lambda f, x, h: entrywise(x, lambda i: (f(x) - f(at(x, i, -h))) / h),
            Text(
                hi="आपने सिर्फ़ पीछे की ओर कदम लिया: (f(x) - f(x - h)) / h; दोनों ओर हटिए और 2h से भाग दीजिए।",
                en="You stepped backward only, (f(x) - f(x - h)) / h; step to both sides and divide by 2h.",
            ),
        ),
        Misconception(
            "divided-by-h",
            lambda f, x, h: entrywise(x, lambda i: (f(at(x, i, h)) - f(at(x, i, -h))) / h),
            Text(
                hi="आपने h से भाग दिया, इसलिए gradient दुगना आया; दोनों बिंदु 2h दूर हैं।",
                en="You divided by h, so the gradient came out doubled; the two points are 2h apart.",
            ),
        ),
        Misconception(
            "half-times-h",
            lambda f, x, h: entrywise(x, lambda i: (f(at(x, i, h)) - f(at(x, i, -h))) / 2 * h),
            Text(
                hi="आपने `/ 2 * h` लिखा: Python पहले 2 से भाग देता है, फिर h से गुणा करता है। `/ (2 * h)` लिखिए।",
                en="You wrote `/ 2 * h`: Python divides by 2 and then multiplies by h. Write `/ (2 * h)`.",
            ),
        ),
        Misconception(
            "left-perturbed",
            left_perturbed,
            Text(
                hi="आपने x की entry वापस नहीं रखी: अगली entries हिले हुए x पर निकलीं, और दिया गया x बदल गया।",
                en="You did not put the entry of x back: the next ones were taken at a moved x, and the given x has "
                "changed.",
            ),
        ),
        Misconception(
            "all-entries-at-once",
            all_at_once,
            Text(
                hi="आपने सब entries एक साथ हिला दीं; उससे सब partial derivatives का जोड़ मिलता है। एक बार में एक "
                "entry हिलाइए।",
                en="You moved all entries at once, which gives the sum of all partial derivatives. Move one entry "
                "at a time.",
            ),
        ),
        Misconception(
            "one-axis-only",
            one_axis_only,
            Text(
                hi="1-D पर सही है, पर 2-D x में `x[i]` पूरी row को हिलाता है; हर entry का पूरा index लीजिए (np.ndindex)।",
                en="Right for one axis, but in a 2-D x `x[i]` moves a whole row; take the full index of every entry "
                "(np.ndindex).",
            ),
        ),
        Misconception(
            "one-number-to-f",
            one_number_at_a_time,
            Text(
                hi="आपने f को एक ही संख्या दी; f पूरे x की shape वाला array लेता है, जिसमें एक entry हिली हो।",
                en="You gave f a single number; f takes a whole array of x's shape in which one entry has moved.",
            ),
        ),
        Misconception(
            "own-step-size",
            lambda f, x, h: numerical_gradient(f, x, 1e-5),  # noqa: ARG005
            Text(
                hi="आपने दिया गया h छोड़कर अपना h रखा; formula में यही h आता है।",
                en="You used a step of your own instead of the given h; the formula is in this h.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("scipy.optimize.approx_fprime", "scipy.differentiate.derivative", "scipy.differentiate.jacobian"),
            Text(
                hi="यहाँ difference आपको ख़ुद लेना है: f की दो calls हर entry के लिए।",
                en="Here you take the differences yourself: two calls of f per entry.",
            ),
        ),
    ),
)
