from datetime import UTC, datetime, timedelta

import pytest

from grader.store import store as store_module
from grader.store.cards import card, due_cards, put_card
from grader.store.errors import StoreError, SupersededError
from grader.store.marks import (
    NewMark,
    NewResponse,
    current_marks,
    marks_of,
    record_marks,
    record_responses,
    unmarked,
)
from grader.store.quizzes import (
    QuestionVersion,
    finish_quiz_attempt,
    keep_question,
    keep_quiz,
    keep_variant,
    question_version,
    quiz,
    quiz_attempts,
    quizzes,
    start_quiz_attempt,
    variant,
)

QUESTION = QuestionVersion(
    question="losses/cross-entropy", topic="losses", kind="numeric", body={"stem": {"hi": "हानि?", "en": "Loss?"}}
)


@pytest.fixture
def asked(store):
    """A variant, and a quiz with two sittings."""
    number = keep_variant(store, keep_question(store, QUESTION), 2**64 - 1, {"z": [1.5]}, 0.25)
    week = keep_quiz(store, "week 1", {"points": 3})
    return number, [start_quiz_attempt(store, week, student, 1, "hi") for student in ("anu", "bala")]


@pytest.fixture
def mark():
    def make(**values):
        return NewMark(**{"fraction": 1.0, "status": "final", "marker": "numeric", "marker_version": "1"} | values)

    return make


@pytest.fixture
def answer(asked):
    def make(**values):
        given = {"student": "anu", "variant": asked[0], "language": "hi", "raw": "१६", "quiz_attempt": asked[1][0]}
        return NewResponse(**given | {"slot": 0} | values)

    return make


def test_a_question_and_a_variant_are_kept_once_and_come_back(store):
    version = keep_question(store, QUESTION)
    assert keep_question(store, QUESTION) == version
    assert question_version(store, version) == QUESTION
    other = QuestionVersion(question=QUESTION.question, topic="losses", kind="numeric", body={"stem": "mended"})
    assert keep_question(store, other) != version
    number = keep_variant(store, version, 2**64 - 1, {"z": [1.5, None]}, "0.25")
    assert keep_variant(store, version, 2**64 - 1, {"z": "another"}, 0) == number
    kept = variant(store, number)
    assert (kept.seed, kept.givens, kept.answer) == (2**64 - 1, {"z": [1.5, None]}, "0.25")
    assert question_version(store, 99) is variant(store, 99) is None
    with pytest.raises(ValueError, match="64-bit"):
        keep_variant(store, version, 2**64, {}, 0)


def test_a_quiz_that_changes_is_a_new_row_and_what_was_sat_keeps_the_old(store):
    first = keep_quiz(store, "week 1", {"count": 5, "lang": "hi"})
    assert keep_quiz(store, "week 1", {"lang": "hi", "count": 5}) == first
    sitting = start_quiz_attempt(store, first, "anu", 1, "hi")
    second = keep_quiz(store, "week 1", {"count": 6})
    assert (quiz(store, "week 1").id, quiz(store, "week 1").spec) == (second, {"count": 6})
    assert quiz(store, "week 2") is None
    assert [kept.id for kept in quizzes(store)] == [first, second]
    (sat,) = quiz_attempts(store)
    assert (sat.id, sat.quiz) == (sitting, first)


def test_a_sitting_is_resumed_and_ends_once(store, asked):
    _, (sitting, _) = asked
    (sat,) = quiz_attempts(store, student="anu")
    assert start_quiz_attempt(store, sat.quiz, "anu", 1, "en") == sitting
    assert start_quiz_attempt(store, sat.quiz, "anu", 2, "en") != sitting
    assert finish_quiz_attempt(store, sitting)
    ended = next(quiz_attempts(store, student="anu")).finished_at
    assert datetime.now(UTC) - ended < timedelta(minutes=1)
    assert not finish_quiz_attempt(store, sitting)
    assert next(quiz_attempts(store, student="anu")).finished_at == ended


def test_a_response_keeps_what_was_typed_and_its_mark_stands(store, asked, answer, mark):
    raw = {"left": ["a", "\0 १६ "], "right": None}
    given = answer(raw=raw, normalized=16, hints=1, milliseconds=900.5, mark=mark(misconception="log-base-2"))
    (number,) = record_responses(store, [given])
    (marked,) = current_marks(store)
    assert (marked.response, marked.raw, marked.normalized, marked.hints) == (number, raw, 16, 1)
    assert (marked.fraction, marked.status, marked.misconception) == (1.0, "final", "log-base-2")
    assert (marked.question, marked.topic, marked.kind, marked.seed) == (
        "losses/cross-entropy", "losses", "numeric", 2**64 - 1,
    )  # fmt: skip
    assert (marked.student, marked.quiz_attempt, marked.slot, marked.number) == ("anu", asked[1][0], 0, 1)
    assert datetime.now(UTC) - marked.answered_at < timedelta(minutes=1)


def test_practice_belongs_to_no_quiz(store, answer, mark):
    record_responses(store, [answer(quiz_attempt=None, slot=None, mark=mark(fraction=0.5))])
    (marked,) = current_marks(store, student="anu")
    assert (marked.quiz, marked.quiz_attempt, marked.number) == (None, None, None)


def test_a_regrade_is_a_new_mark_and_both_are_kept(store, answer, mark):
    (response,) = record_responses(store, [answer(mark=mark(fraction=0.0))])
    (old,) = current_marks(store)
    again = mark(supersedes=old.id, reason="१६ is 16", marked_by="राधा", marker_version="2")
    (new,) = record_marks(store, [(response, again)])
    (stands,) = current_marks(store)
    assert (stands.id, stands.fraction, stands.marked_by, stands.reason) == (new, 1.0, "राधा", "१६ is 16")
    assert [(row["fraction"], row["marker_version"]) for row in marks_of(store, response)] == [(0.0, "1"), (1.0, "2")]
    with pytest.raises(SupersededError) as caught:
        record_marks(store, [(response, again)])
    assert caught.value.params == {"table": "mark", "id": old.id}
    assert len(marks_of(store, response)) == 2


def test_a_first_mark_is_written_once(store, answer, mark):
    (response,) = record_responses(store, [answer()])
    assert [row["id"] for row in unmarked(store)] == [response]
    assert [row["raw"] for row in unmarked(store)] == ["१६"]
    (first,) = record_marks(store, [(response, mark())])
    assert record_marks(store, [(response, mark(fraction=0.0))]) == [first]
    assert [marked.fraction for marked in current_marks(store)] == [1.0]
    assert list(unmarked(store)) == []


def test_marks_that_make_no_sense_are_refused_and_nothing_written(store, answer, mark):
    first, second = record_responses(store, [answer(mark=mark()), answer()])
    (standing,) = current_marks(store)
    with pytest.raises(ValueError, match="none of response"):
        record_marks(store, [(second, mark()), (second, mark(supersedes=standing.id, reason="r"))])
    with pytest.raises(ValueError, match="needs a reason"):
        record_marks(store, [(first, mark(supersedes=standing.id))])
    for wrong in ({"fraction": 1.5}, {"fraction": None}, {"status": "perhaps"}):
        with pytest.raises(StoreError, match="store_failed"):
            record_marks(store, [(second, mark(**wrong))])
    with pytest.raises(StoreError, match="store_failed"):
        record_marks(store, [(99, mark())])
    with pytest.raises(StoreError, match="store_failed"):
        record_responses(store, [answer(), answer(slot=None)])
    assert [marked.id for marked in current_marks(store)] == [standing.id]
    assert record_marks(store, [(second, mark(fraction=None, status="needs_review"))])


def test_a_response_with_the_same_key_is_written_once_with_its_mark(store, answer, mark):
    first = record_responses(store, [answer(idempotency_key="anu-0", mark=mark())])
    assert record_responses(store, [answer(idempotency_key="anu-0", raw="17", mark=mark(fraction=0.0))]) == first
    assert [(marked.raw, marked.fraction) for marked in current_marks(store)] == [("१६", 1.0)]


def test_marks_are_chosen_by_every_filter(store, asked, answer, mark, monkeypatch):
    _, (anus, balas) = asked
    (sat, _) = quiz_attempts(store)
    provisional = mark(status="provisional")
    record_responses(
        store,
        [
            answer(mark=mark()),
            answer(slot=1, mark=provisional),
            answer(student="bala", quiz_attempt=balas, mark=mark()),
            answer(student="bala", quiz_attempt=None, slot=None, mark=mark()),
        ],
    )

    def chosen(**wanted):
        return [(marked.student, marked.slot) for marked in current_marks(store, **wanted)]

    everyone = [("anu", 0), ("anu", 1), ("bala", 0), ("bala", None)]
    for size in (1, 2, 4, 200):
        monkeypatch.setattr(store_module, "PAGE", size)
        assert chosen() == everyone
    assert chosen(quiz_id=sat.quiz) == everyone[:3]
    assert chosen(quiz_attempt=anus) == everyone[:2]
    assert chosen(student="bala") == everyone[2:]
    assert chosen(status="provisional") == everyone[1:2]
    assert chosen(question="losses/cross-entropy") == everyone
    assert chosen(question="losses/other") == []


def test_a_review_card_is_kept_in_place_of_the_one_before(store, day):
    put_card(store, "anu", "losses/q", {"stability": 1.5}, day(5))
    put_card(store, "anu", "losses/p", {"stability": 2.5}, day(3))
    put_card(store, "anu", "losses/q", {"stability": 3.5}, day(4))
    put_card(store, "bala", "losses/q", {}, day(1))
    assert card(store, "anu", "losses/q") == {"stability": 3.5}
    assert card(store, "anu", "losses/z") is None
    assert due_cards(store, "anu") == [
        ("losses/p", day(3), {"stability": 2.5}),
        ("losses/q", day(4), {"stability": 3.5}),
    ]
    assert [question for question, _, _ in due_cards(store, "anu", day(4))] == ["losses/p"]
