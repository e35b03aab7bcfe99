"""A quiz as it is printed or shown: every number drawn, every option lettered, in both languages."""

from dataclasses import dataclass

from grader.spec.question import QuestionKind
from grader.spec.text import Lang, Text


@dataclass(frozen=True, slots=True)
class Item:
    """One question. options: (letter, id, text), left: (number, id, text). key: a right answer as it is typed."""

    number: int
    id: str
    kind: QuestionKind
    points: float
    stem: Text
    options: tuple[tuple[str, str, Text], ...]
    left: tuple[tuple[str, str, Text], ...]
    blanks: int
    key: Text
    solution: Text


@dataclass(frozen=True, slots=True)
class Sheet:
    """One copy. copy: the id printed on it, from which its key is made again; student: for whom, if for somebody."""

    quiz: str
    title: Text
    items: tuple[Item, ...]
    langs: tuple[Lang, ...]
    copy: str = ""
    student: str = ""
    attempt: int = 1
    minutes: float | None = None

    @property
    def points(self) -> float:
        """What the whole sheet is worth."""
        return sum(item.points for item in self.items)
