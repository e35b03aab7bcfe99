# ruff: noqa: ARG001, ARG005  # planted generators ignore their rng, fixtures act by being there
import dataclasses

import numpy as np
import pytest
from make import BLANK, BLANK_HEAD, CHOICE, CHOICES, CODE_OUTPUT, FORMULA, MATCHING, NUMERIC, ORDERING, SHORT, question

from grader.quiz.kinds.choices import credit
from grader.quiz.kinds.code import judged
from grader.quiz.kinds.code_output import same
from grader.quiz.lint import check_question
from grader.quiz.mark import MARKER, mark, mark_all, mark_response, model_answer
from grader.quiz.show import LETTERS
from grader.quiz.variant import make_variant
from grader.spec.question import PRINTED, Drawn, Response, Variant


def codes(got):
    return [finding.code for finding in got.findings]


def letter(variant, name):
    return LETTERS[variant.order.index(name)]


def numeric_with(key, wrong=None, body=NUMERIC):
    q = question("numeric", body)
    return Variant(q, 1, Drawn({}, key=key, wrong=wrong or {"doubled": 2 * np.asarray(key, float)}))


# ---- numeric


@pytest.mark.parametrize("typed", ["0.25", "०.२५", "1/4", "25%", "0.2501", "0.2476", "= 0.25", " 0.25\u200d "])
def test_numbers_within_the_tolerance_are_right_in_any_spelling(typed):
    got = mark(numeric_with(0.25), typed)
    assert (got.status, got.fraction) == ("final", 1.0)
    assert got.marker == MARKER


@pytest.mark.parametrize("typed", ["0.2474", "0.26", "-0.25", "25", "0"])
def test_other_numbers_are_wrong(typed):
    got = mark(numeric_with(0.25), typed)
    assert (got.status, got.fraction) == ("final", 0.0)


def test_a_wrong_path_is_named_and_said():
    got = mark(numeric_with(0.25), "0.5")
    assert got.recognized == ("wrong:doubled",)
    assert got.chosen == ("doubled",)
    assert [f.params["text"].en for f in got.findings if f.code == "said"] == ["You doubled it."]


def test_the_nearest_of_two_fitting_wrong_paths_is_named():
    body = NUMERIC + "  tripled: {says: {hi: तीन गुना।, en: Tripled.}}\n"
    got = mark(numeric_with(1.0, {"doubled": 2.0, "tripled": 2.015}, body), "2.014")
    assert got.recognized == ("wrong:tripled",)


def test_a_misconception_is_linked():
    body = NUMERIC.replace("doubled: {says", "doubled: {misconception: tanh/twice, says")
    assert mark(numeric_with(0.25, body=body), "0.5").misconceptions == ("tanh/twice",)


def test_an_unknown_wrong_number_gets_the_otherwise_text():
    got = mark(numeric_with(0.25, body=NUMERIC + "otherwise: {hi: फिर देखिए।, en: Look again.}\n"), "7")
    assert got.findings[-1].params["text"].hi == "फिर देखिए।"
    assert got.recognized == ()


@pytest.mark.parametrize("typed", ["", "  ", "about two", "0,25", "1/0", "2 +", "१,५", "\u200b"])
def test_what_cannot_be_read_costs_nothing_and_says_why(typed):
    got = mark(numeric_with(0.25), typed)
    assert (got.status, got.fraction) == ("invalid", 0.0)
    assert codes(got)[0].split(".")[0] in {"formula", "number", "answer"}


def test_the_reading_is_shown_back():
    got = mark(numeric_with(0.25), "1/8 + 1/8")
    assert got.normalized == "0.25"
    assert "answer.read_as" in codes(got)


def test_exact_means_exact():
    body = NUMERIC + "tolerance: exact\n"
    assert mark(numeric_with(16, body=body), "16").fraction == 1
    assert mark(numeric_with(16, body=body), "16.0").fraction == 1
    assert mark(numeric_with(16, body=body), "16.001").fraction == 0
    assert mark(numeric_with(16, body=body), "15").fraction == 0


@pytest.mark.parametrize("typed", ["[1, -2]", "1, -2", "1 -2", "[१; −२]", "[[1], [-2]]", "tensor([1., -2.])"])
def test_vectors_are_read_in_any_layout(typed):
    assert mark(numeric_with([1.0, -2.0]), typed).fraction == 1


def test_a_vector_of_another_length_is_wrong_and_says_so():
    got = mark(numeric_with([1.0, -2.0]), "[1, -2, 3]")
    assert got.fraction == 0
    assert "number.shape" in codes(got)


def test_matrices_keep_their_rows():
    key = [[1.0, 2.0], [3.0, 4.0]]
    assert mark(numeric_with(key), "[[1, 2], [3, 4]]").fraction == 1
    assert mark(numeric_with(key), "[[1 2]\n [3 4]]").fraction == 1
    assert mark(numeric_with(key), "[[1, 3], [2, 4]]").fraction == 0
    assert mark(numeric_with(key), "[[1, 2], [3]]").status == "invalid"


def test_a_zero_key_accepts_zero_only():
    assert mark(numeric_with(0.0, {"doubled": 3.0}), "0").fraction == 1
    assert mark(numeric_with(0.0, {"doubled": 3.0}), "0.001").fraction == 0


# ---- formula


@pytest.mark.parametrize(
    "typed", ["1/(1+e^-x)", r"\frac{1}{1+e^{-x}}", "e^x/(1+e^x)", "(1+tanh(x/2))/2", "σ(x)", "y = 1/(1+exp(-x))"]
)
def test_equal_formulas_are_right(typed):
    assert mark(make_variant(question("formula", FORMULA), 1), typed).fraction == 1


def test_a_wrong_formula_is_named_and_shown_as_read():
    got = mark(make_variant(question("formula", FORMULA), 1), "1/(1+exp(x))")
    assert got.recognized == ("wrong:sign-lost",)
    assert got.findings[1].params["reading"] == r"$\frac{1}{1 + \exp\left(x\right)}$"


def test_an_unreadable_formula_names_the_place():
    got = mark(make_variant(question("formula", FORMULA), 1), "1/(1+e^")
    assert got.status == "invalid"
    assert got.findings[0].params["at"] == 8


# ---- choice


@pytest.mark.parametrize(
    "form", ["{0}", "{1}", " ({0}) ", "{0}.", "option {0}", "विकल्प {2}", "{3}", "good", "the right thing", "सही बात"]
)
def test_an_option_is_named_by_letter_number_id_or_words(form):
    variant = make_variant(question("choice", CHOICE), 5)
    at = variant.order.index("good")
    typed = form.format(LETTERS[at], LETTERS[at].lower(), "कखग"[at], "१२३"[at])
    got = mark(variant, typed)
    assert (got.status, got.fraction, got.chosen) == ("final", 1.0, ("good",))


def test_a_wrong_option_is_explained():
    variant = make_variant(question("choice", CHOICE), 5)
    got = mark(variant, letter(variant, "bad"))
    assert (got.fraction, got.recognized) == (0.0, ("wrong:bad",))
    assert got.findings[-1].params["text"].en == "This is wrong."


@pytest.mark.parametrize("typed", ["", "Z", "9", "0", "A B", "what", "नहीं पता"])
def test_what_names_no_single_option_costs_nothing(typed):
    assert mark(make_variant(question("choice", CHOICE), 5), typed).status == "invalid"


def test_a_digit_that_is_also_an_option_is_ambiguous():
    body = CHOICE.replace("{hi: सही बात, en: The right thing}", "{hi: '2', en: '2'}").replace(
        "{hi: ग़लत बात, en: The wrong thing}", "{hi: '1', en: '1'}"
    )
    variant = make_variant(question("choice", "shuffle: false\n" + body), 5)
    assert codes(mark(variant, "2")) == ["choice.ambiguous"]
    assert mark(variant, "A").fraction == 1


def test_the_generator_may_say_which_option_is_right(planted):
    planted["planted.key"] = lambda rng: Drawn({"x": 1}, key="bad")
    body = CHOICE.replace("correct: true, ", "feedback: {hi: नहीं।, en: No.}, ")
    variant = make_variant(question("choice", "generator: planted.key\n" + body), 5)
    assert mark(variant, letter(variant, "bad")).fraction == 1
    assert mark(variant, letter(variant, "good")).fraction == 0


def test_options_may_show_the_generators_numbers(planted):
    planted["planted.sum"] = lambda rng: Drawn({"x": 2}, key=0.75, wrong={"doubled": 1.5})
    body = CHOICE.replace("{hi: सही बात, en: The right thing}", "{hi: '{{key}}', en: '{{key}}'}").replace(
        "{hi: ग़लत बात, en: The wrong thing}", "{hi: '{{wrong.doubled}}', en: '{{wrong.doubled}}'}"
    )
    q = question("choice", "generator: planted.sum\n" + body)
    assert check_question(q, {}, 5).issues == ()
    variant = make_variant(q, 5)
    assert [mark(variant, typed).fraction for typed in ("0.75", letter(variant, "good"), "1.5")] == [1, 1, 0]


# ---- choices


@pytest.mark.parametrize(
    ("rule", "ticked", "expected"),
    [
        ("all-or-nothing", "12", 1.0),
        ("all-or-nothing", "1", 0.0),
        ("all-or-nothing", "123", 0.0),
        ("right-minus-wrong", "12", 1.0),
        ("right-minus-wrong", "1", 0.5),
        ("right-minus-wrong", "123", 0.5),
        ("right-minus-wrong", "13", 0.0),
        ("right-minus-wrong", "34", 0.0),
        ("right-minus-wrong", "", 0.0),
        ("right-minus-wrong", "1234", 0.0),
        ("per-option", "12", 1.0),
        ("per-option", "1", 0.75),
        ("per-option", "34", 0.0),
        ("per-option", "", 0.5),
    ],
)
def test_credit_by_each_named_rule(rule, ticked, expected):
    assert credit(rule, frozenset(ticked), frozenset("12"), 4) == expected


def test_options_judged_wrongly_are_explained():
    variant = make_variant(question("choices", CHOICES.replace("RULE", "right-minus-wrong")), 2)
    got = mark(variant, f"{letter(variant, 'one')}, {letter(variant, 'three')}")
    assert got.fraction == 0
    assert got.recognized == ("missed:two", "wrong:three")
    assert [f.params["text"].en for f in got.findings if f.code == "said"] == ["Two is right.", "Three is wrong."]


@pytest.mark.parametrize("sep", [", ", " ", "", " and ", " और ", ";"])
def test_letters_may_be_separated_in_any_way(sep):
    variant = make_variant(question("choices", CHOICES.replace("RULE", "all-or-nothing")), 2)
    typed = sep.join([letter(variant, "one"), letter(variant, "two")])
    assert mark(variant, typed).fraction == 1


def test_none_of_them_is_an_answer():
    variant = make_variant(question("choices", CHOICES.replace("RULE", "per-option")), 2)
    for typed in ("none", "कोई नहीं"):
        assert (mark(variant, typed).status, mark(variant, typed).fraction) == ("final", 0.5)


# ---- ordering


def ordering(rule, *names):
    variant = make_variant(question("ordering", ORDERING.replace("RULE", rule)), 4)
    return mark(variant, " ".join(letter(variant, name) for name in names))


def test_every_order_that_keeps_the_pairs_is_right():
    for at in range(4):
        names = ["first-part", "second-part", "third-part"]
        names.insert(at, "free-part")
        assert ordering("pairs", *names).fraction == 1


def test_pairs_follow_from_pairs():
    got = ordering("pairs", "third-part", "second-part", "first-part", "free-part")
    assert got.fraction == 0
    assert got.recognized == ("order:first-part<second-part", "order:second-part<third-part")
    one_off = ordering("pairs", "second-part", "first-part", "third-part", "free-part")
    assert one_off.fraction == pytest.approx(2 * 2 / 3 - 1)
    assert ordering("all-or-nothing", "second-part", "first-part", "third-part", "free-part").fraction == 0


def test_a_letter_left_out_or_twice_costs_nothing():
    assert ordering("pairs", "first-part", "second-part").status == "invalid"
    assert ordering("pairs", "first-part", "first-part", "second-part", "third-part").status == "invalid"


# ---- matching


@pytest.mark.parametrize(
    "form",
    ["1-{0} 2-{1}", "2{1}, 1{0}", "१-{0}, २-{1}", "{0} {1}", "1 → {0}; 2 → {1}", "1. {0}\n2. {1}", "1 = {2}, 2 = {3}"],
)
def test_pairs_are_read_in_any_layout(form):
    variant = make_variant(question("matching", MATCHING.replace("RULE", "per-pair")), 8)
    one, two = letter(variant, "arr-one"), letter(variant, "arr-two")
    typed = form.format(one, two, "कखग"[LETTERS.index(one)], "कखग"[LETTERS.index(two)])
    assert mark(variant, typed).fraction == 1


def test_a_wrong_pair_is_explained_and_counts_by_the_rule():
    for rule, expected in (("per-pair", 0.5), ("all-or-nothing", 0.0)):
        variant = make_variant(question("matching", MATCHING.replace("RULE", rule)), 8)
        got = mark(variant, f"1-{letter(variant, 'arr-one')} 2-{letter(variant, 'arr-one')}")
        assert got.fraction == expected
        assert got.recognized == ("pair:ell-two=arr-one",)
        assert got.findings[-1].params["text"].en == "Two to two."


@pytest.mark.parametrize("typed", ["", "1-A", "1-A 2-Z", "1-A 1-B", "3-A 1-B", "hello"])
def test_incomplete_matches_cost_nothing(typed):
    variant = make_variant(question("matching", MATCHING.replace("RULE", "per-pair")), 8)
    assert mark(variant, typed).status == "invalid"


# ---- code output


@pytest.mark.parametrize(
    "typed",
    [
        "tensor([-0.7616,  0.0000,  0.7616])",
        "[-0.7616, 0, 0.7616]",
        "-0.7616 0 0.7616",
        "tensor([−०.७६१६, ०., .७६१६], dtype=torch.float32)",
        "tensor([-0.76159, 0.0, 0.76159], grad_fn=<TanhBackward0>)",
        "[[-0.7616, 0, 0.7616]]",
    ],
)
def test_layout_never_decides_an_output(typed):
    assert same(typed, "tensor([-0.7616,  0.0000,  0.7616])", PRINTED)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("[-0.76, 0, 0.76]", "tensor([-0.7616, 0.0000, 0.7616])"),
        ("[0.7616, 0, -0.7616]", "tensor([-0.7616, 0.0000, 0.7616])"),
        ("[-0.7616, 0]", "tensor([-0.7616, 0.0000, 0.7616])"),
        ("False", "True"),
        ("None", "tensor(1.)"),
        ("nan", "1.0"),
        ("1", "nan"),
        ("[[1, 2, 3], [4, 5, 6]]", "tensor([[1, 2], [3, 4], [5, 6]])"),
        ("RuntimeError", "ValueError"),
        ("inf", "-inf"),
    ],
)
def test_other_outputs_are_told_apart(typed, key):
    assert not same(typed, key, PRINTED)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("inf", "inf"),
        ("-inf", "tensor(-inf)"),
        ("NaN", "nan"),
        ("true", "True"),
        ("torch.Size([2, 3])", "torch.Size([2, 3])"),
        ("(2, 3)", "torch.Size([2, 3])"),
    ],
)
def test_words_and_shapes_are_compared_too(typed, key):
    assert same(typed, key, PRINTED)


def test_a_wrong_output_is_named(planted):
    variant = make_variant(question("code_output", CODE_OUTPUT), 3)
    assert mark(variant, variant.drawn.key.replace("\n", " ")).fraction == 1
    got = mark(variant, variant.drawn.wrong["other-row"])
    assert got.recognized == ("wrong:other-row",)
    assert mark(variant, "??").status == "invalid"


# ---- blank


def blank(typed, rule="per-blank"):
    return mark(make_variant(question("blank", BLANK.replace("RULE", rule), head=BLANK_HEAD), 1), typed)


@pytest.mark.parametrize(
    "typed",
    [
        "chain rule; optimizer",
        "Chain-Rule\nOptimizer",
        "1) chain rule 2) optimizer",
        "1. chain rule; 2. optimizer",
        "चेन रूल; ऑप्टिमाइज़र",
        "shrinkhala niyam; optimizer",
        "शृंखला नियम, optimizer",
        "chain\u200d rule; 'optimizer'",
    ],
)
def test_blanks_accept_every_script_and_spelling(typed):
    assert blank(typed).fraction == 1


def test_a_wrong_word_is_explained_and_counts_by_the_rule():
    got = blank("product rule; optimizer")
    assert (got.fraction, got.recognized) == (0.5, ("wrong:rule.product-rule",))
    assert blank("product rule; optimizer", "all-or-nothing").fraction == 0
    assert blank("; optimizer").fraction == 0.5
    assert blank("quotient rule; optimizer").recognized == ("missed:rule",)


@pytest.mark.parametrize("typed", ["", "chain rule", "a; b; c"])
def test_another_number_of_blanks_costs_nothing(typed):
    assert blank(typed).status == "invalid"


def test_a_blank_may_be_a_number(planted):
    planted["planted.gap"] = lambda rng: Drawn({"x": 3}, key={"rule": 0.5}, wrong={"doubled": 1.0})
    head = BLANK_HEAD.replace("; the [[who]] changes the weights", "").replace(", weights [[who]] बदलता है", "")
    body = """
generator: planted.gap
credit: per-blank
blanks:
  - {id: rule, number: {rel: 0.01}, wrong: {doubled: {says: {hi: दो गुना।, en: Doubled.}}}}
"""
    variant = make_variant(question("blank", body, head=head), 1)
    assert mark(variant, "०.५").fraction == 1
    assert mark(variant, "1/2").fraction == 1
    assert mark(variant, "1").recognized == ("wrong:rule.doubled",)
    assert mark(variant, "half").status == "invalid"


@pytest.mark.parametrize("typed", ["2.5; 3", "1) 2.5; 2) 3", "1. 2.5\n2. 3", "२.५; ३", "5/2, 3"])
def test_numbered_blanks_with_numbers_are_not_confused(typed, planted):
    planted["planted.gap"] = lambda rng: Drawn({"x": 3}, key={"rule": 2.5, "who": 3})
    body = """
generator: planted.gap
credit: per-blank
blanks:
  - {id: rule, number: exact}
  - {id: who, number: exact}
"""
    assert mark(make_variant(question("blank", body, head=BLANK_HEAD), 1), typed).fraction == 1


# ---- short, code


def test_a_short_answer_is_provisional():
    variant = make_variant(question("short", SHORT), 1)
    got = mark(variant, "The gradients vanish in the early layers.")
    assert (got.status, got.fraction) == ("provisional", 1.0)
    half = mark(variant, "The gradient shrinks on its way.")
    assert (half.fraction, half.recognized) == (0.5, ("concept:gradient-small",))
    assert half.doubt > got.doubt
    assert "short.missing" in codes(half)


def test_a_contradiction_takes_the_marks_and_goes_to_the_top_of_the_queue():
    got = mark(make_variant(question("short", SHORT), 1), "The gradient is small and the last layers are slow.")
    assert (got.fraction, got.doubt) == (0.0, 1.0)
    assert "short.contradiction" in codes(got)


def test_too_long_an_answer_costs_nothing():
    assert mark(make_variant(question("short", SHORT), 1), "word " * 1000).status == "invalid"


def test_code_waits_for_the_judge():
    variant = make_variant(question("code", "exercise: softmax\n"), 1)
    assert mark(variant, "def softmax(z): ...").status == "pending"
    assert mark(variant, " ").status == "invalid"
    assert (judged("", 4, 10).fraction, judged("", 10, 10).fraction) == (0.4, 1.0)


# ---- all kinds

EVERY = {
    "formula": FORMULA,
    "choice": CHOICE,
    "choices": CHOICES.replace("RULE", "right-minus-wrong"),
    "ordering": ORDERING.replace("RULE", "pairs"),
    "matching": MATCHING.replace("RULE", "per-pair"),
    "numeric": NUMERIC,
    "code_output": CODE_OUTPUT,
    "short": SHORT,
}


@pytest.mark.parametrize("kind", EVERY)
def test_the_model_answer_gets_full_marks(kind, planted):
    q = question(kind, EVERY[kind])
    for seed in range(25):
        variant = make_variant(q, seed)
        assert mark(variant, model_answer(variant)).fraction == 1


@pytest.mark.parametrize("kind", [*EVERY, "blank"])
@pytest.mark.parametrize(
    "typed",
    ["", "\x00", "🙂", "A" * 10_000, "((((((", "१" * 500, "A-1-A-1", "\u200d", "-", "1e400", "\\frac{", "[[[[[[[["],
)
def test_junk_is_marked_without_an_exception(kind, typed, planted):
    q = (
        question(kind, EVERY[kind])
        if kind in EVERY
        else question("blank", BLANK.replace("RULE", "per-blank"), head=BLANK_HEAD)
    )
    got = mark(make_variant(q, 1), typed)
    assert got.fraction < 1
    assert got.findings


def test_responses_are_marked_from_their_seeds(planted):
    q = question("numeric", NUMERIC + "tolerance: exact\n")
    key = make_variant(q, 99).drawn.key
    response = Response("planted", "asha", 1, 99, f"{key}")
    assert mark_response(q, response).fraction == 1
    assert mark_response(q, dataclasses.replace(response, seed=98)).fraction == 0
    assert [m.fraction for m in mark_all({"planted": q}, [response, response])] == [1, 1]
