"""Every pattern is produced by a function that makes the mistake, and by none that does not."""

import numpy as np
import pytest

RNG = np.random.default_rng(8)


def table(rng):
    """Rows and columns of different numbers in every case, both signs."""
    return (np.round(rng.normal(size=(rng.integers(3, 6), rng.integers(2, 5))) * 3, 3),)


def square(rng):
    return (np.round(rng.normal(size=(3, 3)) * 3, 3),)


def curve(x):
    return x * np.abs(x) + x + 0.3


def norm(x):
    return np.sqrt((x * x).sum())


def bowl(x):
    return (x * x).sum() + 0.7


def moments(x):
    return x.mean(axis=0), x.std(axis=0) + 1


def positive(x):
    return x * x + 0.1


def probabilities(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def walk(x):
    return np.cumsum(x, axis=0)


def steps(x):
    return [row * 2 for row in walk(x)]


def spoil(reference, how):
    def wrong(x):
        return how(x, reference(x))

    return wrong


def assign(value, where, to):
    value = np.array(value)
    value[where] = to(value[where])
    return value


def shift(x):
    return x + 1


MISTAKES = [
    ("sign", curve, lambda _, y: -y, {}),
    ("absolute", curve, lambda _, y: np.abs(y), {}),
    ("factor", curve, lambda _, y: 2 * y, {"factor": "2"}),
    ("factor", curve, lambda _, y: y / np.log(2), {"factor": "1/log 2"}),
    ("factor", bowl, lambda x, y: y * x.size, {"factor": "n", "size": "n"}),
    ("factor", bowl, lambda x, y: y / len(x), {"factor": "1/N", "size": "N"}),
    ("factor", bowl, lambda x, y: y * len(x) / (len(x) - 1), {"factor": "N/(N - 1)", "size": "N"}),
    ("factor", bowl, lambda x, y: y / np.sqrt(x.shape[1]), {"factor": "1/sqrt(D)", "size": "D"}),
    ("factor", curve, lambda _, y: 1.37 * y, {"factor": "1.37"}),
    ("offset", bowl, lambda _, y: y - 0.5, {"offset": "-0.5"}),
    ("reversed", curve, lambda _, y: y[::-1], {}),
    ("rounded", curve, lambda _, y: np.round(y, 2), {"digits": 2}),
    ("rounded", curve, lambda _, y: np.round(y), {"digits": 0}),
    ("truncated", curve, lambda _, y: y.astype(int), {}),
    ("constant", bowl, lambda _, __: 0.0, {"value": "0"}),
    ("unchanged", curve, lambda x, _: x, {}),
    ("mapped", bowl, lambda _, y: np.sqrt(y), {"form": "sqrt(y)"}),
    ("mapped", probabilities, lambda _, y: 1 - y, {"form": "1 - y"}),
    ("mapped", positive, lambda _, y: np.log(y), {"form": "log(y)"}),
    ("clipped", curve, lambda _, y: np.minimum(y, 2), {"kind": "above", "high": "2"}),
    ("clipped", curve, lambda _, y: np.maximum(y, -2), {"kind": "below", "low": "-2"}),
    ("clipped", curve, lambda _, y: np.clip(y, -2, 2), {"kind": "both"}),
    ("swapped", moments, lambda _, y: y[::-1], {}),
    ("part", moments, lambda x, y: (y[0], y[1] + x.sum()), {"part": 2, "of": 2, "how": None}),
    ("wrong_where", curve, lambda x, y: np.where(x < 0, y + x, y), {"where": "negative"}),
    ("wrong_where", curve, lambda x, y: np.where(x > 0, y + x, y), {"where": "positive"}),
    ("wrong_beyond", curve, lambda x, y: np.where(np.abs(x) > 2, y + x, y), {}),
    ("first_only", walk, lambda _, y: assign(y, slice(1, None), shift), {"kind": "rows"}),
    ("last_wrong", walk, lambda _, y: assign(y, -1, shift), {"kind": "rows"}),
    ("first_wrong", walk, lambda _, y: assign(y, 0, shift), {"kind": "rows"}),
    ("first_column_only", walk, lambda _, y: assign(y, (slice(None), slice(1, None)), shift), {}),
    ("own_factor", probabilities, lambda _, y: y / y.max(axis=1, keepdims=True), {"each": "rows"}),
    ("own_factor", probabilities, lambda _, y: y / y.sum(axis=0), {"each": "columns"}),
    ("own_offset", curve, lambda x, y: y - x.mean(axis=1, keepdims=True), {"each": "rows"}),
    ("own_offset", curve, lambda x, y: y - x.mean(axis=0), {"each": "columns"}),
    ("shuffled", curve, lambda _, y: np.sort(y.ravel()).reshape(y.shape), {}),
    ("transposed", curve, lambda _, y: y.T, {}),
    ("reduced", curve, lambda _, y: y.sum(), {"how": "sum", "axis": None}),
    ("reduced", curve, lambda _, y: y.mean(axis=0), {"how": "mean", "axis": 0}),
    ("not_reduced", bowl, lambda x, _: x * x + 0.7 / x.size, {"how": "sum", "axis": None}),
    ("first_value_only", moments, lambda _, y: y[0], {"of": 2}),
    ("more_values", curve, lambda x, y: (y, x), {"got": 2}),
    ("one_step_behind", walk, lambda x, y: np.concatenate([np.zeros_like(x[:1]), y[:-1]]), {}),
]


@pytest.mark.parametrize(
    ("code", "reference", "how", "params"), MISTAKES, ids=[f"{n}-{m[0]}" for n, m in enumerate(MISTAKES)]
)
def test_a_mistake_shows_its_pattern(look, toy, code, reference, how, params):
    found = look(toy(reference, table), spoil(reference, how)).pattern
    assert found is not None
    assert found.code == f"pattern.{code}"
    assert params.items() <= dict(found.params).items()


@pytest.mark.parametrize("reference", [curve, bowl, moments, probabilities, walk])
def test_a_right_answer_shows_no_pattern(look, toy, reference):
    assert look(toy(reference, table), reference).pattern is None


@pytest.mark.parametrize("reference", [curve, bowl, moments, probabilities, walk])
def test_an_answer_that_follows_no_pattern_is_not_given_one(look, toy, reference):
    def noise(x, y):
        rng = np.random.default_rng(int(abs(x).sum() * 1000))  # the same call, the same noise
        return (
            tuple(part + rng.normal(size=part.shape) for part in y)
            if isinstance(y, tuple)
            else y + rng.normal(size=np.shape(y))
        )

    assert look(toy(reference, table), spoil(reference, noise)).pattern is None


def test_a_square_answer_transposed_is_seen_too(look, toy):
    assert look(toy(walk, square), lambda x: walk(x).T).pattern.code == "pattern.transposed"


def test_one_wrong_part_says_how_it_is_wrong(look, toy):
    found = look(toy(moments, table), lambda x: (x.mean(axis=0), -moments(x)[1])).pattern
    assert (found.code, found.params["how"].code) == ("pattern.part", "pattern.sign")


def test_two_values_in_the_other_order(look, toy):
    assert look(toy(moments, table), lambda x: moments(x)[::-1]).pattern.code == "pattern.swapped"


def test_a_trajectory_one_step_behind(look, toy):
    def late(x):
        return [x[0] * 0, *steps(x)[:-1]]

    assert look(toy(steps, table), late).pattern.code == "pattern.one_step_behind"


def test_printed_instead_of_returned(look, toy):
    assert look(toy(curve, table), lambda _: None, printed="[0. 1.]\n").pattern.code == "pattern.printed"


def test_none_without_output_is_no_print(look, toy):
    assert look(toy(curve, table), lambda _: None).pattern is None


def test_changed_its_argument_and_returned_none(look, toy):
    def in_place(x):
        x[:] = curve(x)

    assert look(toy(curve, table), in_place).pattern.code == "pattern.in_place"


def test_a_column_met_a_vector(look, toy):
    def residual(y, p):
        return y - p

    def column(rng):
        size = rng.integers(3, 6)
        return rng.normal(size=size), rng.normal(size=size)

    found = look(toy(residual, column), lambda y, p: y[:, None] - p).pattern
    assert found.code == "pattern.broadcast"


def test_state_kept_between_calls(look, toy):
    calls = []

    def counting(x):
        calls.append(1)
        return curve(x) + len(calls)

    assert look(toy(curve, table), counting).pattern.code == "pattern.state"


def test_nan_where_the_input_is_negative(look, toy):
    def rooted(x):
        return np.where(x < 0, np.nan, curve(x))

    found = look(toy(curve, table), rooted).pattern
    assert (found.code, found.params["where"]) == ("pattern.nan_where", "negative")


def test_nan_everywhere_is_no_place(look, toy):
    assert look(toy(curve, table), lambda x: x * np.nan).pattern is None


@pytest.mark.parametrize(("kind", "out"), [("nan", np.nan), ("values", 5.0)])
def test_wrong_only_for_extreme_inputs(look, toy, kind, out):
    exercise = toy(curve, table, extreme=(np.array([[900.0, 1.0]]),))
    found = look(exercise, lambda x: np.where(x > 800, out, curve(x))).pattern
    assert (found.code, found.params["kind"], found.params["largest"]) == ("pattern.extreme_only", kind, "900")


def test_a_pattern_of_ordinary_inputs_is_told_though_an_edge_differs(look, toy):
    exercise = toy(curve, table, extreme=(np.array([[900.0, 1.0]]),))
    found = look(exercise, lambda x: np.where(x > 800, 0.0, -curve(x))).pattern
    assert found.code == "pattern.sign"
