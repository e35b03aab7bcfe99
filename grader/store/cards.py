"""When a student should see a question again: the only rows besides quiz attempts that change."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from grader.store.attempts import dumps, name
from grader.store.store import Store


def put_card(store: Store, student: str, question: str, card: Mapping[str, Any], due_at: datetime) -> None:
    """Keep a card in place of the one before."""
    row = {
        "student": name(student),
        "question": question,
        "card": dumps(card),
        "due_at": due_at,
        "updated_at": datetime.now(UTC),
    }
    store.transact(lambda run: run("put_card", row), write=True)


def card(store: Store, student: str, question: str) -> dict[str, Any] | None:
    """The student's card for a question."""
    asked = {"student": name(student), "question": question}
    rows = store.transact(lambda run: run("card", asked), write=False)
    return json.loads(rows[0]["card"]) if rows else None


def due_cards(store: Store, student: str, until: datetime | None = None) -> list[tuple[str, datetime, dict[str, Any]]]:
    """(question, due, card) of what is due before `until`, the longest overdue first; None: all."""
    asked = {"student": name(student), "until": until}
    rows = store.transact(lambda run: run("due_cards", asked), write=False)
    return [(row["question"], row["due_at"], json.loads(row["card"])) for row in rows]
