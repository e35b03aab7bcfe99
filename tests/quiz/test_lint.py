# ruff: noqa: ARG001, ARG005  # planted generators ignore their rng, fixtures act by being there
"""Every check of the linter is seen to fail, on a fault planted in an otherwise good question."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from make import BLANK, BLANK_HEAD, CHOICE, CODE_OUTPUT, FORMULA, HEAD, NUMERIC, SHORT, question

from grader.quiz.lint import check_question, main
from grader.quiz.load import bank_root
from grader.spec.question import Drawn
from grader.spec.text import Text

SLUGS = {"tanh": frozenset({"sinh"})}


def checks(q, count=60):
    return {issue.check for issue in check_question(q, SLUGS, count).issues}


def said(hi, en):
    """A question whose solution holds these texts."""
    head = HEAD.replace("यह उत्तर है।", f"'{hi}'").replace("This is the answer.", f"'{en}'")
    return question("choice", CHOICE, head=head)


@pytest.mark.parametrize(
    ("kind", "body", "head"),
    [
        ("choice", CHOICE, HEAD),
        ("formula", FORMULA, HEAD),
        ("numeric", NUMERIC, HEAD),
        ("code_output", CODE_OUTPUT, HEAD),
        ("blank", BLANK.replace("RULE", "per-blank"), BLANK_HEAD),
        ("short", SHORT, HEAD),
    ],
)
def test_a_good_question_passes_every_check(kind, body, head, planted):
    assert check_question(question(kind, body, head=head), SLUGS, 60).issues == ()


@pytest.mark.parametrize(
    ("hi", "en", "check"),
    [
        ("यह $x$ है।", "This is it.", "same-maths"),
        ("यह $x$ है।", "This is $y$.", "same-maths"),
        ("यह `x` है।", "This is `y`.", "same-code"),
        ("यह {{x}} है।", "This is it.", "same-placeholders"),
        ("This is the answer to the question asked here.", "This is the answer.", "hindi-script"),
        ("yah uttar bilkul sahi hai.", "This is quite the right answer.", "hindi-script"),
        ("यह उत्तर है.", "This is the answer.", "danda"),
        ("यह ५ है।", "This is five.", "devanagari-digits"),
        ("यह गलत है।", "This is wrong.", "nukta"),
        ("यह जरूरी है।", "This is needed.", "nukta"),
        ("कृपया देखिए।", "Look.", "banned-word"),
        ("देखिए!", "Look.", "banned-word"),
        ("देखिए।", "Simply look.", "banned-word"),
        ("देखिए।", "Look at that!", "banned-word"),
        ("देखिए।", "Look at यह.", "english-script"),
        ("यह →  है।", "This is it.", "font"),
        ("यह 漢 है।", "This is it.", "font"),
        ("यह $σ$ है।", "This is $σ$.", "font"),
        ("यह\u200d है।", "This is it.", "zero-width"),
        ("यह [[gap]] है।", "This is it.", "same-gaps"),
        ("<b>यह</b> है।", "This is <b>it</b>.", "markup"),
        ("[यह](http://x) है।", "[This](http://x) is it.", "markup"),
        ("यह {{nothing}} है।", "This is {{nothing}}.", "placeholder"),
    ],
)
def test_faults_of_texts_are_found(hi, en, check):
    assert check in checks(said(hi, en), 3)


@pytest.mark.parametrize(
    ("hi", "en"),
    [
        ("ReLU", "ReLU"),
        ("batch size 32", "batch size 32"),
        ("gradient का norm $\\lVert g \\rVert$ है।", "The norm of the gradient is $\\lVert g \\rVert$."),
        ("`loss.backward()` gradient निकालता है।", "`loss.backward()` computes the gradient."),
        ("ग़लत, ग़लती, फ़ाइल, ज़रूरी, सिर्फ़।", "wrong"),
        ("अगला $n!$ है।", "The next is $n!$."),
    ],
)
def test_good_texts_are_left_alone(hi, en):
    assert checks(said(hi, en), 3) == set()


def drawn(planted, make, body=NUMERIC, kind="numeric", head=HEAD):
    planted["planted.numbers"] = make
    return checks(question(kind, body, head=head))


def tens(rng):
    return int(rng.integers(1, 100)) / 10


def test_a_variant_that_changes_with_the_same_seed_is_found(planted):
    other = np.random.default_rng(5)
    assert "same-seed" in drawn(planted, lambda rng: Drawn({"x": 1}, tens(other), {"doubled": 2000.0}))


def test_a_wrong_path_that_equals_the_key_now_and_then_is_found(planted):
    def make(rng):
        x = int(rng.integers(0, 20))
        return Drawn({"x": x}, x, {"doubled": 2 * x})

    planted["planted.numbers"] = make
    assert "wrong-is-key" in checks(question("numeric", NUMERIC), 200)


def test_a_wrong_number_of_a_blank_that_equals_its_key_is_found(planted):
    planted["planted.gap"] = lambda rng: Drawn({"x": 3}, key={"rule": 1.0}, wrong={"doubled": int(rng.integers(1, 4))})
    head = BLANK_HEAD.replace("; the [[who]] changes the weights", "").replace(", weights [[who]] बदलता है", "")
    gap = "{id: rule, number: exact, wrong: {doubled: {says: {hi: दो गुना।, en: Doubled.}}}}"
    body = f"generator: planted.gap\ncredit: per-blank\nblanks:\n  - {gap}\n"
    assert checks(question("blank", body, head=head)) == {"wrong-is-key"}


def test_two_wrong_paths_with_one_answer_are_found(planted):
    body = NUMERIC + "  tripled: {says: {hi: तीन गुना।, en: Tripled.}}\n"
    assert "wrong-twice" in drawn(planted, lambda rng: Drawn({}, 1.0, {"doubled": 2.0, "tripled": 2.0}), body)


def test_a_wrong_path_that_cannot_be_typed_is_found(planted):
    assert "wrong-recognized" in drawn(planted, lambda rng: Drawn({}, 1.0, {"doubled": [1.0, 2.0]}))


@pytest.mark.parametrize(
    ("made", "check"),
    [
        (Drawn({}, float("nan"), {"doubled": 2.0}), "finite"),
        (Drawn({"x": float("inf")}, 1.0, {"doubled": 2.0}), "finite"),
        (Drawn({"x": -0.0}, 1.0, {"doubled": 2.0}), "minus-zero"),
        (Drawn({}, -0.0, {"doubled": 2.0}), "minus-zero"),
        (Drawn({"x": [1.0, -0.0]}, 1.0, {"doubled": 2.0}), "minus-zero"),
        (Drawn({"x": 0.123456789}, 1.0, {"doubled": 2.0}), "too-long"),
        (Drawn({}, 1.0, {"doubled": 2.0, "unnamed": 3.0}), "wrong-named"),
        (Drawn({}, 1.0, {}), "wrong-named"),
        (Drawn({"w": "शब्द"}, 1.0, {"doubled": 2.0}), "ascii"),
        (Drawn({}, None, {"doubled": 2.0}), "generator"),
        ("text", "generator"),
    ],
)
def test_faults_of_drawn_numbers_are_found(made, check, planted):
    assert check in drawn(planted, lambda rng: made)


def test_a_generator_that_fails_or_is_missing_is_found(planted):
    def fail(rng):
        raise ZeroDivisionError

    assert "generator" in drawn(planted, fail)
    assert "generator" in checks(question("numeric", NUMERIC.replace("planted.numbers", "nowhere.nothing")))


def test_a_key_that_cannot_be_typed_is_found(planted):
    def make(rng):
        return Drawn({}, [[1.0, 2.0], [3.0, 4.0]], {"doubled": [[2.0, 4.0], [6.0, 8.0]]})

    assert drawn(planted, make) == set()
    planted["planted.program"] = lambda rng: Drawn({"program": "x"}, "", {"other-row": "1"})
    assert checks(question("code_output", CODE_OUTPUT)) >= set()
    planted["planted.program"] = lambda rng: Drawn({"program": "x"}, "?", {"other-row": "1"})
    assert "model-answer" in checks(question("code_output", CODE_OUTPUT))


def test_options_that_read_the_same_are_found(planted):
    planted["planted.pair"] = lambda rng: Drawn({"x": int(rng.integers(0, 5)), "y": 3})
    body = "generator: planted.pair\n" + CHOICE.replace(
        "{hi: सही बात, en: The right thing}", "{hi: '{{x}}', en: '{{x}}'}"
    ).replace("{hi: ग़लत बात, en: The wrong thing}", "{hi: '{{y}}', en: '{{y}}'}")
    assert "options-distinct" in checks(question("choice", body))


@pytest.mark.parametrize("key", ["nowhere", ["good", "bad"], []])
def test_a_key_that_is_no_single_option_is_found(key, planted):
    planted["planted.key"] = lambda rng: Drawn({}, key)
    body = "generator: planted.key\n" + CHOICE.replace("correct: true, ", "feedback: {hi: नहीं।, en: No.}, ")
    assert "key" in checks(question("choice", body))


def test_a_key_given_twice_is_found(planted):
    planted["planted.key"] = lambda rng: Drawn({}, "good")
    assert "key" in checks(question("choice", "generator: planted.key\n" + CHOICE))


def test_a_stem_that_loses_digits_is_found(planted):
    planted["planted.numbers"] = lambda rng: Drawn({"x": 0.125}, 1.0, {"doubled": 2.0})
    head = HEAD.replace("यह एक सवाल है।", "'यह {{x:.1f}} है।'").replace("This is a question.", "'This is {{x:.1f}}.'")
    assert "placeholder" in checks(question("numeric", NUMERIC, head=head))
    head = HEAD.replace("यह एक सवाल है।", "'यह {{w}} है।'").replace("This is a question.", "'This is {{w}}.'")
    planted["planted.numbers"] = lambda rng: Drawn({}, 1.0, {"doubled": 2.0}, {"w": 1})
    assert "placeholder" in checks(question("numeric", NUMERIC, head=head))


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (("'1/(1+e^x)'", "'e^x/(1+e^x)'"), "wrong-is-key"),
        (("wrong:", "wrong:\n  again: {formula: '(1+e^x)^-1', says: {hi: फिर।, en: Again.}}"), "wrong-twice"),
        (("x: [-4, 4]", "x: [-4, 4]}\nsame_as: activations.tanh\nfunctions: [f]\n#{"), "same-as"),
        (("x: [-4, 4]", "x: [-4, 4]}\nsame_as: activations.nothing\n#{"), "same-as"),
        (("'1/(1+e^{-x})'", "'log(x)'"), "finite"),
    ],
)
def test_faults_of_formulas_are_found(change, check):
    assert check in checks(question("formula", FORMULA.replace(*change)), 3)


def test_a_formula_is_compared_with_the_reference():
    body = (
        FORMULA.replace("variables: {x: [-4, 4]}", "variables: {z: [-4, 4]}").replace("x)", "z)").replace("-x}", "-z}")
    )
    body = body.replace("e^x", "e^z") + "same_as: activations.sigmoid\n"
    assert checks(question("formula", body), 3) == set()
    assert "same-as" in checks(question("formula", body.replace("activations.sigmoid", "activations.tanh")), 3)


def test_no_wrong_path_at_all_is_found(planted):
    planted["planted.numbers"] = lambda rng: Drawn({}, 1.0)
    assert "wrong-missing" in checks(question("numeric", "generator: planted.numbers\n"))


def test_a_wrong_word_that_is_also_right_is_found():
    body = BLANK.replace("RULE", "per-blank").replace("accept: [product rule]", "accept: [Chain Rule]")
    assert "wrong-is-key" in checks(question("blank", body, head=BLANK_HEAD))


@pytest.mark.parametrize(
    ("change", "check"),
    [
        (
            ("en: The gradient shrinks, and the early layers learn slowly.", "en: It is a question of scale."),
            "model-answer",
        ),
        (("[The gradients vanish in the early layers.]", "[It is so.]"), "rubric-test"),
        (
            ("[The gradient grows and the last layers are slow.]", "[The gradient is small in the early layers.]"),
            "rubric-test",
        ),
        (("[gradient small early layers vanish]", "[The gradient is small in the early layers.]"), "rubric-test"),
        (("'$small gradient*'", "'$tiny gradient*'"), "pattern"),
    ],
)
def test_faults_of_rubrics_are_found(change, check):
    assert change[0] in SHORT
    assert check in checks(question("short", SHORT.replace(*change)), 3)


def test_links_that_lead_nowhere_are_warnings():
    body = NUMERIC.replace("doubled: {says", "doubled: {misconception: tanh/twice, says")
    q = question("numeric", "exercise: cosh\n" + body)
    found = {(i.check, i.severity) for i in check_question(q, SLUGS, 1).issues}
    assert {("exercise", "warning"), ("misconception", "warning")} <= found
    body = NUMERIC.replace("doubled: {says", "doubled: {misconception: tanh/sinh, says")
    found = {i.check for i in check_question(question("numeric", "exercise: tanh\n" + body), SLUGS, 1).issues}
    assert not found & {"exercise", "misconception"}


def test_distinct_variants_are_counted(planted):
    planted["planted.numbers"] = lambda rng: Drawn({"x": int(rng.integers(0, 3))}, 1.0, {"doubled": 2.0})
    assert check_question(question("numeric", NUMERIC), SLUGS).distinct == 3


def test_the_command_names_file_line_and_place(tmp_path, capsys):
    path = tmp_path / "losses" / "broken.yaml"
    path.parent.mkdir()
    path.write_text("kind: choice\nlevel: 1\nsurprise: 2\n", encoding="utf-8")
    assert main([str(path)]) == 1
    out = capsys.readouterr().out
    assert "broken.yaml:3: surprise: unknown key" in out
    assert main([]) == 2


def test_the_command_shows_a_variant_in_both_languages(capsys):
    assert main(["--show", str(bank_root() / "losses" / "bce-formula.yaml")]) == 0
    out = capsys.readouterr().out
    assert "[hi]" in out
    assert "answer: -(y*log(p)" in out


def test_the_linter_runs_as_a_module():
    got = subprocess.run(
        [sys.executable, "-m", "grader.quiz.lint"], capture_output=True, text=True, check=False, cwd=bank_root().parent
    )
    assert got.returncode == 2
    assert "usage" in got.stderr


def test_a_text_of_two_languages_may_be_a_parameter(planted):
    planted["planted.numbers"] = lambda rng: Drawn({"w": Text(hi="शब्द", en="word")}, 1.0, {"doubled": 2.0})
    head = HEAD.replace("यह एक सवाल है।", "'यह {{w}} है।'").replace("This is a question.", "'This is {{w}}.'")
    assert checks(question("numeric", NUMERIC, head=head)) == set()


def test_every_check_of_the_linter_is_seen_red_here():
    source = "".join(
        path.read_text(encoding="utf-8") for path in (bank_root().parent / "grader" / "quiz").glob("lint*.py")
    )
    named = set(re.findall(r'Issue\(\s*"([a-z-]+)"', source)) | set(
        re.findall(r'^        \("(same-[a-z]+)", ', source, re.MULTILINE)
    )
    red = set(re.findall(r'"([a-z-]+)"', Path(__file__).read_text(encoding="utf-8")))
    assert len(named) > 25
    assert named - red == set()
