"""Which of the sources' practice questions, and of their mistakes, the bank covers."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from grader.quiz.load import source_ids
from grader.spec.question import Question

MISTAKE = "mistake-"


@dataclass(frozen=True, slots=True)
class Covered:
    """One practice question (or mistake) of the sources with the questions that cover it."""

    id: str
    text: str
    questions: tuple[str, ...]

    @property
    def mistake(self) -> bool:
        """Whether this is one of the sources' mistakes."""
        return self.id.startswith(MISTAKE)


def coverage(bank: Mapping[str, Question]) -> list[Covered]:
    """Every source id in its order."""
    by_source = defaultdict[str, list[str]](list)
    for question in bank.values():
        for source in question.covers:
            by_source[source].append(question.id)
    return [Covered(name, text, tuple(by_source[name])) for name, text in source_ids().items()]
