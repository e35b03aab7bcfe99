"""Practice: questions come back when they are about to be forgotten (FSRS 6), with fresh numbers each time."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np

from grader.app.quiz_paper import SEEDS, keep_asked
from grader.app.quiz_record import marked, new_mark
from grader.app.settings import Settings
from grader.quiz.variant import make_variant, seed_of
from grader.spec.errors import InputError
from grader.spec.question import Mark, Question, Variant
from grader.spec.text import Lang
from grader.store.cards import card as stored_card
from grader.store.cards import due_cards, put_card
from grader.store.marks import NewResponse, current_marks, record_responses
from grader.store.store import Store

NEVER_PRACTICED = frozenset({"code"})  # an exercise is practice of its own


def scheduler() -> Any:
    """FSRS with its published weights. InputError when the library is not installed."""
    try:
        from fsrs import Scheduler
    except ImportError as error:
        raise InputError("needs_extra", package="fsrs", extra="quiz") from error
    return Scheduler(enable_fuzzing=False)  # fuzzing draws from global state; days apart are enough here


def due(
    store: Store,
    student: str,
    bank: Mapping[str, Question],
    topics: Collection[str],
    levels: Collection[int],
    count: int,
) -> list[str]:
    """What to ask now: what is due, the longest overdue first; then new questions, easy ones first."""
    cards = due_cards(store, student)
    now = datetime.now(UTC)

    def wanted(name: str) -> bool:
        found = bank.get(name)
        return (
            found is not None
            and found.kind not in NEVER_PRACTICED
            and (not topics or found.topic in topics)
            and (not levels or found.level in levels)
        )

    waiting = [name for name, at, _ in cards if _aware(at) <= now and wanted(name)]
    known = {name for name, _, _ in cards}
    fresh = [name for name in sorted(bank) if name not in known and wanted(name)]
    rng = np.random.default_rng(seed_of(b"pariksha.practice", "order", student, len(known)))
    fresh = sorted(rng.permutation(fresh).tolist(), key=lambda name: bank[name].level)
    return [*waiting, *fresh][:count]


def next_due(store: Store, student: str) -> datetime | None:
    """When the next card is due."""
    cards = due_cards(store, student)
    return _aware(cards[0][1]) if cards else None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def fresh_variant(store: Store, settings: Settings, question: Question, student: str) -> Variant:
    """The next variant of this student: its number counts the answers given so far."""
    done = sum(1 for row in current_marks(store, student=student, question=question.id) if row.quiz_attempt is None)
    salt = f"{settings.secret or ''}\0practice".encode()
    return make_variant(question, seed_of(salt, question.id, student, done + 1) % SEEDS)


def answer(
    store: Store, variant: Variant, student: str, raw: str, lang: Lang, spent_ms: float
) -> tuple[Mark, datetime | None]:
    """Mark and keep an answer; when the question comes back. One that cannot be read moves no card."""
    plan = scheduler()
    found = marked(variant, raw)
    response = NewResponse(
        student=student,
        variant=keep_asked(store, variant),
        language=lang,
        raw=raw,
        normalized=found.normalized,
        milliseconds=spent_ms,
        mark=new_mark(found),
    )
    record_responses(store, [response])
    if found.status == "invalid":
        return found, None
    from fsrs import Card, Rating

    kept = stored_card(store, student, variant.question.id)
    card = Card.from_dict(kept) if kept else Card()  # type: ignore[arg-type]  # what to_dict gave
    rating = Rating.Good if found.fraction >= 1 else Rating.Hard if found.fraction > 0 else Rating.Again
    card, _ = plan.review_card(card, rating)
    put_card(store, student, variant.question.id, card.to_dict(), card.due)
    return found, card.due
