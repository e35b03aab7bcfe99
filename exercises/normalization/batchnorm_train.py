"""A training step of batch normalization, with running statistics in PyTorch's convention."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec.exercise import Case, CheckName, Convention, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.text import Text
from reference.normalization import batchnorm_forward, batchnorm_inference, batchnorm_train
from reference.types import Array

Step = tuple[Array, Array, Array]


def batches(
    fn: Callable[..., Any],
    xs: list[Any],
    gamma: Any,
    beta: Any,
    running: tuple[Any, Any],
    hyper: tuple[float, float],
) -> list[Any]:
    """One training step per batch, y, mean, var = fn(x, gamma, beta, mean, var, *hyper), statistics passed on."""
    import numpy as np  # the source goes into the box without the module around it

    answers: list[Any] = []
    for x in xs:
        out = fn(x, gamma, beta, *running, *hyper)
        try:
            parts = tuple(np.asarray(part.detach() if hasattr(part, "detach") else part).copy() for part in out)
        except (TypeError, ValueError):
            parts = ()
        if len(parts) != 3 or any(part.dtype.kind not in "biuf" for part in parts):
            return answers + [out] * (len(xs) - len(answers))
        answers.append(parts)
        running = parts[1:]
    return answers


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def train(
        n: int, d: int, hyper: tuple[float, float], hi: str, en: str, *, count: int = 3, check: CheckName = "values"
    ) -> Case:
        # |mean| stays below the standard deviation: E[x^2] - E[x]^2 in float32, as Flax does it, must pass
        xs = [
            rng.normal(size=(n, d)) * rng.uniform(0.5, 3, size=d) + rng.uniform(-0.4, 0.4, size=d) for _ in range(count)
        ]
        running = (rng.normal(size=d), rng.uniform(0.5, 3, size=d))
        return hidden(xs, rng.uniform(0.5, 2, size=d), rng.normal(size=d), running, hyper, hi=hi, en=en, check=check)

    start = (np.zeros(2), np.ones(2))
    yield sample(
        [np.array([[1.0, 2.0], [3.0, -2.0]])],
        np.array([1.0, 2.0]),
        np.array([0.0, 0.5]),
        start,
        (0.1, 0.01),
        hi="एक batch, running 0 और 1 से",
        en="one batch, running from 0 and 1",
    )
    yield sample(
        [np.array([[1.0], [3.0], [-1.0]]), np.array([[0.0], [2.0], [4.0]])],
        np.array([1.5]),
        np.array([-1.0]),
        (np.array([0.5]), np.array([2.0])),
        (0.25, 0.3),
        hi="दो batches एक के बाद एक",
        en="two batches in a row",
    )
    yield train(4, 3, (0.2, 0.01), "तीन batches, N और D अलग", "three batches, N and D differ")
    yield train(3, 3, (0.3, 0.05), "N = D: axis की ग़लती shape में नहीं दिखती", "N = D, where a wrong axis keeps the shape")
    yield train(
        2,
        4,
        (0.4, 0.1),
        "N = 2: biased और unbiased में दोगुने का अंतर",
        "N = 2: biased and unbiased differ twofold",
        count=2,
        check="edges",
    )
    yield train(
        5, 2, (0.1, 0.3), "eps = 0.3: eps की जगह दिखती है", "eps = 0.3 shows where eps stands", check="hyperparameters"
    )
    yield train(
        4,
        2,
        (0.9, 0.02),
        "momentum = 0.9: नया batch भारी",
        "momentum = 0.9: the new batch dominates",
        check="hyperparameters",
    )
    yield train(
        4, 2, (0.05, 1e-5), "छोटा momentum, eps = 1e-5", "a small momentum, eps = 1e-5", check="hyperparameters"
    )
    yield train(5, 1, (0.3, 0.04), "एक ही feature", "one feature only", check="shapes")
    yield train(3, 5, (0.15, 0.02), "N से बड़ा D", "D larger than N", count=2, check="shapes")
    yield train(
        4, 3, (1.0, 0.02), "momentum = 1: सिर्फ़ यही batch", "momentum = 1: this batch alone", count=2, check="edges"
    )
    yield train(
        4, 3, (0.0, 0.02), "momentum = 0: running वही रहे", "momentum = 0: running stays", count=2, check="edges"
    )


def biased_running(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    new_mean = (1 - momentum) * running_mean + momentum * x.mean(axis=0)
    new_var = (1 - momentum) * running_var + momentum * x.var(axis=0)
    return batchnorm_forward(x, gamma, beta, eps), new_mean, new_var


def swapped(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    return batchnorm_train(x, gamma, beta, running_mean, running_var, 1 - momentum, eps)


def swapped_biased(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    return biased_running(x, gamma, beta, running_mean, running_var, 1 - momentum, eps)


def running_in_y(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    _, mean, var = batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps)
    return batchnorm_inference(x, gamma, beta, running_mean, running_var, eps), mean, var


def new_running_in_y(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    _, mean, var = batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps)
    return batchnorm_inference(x, gamma, beta, mean, var, eps), mean, var


def not_updated(x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, *hyper: float) -> Step:
    return batchnorm_forward(x, gamma, beta, hyper[1]), running_mean, running_var


def in_place(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    running_mean *= 1 - momentum
    running_mean += momentum * x.mean(axis=0)
    running_var *= 1 - momentum
    running_var += momentum * x.var(axis=0, ddof=1)
    return batchnorm_forward(x, gamma, beta, eps), running_mean, running_var


def unbiased_in_y(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    _, mean, var = batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps)
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0, ddof=1) + eps) + beta, mean, var


def deviation_stored(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    y, mean, _ = batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps)
    return y, mean, (1 - momentum) * running_var + momentum * x.std(axis=0, ddof=1)


def batch_only(x: Array, gamma: Array, beta: Array, *rest: Any) -> Step:
    return batchnorm_forward(x, gamma, beta, rest[-1]), x.mean(axis=0), x.var(axis=0, ddof=1)


def added_up(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    y = batchnorm_forward(x, gamma, beta, eps)
    return y, running_mean + momentum * x.mean(axis=0), running_var + momentum * x.var(axis=0, ddof=1)


def eps_in_running(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    y, mean, var = batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps)
    return y, mean, var + momentum * eps


def lerp(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> list[Array]:
    mean, var = np.mean(x, 0), np.var(x, 0)
    y = (x - mean) * (gamma / np.sqrt(var + eps)) + beta
    var = var * len(x) / (len(x) - 1)
    return [y, running_mean + momentum * (mean - running_mean), running_var + momentum * (var - running_var)]


def by_columns(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    y, new_mean, new_var = np.empty_like(x), running_mean.copy(), running_var.copy()
    n, d = x.shape
    for j in range(d):
        mean = sum(x[:, j]) / n
        squares = sum((entry - mean) ** 2 for entry in x[:, j])
        for i in range(n):
            y[i, j] = gamma[j] * (x[i, j] - mean) / (squares / n + eps) ** 0.5 + beta[j]
        new_mean[j] = (1 - momentum) * running_mean[j] + momentum * mean
        new_var[j] = (1 - momentum) * running_var[j] + momentum * squares / (n - 1)
    return y, new_mean, new_var


def on_copies(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    return in_place(x, gamma, beta, running_mean.copy(), running_var.copy(), momentum, eps)


def fast_variance(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> Step:
    x, gamma, beta = (part.astype(np.float32) for part in (x, gamma, beta))
    mean = x.mean(axis=0)
    var = (x * x).mean(axis=0) - mean * mean
    y = (x - mean) * gamma / np.sqrt(var + np.float32(eps)) + beta
    unbiased = var * np.float32(len(x) / (len(x) - 1))
    return y, running_mean * (1 - momentum) + mean * momentum, running_var * (1 - momentum) + unbiased * momentum


def as_lists(
    x: Array, gamma: Array, beta: Array, running_mean: Array, running_var: Array, momentum: float, eps: float
) -> object:
    covariance = np.atleast_2d(np.cov(x, rowvar=False))
    y, mean, _ = batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps)
    var = [(1 - momentum) * old + momentum * new for old, new in zip(running_var, np.diag(covariance), strict=True)]
    return y.tolist(), mean.tolist(), var


EXERCISE = Exercise(
    title=Text(
        hi="BatchNorm: training का एक step, running statistics के साथ",
        en="BatchNorm: a training step with running statistics",
    ),
    statement=Text(
        hi="training में BatchNorm का एक step, PyTorch की convention में। `x` की shape (N, D), N >= 2; "
        "`gamma`, `beta`, `running_mean`, `running_var` की (D,)। `y` batch के mean और biased variance "
        "से बनता है: $y = \\gamma\\,(x - \\mu) / \\sqrt{\\sigma^2 + \\epsilon} + \\beta$। running "
        "statistics: $running \\leftarrow (1 - momentum)\\, running + momentum \\cdot batch$; running "
        "variance में batch की unbiased variance (N - 1 से भाग) जाती है। tuple `(y, new_mean, "
        "new_var)` लौटाइए; दिए गए arrays को मत बदलिए। जाँच में कई batches आते हैं: आपके लौटाए "
        "statistics अगले batch में वापस आते हैं।",
        en="One training step of BatchNorm in PyTorch's convention. `x` has shape (N, D), N >= 2; "
        "`gamma`, `beta`, `running_mean`, `running_var` have shape (D,). `y` is made with the batch's "
        "mean and biased variance: $y = \\gamma\\,(x - \\mu) / \\sqrt{\\sigma^2 + \\epsilon} + "
        "\\beta$. Running statistics: $running \\leftarrow (1 - momentum)\\, running + momentum \\cdot "
        "batch$; the running variance takes in the batch's unbiased variance (divided by N - 1). "
        "Return the tuple `(y, new_mean, new_var)` and leave the given arrays unchanged. The check "
        "feeds several batches: the statistics you return come back with the next one.",
    ),
    hints=(
        Text(
            hi="दो काम अलग हैं: y सिर्फ़ इस batch से बनता है; running statistics बाद के लिए जमा होते हैं।",
            en="Two separate jobs: y is made from this batch alone; the running statistics are collected for later.",
        ),
        Text(
            hi="PyTorch में momentum नए batch का वज़न है (0.1), पुराने का 1 - momentum।",
            en="In PyTorch momentum is the weight of the new batch (0.1); the old value gets 1 - momentum.",
        ),
        Text(
            hi="variance दो तरह की है: y में x.var(axis=0), running में x.var(axis=0, ddof=1)।",
            en="There are two variances: x.var(axis=0) in y, x.var(axis=0, ddof=1) in the running one.",
        ),
        Text(
            hi="`running_mean *= ...` मत लिखिए; नया array बनाकर लौटाइए।",
            en="Do not write `running_mean *= ...`; make a new array and return it.",
        ),
    ),
    reference=batchnorm_train,
    cases=cases,
    kind="trajectory",
    driver=batches,
    styles=(lerp, by_columns, on_copies, fast_variance, as_lists),
    conventions=(
        Convention(
            "biased-running-variance",
            biased_running,
            Text(
                hi="आपने running variance में भी biased variance (N से भाग) रखी, जैसे Keras और Flax "
                "करते हैं; PyTorch वहाँ N - 1 से भाग देता है। दोनों सही हैं।",
                en="You kept the biased variance (divided by N) in the running one too, as Keras and "
                "Flax do; PyTorch divides by N - 1 there. Both are right.",
            ),
        ),
    ),
    misconceptions=(
        Misconception(
            "momentum-swapped",
            swapped,
            Text(
                hi="आपने momentum पुराने statistics पर लगाया (Keras की convention); PyTorch में momentum नए batch का वज़न है।",
                en="You gave momentum to the old statistics (Keras's convention); in PyTorch momentum "
                "is the weight of the new batch.",
            ),
        ),
        Misconception(
            "momentum-swapped-and-biased",
            swapped_biased,
            Text(
                hi="यह Keras का रूप है: momentum पुराने statistics पर और biased variance। यहाँ momentum नए batch का वज़न है।",
                en="This is Keras's form: momentum on the old statistics, and the biased variance. "
                "Here momentum is the weight of the new batch.",
            ),
        ),
        Misconception(
            "normalizes-with-running-statistics",
            running_in_y,
            Text(
                hi="आपने y running statistics से बनाया; वह inference है। training में y इसी batch के "
                "mean और variance से बनता है।",
                en="You made y with the running statistics, which is inference. In training y uses "
                "this batch's mean and variance.",
            ),
        ),
        Misconception(
            "normalizes-with-updated-statistics",
            new_running_in_y,
            Text(
                hi="आपने y को अभी-अभी बदले running statistics से बनाया; training में y इसी batch के "
                "mean और variance से बनता है।",
                en="You made y with the freshly updated running statistics; in training y uses this "
                "batch's mean and variance.",
            ),
        ),
        Misconception(
            "running-statistics-not-updated",
            not_updated,
            Text(
                hi="y सही है, पर running statistics वैसे ही लौट आए; उनमें इस batch का हिस्सा जोड़िए।",
                en="y is right, but the running statistics came back unchanged; mix in this batch.",
            ),
        ),
        Misconception(
            "in-place",
            in_place,
            Text(
                hi="values सही हैं, पर आपने दिए गए running arrays ही बदल दिए; नए arrays लौटाइए।",
                en="The values are right, but you changed the given running arrays; return new ones.",
            ),
        ),
        Misconception(
            "unbiased-variance-in-y",
            unbiased_in_y,
            Text(
                hi="आपने y में भी N - 1 से भाग दिया; y में biased variance (N) है, unbiased सिर्फ़ running variance में।",
                en="You divided by N - 1 in y as well; y uses the biased variance (N), the unbiased "
                "one goes into the running variance only.",
            ),
        ),
        Misconception(
            "standard-deviation-stored",
            deviation_stored,
            Text(
                hi="आपने running variance में standard deviation मिलाई; उसमें variance जाती है।",
                en="You mixed the standard deviation into the running variance; it takes the variance.",
            ),
        ),
        Misconception(
            "momentum-ignored",
            batch_only,
            Text(
                hi="आपने running statistics को इसी batch से बदल दिया; पुराने का 1 - momentum हिस्सा बचता है।",
                en="You replaced the running statistics by this batch's; the old ones keep the weight 1 - momentum.",
            ),
        ),
        Misconception(
            "old-statistics-not-scaled",
            added_up,
            Text(
                hi="आपने पुराने running statistics पर 1 - momentum नहीं लगाया, इसलिए वे बढ़ते ही जाते हैं।",
                en="You did not multiply the old running statistics by 1 - momentum, so they keep growing.",
            ),
        ),
        Misconception(
            "eps-in-the-running-variance",
            eps_in_running,
            Text(
                hi="आपने running variance में eps भी मिला दिया; eps सिर्फ़ y के root में आता है।",
                en="You mixed eps into the running variance; eps belongs to the root in y only.",
            ),
        ),
        Misconception(
            "statistics-not-returned",
            lambda *args: batchnorm_train(*args)[0],
            Text(
                hi="आपने सिर्फ़ y लौटाया; अगले batch को नए statistics भी चाहिए: `return y, new_mean, new_var`।",
                en="You returned y alone; the next batch needs the new statistics too: `return y, new_mean, new_var`.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("torch.nn.functional.batch_norm", "torch.nn.BatchNorm1d", "torch.batch_norm"),
            Text(
                hi="यहाँ BatchNorm आपको ख़ुद लिखना है; mean, var और sqrt काफ़ी हैं।",
                en="Here you write BatchNorm yourself; mean, var and sqrt are enough.",
            ),
        ),
    ),
)
