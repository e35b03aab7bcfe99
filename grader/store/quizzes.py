"""Questions as they were asked, quizzes as they were drawn, and who has sat one."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from grader.store.attempts import SEEDS, dumps, name
from grader.store.store import Row, Run, Store, pages


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionVersion:
    """A question as it read when it was asked; body: the whole file as plain data."""

    question: str
    topic: str
    kind: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVariant:
    """A question with its numbers drawn; answer: the key, as it was computed then."""

    id: int
    question_version: int
    seed: int
    givens: Mapping[str, Any]
    answer: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuiz:
    """A quiz; the same name with another spec is a new row, and what was sat keeps the old one."""

    id: int
    name: str
    sha256: str
    spec: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizAttempt:
    """A student sitting a quiz for the `number`-th time."""

    id: int
    quiz: int
    student: str
    number: int
    language: str
    started_at: datetime
    finished_at: datetime | None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _id(run: Run, table: str, row: Mapping[str, Any], *found_by: str) -> int:
    """The row's id, written where it was not there yet."""
    written = run(f"insert_{table}", row)
    if written:
        return int(written[0]["id"])
    return int(run(f"{table}_id", {column: row[column] for column in found_by})[0]["id"])


def keep_question(store: Store, version: QuestionVersion) -> int:
    """The id of this version of a question, which is written once."""
    body = json.dumps(version.body, ensure_ascii=True, allow_nan=False, sort_keys=True)
    row = {
        "question": version.question,
        "sha256": _digest(body),
        "topic": version.topic,
        "kind": version.kind,
        "body": body,
        "created_at": datetime.now(UTC),
    }
    return store.transact(lambda run: _id(run, "question_version", row, "question", "sha256"), write=True)


def question_version(store: Store, version_id: int) -> QuestionVersion | None:
    """A question as it was asked."""
    rows = _one(store, "question_version", {"id": version_id})
    if not rows:
        return None
    row = rows[0]
    return QuestionVersion(question=row["question"], topic=row["topic"], kind=row["kind"], body=json.loads(row["body"]))


def keep_variant(store: Store, version_id: int, seed: int, givens: Mapping[str, Any], answer: Any) -> int:
    """The id of the variant of a question version with this seed, which is written once."""
    if not 0 <= seed < SEEDS:
        raise ValueError(f"seed {seed} is not an unsigned 64-bit integer")
    row = {"question_version": version_id, "seed": str(seed), "givens": dumps(givens), "answer": dumps(answer)}
    return store.transact(lambda run: _id(run, "variant", row, "question_version", "seed"), write=True)


def variant(store: Store, variant_id: int) -> StoredVariant | None:
    """A variant as it was drawn."""
    rows = _one(store, "variant", {"id": variant_id})
    if not rows:
        return None
    row = rows[0]
    loaded = {"givens": json.loads(row["givens"]), "answer": json.loads(row["answer"]), "seed": int(row["seed"])}
    return StoredVariant(**{**row, **loaded})


def keep_quiz(store: Store, quiz_name: str, spec: Mapping[str, Any]) -> int:
    """The id of the quiz of this name and spec, which is written once."""
    text = json.dumps(spec, ensure_ascii=True, allow_nan=False, sort_keys=True)
    row = {"name": name(quiz_name), "sha256": _digest(text), "spec": text, "created_at": datetime.now(UTC)}
    return store.transact(lambda run: _id(run, "quiz", row, "name", "sha256"), write=True)


def quiz(store: Store, quiz_name: str) -> StoredQuiz | None:
    """The newest quiz of this name."""
    rows = _one(store, "quiz", {"name": name(quiz_name)})
    return _quiz(rows[0]) if rows else None


def quizzes(store: Store) -> Iterator[StoredQuiz]:
    """All quizzes, oldest first."""
    return map(_quiz, pages(store, "quizzes", {}))


def _quiz(row: Row) -> StoredQuiz:
    return StoredQuiz(**{**row, "spec": json.loads(row["spec"])})


def start_quiz_attempt(store: Store, quiz_id: int, student: str, number: int, language: str) -> int:
    """The id of a student's `number`-th attempt (from 1); begun now, or resumed."""
    row = {
        "quiz": quiz_id,
        "student": name(student),
        "number": number,
        "language": language,
        "started_at": datetime.now(UTC),
        "finished_at": None,
    }
    return store.transact(lambda run: _id(run, "quiz_attempt", row, "quiz", "student", "number"), write=True)


def finish_quiz_attempt(store: Store, attempt_id: int) -> bool:
    """Whether this call has ended the attempt; one that is over stays as it is."""
    row = {"attempt_id": attempt_id, "now_at": datetime.now(UTC)}
    return bool(store.transact(lambda run: run("finish_quiz_attempt", row), write=True))


def quiz_attempts(store: Store, *, quiz_id: int | None = None, student: str | None = None) -> Iterator[QuizAttempt]:
    """Who has sat what, oldest first."""
    asked = {"quiz": quiz_id, "student": None if student is None else name(student)}
    return (QuizAttempt(**row) for row in pages(store, "quiz_attempts", asked))


def _one(store: Store, statement: str, asked: Mapping[str, Any]) -> list[Row]:
    return store.transact(lambda run: run(statement, asked), write=False)
