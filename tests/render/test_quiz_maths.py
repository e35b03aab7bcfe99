"""Formulas in a terminal, in words, in MathML and in Typst."""

import pytest

from grader.render.quiz_maths import mathml, spoken, terminal, tree, typst
from grader.render.quiz_text import text_of

LOSS = r"-\frac{1}{n}\sum_{i=1}^{n} y_i \log \hat{y}_i"


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\frac{x-\mu}{\sqrt{\sigma^2+\epsilon}}", "(x − μ)/(√(σ² + ϵ))"),
        (r"\hat{y} = \sigma(w^\top x + b)", "ŷ = σ(wᵀx + b)"),
        (r"y \log p", "y log p"),
        (r"e^{-z}", "e^(−z)"),
    ],
)
def test_a_terminal_shows_a_formula_in_one_line(latex, shown):
    assert terminal(latex).replace(" ", "") == shown.replace(" ", "")


def test_a_formula_is_spoken_in_both_languages():
    assert spoken(r"\frac{\partial L}{\partial w}", "en") == "fraction partial L over partial w end fraction"
    assert spoken(r"\sqrt{x}", "hi") == "वर्गमूल x, मूल पूरा"
    assert spoken(LOSS, "hi") != spoken(LOSS, "en")


def test_mathml_says_what_it_is():
    made = mathml(r"\sqrt{x}", 'a "root"')
    assert 'aria-label="a &quot;root&quot;"' in made
    assert "<msqrt>" in made


def test_typst_keeps_devanagari_together():
    assert typst(r"\text{अन्यथा}") == '#text(font: words, "अन्यथा")'


def test_what_is_no_formula_is_refused():
    with pytest.raises(ValueError, match="no readable formula"):
        tree(r"\frac{")


def test_every_formula_of_the_bank_can_be_drawn_and_spoken():
    from grader.quiz.latex import CODE, MATHS
    from grader.quiz.lint_texts import texts_of
    from grader.quiz.load import load_bank
    from grader.quiz.show import fill
    from grader.quiz.variant import make_variant

    seen = 0
    for question in load_bank().values():
        variant = make_variant(question, 3)
        for _, text in texts_of(question):
            for latex in MATHS.findall(CODE.sub(" ", fill(text, variant, "en"))):
                seen += 1
                assert terminal(latex)
                assert spoken(latex, "hi")
                assert spoken(latex, "en")
                assert typst(latex)
    assert seen > 500


def test_code_in_a_text_is_left_alone():
    assert "x = a*b_c" in text_of("Look:\n\n```python\nx = a*b_c\n```\n")
    assert text_of("`$x$` costs \\$5").strip() == "`$x$` costs $5"
