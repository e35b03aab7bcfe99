"""Sources that share long runs of code, for a person to look at: winnowing over normalised tokens.

S. Schleimer, D. Wilkerson, A. Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003 (MOSS).
"""

import io
import keyword
import tokenize
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations

GRAM = 12  # tokens: a line and a half; shorter runs are idioms
WINDOW = 8  # a shared run of GRAM + WINDOW - 1 tokens is always found
FEWEST = 8  # fingerprints of its own, below which a source says nothing
COMMON = 0.1  # share of the class, and at least 3 students, that has a run: then it is the course's, not a student's
LIKELY = 0.7  # of the smaller source's own runs
MAX_PAIRS = 50
_SKIP = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two students' sources; share: of the smaller one's own runs that the other has too."""

    first: str
    second: str
    share: float
    runs: int


def prints(text: str) -> frozenset[int]:
    """The winnowed fingerprints of a source; names, numbers and strings do not tell."""
    grams = _grams(_tokens(text))
    if len(grams) <= WINDOW:
        return frozenset(grams)
    return frozenset(min(grams[at : at + WINDOW]) for at in range(len(grams) - WINDOW + 1))


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NAME:
                found.append(token.string if keyword.iskeyword(token.string) else "n")
            elif token.type == tokenize.NUMBER:
                found.append("0")
            elif token.type == tokenize.STRING:
                found.append("s")
            elif token.type not in _SKIP:
                found.append(token.string)
    except (tokenize.TokenError, SyntaxError):
        pass  # what was read before counts
    return found


def _grams(tokens: list[str]) -> list[int]:
    return [
        int.from_bytes(blake2b("\0".join(tokens[at : at + GRAM]).encode(), digest_size=8).digest(), "big")
        for at in range(len(tokens) - GRAM + 1)
    ]


def similar(sources: Mapping[str, frozenset[int]]) -> list[Pair]:
    """Pairs of students whose sources share most of what is not everybody's; the likeliest first."""
    spread = Counter(mark for marks in sources.values() for mark in marks)
    limit = max(3, COMMON * len(sources))
    own = {student: {mark for mark in marks if spread[mark] <= limit} for student, marks in sources.items()}
    holders = defaultdict[int, list[str]](list)
    for student, marks in own.items():
        if len(marks) >= FEWEST:
            for mark in marks:
                holders[mark].append(student)
    shared = Counter(pair for students in holders.values() for pair in combinations(sorted(students), 2))
    pairs = [
        Pair(a, b, count / min(len(own[a]), len(own[b])), count)
        for (a, b), count in shared.items()
        if count >= LIKELY * min(len(own[a]), len(own[b]))
    ]
    return sorted(pairs, key=lambda pair: (-pair.share, -pair.runs, pair.first, pair.second))[:MAX_PAIRS]
