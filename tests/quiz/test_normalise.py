import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.quiz.normalise import plain, words_of
from grader.quiz.roman import romanised, sound


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("०.२५", "0.25"),
        ("−3", "-3"),
        ("1\u200b2\u200d", "12"),
        ("ग\u093c", unicodedata.normalize("NFC", "ग़")),
        ("２", "2"),
        ("a\u00a0b", "a b"),
    ],
)
def test_what_looks_alike_is_one(typed, meant):
    assert plain(typed) == meant


def test_case_and_punctuation_and_nukta_do_not_matter_in_words():
    assert words_of(" The Chain-Rule. ") == "the chain rule"
    assert words_of("ग़लत") == words_of("गलत")
    assert words_of("`optimizer.zero_grad()`") == words_of("optimizer zero grad")
    assert words_of("0.5") == "0.5"


@given(st.text(max_size=60))
def test_plain_is_a_projection(text):
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("devanagari", "typed"),
    [
        ("शृंखला नियम", "shrinkhala niyam"),
        ("श्रृंखला", "shrinkhala"),
        ("छोटा", "chhota"),
        ("छोटा", "chota"),
        ("नहीं", "nahi"),
        ("नहीं", "nahin"),
        ("सीखता", "seekhta"),
        ("सीखता", "sikhta"),
        ("ज़्यादा", "zyada"),
        ("ग्रेडिएंट", "gradient"),
        ("चेन रूल", "chain rule"),
        ("लॉस फ़ंक्शन", "loss function"),
        ("बहुत", "bahut"),
        ("शून्य", "shunya"),
        ("परत", "parat"),
    ],
)
def test_romanised_hindi_sounds_like_devanagari(devanagari, typed):
    assert sound(devanagari) == sound(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [("छोटा", "bada"), ("loss", "class"), ("weight", "bias"), ("आगे", "पीछे"), ("mean", "min"), ("row", "column")],
)
def test_different_words_sound_different(one, other):
    assert sound(one) != sound(other)


def test_the_inherent_vowel_is_dropped_where_hindi_drops_it():
    assert romanised("नमक") == "namak"
    assert romanised("समझना") == "samajhnaa"
