from grader.quiz.review import Provisional, queue
from grader.spec.question import Mark


def answer(key, raw, doubt=0.1, question="q", status="provisional"):
    return Provisional(key, question, raw, Mark(status, 0.5, raw, doubt=doubt))


def test_doubtful_answers_come_first_then_frequent_ones():
    entries = queue(
        [answer(1, "gradient is small"), answer(2, "no idea", 1.0), answer(3, "it vanishes"), answer(4, "It vanishes.")]
    )
    assert [e.keys for e in entries] == [(2,), (3, 4), (1,)]


def test_one_answer_in_two_scripts_is_one_entry():
    entries = queue([answer(1, "gradient छोटा है"), answer(2, "Gradient chhota hai"), answer(3, "gradient बड़ा है")])
    assert [e.keys for e in entries] == [(1, 2), (3,)]


def test_the_same_words_to_two_questions_are_two_entries():
    assert len(queue([answer(1, "yes"), answer(2, "yes", question="p")])) == 2


def test_only_provisional_marks_wait():
    assert queue([answer(1, "yes", status="final"), answer(2, "yes", status="invalid")]) == ()
