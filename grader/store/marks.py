"""Responses and marks: append-only rows. A regrade is a new mark that supersedes; the current mark is a query."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from grader.store.attempts import dumps, name
from grader.store.errors import SupersededError
from grader.store.store import Row, Run, Store, pages

Status = Literal["final", "provisional", "needs_review", "invalid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMark:
    """What a response is worth. fraction: of the points, or None where nobody can say yet.

    status: provisional until a person confirms; invalid: could not be read, costs no attempt.
    misconception: slug of the wrong path that gives this answer. marker, marker_version: what marked.
    supersedes, marked_by, reason: the mark replaced, by whom, and why.
    """

    fraction: float | None
    status: Status
    marker: str
    marker_version: str
    misconception: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    supersedes: int | None = None
    marked_by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResponse:
    """An answer as typed (`raw`, plain data) and as read (`normalized`, None where it could not be).

    quiz_attempt and slot: both None in practice. hints: how many were seen before.
    idempotency_key: a second response with it is not written; the first one's id is returned.
    """

    student: str
    variant: int
    language: str
    raw: Any
    normalized: Any = None
    quiz_attempt: int | None = None
    slot: int | None = None
    hints: int = 0
    milliseconds: float | None = None
    idempotency_key: str | None = None
    mark: NewMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A response with its current mark, and what was asked."""

    id: int
    response: int
    fraction: float | None
    status: Status
    misconception: str | None
    marker: str
    marker_version: str
    detail: Mapping[str, Any]
    supersedes: int | None
    marked_by: str | None
    reason: str | None
    created_at: datetime
    quiz_attempt: int | None
    slot: int | None
    variant: int
    student: str
    language: str
    raw: Any
    normalized: Any
    hints: int
    milliseconds: float | None
    answered_at: datetime
    seed: int
    question: str
    topic: str
    kind: str
    quiz: int | None
    number: int | None


def record_responses(store: Store, responses: Sequence[NewResponse]) -> list[int]:
    """Write all responses, each with its mark if it has one, in one transaction; the responses' ids, in order."""
    now = datetime.now(UTC)
    rows = [_response(new, now) for new in responses]

    def work(run: Run) -> list[int]:
        ids = []
        for new, row in zip(responses, rows, strict=True):
            written = run("insert_response", row) or run("response_by_key", {"idempotency_key": row["idempotency_key"]})
            ids.append(int(written[0]["id"]))
            if new.mark is not None:
                _insert(run, _mark(ids[-1], new.mark, now))
        return ids

    return store.transact(work, write=True)


def record_marks(store: Store, marks: Sequence[tuple[int, NewMark]]) -> list[int]:
    """Write marks as (response id, mark) in one transaction; their ids, in order.

    A response's first mark is written once: again, and the id of the first is returned.
    Raises SupersededError where somebody else has replaced the same mark: nothing is written then.
    """
    now = datetime.now(UTC)
    rows = [_mark(response, new, now) for response, new in marks]
    return store.transact(lambda run: [_insert(run, row) for row in rows], write=True)


def _response(new: NewResponse, now: datetime) -> dict[str, Any]:
    return {
        "quiz_attempt": new.quiz_attempt,
        "slot": new.slot,
        "variant": new.variant,
        "student": name(new.student),
        "language": new.language,
        "raw": dumps(new.raw),
        "normalized": None if new.normalized is None else dumps(new.normalized),
        "hints": new.hints,
        "milliseconds": new.milliseconds,
        "created_at": now,
        "idempotency_key": new.idempotency_key,
    }


def _mark(response: int, new: NewMark, now: datetime) -> dict[str, Any]:
    if new.supersedes is not None and not new.reason:
        raise ValueError("a mark that replaces another needs a reason")
    return {
        "response": response,
        "fraction": None if new.fraction is None else float(new.fraction),
        "status": new.status,
        "misconception": new.misconception,
        "marker": new.marker,
        "marker_version": new.marker_version,
        "detail": dumps(new.detail),
        "supersedes": new.supersedes,
        "marked_by": None if new.marked_by is None else name(new.marked_by),
        "reason": new.reason,
        "created_at": now,
    }


def _insert(run: Run, row: dict[str, Any]) -> int:
    if row["supersedes"] is not None:
        replaced = run("mark_by_id", {"id": row["supersedes"]})
        if not replaced or replaced[0]["response"] != row["response"]:
            raise ValueError(f"mark {row['supersedes']} is none of response {row['response']}")
    written = run("insert_mark", row)
    if written:
        return int(written[0]["id"])
    if row["supersedes"] is None:
        return int(run("first_mark", {"response": row["response"]})[0]["id"])
    raise SupersededError(table="mark", id=row["supersedes"])


def current_marks(
    store: Store,
    *,
    quiz_id: int | None = None,
    quiz_attempt: int | None = None,
    student: str | None = None,
    question: str | None = None,
    status: Status | None = None,
) -> Iterator[Marked]:
    """Every marked response that fits with the mark that stands, in order of the marks, a page at a time."""
    asked = {
        "quiz": quiz_id,
        "quiz_attempt": quiz_attempt,
        "student": None if student is None else name(student),
        "question": question,
        "status": status,
    }
    return map(_marked, pages(store, "current_marks", asked))


def unmarked(store: Store, *, quiz_id: int | None = None) -> Iterator[Row]:
    """Responses that nobody has marked yet, as rows with id, variant, student, language and raw."""
    for row in pages(store, "unmarked", {"quiz": quiz_id}):
        yield {**row, "raw": json.loads(row["raw"])}


def marks_of(store: Store, response: int) -> list[Row]:
    """The history of one response's marks, oldest first."""
    rows = store.transact(lambda run: run("marks_of", {"response": response}), write=False)
    return [{**row, "detail": json.loads(row["detail"])} for row in rows]


def _marked(row: Row) -> Marked:
    normalized = None if row["normalized"] is None else json.loads(row["normalized"])
    loaded = {"raw": json.loads(row["raw"]), "detail": json.loads(row["detail"]), "seed": int(row["seed"])}
    return Marked(**{**row, **loaded, "normalized": normalized})
