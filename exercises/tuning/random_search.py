"""Hyper-parameters drawn at random, on linear and logarithmic scales."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec import chance, drawn
from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Rng, Value
from reference.tuning import random_search
from reference.types import Array

Space = dict[str, tuple[float, float, str]]
MANY = 1200  # log for linear over three decades moves the mean of 1200 draws by 20 standard errors and more


def packed(fn: Callable[..., Any], calls: list[tuple[Space, int, Rng]], times: int = 1) -> list[Any]:
    """Driver: as drawn.draws for calls (space, n_trials, rng); a long list of dicts travels as an array per name."""
    import numpy as np  # the source goes into the box without the module around it

    answers = []
    for space, n_trials, rng in [call for call in calls for _ in range(times)]:
        trials = fn(space, n_trials, rng)
        if n_trials > 100:
            trials = list(trials)
            if all(isinstance(trial, dict) and set(trial) == set(space) for trial in trials):
                trials = {name: np.array([trial[name] for trial in trials]) for name in space}
        answers.append(trials)
    return answers


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def seed() -> Rng:
        return Rng(int(rng.integers(2**31)))

    lr, drop, units = (0.0001, 0.1, "log"), (0.1, 0.5, "linear"), (16.0, 512.0, "log")
    yield sample([({"lr": lr}, 3, Rng(0))], hi="एक parameter, log scale", en="one parameter on the log scale")
    yield sample([({"dropout": drop, "units": units}, 2, Rng(1))], hi="दो parameters", en="two parameters")
    yield hidden(
        [({"lr": lr, "dropout": drop, "units": units}, 5, seed())],
        hi="तीन parameters, पाँच trials",
        en="three parameters, five trials",
        check="shapes",
    )
    yield hidden([({"a": (-3.0, -1.0, "linear")}, 6, seed())], hi="negative सीमाएँ", en="negative bounds", check="edges")
    yield hidden(
        [({"lr": lr, "momentum": (0.5, 0.99, "linear")}, 1, seed())],
        hi="एक ही trial",
        en="a single trial",
        check="edges",
    )
    yield hidden(
        [({"lr": lr, "dropout": drop}, MANY, seed())],
        hi="1200 trials, log और linear",
        en="1200 trials, log and linear",
        check="statistics",
    )
    yield hidden(
        [({"a": (-2.0, 5.0, "linear"), "b": (0.5, 4.0, "log"), "c": (10.0, 20.0, "linear")}, MANY, seed())],
        hi="1200 trials, तीन parameters",
        en="1200 trials, three parameters",
        check="statistics",
    )
    yield hidden(
        [({"decay": (1e-6, 10.0, "log"), "lr": lr}, MANY, seed())],
        hi="सात दशकों का log",
        en="a log scale over seven decades",
        check="statistics",
    )
    same, space = seed(), {"lr": lr, "dropout": drop}
    yield hidden(
        [(space, 4, same), (space, 4, same), (space, 4, seed())],
        hi="वही seed दो बार, फिर दूसरा seed",
        en="the same seed twice, then another",
    )
    yield hidden([(space, 3, seed())], 2, hi="एक ही rng से दो बार", en="twice with one and the same rng")


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    return drawn.judged(args, answer, check)


def columns(space: Space, n: int, value: Value) -> dict[str, Array] | Finding:
    """One array of n values for each name, from either form that the driver sends."""
    if isinstance(value, dict):
        rows: Any = value
        if set(value) != set(space):
            return Finding("search.names", {"expected": ", ".join(sorted(space)), "got": ", ".join(sorted(value))})
    elif not isinstance(value, list | tuple) or not all(isinstance(trial, dict) for trial in value):
        return Finding("search.not_trials", {"got": drawn.type_name(value)})
    elif len(value) != n:
        return Finding("search.count", {"expected": n, "got": len(value)})
    else:
        for trial in value:
            if set(trial) != set(space):
                return Finding("search.names", {"expected": ", ".join(sorted(space)), "got": ", ".join(sorted(trial))})
        rows = {name: [trial[name] for trial in value] for name in space}
    found = {}
    for name in space:
        numbers = drawn.numbers(rows[name], (n,))
        if isinstance(numbers, Finding) and len(drawn.flat(rows[name])) == n:
            numbers = drawn.numbers(drawn.flat(rows[name]), (n,))  # each value in a box of its own, of one element
        if isinstance(numbers, Finding):
            return Finding("search.not_single", {"name": name})
        found[name] = numbers
    return found


def unit(values: Array, low: float, high: float, scale: str) -> Array:
    """Mapped so that right draws are uniform on [0, 1]."""
    if scale == "log":
        return (np.log(np.maximum(values, 1e-300)) - np.log(low)) / (np.log(high) - np.log(low))
    return (values - low) / (high - low)


def check(call: tuple[Space, int, Rng], value: Value) -> Finding | None:
    space, n, _ = call
    drawn_values = columns(space, n, value)
    if isinstance(drawn_values, Finding):
        return drawn_values
    units = {}
    for name, (low, high, scale) in space.items():
        values = drawn_values[name]
        reach = 1e-6 * max(abs(low), abs(high))
        if (values < low - reach).any() or (values > high + reach).any():
            return Finding("search.outside", {"name": name, "low": low, "high": high})
        units[name] = unit(values, low, high, scale)
        rows = 40 if n >= 1000 else 1
        if (found := chance.uniform(units[name].reshape(rows, -1), 0.0, 1.0)) is not None:
            if found.code == "stat.repeated" and n < 1000:
                return Finding("search.same_draw", {"name": name})
            return Finding("search.not_log" if scale == "log" else "search.not_linear", {"name": name})
    for a, b in ((a, b) for a in units for b in units if a < b):
        if n >= 1000 and not chance.uncorrelated(units[a], units[b]):
            return Finding("search.together", {"one": a, "other": b})
    return None


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    got = drawn.answers(args, answer)
    if isinstance(got, Finding):
        return {"unreadable": 10.0}
    found = dict(drawn.seed_traits(args, got))
    for i, ((space, n, rng), value) in enumerate(zip(drawn.made(args), got, strict=True)):
        values = columns(space, n, value)
        if isinstance(values, Finding):
            found[f"{values.code} {values.params} {i}"] = 10.0
            continue
        if n >= 1000:
            found[f"right {i}"] = 10.0 * (check((space, n, rng), value) is None)
        for name, limits in space.items():
            u = np.clip(unit(values[name], *limits), -2, 3)
            repeated = n > 1 and np.ptp(u) < 1e-12
            found[f"repeated {name} {i}"] = 10.0 * repeated
            if n >= 1000 and not repeated:
                found[f"mean {name} {i}"] = 10 * float(u.mean())
                found[f"spread {name} {i}"] = 10 * float(u.std())
                found[f"few {name} {i}"] = 10.0 * (np.unique(u).size < n / 2)
                others = [np.clip(unit(values[m], *space[m]), -2, 3) for m in space if m < name]
                found[f"together {name} {i}"] = 10.0 * any(together(u, other) for other in others)
    return found


def together(u: Array, v: Array) -> bool:
    covariance = float(((u - u.mean()) * (v - v.mean())).mean())
    return covariance**2 > 0.8 * float(u.var() * v.var())


def by_loop(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    trials = []
    for _ in range(n_trials):
        trial = {}
        for name, (low, high, scale) in space.items():
            u = rng.random()
            trial[name] = low * (high / low) ** u if scale == "log" else low + (high - low) * u
        trials.append(trial)
    return trials


def by_columns(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    table = {
        name: 10 ** rng.uniform(np.log10(low), np.log10(high), n_trials)
        if scale == "log"
        else rng.uniform(low, high, n_trials)
        for name, (low, high, scale) in space.items()
    }
    return [{name: table[name][k] for name in space} for k in range(n_trials)]


def by_generator(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    for _ in range(n_trials):
        yield {
            name: 2 ** (rng.random() * np.log2(high / low)) * low
            if scale == "log"
            else high - (high - low) * rng.random()
            for name, (low, high, scale) in space.items()
        }


def in_float32(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    def one(low: float, high: float, scale: str) -> object:
        if scale == "linear":
            return np.float32(rng.uniform(low, high))
        return np.clip(np.exp(np.float32(rng.uniform(np.log(low), np.log(high)))), np.float32(low), np.float32(high))

    return tuple({name: one(*limits) for name, limits in space.items()} for _ in range(n_trials))


def one_element_arrays(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    return [
        {
            name: np.exp(rng.uniform(np.log(low), np.log(high), 1)) if scale == "log" else rng.uniform(low, high, 1)
            for name, (low, high, scale) in space.items()
        }
        for _ in range(n_trials)
    ]


def by_legacy_generator(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    from scipy.stats import loguniform, uniform

    legacy = np.random.RandomState(rng.integers(2**31))
    laws = {
        name: loguniform(low, high) if scale == "log" else uniform(low, high - low)
        for name, (low, high, scale) in space.items()
    }
    table = {name: law.rvs(n_trials, random_state=legacy) for name, law in laws.items()}
    return [{name: float(table[name][k]) for name in space} for k in range(n_trials)]


def log_ignored(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    return random_search({name: (low, high, "linear") for name, (low, high, _) in space.items()}, n_trials, rng)


def log_everywhere(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    return random_search(
        {name: (low, high, "log" if low > 0 else "linear") for name, (low, high, _) in space.items()}, n_trials, rng
    )


def same_draw(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    return random_search(space, 1, rng) * n_trials


def one_number_for_all(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    trials = []
    for _ in range(n_trials):
        u = rng.random()
        trials.append(
            {
                name: low * (high / low) ** u if scale == "log" else low + (high - low) * u
                for name, (low, high, scale) in space.items()
            }
        )
    return trials


def outside(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    wider = {
        name: (low, high * 2, scale) if low > 0 else (low, high + abs(high), scale)
        for name, (low, high, scale) in space.items()
    }
    return random_search(wider, n_trials, rng)


def exponent_returned(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    return [
        {
            name: rng.uniform(np.log10(low), np.log10(high)) if scale == "log" else rng.uniform(low, high)
            for name, (low, high, scale) in space.items()
        }
        for _ in range(n_trials)
    ]


def fixed_seed(space: Space, n_trials: int, rng: np.random.Generator) -> object:  # noqa: ARG001
    return random_search(space, n_trials, np.random.default_rng(0))


def from_a_grid(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    grids = {
        name: np.geomspace(low, high, 10) if scale == "log" else np.linspace(low, high, 10)
        for name, (low, high, scale) in space.items()
    }
    return [{name: rng.choice(grid) for name, grid in grids.items()} for _ in range(n_trials)]


def dict_of_lists(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    trials = random_search(space, n_trials, rng)
    return {name: [trial[name] for trial in trials] for name in space}


def whole_decades(space: Space, n_trials: int, rng: np.random.Generator) -> object:
    return [
        {
            name: low * 10.0 ** rng.integers(0, int(np.log10(high / low)) + 1)
            if scale == "log"
            else rng.uniform(low, high)
            for name, (low, high, scale) in space.items()
        }
        for _ in range(n_trials)
    ]


EXERCISE = Exercise(
    title=Text(
        hi="random_search: hyper-parameters की random खोज",
        en="Random search",
    ),
    statement=Text(
        hi="`space` एक dict है: नाम -> (low, high, 'linear' या 'log')। `n_trials` dicts की list "
        "लौटाइए, हर dict में हर नाम की एक value। 'linear' का अर्थ: [low, high] पर uniform; 'log' "
        "का अर्थ: value का logarithm uniform, ln low से ln high तक। हर trial का हर parameter अलग "
        "से draw कीजिए, बाकी सब से स्वतंत्र। सारे draws `rng` (numpy.random.Generator) से लीजिए: "
        "वही seed वही trials दे।",
        en="`space` is a dict from a name to (low, high, 'linear' or 'log'). Return a list of "
        "`n_trials` dicts, each with one value for every name. 'linear' means uniform on [low, "
        "high]; 'log' means that the logarithm of the value is uniform, from ln low to ln high. "
        "Draw every parameter of every trial on its own, independently of all others. Take all "
        "draws from `rng` (a numpy.random.Generator): the same seed gives the same trials.",
    ),
    hints=(
        Text(
            hi="learning rate 0.0001 से 0.1 तक: linear draws में 90 % 0.01 से बड़े होंगे।",
            en="A learning rate from 0.0001 to 0.1: of linear draws 90 % lie above 0.01.",
        ),
        Text(
            hi="'log': u को ln low और ln high के बीच uniform draw कीजिए, फिर exp(u) लीजिए।",
            en="'log': draw u uniformly between ln low and ln high, then take exp(u).",
        ),
        Text(
            hi="n_trials dicts, हर dict में space के सारे नाम; हर value की अपनी draw।",
            en="n_trials dicts, each with all names of space, each value with a draw of its own.",
        ),
        Text(
            hi="दो loops: trials पर, और space.items() पर।",
            en="Two loops: over the trials and over space.items().",
        ),
    ),
    reference=random_search,
    cases=cases,
    kind="random",
    driver=packed,
    accepts=accepts,
    traits=traits,
    styles=(by_loop, by_columns, by_generator, in_float32, one_element_arrays, by_legacy_generator),
    misconceptions=(
        Misconception(
            "log-ignored",
            log_ignored,
            Text(
                hi="आपने 'log' वाले parameters भी linear draw किए; छोटी values लगभग आती ही नहीं। logarithm "
                "को uniform draw कीजिए।",
                en="You drew the 'log' parameters linearly as well; small values hardly come up. Draw the "
                "logarithm uniformly.",
            ),
        ),
        Misconception(
            "log-everywhere",
            log_everywhere,
            Text(
                hi="आपने 'linear' वाले parameters भी log scale पर draw किए।",
                en="You drew the 'linear' parameters on the log scale, too.",
            ),
        ),
        Misconception(
            "same-draw-for-all",
            same_draw,
            Text(
                hi="सारे trials एक जैसे हैं; हर trial में फिर से draw कीजिए।",
                en="All trials are the same; draw anew for each one.",
            ),
        ),
        Misconception(
            "one-number-for-all-parameters",
            one_number_for_all,
            Text(
                hi="एक trial के सारे parameters एक ही draw से बने, तो वे साथ-साथ बड़े-छोटे होते हैं। हर "
                "parameter की अपनी draw हो।",
                en="All parameters of a trial come from one draw, so they rise and fall together. Give each "
                "parameter a draw of its own.",
            ),
        ),
        Misconception(
            "outside-the-bounds",
            outside,
            Text(
                hi="कुछ values [low, high] से बाहर हैं।",
                en="Some values lie outside [low, high].",
            ),
        ),
        Misconception(
            "exponent-returned",
            exponent_returned,
            Text(
                hi="'log' पर आपने logarithm ही लौटा दिया; उसका exp (या 10 की power) लीजिए।",
                en="For 'log' you returned the logarithm itself; take exp of it, or the power of 10.",
            ),
        ),
        Misconception(
            "rng-ignored",
            lambda space, n_trials, _: random_search(space, n_trials, np.random),
            Text(
                hi="आपने `np.random` से draw किया; draws दिए हुए `rng` से लीजिए, ताकि वही seed वही trials दे।",
                en="You drew from `np.random`; draw from the `rng` you are given, so that the same seed "
                "gives the same trials.",
            ),
        ),
        Misconception(
            "fixed-seed",
            fixed_seed,
            Text(
                hi="आपने अपना generator तय seed से बनाया, तो trials हर बार वही हैं। draws दिए हुए `rng` से लीजिए।",
                en="You made a generator of your own with a fixed seed, so the trials never change. Draw "
                "from the `rng` you are given.",
            ),
        ),
        Misconception(
            "from-a-grid",
            from_a_grid,
            Text(
                hi="आपने values एक grid में से चुनीं; [low, high] की कोई भी value आ सकती है।",
                en="You chose values from a grid; any value in [low, high] may come up.",
            ),
        ),
        Misconception(
            "dict-of-lists",
            dict_of_lists,
            Text(
                hi="आपने lists का एक dict लौटाया; dicts की list लौटाइए, हर trial का एक dict।",
                en="You returned a dict of lists; return a list of dicts, one for each trial.",
            ),
        ),
        Misconception(
            "whole-decades-only",
            whole_decades,
            Text(
                hi="'log' पर आपने सिर्फ़ low के 10, 100, ... गुना लिए; बीच की values भी आनी चाहिए।",
                en="For 'log' you took only low times 1, 10, 100 and so on; values in between must come up, too.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("sklearn.model_selection.ParameterSampler", "sklearn.model_selection.RandomizedSearchCV"),
            Text(
                hi="यहाँ trials ख़ुद draw कीजिए।",
                en="Here you draw the trials yourself.",
            ),
        ),
    ),
)
