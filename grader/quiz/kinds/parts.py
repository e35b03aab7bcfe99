"""What the kinds share: building marks, and reading the letters of options."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.quiz.normalise import listed, plain, words_of
from grader.quiz.show import LETTERS, fill, filled, texts_by_id
from grader.quiz.tokens import FormulaError
from grader.spec.finding import Finding, say
from grader.spec.question import Mark, Tolerance, Variant
from grader.spec.text import LANGS, Text

_LABELS = (
    *((letter.casefold(), at) for at, letter in enumerate(LETTERS)),
    *((letter, at) for at, letter in enumerate("कखगघङचछज")),
    *((letter, at) for at, letter in enumerate("अबसद")),
    *((word, at) for at, word in enumerate(("ए", "बी", "सी", "डी", "ई", "एफ", "जी", "एच"))),
)
LABEL: Mapping[str, int] = dict(_LABELS)
_FILLERS = frozenset(
    listed("and option options answer ans और aur विकल्प उत्तर vikalp uttar then फिर phir the is है hai to")
)
_NONE = frozenset({"none", "none of them", "कोई नहीं", "koi nahi", "koi nahin", "nothing", "कुछ नहीं"})
_PIECES = re.compile(r"[0-9]+|[a-z]+|[\u0900-\u097f]+")


class UnreadableError(ValueError):
    """An answer that could not be read; the student may type again."""

    def __init__(self, code: str, **params: Any) -> None:
        """`code` and `params` of the finding that tells the student."""
        super().__init__(code)
        self.finding = Finding(code, params)


def invalid(finding: Finding, raw: str) -> Mark:
    """The mark of an answer that could not be read: no points, no attempt."""
    return Mark("invalid", 0.0, plain(raw).strip()[:200], (finding,))


def unreadable(error: FormulaError, raw: str, **more: Any) -> Mark:
    """The mark of a formula or number that could not be read; places count from 1, as people do."""
    params = {"at": error.at + 1, "found": error.found, "expected": error.expected, **more}
    return invalid(Finding(error.code, params), raw)


def right(reading: str, *findings: Finding, chosen: tuple[str, ...] = ("key",)) -> Mark:
    """Full marks."""
    return Mark("final", 1.0, reading, (Finding("answer.right"), *findings), chosen=chosen)


def wrong(variant: Variant, reading: str, name: str | None, *findings: Finding) -> Mark:
    """No marks; the wrong path `name` explains why, or the question's `otherwise`."""
    path = next((path for path in variant.question.wrong if path.name == name), None)
    said = filled(path.says if path else variant.question.otherwise, variant)
    return Mark(
        "final",
        0.0,
        reading,
        (Finding("answer.wrong"), *findings, *((say(said),) if said else ())),
        recognized=(f"wrong:{name}",) if name else (),
        misconceptions=(path.misconception,) if path and path.misconception else (),
        chosen=(name or "other",),
    )


def partial(fraction: float, reading: str, said: list[Text], chosen: tuple[str, ...]) -> Mark:
    """Marks between none and full, with what is said to each mistake."""
    code = "answer.right" if fraction >= 1 else "answer.wrong" if fraction <= 0 else "answer.partly"
    return Mark("final", fraction, reading, (Finding(code), *map(say, said)), chosen=chosen)


def letters(raw: str, variant: Variant) -> list[str]:
    """The ids behind letters, numbers, ids or an option's own words. UnreadableError for anything else."""
    text = plain(raw).strip()
    if not text:
        raise UnreadableError("answer.empty")
    if text in variant.order:
        return [text]
    same_words = [name for name in variant.order if words_of(text) in _words(name, variant)]
    found = _by_label(text, len(variant.order))
    if found is None:
        if len(same_words) == 1:
            return same_words
        raise UnreadableError("choice.unreadable", read=text[:60], last=LETTERS[len(variant.order) - 1])
    ids = [variant.order[at] for at in found]
    if same_words and same_words != ids:
        raise UnreadableError("choice.ambiguous", read=text[:60])
    return ids


def none_of_them(raw: str) -> bool:
    """Whether the student says that no option is right."""
    return words_of(raw) in _NONE


def _by_label(text: str, count: int) -> list[int] | None:
    out: list[int] = []
    for piece in _PIECES.findall(text.casefold()):
        if piece in _FILLERS:
            continue
        if piece in LABEL:
            places = [LABEL[piece]]
        elif piece.isdecimal():
            places = [int(piece) - 1] if len(piece) < 3 else [count]  # noqa: PLR2004  # no list has 100 options
        elif all(letter in LABEL for letter in piece) and len(piece) <= count:
            places = [LABEL[letter] for letter in piece]
        else:
            return None
        if not all(0 <= place < count for place in places):
            return None
        out += places
    return out or None


def _words(name: str, variant: Variant) -> set[str]:
    text = texts_by_id(variant)[name]
    return {words_of(fill(text, variant, lang)) for lang in LANGS} - {""}


def close(answer: Any, key: Any, tolerance: Tolerance) -> bool:
    """Whether two numbers or arrays agree; shapes must be equal."""
    a, k = np.asarray(answer, dtype=float), np.asarray(key, dtype=float)
    if a.shape != k.shape:
        return False
    allowed = np.maximum(tolerance.absolute, tolerance.relative * np.abs(k))
    return bool(np.all(np.abs(a - k) <= allowed * (1 + 1e-9)))  # 1e-9: a typed bound is not lost to rounding


def keys_of(drawn_key: Any, options: tuple[Any, ...]) -> tuple[str, ...]:
    """Ids of the right options: the generator's, or those marked correct (its key is then a number that they show)."""
    if names_options(drawn_key):
        return (drawn_key,) if isinstance(drawn_key, str) else tuple(drawn_key)
    return tuple(option.id for option in options if option.correct)


def names_options(key: Any) -> bool:
    """Whether a generator's key is an option's id, or several."""
    return isinstance(key, str) or (isinstance(key, list | tuple) and all(isinstance(part, str) for part in key))
