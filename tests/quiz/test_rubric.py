import pytest

from grader.quiz.pattern import compile_pattern, found_in
from grader.quiz.rubric import judge, sentences_of
from grader.spec.question import Concept, Short
from grader.spec.text import Text

SETS = {"small": ("small*", "shrink*", "छोट*", "कम"), "stuck": ("not learn*", "stuck", "नहीं सीख*")}


def finds(pattern, answer):
    compiled = compile_pattern(pattern, SETS)
    return any(found_in(compiled, sentence) for sentence in sentences_of(answer))


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ("$small gradient*", "The gradients become small."),
        ("$small gradient*", "gradient बहुत छोटा हो जाता है"),
        ("$small gradient*", "gradient bahut chhota ho jata hai"),
        ("$small gradient*", "ग्रेडिएंट छोटा होता है"),
        ("$small gradient*", "GRADIENT SHRINKS"),
        ("$small gradient*", "the gradiant gets smaller"),
        ("$stuck", "The unit does not learn anymore."),
        ("$stuck", "the unit doesn't learn"),
        ("$stuck", "unit कुछ नहीं सीखता"),
        ("$stuck", "unit kuch nahi seekhta"),
        ("input > output", "from input to output"),
        ("(chain rule|शृंखला नियम)", "It uses the chain rule."),
        ("gradient* 0", "the gradient is 0, so the weights do not change"),
        ("gradient* zero", "The unit does not fire because its gradient is zero"),
        ("weight* !bias", "the weights are updated"),
        ("not", "it is not so"),
        ("~early layer*", "the early layers do not learn"),
    ],
)
def test_patterns_find_what_was_meant(pattern, answer):
    assert finds(pattern, answer)


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ("$small gradient*", "The gradient does not become small."),
        ("$small gradient*", "gradient छोटा नहीं होता"),
        ("$small gradient*", "gradient chhota nahi hota"),
        ("$small gradient*", "The gradient is not small."),
        ("$small gradient*", "The gradient grows. The network is small."),
        ("$stuck", "The unit learns."),
        ("input > output", "from output to input"),
        ("weight* !bias", "weights and bias"),
        ("gradient* zero", "gradient is never zero"),
        ("small small", "small"),
        ("early layer*", "the early layers do not learn"),
        ("overfit*", "underfitting"),
        ("symmetric*", "asymmetric"),
        ("increase*", "decrease"),
        ("a b", "a " + "word " * 20 + "b"),
    ],
)
def test_patterns_do_not_find_the_opposite(pattern, answer):
    assert not finds(pattern, answer)


@pytest.mark.parametrize("pattern", ["", "$nothing", "*", "!small", ">"])
def test_a_pattern_that_finds_nothing_is_refused(pattern):
    with pytest.raises(ValueError, match=r"."):
        compile_pattern(pattern, SETS)


RUBRIC = Short(
    words=SETS,
    concepts=(
        Concept("grad", ("$small gradient*",), Text("a", "a"), 2.0),
        Concept("early", ("early layer*",), Text("b", "b"), 1.0),
    ),
    contradictions=(Concept("late", ("last layer*",), Text("c", "c")),),
    model=Text("m", "m"),
    passes={},
    fails={},
)


def test_points_are_weighted():
    assert judge("The gradient is small.", RUBRIC).fraction == pytest.approx(2 / 3)
    assert judge("It is the early layers.", RUBRIC).fraction == pytest.approx(1 / 3)


def test_key_words_alone_earn_nothing_and_are_looked_at_first():
    found = judge("small gradient early layers network deep", RUBRIC)
    assert (found.fraction, found.bare, found.doubt) == (0.0, True, 1.0)
    assert not judge("The gradient is small in the early layers", RUBRIC).bare
    assert not judge("small gradient", RUBRIC).bare


def test_a_contradiction_takes_all_points():
    found = judge("The gradient is small in the early layers and in the last layers.", RUBRIC)
    assert (found.fraction, found.contradictions, found.doubt) == (0.0, ("late",), 1.0)


def test_a_long_answer_that_repeats_itself_is_judged_in_time():
    import time

    started = time.process_time()
    judge("small gradient early layer " * 70, RUBRIC)
    assert time.process_time() - started < 1.0
