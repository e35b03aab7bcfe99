"""Attempts are read here: what stands is a query, since a regrade is a new row that supersedes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grader.store.attempts import name
from grader.store.store import Row, Store, pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A recorded attempt. original: the first of its chain of regrades. The source: `source(store, source_sha256)`."""

    id: int
    student: str
    exercise: str
    exercise_version: str
    topic: str
    verdict: str
    score: float
    max_score: float
    seed: int
    sha256: str
    source_sha256: str
    file: str
    grader_version: str
    isolation: str
    language: str
    report: Mapping[str, Any]
    milliseconds: float
    diagnosis: str | None
    fingerprint: str | None
    submitted_at: datetime
    created_at: datetime
    batch: str | None
    assignment: str | None
    supersedes: int | None
    original: int | None
    reason: str | None
    idempotency_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A recorded attempt without its report, which is some 5 kB: what tables over a whole class read."""

    id: int
    student: str
    exercise: str
    exercise_version: str
    topic: str
    verdict: str
    score: float
    max_score: float
    seed: int
    sha256: str
    source_sha256: str
    file: str
    grader_version: str
    isolation: str
    language: str
    milliseconds: float
    diagnosis: str | None
    fingerprint: str | None
    submitted_at: datetime
    created_at: datetime
    batch: str | None
    assignment: str | None
    supersedes: int | None
    original: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Grade:
    """A student's standing in one exercise: superseded attempts and judge errors left out."""

    student: str
    exercise: str
    best: float
    last: float
    mean: float
    max_score: float
    verdict: str
    last_at: datetime
    attempts: int


def _attempt(row: Row) -> Attempt:
    return Attempt(**{**row, "seed": int(row["seed"]), "report": json.loads(row["report"])})


def best(store: Store, student: str) -> dict[str, tuple[float, str]]:
    """The student's best (score, verdict) by exercise; of equal scores the accepted, then the newest."""
    rows = store.transact(lambda run: run("best", {"student": name(student)}), write=False)
    return {row["exercise"]: (row["score"], row["verdict"]) for row in rows}


def history(store: Store, student: str, exercise: str | None = None) -> Iterator[Attempt]:
    """All attempts of a student, oldest first, superseded ones too."""
    return map(_attempt, pages(store, "history", {"student": name(student), "exercise": exercise}))


def attempts(
    store: Store,
    *,
    student: str | None = None,
    exercise: str | None = None,
    assignment: str | None = None,
    batch: str | None = None,
    verdict: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    current: bool = True,
) -> Iterator[Attempt]:
    """The attempts that fit, oldest first, read a page at a time. current: without the superseded ones.

    since, until: the time of submission lies in [since, until).
    """
    params = {
        "student": None if student is None else name(student),
        "exercise": exercise,
        "assignment": assignment,
        "batch": batch,
        "verdict": verdict,
        "since": since,
        "until": until,
    }
    return map(_attempt, pages(store, "current_attempts" if current else "attempts", params))


def summaries(store: Store, *, assignment: str | None = None, batch: str | None = None) -> Iterator[Summary]:
    """The attempts that stand, in the order they were recorded, without their reports."""
    rows = pages(store, "summaries", {"assignment": assignment, "batch": batch})
    return (Summary(**{**row, "seed": int(row["seed"])}) for row in rows)


def attempt(store: Store, attempt_id: int) -> Attempt | None:
    """One attempt by its number."""
    rows = store.transact(lambda run: run("attempt_by_id", {"id": attempt_id}), write=False)
    return _attempt(rows[0]) if rows else None


def source(store: Store, source_sha256: str) -> str | None:
    """The source that was graded, letter by letter."""
    rows = store.transact(lambda run: run("source", {"sha256": source_sha256}), write=False)
    return bytes(rows[0]["source"]).decode("utf-8", "surrogatepass") if rows else None


def attempts_made(store: Store, student: str, exercise: str) -> int:
    """How often a student has handed in an exercise; a regrade is no attempt of hers."""
    asked = {"student": name(student), "exercise": exercise}
    return int(store.transact(lambda run: run("attempts_made", asked), write=False)[0]["made"])


def recorded_keys(store: Store, batch: str) -> Iterator[str]:
    """The idempotency keys that a batch has written: what a resumed batch need not grade again."""
    return (row["idempotency_key"] for row in pages(store, "keys", {"batch": batch}))


def gradebook(
    store: Store,
    *,
    assignment: str | None = None,
    student: str | None = None,
    exercise: str | None = None,
    until: datetime | None = None,
) -> list[Grade]:
    """Best, last and mean score per student and exercise. until: only what was submitted before."""
    params = {
        "assignment": assignment,
        "student": None if student is None else name(student),
        "exercise": exercise,
        "until": until,
    }
    rows = store.transact(lambda run: run("gradebook", params), write=False)
    return [Grade(**row) for row in rows]
