"""The queue of provisional marks: answers that read the same are one entry, the doubtful ones come first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from grader.quiz.roman import sound
from grader.spec.question import Mark


@dataclass(frozen=True, slots=True)
class Provisional:
    """An answer with a mark that a person has to confirm. `key`: whatever the caller finds it again by."""

    key: int
    question: str
    raw: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Entry:
    """Answers to one question that are the same words: one decision serves all of them."""

    question: str
    raw: str
    doubt: float
    keys: tuple[int, ...]


def queue(answers: Iterable[Provisional]) -> tuple[Entry, ...]:
    """Entries in the order in which a person should look: doubt, then how many students one decision serves."""
    groups: dict[tuple[str, str], list[Provisional]] = defaultdict(list)
    for answer in answers:
        if answer.mark.status == "provisional":
            groups[answer.question, sound(answer.raw)].append(answer)
    entries = [
        Entry(question, group[0].raw, max(a.mark.doubt for a in group), tuple(a.key for a in group))
        for (question, _), group in groups.items()
    ]
    return tuple(sorted(entries, key=lambda e: (-e.doubt, -len(e.keys), e.question, e.keys)))
