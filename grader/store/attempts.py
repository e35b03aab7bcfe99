"""Attempts are written here: append-only rows. A regrade is a new row that supersedes (read: history.py)."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from grader.store.errors import SupersededError
from grader.store.store import Run, Store

SEEDS = 1 << 64


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttempt:
    """One graded exercise, to be recorded.

    source: the student's text as it was graded; sha256: of the file as it came.
    report: plain data for JSON (nan and inf already strings).
    submitted_at: when the work came in, if not now; a regrade keeps the first one's, and its assignment.
    supersedes, reason: the attempt that this one replaces, and why.
    idempotency_key: a second row with it is not written; the first one's id is returned.
    """

    student: str
    exercise: str
    exercise_version: str
    topic: str
    verdict: str
    score: float
    max_score: float
    seed: int
    source: str
    sha256: str
    file: str
    grader_version: str
    isolation: str
    language: str
    report: Mapping[str, Any]
    milliseconds: float
    diagnosis: str | None = None
    fingerprint: str | None = None
    submitted_at: datetime | None = None
    batch: str | None = None
    assignment: str | None = None
    supersedes: int | None = None
    reason: str | None = None
    idempotency_key: str | None = None


def _bytes(source: str) -> bytes:
    return source.encode("utf-8", "surrogatepass")


def name(text: str) -> str:
    """A file's or person's name as any database takes it: NFC, NUL and undecodable bytes as visible escapes.

    NFC: the same Devanagari name comes decomposed from one machine's file system and composed from another's.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def dumps(value: Any) -> str:
    """ASCII JSON; a nan is the caller's mistake."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def record_attempts(store: Store, attempts: Sequence[NewAttempt]) -> list[int]:
    """Write all of `attempts` in one transaction; their ids, in order.

    Raises ValueError before anything is written for a seed outside 0..2^64-1 or a judge error that supersedes, and
    SupersededError where another row has replaced the same attempt.
    """
    now = datetime.now(UTC)
    rows = [_values(new, now) for new in attempts]
    # in order of their hashes, so that two writers never wait for each other
    sources = {row["source_sha256"]: _bytes(new.source) for row, new in zip(rows, attempts, strict=True)}

    def work(run: Run) -> list[int]:
        for sha256 in sorted(sources):
            run("insert_submission", {"sha256": sha256, "source": sources[sha256]})
        return [_insert(run, row) for row in rows]

    return store.transact(work, write=True)


def _values(new: NewAttempt, now: datetime) -> dict[str, Any]:
    if not 0 <= new.seed < SEEDS:
        raise ValueError(f"seed {new.seed} is not an unsigned 64-bit integer")
    if new.supersedes is not None and (new.verdict == "JE" or not new.reason):
        raise ValueError("a regrade needs a reason, and never supersedes by a judge error")
    values = {field: getattr(new, field) for field in NewAttempt.__slots__ if field != "source"}
    return values | {
        "student": name(new.student),
        "file": name(new.file),
        "seed": str(new.seed),
        "score": float(new.score),
        "max_score": float(new.max_score),
        "source_sha256": hashlib.sha256(_bytes(new.source)).hexdigest(),
        "report": dumps(new.report),
        "submitted_at": new.submitted_at or now,
        "created_at": now,
        "original": None,
    }


def _insert(run: Run, row: dict[str, Any]) -> int:
    if row["supersedes"] is not None:
        replaced = run("attempt_by_id", {"id": row["supersedes"]})
        if not replaced:
            raise ValueError(f"no attempt {row['supersedes']} to supersede")
        if any(row[column] != replaced[0][column] for column in ("student", "exercise")):
            raise ValueError(f"attempt {row['supersedes']} is another student's or exercise's")
        row = row | {
            "original": replaced[0]["original"] or replaced[0]["id"],
            "submitted_at": replaced[0]["submitted_at"],
            "assignment": row["assignment"] or replaced[0]["assignment"],
        }
    written = run("insert_attempt", row)
    if written:
        return int(written[0]["id"])
    there = run("attempt_by_key", {"idempotency_key": row["idempotency_key"]})
    if there:
        return int(there[0]["id"])
    raise SupersededError(table="attempt", id=row["supersedes"])
