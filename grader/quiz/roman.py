"""Hindi in Latin letters: Devanagari is read aloud into a loose Latin spelling, and spellings fold into one.

`sound` gives the same string for शृंखला, shrinkhala and shrinkhla; the technical terms of terms.py are
taken for their English words first, so that ग्रेडिएंट is "gradient".
"""

import re

from grader.quiz.normalise import listed, words_of
from grader.quiz.terms import TERMS

_CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळ",
        listed("k kh g gh n ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l v sh sh s h l"),
        strict=True,
    )
)
_VOWELS = dict(zip("अआइईउऊएऐओऔऑ", listed("a aa i ii u uu e ai o au o"), strict=True))
_SIGNS = dict(zip("ािीुूेैोौॉृ", listed("aa i ii u uu e ai o au o ri"), strict=True))
_VIRAMA, _NASAL, _VISARGA = "\u094d", "\u0902", "\u0903"
_SCHWA = "\u0259"  # the inherent a, until it is known whether it is spoken
_FOLDS = (
    (re.compile(r"aa+"), "a"),
    (re.compile(r"(ee|ii|iy(?=[aeo]))"), "i"),
    (re.compile(r"(oo|uu)"), "u"),
    (re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])y(?=[aeou])"), "i"),
    (re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])y$"), "i"),
    (re.compile(r"ey"), "e"),
    (re.compile(r"w"), "v"),
    (re.compile(r"(ph|f)"), "f"),
    (re.compile(r"chh"), "ch"),
    (re.compile(r"(sh|s)h?"), "s"),
    (re.compile(r"([kgjtdb])h"), r"\1"),
    (re.compile(r"[zx]"), "j"),
    (re.compile(r"q"), "k"),
    (re.compile(r"m(?=[^aeiou\W])"), "n"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"n$"), ""),  # nasal at the end: nahin, nahi
)


def romanised(word: str) -> str:
    """One Devanagari word in Latin letters, the inherent a dropped where Hindi drops it."""
    out: list[str] = []
    for char in word:
        if char in _CONSONANTS:
            out += [_CONSONANTS[char], _SCHWA]
        elif char in _SIGNS or char == _VIRAMA:
            if out and out[-1] == _SCHWA:
                out.pop()
            out += [_SIGNS[char]] if char in _SIGNS else []
        elif char in _VOWELS:
            out.append(_VOWELS[char])
        elif char == _NASAL:
            out.append("n")
        elif char != _VISARGA:
            out.append(char)
    return _spoken(out)


def _spoken(parts: list[str]) -> str:
    """Schwa deletion: at the end, and between consonants that stand between vowels (right to left)."""
    vowels = set(_VOWELS.values()) | {_SCHWA, "ri"}
    if len(parts) > 2 and parts[-1] == _SCHWA:  # noqa: PLR2004  # a lone letter keeps its vowel
        parts = parts[:-1]
    for at in range(len(parts) - 2, 1, -1):
        if parts[at] != _SCHWA or at + 2 >= len(parts):
            continue
        around = parts[at - 2] in vowels and parts[at - 1] not in vowels
        if around and parts[at + 1] not in vowels and parts[at + 2] in vowels:
            del parts[at]
    return "".join(parts).replace(_SCHWA, "a")


def is_devanagari(word: str) -> bool:
    """Whether any letter is Devanagari."""
    return any("\u0900" <= char <= "\u097f" for char in word)


def sound(text: str) -> str:
    """The folded sound of a text, word by word; English words fold the same way on both sides."""
    return " ".join(_sound_of(word) for word in words_of(text).split())


def latin(word: str) -> str:
    """A Devanagari technical term as its English word; any other word as it is."""
    return TERMS.get(word, word)


def _sound_of(word: str) -> str:
    word = latin(word)
    if is_devanagari(word):
        word = romanised(word)
    for pattern, fold in _FOLDS:
        word = pattern.sub(fold, word)
    return word[:-1] if len(word) > 4 and word.endswith("a") else word  # noqa: PLR2004  # shrinkhal(a)
