# ruff: noqa: ARG001  # planted generators ignore their rng, fixtures act by being there
import unicodedata

import pytest
from make import CHOICE, MATCHING, NUMERIC, question

from grader.quiz.show import fill, number, show, written
from grader.quiz.variant import generator_of, make_variant, seed_of
from grader.spec.question import Drawn, Variant
from grader.spec.text import Text


def test_a_seed_depends_on_every_part_and_on_nothing_else():
    base = seed_of(b"salt", "q", "asha", 1)
    assert base == seed_of(b"salt", "q", "asha", 1)
    others = [
        seed_of(b"pepper", "q", "asha", 1),
        seed_of(b"salt", "p", "asha", 1),
        seed_of(b"salt", "q", "ravi", 1),
        seed_of(b"salt", "q", "asha", 2),
        seed_of(b"salt", "qa", "sha", 1),
    ]
    assert len({base, *others}) == 6


def test_the_seed_is_the_same_for_ever():
    assert seed_of(b"course", "weighted-sum-value", "asha", 1) == 265396058734515597081957522305947655817


def test_long_salts_count_to_their_last_byte():
    assert seed_of(b"a" * 100, "q", "s", 1) != seed_of(b"a" * 99 + b"b", "q", "s", 1)


def test_a_student_is_one_in_either_unicode_form():
    name = "ज़ोया"
    forms = {seed_of(b"s", "q", unicodedata.normalize(form, name), 1) for form in ("NFC", "NFD")}
    assert len(forms) == 1


def test_a_variant_can_be_made_again(planted):
    q = question("numeric", NUMERIC)
    one, two = make_variant(q, 12345), make_variant(q, 12345)
    assert (one.drawn, one.order) == (two.drawn, two.order)
    assert make_variant(q, 12346).drawn.key != one.drawn.key


def test_numbers_do_not_change_when_an_option_is_added(planted):
    few = question("choice", "generator: planted.numbers\n" + CHOICE)
    more = CHOICE + "  - {id: new, text: {hi: नया, en: new}, feedback: {hi: नहीं।, en: No.}}\n"
    many = question("choice", "generator: planted.numbers\n" + more)
    assert make_variant(few, 7).drawn.params == make_variant(many, 7).drawn.params


def test_options_are_shuffled_unless_the_file_says_no():
    q = question("choice", CHOICE)
    assert len({make_variant(q, seed).order for seed in range(60)}) == 6
    fixed = question("choice", "shuffle: false\n" + CHOICE)
    assert {make_variant(fixed, seed).order for seed in range(20)} == {("good", "bad", "worse")}


def test_the_right_side_of_a_match_is_shuffled_and_the_left_is_not():
    q = question("matching", MATCHING.replace("RULE", "per-pair"))
    view = show(make_variant(q, 3), "hi")
    assert [row[0] for row in view.left] == ["1", "2"]
    assert sorted(row[1] for row in view.options) == ["arr-one", "arr-three", "arr-two"]


def test_a_generator_that_is_not_there_is_named():
    with pytest.raises(LookupError, match=r"no generator nowhere\.nothing"):
        generator_of("nowhere.nothing")


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.1 + 0.2, ".4g", "0.3"),
        (2.0, "", "2"),
        (0.25, "", "0.25"),
        (-3, "paren", "(-3)"),
        (3, "paren", "3"),
        (-0.5, "signed", "- 0.5"),
        (2, "signed", "+ 2"),
        ([1, 2.5], "", "[1, 2.5]"),
        ([[1, 2], [3, 4]], "matrix", r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"),
        ([1, 2], "matrix", r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}"),
        (123456.0, ".4g", "123500"),
        (3e-7, ".4g", "3e-07"),
        (-0.00001, ".2f", "0.00"),
        (7, ".4g", "7"),
        (12345, ".4g", "12345"),
        ("text", "", "text"),
    ],
)
def test_values_are_shown_as_the_manual_says(value, form, shown):
    assert written(value, form) == shown


def test_minus_zero_is_shown_as_zero():
    assert number(-0.0) == "0"


def test_placeholders_are_filled_in_the_asked_language(planted):
    q = question("numeric", NUMERIC)
    drawn = Drawn({"x": 0.5, "word": Text(hi="शब्द", en="word")}, key=1 / 3, wrong={"doubled": 2}, working={"w": 1 / 7})
    variant = Variant(q, 1, drawn)
    text = Text(hi="{{word}} {{x}} {{key}}", en="{{word}} {{ x }} {{key:.2f}} {{wrong.doubled}} {{w}}")
    assert fill(text, variant, "hi") == "शब्द 0.5 0.3333"
    assert fill(text, variant, "en") == "word 0.5 0.33 2 0.1429"
