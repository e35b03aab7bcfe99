"""A student sits a quiz: begun once, resumed after any interruption, every answer kept when it is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from grader.app.quiz_paper import Paper, keep_asked, variant_of
from grader.app.quiz_record import marked, new_mark, standing
from grader.spec.errors import InputError
from grader.spec.question import Mark, Variant
from grader.spec.text import Lang
from grader.store.marks import Marked, NewResponse, current_marks, record_responses
from grader.store.quizzes import QuizAttempt, finish_quiz_attempt, quiz_attempts, start_quiz_attempt
from grader.store.store import Store


@dataclass(frozen=True, slots=True)
class Sitting:
    """One attempt of one student. answered: slots with an answer that could be read."""

    paper: Paper
    attempt: int
    number: int
    student: str
    started_at: datetime
    answered: frozenset[int]
    resumed: bool

    def open(self) -> list[str]:
        """Questions not yet answered, in the order of the paper."""
        return [name for slot, name in enumerate(self.paper.quiz.questions, 1) if slot not in self.answered]


def sit(store: Store, paper: Paper, student: str, lang: Lang) -> Sitting:
    """Resume the attempt that is open, else begin the next. InputError when no attempt is left."""
    mine = list(quiz_attempts(store, quiz_id=paper.id, student=student))
    unfinished = [a for a in mine if a.finished_at is None]
    for attempt in unfinished:
        if seconds_left(paper, attempt.started_at) > 0:
            rows = current_marks(store, quiz_attempt=attempt.id)
            slots = frozenset(row.slot for row in standing(rows) if row.slot is not None)
            return _sitting(paper, attempt, slots, resumed=bool(slots))
        finish_quiz_attempt(store, attempt.id)  # the time ran out while nobody was there
    if paper.quiz.attempts is not None and len(mine) >= paper.quiz.attempts:
        raise InputError("quiz_no_attempt_left", name=paper.name, count=paper.quiz.attempts)
    number = max((a.number for a in mine), default=0) + 1
    start_quiz_attempt(store, paper.id, student, number, lang)
    begun = [a for a in quiz_attempts(store, quiz_id=paper.id, student=student) if a.number == number]
    return _sitting(paper, begun[0], frozenset(), resumed=False)


def _sitting(paper: Paper, attempt: QuizAttempt, slots: frozenset[int], *, resumed: bool) -> Sitting:
    return Sitting(paper, attempt.id, attempt.number, attempt.student, _aware(attempt.started_at), slots, resumed)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def seconds_left(paper: Paper, started_at: datetime) -> float:
    """Until the time limit; inf where there is none."""
    if paper.quiz.minutes is None:
        return float("inf")
    return paper.quiz.minutes * 60 - (datetime.now(UTC) - _aware(started_at)).total_seconds()


def asked(sitting: Sitting, question: str) -> Variant:
    """The variant of a question in this attempt."""
    return variant_of(sitting.paper, question, sitting.student, sitting.number)


def answer(
    store: Store, sitting: Sitting, variant: Variant, raw: str, lang: Lang, spent_ms: float, judge_code: Any = None
) -> Mark:
    """Mark an answer and keep it as typed; one that cannot be read is kept too and costs nothing."""
    found = marked(variant, raw, judge_code)
    record_responses(
        store,
        [
            NewResponse(
                student=sitting.student,
                variant=keep_asked(store, variant),
                language=lang,
                raw=raw,
                normalized=found.normalized,
                quiz_attempt=sitting.attempt,
                slot=sitting.paper.slot(variant.question.id),
                milliseconds=spent_ms,
                mark=new_mark(found),
            )
        ],
    )
    return found


def finish(store: Store, sitting: Sitting) -> Sequence[Marked]:
    """End the attempt; the marks that stand, by place."""
    finish_quiz_attempt(store, sitting.attempt)
    rows = standing(current_marks(store, quiz_attempt=sitting.attempt))
    return sorted(rows, key=lambda row: row.slot or 0)
