"""Checks of a question's texts: both languages, their script, their maths, the house's spelling, the fonts."""

import dataclasses
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from grader.quiz.issue import Issue
from grader.quiz.latex import CODE, GAP, MATHS, PLACEHOLDER, code_of, maths_of, placeholders_of, prose_of
from grader.spec.question import Question
from grader.spec.text import LANGS, Text

DEVANAGARI_SHARE = 0.2  # of the letters of a text: one dense in terms of art (sample, label, loss) still has a quarter
FEW_WORDS = 4  # up to four Latin words without Devanagari are a name or a term, not a sentence
_DEVANAGARI = re.compile(r"[\u0900-\u0963\u0971-\u097f]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_NUKTA = {
    re.compile(rf"(?<![\u0900-\u0963]){wrong}(?=$|[^\u0900-\u0963]|{endings})"): right
    for wrong, right, endings in (
        ("गलत", "ग़लत", "ी"),
        ("गलती", "ग़लती", "य"),
        ("फाइल", "फ़ाइल", "ें|ों"),
        ("जरूरी", "ज़रूरी", "x"),
        ("जरूरत", "ज़रूरत", "x"),
        ("ज़रुरी", "ज़रूरी", "x"),
        ("सिर्फ", "सिर्फ़", "x"),
        ("ज्यादा", "ज़्यादा", "x"),
        ("फर्क", "फ़र्क", "x"),
        ("तरफ", "तरफ़", "x"),
        ("साफ", "साफ़", "x"),
        ("खराब", "ख़राब", "x"),
        ("खत्म", "ख़त्म", "x"),
        ("आखिर", "आख़िर", "ी"),
        ("बाकी", "बाक़ी", "x"),
    )
    for wrong in (unicodedata.normalize("NFC", wrong),)
}
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|!?\[[^\[\]]*\]\(|&[a-z]+;")
_BANNED = {
    "hi": (re.compile("कृपया"), re.compile("एरर"), re.compile("प्रवणता"), re.compile(r"!")),
    "en": (re.compile(r"\bsimply\b", re.IGNORECASE), re.compile(r"(?<![\d\w])!|[a-z]!")),
}
# Code points of Noto Sans 2.15 and Noto Sans Devanagari 2.7 (their cmap tables) that texts have a use for.
_PRINTABLE = (
    (0x20, 0x7E),
    (0xA0, 0x377),
    (0x384, 0x3E1),
    (0x900, 0x97F),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x2074, 0x208E),
    (0x20A0, 0x20C0),
    (0x2212, 0x2212),
)


def texts_of(value: Any, place: str = "") -> Iterator[tuple[str, Text]]:
    """Every Text in a question with its place."""
    if isinstance(value, Text):
        yield place, value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            below = f"{place}.{field.name}" if place else field.name
            yield from texts_of(getattr(value, field.name), below.removeprefix("body."))
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from texts_of(item, f"{place}[{getattr(item, 'id', getattr(item, 'name', at))}]")


def check_texts(question: Question) -> Iterator[Issue]:
    """All checks of texts."""
    for place, text in texts_of(question):
        yield from _alike(place, text)
        yield from _hindi(f"{place}.hi", text.hi, sentence=_is_sentence(text))
        yield from _english(f"{place}.en", text.en)
        for lang in LANGS:
            yield from _characters(f"{place}.{lang}", text.in_(lang))


def _alike(place: str, text: Text) -> Iterator[Issue]:
    for check, read in (
        ("same-placeholders", placeholders_of),
        ("same-maths", maths_of),
        ("same-code", code_of),
        ("same-gaps", lambda t: sorted(GAP.findall(t))),
    ):
        hi, en = read(text.hi), read(text.en)
        if hi != en:
            yield Issue(check, place, f"hi has {_only(hi, en)} that en has not, en has {_only(en, hi)} that hi has not")


def _only(these: list[Any], those: list[Any]) -> list[Any]:
    rest = list(those)
    out = []
    for item in these:
        if item in rest:
            rest.remove(item)
        else:
            out.append(item)
    return out


def _is_sentence(text: Text) -> bool:
    return text.en.rstrip().endswith((".", "?")) and len(_LATIN_WORD.findall(prose_of(text.en))) > FEW_WORDS


def _hindi(place: str, text: str, *, sentence: bool) -> Iterator[Issue]:
    prose = prose_of(text)
    native = len(_DEVANAGARI.findall(prose))
    foreign = sum(map(len, _LATIN_WORD.findall(prose)))
    words = len(_LATIN_WORD.findall(prose))
    if (words > FEW_WORDS and native < DEVANAGARI_SHARE * (native + foreign)) or (sentence and not native):
        yield Issue("hindi-script", place, "expected Hindi in Devanagari; only terms of art stay in Latin letters")
    if re.search(r"[\u0966-\u096f]", text):
        yield Issue("devanagari-digits", place, "expected digits 0-9")
    if re.search(r"[\u0900-\u0963]\s*\.(\s|$)", prose) or (sentence and prose.rstrip().endswith(".")):
        yield Issue("danda", place, "expected । at the end of a Hindi sentence")
    for pattern, right in _NUKTA.items():
        if pattern.search(unicodedata.normalize("NFC", text)):
            yield Issue("nukta", place, f"expected {right}")
    yield from _banned(place, prose, "hi")


def _english(place: str, text: str) -> Iterator[Issue]:
    if _DEVANAGARI.search(text):
        yield Issue("english-script", place, "expected no Devanagari in the English text")
    yield from _banned(place, prose_of(text), "en")


def _banned(place: str, prose: str, lang: str) -> Iterator[Issue]:
    for pattern in _BANNED[lang]:
        found = pattern.search(prose)
        if found:
            yield Issue("banned-word", place, f"expected other words than {found[0]!r} (see VOICE.md)")


def _characters(place: str, text: str) -> Iterator[Issue]:
    markup = _MARKUP.search(CODE.sub("", MATHS.sub("", text)))
    if markup:
        yield Issue("markup", place, f"expected no HTML, link or image (found {markup[0]!r})")
    hidden = [char for char in text if unicodedata.category(char) == "Cf"]
    if hidden:
        yield Issue("zero-width", place, f"expected no invisible character (found U+{ord(hidden[0]):04X})")
    outside = PLACEHOLDER.sub("", MATHS.sub("", CODE.sub("", text)))
    for char in sorted({c for c in outside if c not in "\n\t"}):
        if not any(low <= ord(char) <= high for low, high in _PRINTABLE):
            yield Issue("font", place, f"our fonts have no {char!r} (U+{ord(char):04X}); write it as $LaTeX$")
    inside = "".join(MATHS.findall(CODE.sub("", text))) + "".join(CODE.findall(text))
    for char in sorted({c for c in inside if ord(c) > 0x7E and not 0x900 <= ord(c) <= 0x97F}):  # noqa: PLR2004  # ASCII, Devanagari
        yield Issue("font", place, f"expected LaTeX or ASCII in maths and code, not {char!r} (U+{ord(char):04X})")
