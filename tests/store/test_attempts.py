from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone

import pytest

from grader.store import store as store_module
from grader.store.attempts import record_attempts
from grader.store.errors import StoreError, SupersededError
from grader.store.hints import hints_taken, take_hint
from grader.store.history import attempt, attempts, attempts_made, best, gradebook, history, recorded_keys, source
from grader.store.store import open_store


def test_an_attempt_comes_back_as_it_was_written(store, new, day):
    given = new(
        student="अनु राधा",
        verdict="WA",
        score=10 / 3,
        seed=2**64 - 1,
        source="def f():\0\r\n\ud800 '∇'\n",
        file="घर काम.py",
        report={"checks": [{"score": "nan"}], "at": [0, None], "text": "\0 \ud800 हाँ"},
        diagnosis="axis-0",
        fingerprint="ab12",
        submitted_at=day(1),
        batch="b1",
        assignment="hw1",
        idempotency_key="k",
    )
    before = datetime.now(UTC)
    (number,) = record_attempts(store, [given])
    got = attempt(store, number)
    expected = {name: value for name, value in asdict(given).items() if name != "source"}
    assert {name: getattr(got, name) for name in expected} == expected
    assert source(store, got.source_sha256) == given.source
    assert before <= got.created_at <= datetime.now(UTC)
    assert got.submitted_at == day(1)
    assert got.submitted_at.utcoffset() == timedelta(0)
    assert list(history(store, "अनु राधा")) == [got]


@pytest.mark.parametrize("seed", [0, 2**63 - 1, 2**63, 2**64 - 1])
def test_every_unsigned_64_bit_seed_is_kept(store, new, seed):
    assert attempt(store, record_attempts(store, [new(seed=seed)])[0]).seed == seed


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_another_seed_is_refused_and_nothing_written(store, new, seed):
    with pytest.raises(ValueError, match="64-bit"):
        record_attempts(store, [new(), new(seed=seed)])
    assert not list(attempts(store))


def test_a_name_is_the_same_name_composed_or_decomposed_and_bytes_are_shown(store, new):
    record_attempts(store, [new(student="ज\u093cोया"), new(student="Zoe\u0308", file="a\udcff\0.py")])
    assert best(store, "\u095bोया") == {"softmax": (10.0, "AC")}
    assert next(history(store, "Zo\u00eb")).file == "a\\udcff\\x00.py"


def test_times_of_other_zones_are_kept_as_the_same_moment(store, new):
    india = datetime(2025, 3, 1, 0, 30, 0, 5, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    (number,) = record_attempts(store, [new(submitted_at=india)])
    assert attempt(store, number).submitted_at == datetime(2025, 2, 28, 19, 0, 0, 5, tzinfo=UTC)


def test_a_source_is_kept_once(store, new):
    record_attempts(store, [new(), new(), new(source="x = 1")])
    rows = list(attempts(store))
    assert len({row.source_sha256 for row in rows}) == 2
    assert source(store, rows[2].source_sha256) == "x = 1"
    assert source(store, "0" * 64) is None


def test_all_of_a_transaction_or_nothing(store, new):
    with pytest.raises(StoreError, match="store_failed"):
        record_attempts(store, [new(source="only here"), new(score=11.0)])
    with pytest.raises(ValueError, match="no attempt 99"):
        record_attempts(store, [new(), new(supersedes=99, reason="case mended")])
    assert not list(attempts(store))
    assert record_attempts(store, []) == []


@pytest.mark.parametrize(
    "wrong", [{"verdict": "OK"}, {"score": -0.5}, {"score": 10.1}, {"score": float("nan")}, {"verdict": "JEJE"}]
)
def test_a_row_that_makes_no_sense_is_refused(store, new, wrong):
    with pytest.raises(StoreError, match="store_failed"):
        record_attempts(store, [new(**wrong)])
    assert not list(attempts(store))


def test_a_score_may_exceed_the_maximum_by_rounding_only(store, new):
    total = sum([0.1] * 3)
    assert total > 0.3
    assert record_attempts(store, [new(score=total, max_score=0.3)])


def test_a_report_with_a_bare_nan_is_the_callers_mistake(store, new):
    with pytest.raises(ValueError, match="JSON compliant"):
        record_attempts(store, [new(report={"x": float("nan")})])


def test_the_same_key_writes_once_and_returns_the_first(store, new):
    first = record_attempts(store, [new(idempotency_key="a"), new(idempotency_key="b", batch="x")])
    again = record_attempts(store, [new(idempotency_key="b", score=0.0), new(idempotency_key="c", batch="x")])
    assert again[0] == first[1]
    assert [row.score for row in attempts(store)] == [10.0] * 3
    assert list(recorded_keys(store, "x")) == ["b", "c"]
    twice = record_attempts(store, [new(idempotency_key="d")] * 2)
    assert twice[0] == twice[1]
    assert len([row for row in attempts(store) if row.idempotency_key == "d"]) == 1


def test_best_is_the_highest_score_then_the_accepted_and_never_a_judge_error(store, new):
    record_attempts(
        store,
        [
            new(verdict="WA", score=4.0),
            new(verdict="TLE", score=6.0),
            new(verdict="JE", score=0.0),
            new(exercise="relu", verdict="JE", score=0.0),
            new(exercise="gelu", verdict="WA", score=0.0, max_score=0.0),
            new(exercise="gelu", verdict="AC", score=0.0, max_score=0.0),
            new(exercise="gelu", verdict="CE", score=0.0, max_score=0.0),
            new(student="bala", score=10.0),
        ],
    )
    assert best(store, "anu") == {"softmax": (6.0, "TLE"), "gelu": (0.0, "AC")}
    assert best(store, "nobody") == {}


def test_a_regrade_takes_the_place_of_the_first_and_both_are_kept(store, new, day):
    first, second = record_attempts(
        store, [new(verdict="WA", score=2.0, submitted_at=day(1)), new(verdict="WA", score=5.0, submitted_at=day(2))]
    )
    (third,) = record_attempts(store, [new(score=10.0, supersedes=first, reason="case 3 mended")])
    (fourth,) = record_attempts(store, [new(verdict="WA", score=3.0, supersedes=third, reason="mended again")])
    row = attempt(store, fourth)
    assert (row.original, row.supersedes, row.submitted_at, row.reason) == (first, third, day(1), "mended again")
    assert best(store, "anu") == {"softmax": (5.0, "WA")}
    assert [row.id for row in attempts(store)] == [second, fourth]
    assert [row.id for row in attempts(store, current=False)] == [first, second, third, fourth]
    assert [row.id for row in history(store, "anu", "softmax")] == [first, second, third, fourth]
    assert attempts_made(store, "anu", "softmax") == 2
    (grade,) = gradebook(store)
    assert (grade.best, grade.last, grade.mean, grade.attempts) == (5.0, 5.0, 4.0, 2)


def test_a_regrade_stays_with_its_student_exercise_and_assignment(store, new):
    (first,) = record_attempts(store, [new(assignment="hw1", score=1.0, verdict="WA")])
    for other in ({"student": "bala"}, {"exercise": "relu"}):
        with pytest.raises(ValueError, match="another student's or exercise's"):
            record_attempts(store, [new(supersedes=first, reason="r", **other)])
    record_attempts(store, [new(supersedes=first, reason="r")])
    (grade,) = gradebook(store, assignment="hw1")
    assert (grade.best, grade.attempts) == (10.0, 1)


def test_one_attempt_is_replaced_once(store, new):
    (first,) = record_attempts(store, [new()])
    regrade = new(score=1.0, verdict="WA", supersedes=first, reason="r", idempotency_key="regrade-1")
    (second,) = record_attempts(store, [regrade])
    assert record_attempts(store, [regrade]) == [second]
    with pytest.raises(SupersededError) as caught:
        record_attempts(store, [new(supersedes=first, reason="another", idempotency_key="other")])
    assert caught.value.params == {"table": "attempt", "id": first}
    assert len(list(attempts(store, current=False))) == 2


def test_our_own_fault_never_takes_a_score_away(store, new):
    (first,) = record_attempts(store, [new()])
    with pytest.raises(ValueError, match="judge error"):
        record_attempts(store, [new(verdict="JE", score=0.0, supersedes=first, reason="r")])
    with pytest.raises(ValueError, match="reason"):
        record_attempts(store, [new(supersedes=first)])


def test_the_gradebook_has_best_last_and_mean_of_what_stands(store, new, day):
    record_attempts(
        store,
        [
            new(score=10.0, submitted_at=day(2), assignment="hw1"),
            new(score=4.0, verdict="WA", submitted_at=day(3), assignment="hw1"),
            new(score=1.0, verdict="WA", submitted_at=day(1), assignment="hw1"),
            new(score=0.0, verdict="JE", submitted_at=day(4), assignment="hw1"),
            new(score=9.0, verdict="WA", submitted_at=day(5)),
            new(student="bala", exercise="relu", score=5.0, max_score=5.0, submitted_at=day(9), assignment="hw1"),
        ],
    )
    anu, bala = gradebook(store, assignment="hw1")
    assert (anu.best, anu.last, anu.mean, anu.max_score, anu.verdict, anu.last_at, anu.attempts) == (
        10.0, 4.0, 5.0, 10.0, "AC", day(3), 3,
    )  # fmt: skip
    assert (bala.student, bala.exercise, bala.best, bala.max_score) == ("bala", "relu", 5.0, 5.0)
    (early,) = gradebook(store, until=day(3), student="anu")
    assert (early.last, early.attempts) == (10.0, 2)
    assert [grade.exercise for grade in gradebook(store, exercise="relu")] == ["relu"]


def test_attempts_are_chosen_by_every_filter(store, new, day):
    rows = [
        new(submitted_at=day(1)),
        new(submitted_at=day(2), student="bala"),
        new(submitted_at=day(3), exercise="relu"),
        new(submitted_at=day(4), assignment="hw"),
        new(submitted_at=day(5), batch="b"),
        new(submitted_at=day(6), verdict="WA"),
    ]
    ids = record_attempts(store, rows)

    def chosen(**wanted):
        return [ids.index(row.id) for row in attempts(store, **wanted)]

    assert chosen(student="bala") == [1]
    assert chosen(exercise="relu") == [2]
    assert chosen(assignment="hw") == [3]
    assert chosen(batch="b") == [4]
    assert chosen(verdict="WA") == [5]
    assert chosen(since=day(3), until=day(5)) == [2, 3]
    assert chosen(student="bala", verdict="WA") == []


def test_pages_neither_lose_nor_repeat_a_row(store, new, monkeypatch):
    ids = record_attempts(store, [new(score=float(index)) for index in range(9)])
    for size in (1, 3, 4, 9, 10):
        monkeypatch.setattr(store_module, "PAGE", size)
        assert [row.id for row in attempts(store)] == ids
        assert [row.id for row in history(store, "anu")] == ids


def test_rows_may_be_written_while_others_are_read(store, new):
    record_attempts(store, [new()] * 3)
    for row in attempts(store):
        if row.supersedes is None:
            record_attempts(store, [new(supersedes=row.id, reason="read and write")])
    assert len(list(attempts(store, current=False))) == 6


def test_hints_are_remembered_once_each(store):
    take_hint(store, "anu", "softmax", 2)
    take_hint(store, "anu", "softmax", 1)
    take_hint(store, "anu", "softmax", 2)
    take_hint(store, "bala", "softmax", 3)
    assert hints_taken(store, "anu", "softmax") == (1, 2)
    assert hints_taken(store, "anu", "relu") == ()


def test_what_was_written_is_there_when_opened_again(url, new):
    with open_store(url) as store:
        record_attempts(store, [new()])
    with open_store(url) as store:
        assert best(store, "anu") == {"softmax": (10.0, "AC")}
        assert "secret" not in store.shown
