"""Reading drawn answers, what seeds demand, and the traits."""

import numpy as np
import pytest

from grader.spec import drawn
from grader.spec.finding import Finding
from grader.spec.value import Opaque, Rng


def code(finding):
    return finding.code if isinstance(finding, Finding) else None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "stat.not_numbers"),
        ("0.5", "stat.not_numbers"),
        (Opaque("generator"), "stat.not_numbers"),
        ([[1.0], [1.0, 2.0]], "stat.not_numbers"),
        (np.array([[1j, 0]]), "stat.not_numbers"),
        ({"a": 1.0}, "stat.not_numbers"),
        (np.zeros((2, 1)), "stat.shape"),
        (3.0, "stat.shape"),
        ([[1.0, np.nan]], "stat.not_finite"),
        ([[1.0, np.inf]], "stat.not_finite"),
    ],
)
def test_numbers_says_what_is_wrong(value, expected):
    assert code(drawn.numbers(value, (1, 2))) == expected


@pytest.mark.parametrize(
    "value", [[[1, 0]], ((1.0, 0.0),), np.array([[True, False]]), [np.array([1.0, 0.0], np.float32)]]
)
def test_numbers_takes_any_container(value):
    assert drawn.numbers(value, (1, 2)).tolist() == [[1.0, 0.0]]


def test_opaque_answers_are_called_by_their_own_type():
    assert drawn.numbers(Opaque("Normal"), (1,)).params["got"] == "Normal"


def nothing(*_):
    """A battery that finds nothing."""


CALLS = [(3, Rng(1)), (3, Rng(1)), (3, Rng(2))]


def test_seeds_demand_the_same_and_another_answer():
    a, b = np.arange(3.0), np.arange(3.0) + 0.5
    assert drawn.seeds((CALLS,), [a, a, b]) is None
    assert drawn.seeds((CALLS,), [a, a * (1 + 1e-7), b]) is None
    assert code(drawn.seeds((CALLS,), [a, b, a])) == "stat.not_same_seed"
    assert code(drawn.seeds((CALLS,), [a, a, a])) == "stat.rng_ignored"
    assert code(drawn.seeds((CALLS,), [b, b, b * (1 + 1e-9)])) == "stat.rng_ignored"


def test_calls_that_differ_otherwise_demand_nothing():
    assert drawn.seeds(([(3, Rng(1)), (4, Rng(2)), (np.ones(3), Rng(1))],), [1.0, 1.0, 1.0]) is None


def test_seeds_look_into_every_container():
    answers = [[({"lr": 1.0}, (2,))], [({"lr": 1.0}, (2,))], [({"lr": 1.5}, (2,))]]
    assert drawn.seeds((CALLS,), answers) is None
    assert code(drawn.seeds((CALLS,), [answers[0]] * 3)) == "stat.rng_ignored"


def test_nan_and_infinity_do_not_stop_the_seeds_check():
    assert code(drawn.seeds((CALLS,), [np.nan] * 3)) == "stat.rng_ignored"
    assert code(drawn.seeds((CALLS,), [np.inf, 1.0, 2.0])) == "stat.not_same_seed"


@pytest.mark.parametrize("answer", [None, 3.0, [], [1.0], {}, "abc", Opaque("x")])
def test_judged_and_traits_take_any_answer(answer):
    calls = [(3, 2, Rng(0)), (2, 3, Rng(1))]
    assert code(drawn.weights((calls,), answer, nothing)) == "stat.not_numbers"
    assert drawn.weight_traits((calls,), answer, nothing) == {"unreadable": 10.0}


def test_weights_are_read_as_fan_out_by_fan_in():
    calls = [(3, 2, Rng(0))]
    assert drawn.weights((calls,), [np.ones((2, 3))], nothing) is None
    assert code(drawn.weights((calls,), [np.ones((3, 2))], nothing)) == "stat.shape"


def test_traits_hold_still_by_chance_and_move_by_law():
    """Within 1 for the same law on any seed; more than 1 apart for every other law."""
    shape = (100, 300)

    def normals(seed, std=1.0):
        return np.random.default_rng(seed).normal(0, std, shape)

    base = drawn.traits(normals(0), shape)
    for seed in range(1, 15):
        again = drawn.traits(normals(seed), shape)
        assert again.keys() == base.keys()
        assert max(abs(again[name] - base[name]) for name in base) < 1
    rng = np.random.default_rng(99)
    others = {
        "lecun": normals(1, np.sqrt(0.5)),
        "uniform": rng.uniform(-np.sqrt(3), np.sqrt(3), shape),
        "shifted": normals(1) + 0.2,
        "turned": normals(1).T,
        "row": np.tile(normals(1)[:1], (100, 1)),
        "constant": np.ones(shape),
    }
    for name, w in others.items():
        there = drawn.traits(w, shape)
        assert there.keys() != base.keys() or max(abs(there[k] - base[k]) for k in base) > 1, name


def test_seed_traits_only_where_the_calls_show_it():
    assert drawn.seed_traits(([(3, Rng(1))],), [1.0]) == {}
    assert drawn.seed_traits((CALLS,), [1.0, 1.0, 1.0]) == {"follows_rng": 0.0}
    assert drawn.seed_traits((CALLS,), [1.0, 1.0, 2.0]) == {"follows_rng": 10.0}


def test_one_generator_asked_twice_must_have_moved_on():
    args = ([(3, Rng(1)), (3, Rng(2))], 2)
    assert len(drawn.made(args)) == 4
    assert drawn.seeds(args, [1.0, 2.0, 3.0, 4.0]) is None
    assert code(drawn.seeds(args, [1.0, 1.0, 3.0, 4.0])) == "stat.same_again"
    assert code(drawn.seeds(args, [1.0, 2.0, 1.0, 4.0])) == "stat.rng_ignored"
    assert drawn.seeds(args, [1.0, 2.0, 2.0, 1.0]) is None  # the first call of one, the second of the other
    assert drawn.seed_traits(args, [1.0, 1.0, 3.0, 4.0]) == {"follows_rng": 0.0}


def test_traits_say_whether_a_large_sample_is_right():
    calls = [(100, 100, Rng(0)), (3, 2, Rng(1))]
    answer = [np.random.default_rng(0).normal(size=(100, 100)), np.ones((2, 3))]
    right = drawn.weight_traits((calls,), answer, nothing)
    wrong = drawn.weight_traits((calls,), answer, lambda *_: Finding("stat.std"))
    assert (right["right 0"], wrong["right 0"]) == (10.0, 0.0)
    assert right["repeated 1"] == 10.0
    assert "right 1" not in right


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([1, 2], None),
        ((1.0,), None),
        (np.arange(3), None),
        ([], None),
        ([[1, 2]], "stat.shape"),
        ([[1], [1, 2]], "stat.not_numbers"),
        (5, "stat.shape"),
        ("abc", "stat.not_numbers"),
    ],
)
def test_vector_takes_one_axis(value, expected):
    assert code(drawn.vector(value)) == expected


def test_driver_stands_alone():
    assert drawn.draws(lambda a, b: a + b, [(1, 2), (3, 4)]) == [3, 7]
    assert (
        drawn.draws(lambda a: a.random(), [(np.random.default_rng(0),)], 2)
        == np.random.default_rng(0).random(2).tolist()
    )
    assert drawn.answers(([1, 2],), (3, 4)) == (3, 4)
    assert code(drawn.answers(([1, 2], 2), (3, 4))) == "stat.not_numbers"
