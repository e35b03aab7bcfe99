"""For every misconception of the house the first line of the report names it, in each language."""

import pytest

from grader.catalog.exercises import find_all, load
from grader.judge.caseset import case_set
from grader.judge.patterns import pattern_of
from grader.judge.verdict import judge
from grader.render.maths import in_terminal
from grader.render.messages import messages
from grader.render.text import report_text
from grader.spec.report import ExerciseResult, Report

ENTRIES = find_all()


def reported(entry, exercise, cases, misconception):
    """The result as the program makes it, without the box: the belief's code stands for the student's."""
    outcomes = cases.answers_of(misconception.believes)
    found = judge(cases, outcomes)
    result = ExerciseResult(
        exercise=entry.id,
        topic=entry.topic,
        title=exercise.title,
        verdict=found.verdict,
        score=found.score,
        max_score=exercise.points,
        seed=1,
        version=entry.version,
        cases=found.cases,
        checks=found.checks,
        diagnosis=found.diagnosis,
        findings=() if found.diagnosis else tuple(filter(None, [pattern_of(cases.prepared, outcomes, found.cases)])),
    )
    return Report("hw.py", "0" * 64, "asha", (result,))


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_the_first_line_names_the_misconception(entry):
    exercise = load(entry)
    cases = case_set(exercise, 1)
    unnamed = []
    for misconception in exercise.misconceptions:
        report = reported(entry, exercise, cases, misconception)
        same = {m.slug: m for m in exercise.misconceptions if m.slug in (misconception.slug, *misconception.same_as)}
        for lang in ("hi", "en"):
            first = report_text(messages(lang), report).splitlines()[1]
            names = [in_terminal(m.says.in_(lang)) for m in same.values()]
            if not any(name.splitlines()[0] in first for name in names):
                unnamed.append((misconception.slug, lang, first))
    assert unnamed == []


def test_a_report_that_names_nothing_is_caught():
    """Seen to fail: another misconception's report does not have this one's sentence in its first line."""
    entry = ENTRIES["softmax"]
    exercise = load(entry)
    cases = case_set(exercise, 1)
    one, other = exercise.misconceptions[0], exercise.misconceptions[1]
    first = report_text(messages("en"), reported(entry, exercise, cases, other)).splitlines()[1]
    assert one.says.en not in first
