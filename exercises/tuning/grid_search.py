"""Every combination of hyper-parameters."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.spec import drawn
from grader.spec.exercise import Case, Exercise, Forbidden, Misconception, hidden, sample
from grader.spec.finding import Finding
from grader.spec.text import Text
from grader.spec.value import Value
from reference.tuning import grid_search

Space = dict[str, list[Any]]
Trials = list[dict[str, Any]]


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def values(count: int) -> list[int]:
        return [int(n) for n in rng.choice(np.arange(2, 50), size=count, replace=False)]

    yield sample({"lr": [0.1, 0.01], "depth": [1, 2, 3]}, hi="कुल 2 x 3 = 6 combinations", en="2 x 3 = 6 combinations")
    yield sample({"lr": [0.1, 0.01, 0.001]}, hi="एक ही parameter", en="a single parameter")
    yield hidden({"a": values(3), "b": values(4)}, hi="कुल 3 x 4 combinations", en="3 x 4 of whole numbers")
    yield hidden({"a": values(3), "b": values(3)}, hi="दोनों lists बराबर लंबी", en="two lists of equal length")
    yield hidden(
        {"units": values(2), "lr": [0.1, 0.5], "layers": values(3)}, hi="तीन parameters", en="three parameters"
    )
    yield hidden(
        {"optimizer": ["sgd", "adam"], "units": values(3)}, hi="strings और integers", en="strings and integers"
    )
    yield hidden(
        {"bias": [True, False], "activation": ["relu", "tanh", "gelu"]},
        hi="booleans और strings",
        en="booleans and strings",
    )
    yield hidden(
        {"a": values(1), "b": values(3), "c": values(1)},
        hi="एक value वाली lists",
        en="lists with a single value",
        check="edges",
    )
    yield hidden({"a": [1, 2], "b": [2, 1]}, hi="दोनों lists में वही values", en="the same values in both lists")
    yield hidden(
        {"a": values(2), "b": values(2), "c": values(2), "d": values(2)}, hi="चार parameters", en="four parameters"
    )
    yield hidden({"seed": values(1)}, hi="एक parameter, एक value", en="one parameter, one value", check="edges")


def key(trial: dict[str, Any]) -> str:
    """The same for 1, 1.0 and True, as the values compare equal; strings stay apart from numbers."""
    return repr(sorted((name, value if isinstance(value, str) else float(value)) for name, value in trial.items()))


def read(answer: Value) -> Trials | Finding:
    if not isinstance(answer, list | tuple):
        return Finding("search.not_trials", {"got": drawn.type_name(answer)})
    trials = []
    for trial in answer:
        if not isinstance(trial, dict):
            return Finding("search.not_trials", {"got": drawn.type_name(trial)})
        single = {
            name: value.item() if isinstance(value, np.ndarray) and value.size == 1 else value
            for name, value in trial.items()
        }
        for name, entry in single.items():
            if not isinstance(entry, bool | int | float | str):
                return Finding("search.not_single", {"name": name})
        trials.append(single)
    return trials


def accepts(args: tuple[Value, ...], answer: Value) -> Finding | None:
    (space,) = args
    trials = read(answer)
    if isinstance(trials, Finding):
        return trials
    for trial in trials:
        if set(trial) != set(space):
            return Finding("search.names", {"expected": ", ".join(sorted(space)), "got": ", ".join(sorted(trial))})
    wanted = {key(trial) for trial in grid_search(space)}
    got = [key(trial) for trial in trials]
    if set(got) - wanted:
        return Finding("search.foreign")
    if wanted - set(got):
        return Finding("search.missing", {"missing": len(wanted - set(got)), "of": len(wanted)})
    return Finding("search.twice", {"extra": len(got) - len(wanted)}) if len(got) > len(wanted) else None


def traits(args: tuple[Value, ...], answer: Value) -> dict[str, float]:
    trials = read(answer)
    if isinstance(trials, Finding):
        shape = len(answer) if isinstance(answer, list | tuple | dict) else -1
        return {"unreadable": 10.0 * len(trials.params), trials.code: 10.0 * shape}
    wanted = {key(trial) for trial in grid_search(args[0])}
    got = [key(trial) for trial in trials]
    return {
        "count": 10.0 * len(got),
        "distinct": 10.0 * len(set(got)),
        "right": 10.0 * len(set(got) & wanted),
        "names": 10.0 * sum(len(trial) for trial in trials),
        "first": 10.0 * bool(got and key(trials[0]) == key(grid_search(args[0])[0])),
        "last": 10.0 * bool(got and key(trials[-1]) == key(grid_search(args[0])[-1])),
    }


def by_growing(space: Space) -> object:
    trials: Trials = [{}]
    for name, values in space.items():
        trials = [{**trial, name: value} for trial in trials for value in values]
    return trials


def by_recursion(space: Space) -> object:
    if not space:
        return [{}]
    name, *rest = space
    return [{name: value, **trial} for value in space[name] for trial in by_recursion({n: space[n] for n in rest})]


def by_counting(space: Space) -> object:
    sizes = [len(values) for values in space.values()]
    return tuple({name: space[name][i] for name, i in zip(space, index, strict=True)} for index in np.ndindex(*sizes))


def backwards(space: Space) -> object:
    names = sorted(space, reverse=True)
    return (dict(zip(names, values, strict=True)) for values in itertools.product(*(space[n][::-1] for n in names)))


def by_division(space: Space) -> object:
    total = int(np.prod([len(values) for values in space.values()]))
    trials = []
    for k in range(total):
        trial = {}
        for name, values in space.items():
            k, i = divmod(k, len(values))  # noqa: PLW2901
            trial[name] = values[i]
        trials.append(trial)
    return trials


def zipped(space: Space) -> object:
    return [dict(zip(space, values, strict=True)) for values in zip(*space.values(), strict=False)]


def one_at_a_time(space: Space) -> object:
    first = {name: values[0] for name, values in space.items()}
    others = [{**first, name: value} for name, values in space.items() for value in values[1:]]
    return [first, *others]


def one_name_each(space: Space) -> object:
    return [{name: value} for name, values in space.items() for value in values]


def doubled(space: Space) -> object:
    names = list(space)
    return [trial for k in range(len(names)) for trial in grid_search({n: space[n] for n in names[k:] + names[:k]})]


def one_dict_filled(space: Space) -> object:
    trial: dict[str, Any] = {}
    trials = []
    for values in itertools.product(*space.values()):
        trial.update(zip(space, values, strict=True))
        trials.append(trial)
    return trials


def last_missing(space: Space) -> object:
    return grid_search(space)[:-1]


def tuples(space: Space) -> object:
    return list(itertools.product(*space.values()))


def permuted_pairs(space: Space) -> object:
    everything = [value for values in space.values() for value in values]
    return [dict(zip(space, values, strict=True)) for values in itertools.permutations(everything, len(space))]


def cumulative(space: Space) -> object:
    trial = {name: values[0] for name, values in space.items()}
    trials = [dict(trial)]
    for name, values in space.items():
        for value in values[1:]:
            trial[name] = value
            trials += [dict(trial)]
    return trials


EXERCISE = Exercise(
    title=Text(
        hi="grid_search: सारे combinations",
        en="Grid search",
    ),
    statement=Text(
        hi="`space` एक dict है: नाम -> values की list। सारे combinations की list लौटाइए, हर "
        "combination एक dict (नाम -> value), ठीक एक बार; क्रम कोई भी हो। values numbers, strings "
        "या booleans हैं; कोई list ख़ाली नहीं।",
        en="`space` is a dict from a name to a list of values. Return a list of all combinations, "
        "each a dict from name to value, each exactly once, in any order. Values are numbers, "
        "strings or booleans; no list is empty.",
    ),
    hints=(
        Text(
            hi="कुल combinations: lists की लंबाइयों का गुणनफल।",
            en="The number of combinations is the product of the lengths.",
        ),
        Text(
            hi="यह Cartesian product है: हर value के साथ हर दूसरी।",
            en="It is the Cartesian product: every value with every other.",
        ),
        Text(
            hi="हर trial का अपना नया dict हो; एक ही dict को बदलते जाने से सारे trials एक हो जाते हैं।",
            en="Each trial needs a new dict; changing one dict makes all trials the same.",
        ),
        Text(
            hi="itertools.product(*space.values()) और zip, या एक-एक parameter जोड़ते जाइए।",
            en="itertools.product(*space.values()) and zip, or grow the trials one parameter at a time.",
        ),
    ),
    reference=grid_search,
    cases=cases,
    kind="property",
    accepts=accepts,
    traits=traits,
    styles=(by_growing, by_recursion, by_counting, backwards, by_division),
    misconceptions=(
        Misconception(
            "zipped",
            zipped,
            Text(
                hi="zip values को जोड़ियों में बाँधता है; हर value हर दूसरी के साथ आनी चाहिए: itertools.product।",
                en="zip ties the values up in pairs; every value must meet every other: itertools.product.",
            ),
        ),
        Misconception(
            "one-at-a-time",
            one_at_a_time,
            Text(
                hi="आपने एक बार में एक ही parameter बदला, बाकी पहली value पर रहे; सारे combinations चाहिए।",
                en="You varied one parameter at a time and left the others at their first value; all "
                "combinations are asked for.",
            ),
        ),
        Misconception(
            "one-name-each",
            one_name_each,
            Text(
                hi="आपके dicts में एक ही नाम है; हर dict में सारे नाम हों।",
                en="Your dicts hold one name each; every dict holds all names.",
            ),
        ),
        Misconception(
            "duplicates",
            doubled,
            Text(
                hi="कुछ combinations बार-बार आए; हर एक ठीक एक बार आए।",
                en="Some combinations occur again and again; each must occur exactly once.",
            ),
        ),
        Misconception(
            "one-dict-filled",
            one_dict_filled,
            Text(
                hi="आपने एक ही dict को बदलकर list में बार-बार रखा; सारे trials आख़िरी जैसे हो गए। हर बार नया dict बनाइए।",
                en="You put one dict into the list again and again while changing it, so all trials equal "
                "the last. Make a new dict each time.",
            ),
        ),
        Misconception(
            "last-missing",
            last_missing,
            Text(
                hi="आख़िरी combination छूट गया।",
                en="The last combination is missing.",
            ),
        ),
        Misconception(
            "tuples",
            tuples,
            Text(
                hi="आपने tuples लौटाए; हर combination नाम -> value वाला dict हो।",
                en="You returned tuples; each combination is a dict from name to value.",
            ),
        ),
        Misconception(
            "values-under-any-name",
            permuted_pairs,
            Text(
                hi="आपने values को किसी भी नाम के नीचे रख दिया; हर नाम को उसी की list की values मिलें।",
                en="You put values under any name; each name takes values from its own list.",
            ),
        ),
        Misconception(
            "never-set-back",
            cumulative,
            Text(
                hi="आप एक के बाद एक parameter बदलते गए, पर पिछला वापस नहीं किया; सारे combinations नहीं बने।",
                en="You changed one parameter after another without setting the last one back; not all "
                "combinations came up.",
            ),
        ),
    ),
    forbidden=(
        Forbidden(
            ("sklearn.model_selection.ParameterGrid", "sklearn.model_selection.GridSearchCV"),
            Text(
                hi="यहाँ combinations ख़ुद बनाइए; itertools.product चलेगा।",
                en="Here you build the combinations yourself; itertools.product is fine.",
            ),
        ),
    ),
)
