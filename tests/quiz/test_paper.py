import pytest

from grader.quiz.load import load_bank
from grader.quiz.node import BadFileError, parse
from grader.quiz.paper import Draw, TooFewError, choose, load_quiz, quiz_of

BANK = load_bank()
TITLE = "title: {hi: जाँच, en: Test}\n"


def refused(text):
    with pytest.raises(BadFileError) as caught:
        quiz_of(parse(TITLE + text, "quiz.yaml"), BANK)
    return caught.value


def test_the_same_seed_draws_the_same_paper_and_another_seed_another():
    draw = Draw(12)
    assert choose(BANK, draw, 1) == choose(BANK, draw, 1)
    assert len({choose(BANK, draw, seed) for seed in range(20)}) > 15


def test_only_what_was_asked_for_is_drawn_and_nothing_twice():
    names = choose(BANK, Draw(6, ("neurons", "activations"), (1, 2), ("numeric", "choice")), 3)
    assert len(set(names)) == 6
    assert {BANK[n].topic for n in names} == {"neurons", "activations"}
    assert {BANK[n].kind for n in names} <= {"numeric", "choice"}
    assert {BANK[n].level for n in names} <= {1, 2}


def test_topics_get_equal_shares_and_easy_questions_come_first():
    names = choose(BANK, Draw(10, ("neurons", "activations")), 4)
    assert sorted(BANK[n].topic for n in names) == ["activations"] * 5 + ["neurons"] * 5
    levels = [BANK[n].level for n in names]
    assert levels == sorted(levels)
    assert set(levels) == {1, 2, 3}


def test_more_than_there_are_is_refused():
    with pytest.raises(TooFewError):
        choose(BANK, Draw(5, ("neurons",), (1,), ("short",)), 1)


def test_a_quiz_file_is_read(tmp_path):
    path = tmp_path / "quiz.yaml"
    path.write_text(
        TITLE + "questions: [dying-relu, tanh-output]\nminutes: 20\nattempts: 2\nlang: hi\n", encoding="utf-8"
    )
    quiz = load_quiz(path, BANK)
    assert (quiz.questions, quiz.minutes, quiz.attempts, quiz.lang) == (("dying-relu", "tanh-output"), 20, 2, "hi")
    drawn = quiz_of(parse(TITLE + "draw: {count: 4, topics: [neurons]}\nseed: 3\n", "q.yaml"), BANK)
    assert drawn.questions == choose(BANK, Draw(4, ("neurons",)), 3)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", ""),
        ("questions: [dying-relu]\ndraw: {count: 1}\n", ""),
        ("questions: [no-such]\n", "questions[0]"),
        ("questions: [dying-relu, dying-relu]\n", "questions[1]"),
        ("questions: []\n", "questions"),
        ("questions: [dying-relu]\nminutes: 0\n", "minutes"),
        ("questions: [dying-relu]\nattempts: 0\n", "attempts"),
        ("questions: [dying-relu]\nlang: fr\n", "lang"),
        ("questions: [dying-relu]\nhurry: true\n", "hurry"),
        ("draw: {count: 9999}\n", "draw.count"),
        ("draw: {count: 5, topics: [cooking]}\n", "draw.topics[0]"),
        ("draw: {count: 5, levels: [4]}\n", "draw.levels"),
        ("draw: {count: 100, kinds: [code]}\n", "draw.count"),
    ],
)
def test_a_bad_quiz_file_names_the_place(text, place):
    assert refused(text).place == place
