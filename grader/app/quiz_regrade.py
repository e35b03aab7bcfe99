"""Mark kept answers again with the bank and the marker of today: first who would change, then the change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader.app.quiz_paper import Paper, plain
from grader.app.quiz_record import marked, new_mark
from grader.quiz.variant import make_variant
from grader.spec.question import Mark
from grader.store.marks import Marked, current_marks, record_marks
from grader.store.quizzes import variant as stored_variant
from grader.store.store import Store

SMALL = 1e-9  # two fractions closer than this are the same mark


@dataclass(frozen=True, slots=True)
class Change:
    """One answer whose mark would change."""

    row: Marked
    found: Mark


@dataclass(frozen=True, slots=True)
class Plan:
    """What a regrade would do. by_hand: marks given by a person, which stay; redrawn: other numbers than were asked."""

    looked_at: int
    changes: tuple[Change, ...]
    by_hand: int
    redrawn: tuple[Marked, ...]


def plan(store: Store, paper: Paper, *, question: str | None = None, judge_code: Any = None) -> Plan:
    """Who would change. Writes nothing."""
    looked, hand, changes, redrawn = 0, 0, [], []
    for row in current_marks(store, quiz_id=paper.id, question=question):
        looked += 1
        if row.marked_by is not None:
            hand += 1
            continue
        variant = make_variant(paper.questions[row.question], row.seed)
        kept = stored_variant(store, row.variant)
        if kept is not None and dict(kept.givens) != plain(dict(variant.drawn.params)):
            redrawn.append(row)  # the generator draws otherwise now: the student saw other numbers
            continue
        found = marked(variant, row.raw, judge_code)
        fraction = None if found.status == "pending" else found.fraction
        same = (fraction is None) == (row.fraction is None) and abs((fraction or 0) - (row.fraction or 0)) < SMALL
        if not same or (found.status == "invalid") != (row.status == "invalid"):
            changes.append(Change(row, found))
    return Plan(looked, tuple(changes), hand, tuple(redrawn))


def apply(store: Store, changes: Sequence[Change], reason: str) -> int:
    """Write the new marks in one transaction; how many."""
    rows = [
        (change.row.response, new_mark(change.found, supersedes=change.row.id, reason=reason)) for change in changes
    ]
    return len(record_marks(store, rows))
