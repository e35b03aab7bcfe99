"""assignment.yaml: what it says, and the line of what cannot be."""

from datetime import UTC, datetime, timedelta

import pytest

from grader.app.assignment import assignment_of, read_assignment
from grader.spec.errors import InputError

KNOWN = ("softmax", "relu", "adam_step")
WHOLE = """\
assignment: hw1
title: {hi: पहला काम, en: First homework}
exercises:
  softmax: 10
  relu: 5
quizzes:
  week1: 20
opens: 2026-01-05
due: 2026-01-12 18:00
closes: 2026-01-20
timezone: Asia/Kolkata
late: {per_day: 10%, at_most: 0.5}
attempts: 5
counts: last
languages: [hi, en]
pass: 40%
"""


def read(text):
    return assignment_of(text.encode(), "a.yaml", KNOWN)


def test_the_whole_is_read_and_times_are_the_courses_own():
    made = read(WHOLE)
    assert (made.id, made.title.hi, made.points) == ("hw1", "पहला काम", 35)
    assert made.due == datetime(2026, 1, 12, 12, 30, tzinfo=UTC)
    assert made.closes == datetime(2026, 1, 20, 18, 29, 59, tzinfo=UTC), "a day is over at its end"
    assert (made.attempts, made.counts, made.languages, made.pass_mark) == (5, "last", ("hi", "en"), 0.4)


def test_lateness_costs_for_each_day_begun_up_to_its_limit_and_after_the_end_all():
    made = read(WHOLE)
    kept = [made.kept(made.due + timedelta(seconds=s)) for s in (0, 1, 86_400, 86_401, 86_400 * 6)]
    assert kept == pytest.approx([1.0, 0.9, 0.9, 0.8, 0.5])
    assert made.kept(made.closes + timedelta(seconds=1)) == 0
    assert made.kept(made.opens - timedelta(seconds=1)) == 0


@pytest.mark.parametrize(
    ("wrong", "code", "line", "says"),
    [
        ("exercises: {softmx: 10}", "assignment_value", 2, "softmax"),
        ("exercises:\n  relu: 5\n  relu: 6", "assignment_twice", 4, "relu"),
        ("exercises:\n  relu: ten", "assignment_value", 3, "10"),
        ("exercises:\n  relu: .nan", "assignment_value", 3, "points"),
        ("exercises:\n  relu: -1", "assignment_value", 3, "points"),
        ("exercises: []", "assignment_value", 2, "key"),
        ("exercises: {relu: 1}\ndeu: 2026-01-01", "assignment_value", 3, "due"),
        ("exercises: {relu: 1}\ndue: tomorrow", "assignment_value", 3, "2026"),
        ("exercises: {relu: 1}\ndue: 2026-01-02\nopens: 2026-01-03", "assignment_value", 3, "opens"),
        ("exercises: {relu: 1}\ncloses: 2026-01-02\ndue: 2026-01-03", "assignment_value", 3, "due"),
        ("exercises: {relu: 1}\npass: 140%", "assignment_value", 3, "100"),
        ("exercises: {relu: 1}\ntimezone: Asia/Atlantis", "assignment_value", 3, "Kolkata"),
        ("exercises: {relu: 1}\ncounts: median", "assignment_value", 3, "best"),
        ("exercises: {relu: 1}\nattempts: 0", "assignment_value", 3, "1"),
        ("exercises: {relu: 1}\nlanguages: [ta]", "assignment_value", 3, "hi"),
        ("exercises: {relu: 1}\nlate: {per_week: 1}", "assignment_value", 3, "per_day"),
        ("exercises: {relu: 1}\ntitle: {hi: x}", "assignment_value", 3, "en"),
        ("due: 2026-01-01", "assignment_value", 1, "exercises"),
        ("exercises: {relu: 1", "assignment_yaml", 3, ""),
    ],
)
def test_what_cannot_be_is_named_with_its_line(wrong, code, line, says):
    with pytest.raises(InputError) as caught:
        read(f"assignment: hw1\n{wrong}\n")
    assert (caught.value.code, caught.value.params["line"]) == (code, line)
    assert says in str(caught.value.params)


@pytest.mark.parametrize(
    "text", ["", "- a", "x", "a: &a [*a]", "&a [*a]", "[" * 3000, "assignment: ../../etc\nexercises: {}"]
)
def test_what_is_no_assignment_at_all_is_one_error(text):
    with pytest.raises(InputError):
        read(text)


def test_a_missing_file_and_other_bytes(tmp_path):
    with pytest.raises(InputError, match="assignment_missing"):
        read_assignment(str(tmp_path / "assignment.yaml"), KNOWN)
    with pytest.raises(InputError, match="file_not_utf8"):
        assignment_of(b"assignment: \xff", "a.yaml", KNOWN)
    with pytest.raises(InputError, match="file_too_large"):
        assignment_of(b"#" * 70_000, "a.yaml", KNOWN)
