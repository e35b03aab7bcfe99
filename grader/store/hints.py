"""Which hints a student has seen."""

from datetime import UTC, datetime

from grader.store.attempts import name
from grader.store.store import Store


def take_hint(store: Store, student: str, exercise: str, number: int) -> None:
    """Remember that hint `number` (from 1) was shown; a second time changes nothing."""
    row = {"student": name(student), "exercise": exercise, "number": number, "created_at": datetime.now(UTC)}
    store.transact(lambda run: run("insert_hint_taken", row), write=True)


def hints_taken(store: Store, student: str, exercise: str) -> tuple[int, ...]:
    """The numbers of the hints that were shown, ascending."""
    asked = {"student": name(student), "exercise": exercise}
    rows = store.transact(lambda run: run("hints", asked), write=False)
    return tuple(row["number"] for row in rows)
