"""Which practice question of the sources each question of the bank covers, and how the bank is spread."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from grader.spec.question import Question

MISTAKE = "mistake-"
CHECKLIST = "dnn-architecture-design-checklist-"  # a checklist of the sources, not practice questions


@dataclass(frozen=True, slots=True)
class Covered:
    """One source line: its id, its words, and the questions that cover it."""

    source: str
    text: str
    questions: tuple[str, ...]

    @property
    def required(self) -> bool:
        """Whether the bank must cover it: the practice questions, not the checklist and the list of mistakes."""
        return not self.source.startswith((MISTAKE, CHECKLIST))


def coverage(bank: Mapping[str, Question], sources: Mapping[str, str]) -> tuple[Covered, ...]:
    """Every source line with its questions, in the order of the sources."""
    return tuple(
        Covered(source, text, tuple(sorted(q.id for q in bank.values() if source in q.covers)))
        for source, text in sources.items()
    )


def missing(rows: tuple[Covered, ...]) -> tuple[Covered, ...]:
    """The practice questions that nothing covers yet."""
    return tuple(row for row in rows if row.required and not row.questions)


def counts(bank: Mapping[str, Question]) -> dict[str, Counter[str]]:
    """How many questions there are by topic, kind and level, and how many draw their numbers anew."""
    return {
        "topic": Counter(q.topic for q in bank.values()),
        "kind": Counter(q.kind for q in bank.values()),
        "level": Counter(str(q.level) for q in bank.values()),
        "generated": Counter("drawn anew" if q.generator else "fixed" for q in bank.values()),
    }
