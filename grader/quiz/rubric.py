"""Short answers: which concepts of a rubric an answer holds, which contradictions, and how doubtful that is."""

import re
from dataclasses import dataclass
from functools import lru_cache

from grader.quiz.normalise import listed, plain, without_nukta
from grader.quiz.pattern import BOUNDARIES, NEGATIONS, Pattern, Token, compile_pattern, found_in, token
from grader.spec.question import Concept, Short

MAX_LENGTH = 2000  # characters: a short answer has 300
ENOUGH_WORDS = 4  # fewer words than this are an answer, not a list of key words
FUNCTION_SHARE = 0.12  # sentences of the rubrics' own tests have 0.2 to 0.6, lists of key words under 0.1
_SENTENCE = re.compile(r"(?<!\d)\.|\.(?!\d)|[!?।॥\n;]")
_TOKEN = re.compile(r"[\u0900-\u0963\u0970-\u097f]+|[a-z]+'[a-z]+|[^\W_]+(?:[.][0-9]+)?|[<>=≤≥≈,∞→]")
_CONTRACTED = re.compile(r"n't\b|\b(?<=do)nt\b|(?<=does)nt\b|(?<=is)nt\b|(?<=did)nt\b|(?<=wo)nt\b|(?<=ca)nt\b")
_FUNCTION_WORDS = frozenset(
    listed("""
    a an the is are was were be been being am to of in on at by for from with without as it its this that these
    those they
    he she we you and or but so because when then than if while which who what how why does do did has
    have had
    can cannot will would should may must there their them into through more most less very too also only each every all
    during after before becomes become gets get stays stay remains goes makes means
    है हैं था थे थी हो होता होती होते हुआ हुई हुए होने का की के को में से पर ने और या तो भी ही यह वह ये वे इस उस इसे उसे इसलिए क्योंकि
    जब तब
    अगर कि जो कर करता करती करते करने रहता रहती रहते जाता जाती जाते गया गई लिए तक एक बहुत कुछ अपने साथ
    hai hain tha the thi ho hota hoti hote hua hui hue hone ka ki ke ko me mein se par pe
    ne aur ya to bhi hi yeh ye vah wo woh
    is us isse isliye kyonki kyunki jab tab agar jo kar karta
    karti karte karne rehta rehti rehte rahta
    jata jati
    jate gaya gayi liye tak ek bahut kuch apne saath wala wale
    """)
)


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of concepts and contradictions; bare: a list of key words; doubt: 0 sure to 1 look at it first."""

    concepts: tuple[str, ...]
    contradictions: tuple[str, ...]
    fraction: float
    bare: bool
    doubt: float


def judge(answer: str, rubric: Short) -> Found:
    """The rubric's judgement."""
    sentences = sentences_of(answer)
    words = tuple(sorted(rubric.words.items()))
    concepts = tuple(c.id for c in rubric.concepts if _holds(c, words, sentences))
    against = tuple(c.id for c in rubric.contradictions if _holds(c, words, sentences))
    tokens = [t for sentence in sentences for t in sentence if t.text not in ",→"]
    functional = sum(without_nukta(t.text) in _FUNCTION_WORDS for t in tokens)
    bare = len(tokens) >= ENOUGH_WORDS and functional < FUNCTION_SHARE * len(tokens)
    total = sum(c.points for c in rubric.concepts)
    share = sum(c.points for c in rubric.concepts if c.id in concepts) / total
    fraction = 0.0 if bare or against else share
    return Found(concepts, against, fraction, bare, _doubt(share, rubric.pass_at, bool(against), bare))


def _doubt(share: float, pass_at: float, against: bool, bare: bool) -> float:
    """1 where signs contradict each other, then by nearness to the pass mark."""
    if (against or bare) and share > 0:
        return 1.0
    return round(max(0.0, 0.9 - abs(share - pass_at)), 3) if 0 < share < 1 else 0.3 if share == 0 else 0.1


def sentences_of(answer: str) -> list[list[Token]]:
    """The answer's words, sentence by sentence."""
    text = without_nukta(plain(answer)).casefold()
    text = _CONTRACTED.sub(" not", text).replace("cannot", "can not")
    sentences = [[token(word) for word in _TOKEN.findall(part)] for part in _SENTENCE.split(text)]
    return [sentence for sentence in sentences if sentence]


def _holds(concept: Concept, words: tuple[tuple[str, tuple[str, ...]], ...], sentences: list[list[Token]]) -> bool:
    patterns = _compiled(concept.patterns, words)
    return any(found_in(pattern, sentence) for pattern in patterns for sentence in sentences)


@lru_cache(maxsize=4096)
def _compiled(patterns: tuple[str, ...], words: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Pattern, ...]:
    table = dict(words)
    return tuple(compile_pattern(text, table) for text in patterns)


__all__ = ["BOUNDARIES", "NEGATIONS", "Found", "judge", "sentences_of"]
