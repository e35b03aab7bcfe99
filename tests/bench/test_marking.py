"""10,000 responses are marked in under a minute on one core, variants made again from their seeds."""

import time

import pytest

from grader.quiz.load import load_bank
from grader.quiz.mark import mark_all, model_answer
from grader.quiz.variant import make_variant, seed_of
from grader.spec.question import Response

RESPONSES = 10_000
LIMIT_S = 60.0


@pytest.fixture(scope="module")
def class_of_students():
    """A class of responses over the whole bank: right ones, wrong ones, unreadable ones; no two share a variant."""
    bank = load_bank()
    names = sorted(bank)
    responses = []
    for n in range(RESPONSES):
        question = bank[names[n % len(names)]]
        seed = seed_of(b"bench", question.id, f"student-{n % 100}", n)
        raw = ("1/3 + 0.2", "B", "A C", "because the gradient is small", "x^2 + ?")[n % 5]
        if n % 3 == 0:
            raw = model_answer(make_variant(question, seed)) or "code"
        responses.append(Response(question.id, f"student-{n % 100}", 1, seed, raw))
    return bank, responses


def test_ten_thousand_responses_in_under_a_minute(class_of_students):
    bank, responses = class_of_students
    started = time.process_time()
    marks = mark_all(bank, responses)
    seconds = time.process_time() - started
    assert len(marks) == RESPONSES
    assert sum(m.fraction == 1 for m in marks) > RESPONSES // 4
    assert any(m.status == "invalid" for m in marks)
    assert seconds < LIMIT_S, f"{seconds:.1f} s"
