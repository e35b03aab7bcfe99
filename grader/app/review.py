"""The queue of marks that wait for a person: doubtful ones first, equal answers together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.app.quiz_paper import Paper
from grader.app.quiz_record import CONFIRMED, standing
from grader.quiz.normalise import words_of
from grader.store.marks import Marked, NewMark, current_marks, record_marks
from grader.store.store import Store


@dataclass(frozen=True, slots=True)
class Pile:
    """Answers to one question that say the same, whatever their case, spacing and punctuation."""

    question: str
    rows: tuple[Marked, ...]
    doubt: float

    @property
    def first(self) -> Marked:
        """The answer that is shown for all."""
        return self.rows[0]


def queue(store: Store, paper: Paper | None, question: str | None = None) -> list[Pile]:
    """What waits: of a quiz, or of everything (practice too)."""
    rows = list(current_marks(store, quiz_id=paper.id if paper else None, question=question))
    in_quizzes = standing(row for row in rows if row.quiz_attempt is not None)
    loose = [row for row in rows if row.quiz_attempt is None]
    piles: dict[tuple[str, str], list[Marked]] = defaultdict(list)
    for row in (*in_quizzes, *loose):
        if row.status in {"provisional", "needs_review"}:
            # by variant, since the same words may be right for one set of numbers and wrong for another
            piles[row.question, f"{row.variant if row.kind != 'short' else ''}\0{words_of(str(row.raw))}"].append(row)
    out = [Pile(key[0], tuple(rows), max(_doubt(row) for row in rows)) for key, rows in piles.items()]
    return sorted(out, key=lambda pile: (-pile.doubt, -len(pile.rows), pile.question, pile.first.id))


def _doubt(row: Marked) -> float:
    return 1.0 if row.fraction is None else float(row.detail.get("doubt", 0.0))


def confirm(store: Store, rows: Sequence[Marked], fraction: float, by: str, reason: str = "") -> int:
    """A person's word: the mark becomes final for every answer of the pile; how many."""
    new = []
    for row in rows:
        said = reason or (CONFIRMED if row.fraction is not None and abs(row.fraction - fraction) < 1e-9 else "reviewed")  # noqa: PLR2004  # the same fraction but for rounding
        mark = NewMark(
            fraction=fraction,
            status="final",
            marker="person",
            marker_version="1",
            misconception=row.misconception if fraction < 1 else None,
            detail=row.detail,
            supersedes=row.id,
            marked_by=by,
            reason=said,
        )
        new.append((row.response, replace(mark)))
    return len(record_marks(store, new))
