"""Patterns of a rubric, as `$small gradient* > (not learn*|stuck) !weight*`: words near each other, in any script.

No regular expressions from authors: each step below is bounded by the length of the sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from grader.quiz.normalise import listed, plain, without_nukta
from grader.quiz.roman import is_devanagari, latin, sound

WINDOW = 12  # words from the first to the last of a match: a clause of the rubrics' own tests has up to ten
MAX_SPANS = 6  # places of one element that are tried: more means that the answer repeats one word
MAX_TRIES = 4000
BY_SOUND = 4  # letters (3 of a Hindi stem): shorter ones sound like too many other words, they match whole words only
BY_EDIT = 6  # letters: from here on one typing mistake is forgiven, never in the first letter
NEGATIONS = frozenset(
    map(
        without_nukta,
        listed(
            "not no never none without nor neither hardly नहीं नही नहि न ना मत बिना बगैर "
            "nahi nahin nhi na mat bina bagair"
        ),
    )
)
BOUNDARIES = frozenset(
    map(
        without_nukta,
        listed(
            ", → but because so and hence therefore thus while which since although however instead rather "
            "पर लेकिन मगर इसलिए क्योंकि और जबकि बल्कि तो par lekin magar isliye kyonki kyunki aur jabki balki to"
        ),
    )
)
_ITEM = re.compile(r"\([^()]*\)|\S+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of an answer: as typed, as an English term, and by its sound."""

    text: str
    term: str
    sound: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a pattern; `open` when any ending will do."""

    text: str
    sound: str
    open: bool


Phrase = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """Phrases, any of which will do. ordered: must stand after the element before it."""

    phrases: tuple[Phrase, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Elements that must stand near each other, and elements that must not. negatable: counts beside a negation too."""

    elements: tuple[Element, ...]
    absent: tuple[Element, ...]
    negatable: bool = False


@lru_cache(maxsize=65536)
def token(text: str) -> Token:
    """A word of an answer (casefolded, without nukta)."""
    return Token(text, latin(text), sound(text))


def compile_pattern(text: str, words: Mapping[str, tuple[str, ...]]) -> Pattern:
    """A pattern from its text. ValueError where it cannot be read."""
    elements: list[Element] = []
    absent: list[Element] = []
    ordered = False
    for item in _ITEM.findall(text.removeprefix("~")):
        if item == ">":
            ordered = True
            continue
        negative = item.startswith("!")
        phrases = tuple(p for part in _alternatives(item.removeprefix("!")) for p in _phrases(part, words))
        if not phrases:
            raise ValueError(f"nothing to find in {item!r}")
        (absent if negative else elements).append(Element(phrases, ordered and not negative))
        ordered = False
    if not elements:
        raise ValueError(f"the pattern {text!r} finds nothing")
    return Pattern(tuple(elements), tuple(absent), text.startswith("~"))


def _alternatives(item: str) -> list[str]:
    return [part.strip() for part in item.strip("()").split("|") if part.strip()]


def _phrases(part: str, words: Mapping[str, tuple[str, ...]]) -> list[Phrase]:
    if part.startswith("$"):
        if part == "$not" and "not" not in words:
            return [_phrase(word) for word in sorted(NEGATIONS)]
        if part[1:] not in words:
            raise ValueError(f"no set of words named {part}")
        return [_phrase(entry) for entry in words[part[1:]]]
    return [_phrase(part)]


def _phrase(text: str) -> Phrase:
    return tuple(_word(word) for word in text.split())


def _word(text: str) -> Word:
    stem = without_nukta(plain(text)).casefold()
    ends = stem.endswith("*")
    stem = stem.rstrip("*")
    if not stem:
        raise ValueError("a lone * in a pattern")
    return Word(latin(stem), sound(stem), ends)


def found_in(pattern: Pattern, sentence: list[Token]) -> bool:
    """Whether some match stands within the window, unnegated, with nothing near that must be absent."""
    spans = [_spans(element, sentence)[:MAX_SPANS] for element in pattern.elements]
    if not all(spans):
        return False
    for tries, places in enumerate(product(*spans)):
        if tries > MAX_TRIES:
            return False
        negated = not pattern.negatable and _negated(places, sentence)
        if _fits(places, pattern) and not negated and not _spoiled(places, pattern, sentence):
            return True
    return False


def _spans(element: Element, sentence: list[Token]) -> list[tuple[int, int]]:
    return sorted(
        {
            (at, at + len(phrase))
            for phrase in element.phrases
            for at in range(len(sentence) - len(phrase) + 1)
            if all(matches(word, sentence[at + k]) for k, word in enumerate(phrase))
        }
    )


def _fits(places: tuple[tuple[int, int], ...], pattern: Pattern) -> bool:
    first, last = min(a for a, _ in places), max(b for _, b in places)
    if last - first > WINDOW:
        return False
    ordered = sorted(places)
    if any(b > c for (_, b), (c, _) in pairwise(ordered)):
        return False  # one word cannot be two elements
    return all(
        not element.ordered or places[k - 1][1] <= places[k][0] for k, element in enumerate(pattern.elements) if k
    )


def _negated(places: tuple[tuple[int, int], ...], sentence: list[Token]) -> bool:
    """Whether a negation that is no part of the match stands in it, or beside it in the same clause."""
    first, last = min(a for a, _ in places), max(b for _, b in places)
    own = {at for a, b in places for at in range(a, b)}
    low = first
    while low > max(0, first - 2) and sentence[low - 1].text not in BOUNDARIES:
        low -= 1
    high = last
    while high < min(len(sentence), last + 2) and sentence[high].text not in BOUNDARIES:
        high += 1
    for at in range(low, high):
        if at in own or sentence[at].text not in NEGATIONS:
            continue
        clause_ends = any(sentence[k].text in BOUNDARIES for k in range(at + 1, last))
        if at < first or at >= last or not clause_ends:
            return True
    return False


def _spoiled(places: tuple[tuple[int, int], ...], pattern: Pattern, sentence: list[Token]) -> bool:
    low, high = max(0, min(a for a, _ in places) - 3), max(b for _, b in places) + 3
    return any(_spans(element, sentence[low:high]) for element in pattern.absent)


def matches(word: Word, found: Token) -> bool:
    """Whether a pattern's word is this word of the answer: by spelling, by one slip, or by sound."""
    if word.open:
        if found.text.startswith(word.text) or found.term.startswith(word.text):
            return True
        if len(word.sound) >= BY_SOUND - is_devanagari(word.text) and found.sound.startswith(word.sound):
            return True
        cut = found.term[: len(word.text)]
        return _one_slip(word.text, cut) or _one_slip(word.text, found.term[: len(word.text) + 1])
    if word.text in (found.text, found.term) or (len(word.sound) > 1 and word.sound == found.sound):
        return True
    return _one_slip(word.text, found.term)


def _one_slip(word: str, typed: str) -> bool:
    """One letter changed, left out or put in, or two neighbors swapped; words of six letters or more."""
    if len(word) < BY_EDIT or abs(len(word) - len(typed)) > 1 or word[:1] != typed[:1] or is_devanagari(word):
        return False
    if word == typed:
        return True
    at = next((k for k, (a, b) in enumerate(zip(word, typed, strict=False)) if a != b), min(len(word), len(typed)))
    if len(word) == len(typed):
        swapped = word[at + 1 : at + 2] == typed[at : at + 1] and word[at : at + 1] == typed[at + 1 : at + 2]
        return word[at + 1 :] == typed[at + 1 :] or (swapped and word[at + 2 :] == typed[at + 2 :])
    longer, shorter = (word, typed) if len(word) > len(typed) else (typed, word)
    return longer[at + 1 :] == shorter[at:]
