import contextlib
import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.quiz.number import read_array, read_number
from grader.quiz.tokens import FormulaError

FUZZ = int(os.environ.get("PARIKSHA_FUZZ", "500"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.25", 0.25),
        ("०.२५", 0.25),
        (".25", 0.25),
        ("1/4", 0.25),
        ("25%", 0.25),
        ("२५%", 0.25),
        ("-3", -3),
        ("−३", -3),
        ("+3", 3),
        ("2e-3", 0.002),
        ("2 × 10^-3", 0.002),
        ("2*10⁻³", 0.002),
        ("1,234", 1234),
        ("12,34,567.5", 1234567.5),
        ("1,234,567", 1234567),
        ("sqrt(2)", 2**0.5),
        ("√2", 2**0.5),
        ("e^-1", 0.36787944117144233),
        ("= 0.25", 0.25),
        ("z = 0.25", 0.25),
        ("≈ 0.25", 0.25),
        ("$\\frac{1}{4}$", 0.25),
        ("\u200b5\u200d", 5),
        ("1 000".replace(" ", ""), 1000),
    ],
)
def test_numbers_are_read_as_meant(text, expected):
    assert read_number(text) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0,25", "number.decimal_comma"),
        ("", "answer.empty"),
        ("abc", "formula.unknown_name"),
        ("1/0", "number.not_finite"),
        ("nan", "formula.unknown_name"),
        ("9**9**9**9", "number.not_finite"),
        ("3 4 ?", "formula.unknown_sign"),
        ("1 2", "formula.unexpected"),
        ("1 000", "formula.unexpected"),
        ("log(-1)", "number.not_finite"),
    ],
)
def test_what_is_no_number_says_why(text, code):
    with pytest.raises(FormulaError) as caught:
        read_number(text)
    assert caught.value.code == code


def test_a_percent_sign_is_optional_where_the_unit_is_percent():
    assert read_number("25", "%") == read_number("25%", "%") == 25
    assert read_number("3 ms", "ms") == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2]", [1, 2]),
        ("1, 2", [1, 2]),
        ("(1, 2)", [1, 2]),
        ("1 2", [1, 2]),
        ("[1 -2]", [1, -2]),
        ("1; -2", [1, -2]),
        ("[१, −२]", [1, -2]),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("[[1 2] [3 4]]", [[1, 2], [3, 4]]),
        ("[1, 2], [3, 4]", [[1, 2], [3, 4]]),
        ("[[1 2]\n [3 4]]", [[1, 2], [3, 4]]),
        ("tensor([1., 2.])", [1, 2]),
        ("np.array([1, 2])", [1, 2]),
        ("tensor([1., 2.], dtype=torch.float64)", [1, 2]),
        ("[1/2, (1+1)]", [0.5, 2]),
        ("g = [1, 2]", [1, 2]),
        ("0.5", [0.5]),
    ],
)
def test_arrays_are_read_as_meant(text, expected):
    assert read_array(text) == expected


@settings(max_examples=FUZZ, deadline=None)
@given(st.one_of(st.text(max_size=80), st.text("0123456789.,;[]()-+/ *^e%=", max_size=60)))
def test_any_text_is_a_number_or_refused(text):
    for read in (read_number, read_array):
        with contextlib.suppress(FormulaError):  # its own error and no other
            assert np.all(np.isfinite(read(text) if read is read_number else np.asarray(flat(read(text)))))


def flat(value):
    return [n for item in value for n in flat(item)] if isinstance(value, list) else [value]
