"""The tables. Importing SQLAlchemy is slow: this is never imported where SQLite's schema is up to date (ADR 0003).

After a change here: write a migration, then `python -m grader.store.compile`.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}
Kind = sa.types.TypeEngine[Any] | type[sa.types.TypeEngine[Any]]
metadata = sa.MetaData(naming_convention=NAMES)

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers rows by itself only in INTEGER
Json = sa.Text  # ASCII: every string that JSON can hold, NUL included, which PostgreSQL's json types refuse
Seed = sa.String(20)  # decimal: neither database has unsigned 64-bit integers, and nobody calculates with a seed


class UtcTime(sa.types.TypeDecorator[datetime]):
    """An aware datetime; in SQLite text in UTC, "YYYY-MM-DD HH:MM:SS.ffffff"."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """To UTC; SQLite's text has no zone."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """From UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def _id() -> sa.Column[int]:
    return sa.Column("id", Id, primary_key=True)


def _need(name: str, kind: Kind) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _refer(name: str, target: str, kind: Kind = Id, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, sa.ForeignKey(target), nullable=null)


def _one_of(column: str, *values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


# A student's source, once however often it is handed in. Bytes (UTF-8, lone surrogates passed), so that it comes
# back as it came: PostgreSQL's text refuses NUL.
submission = sa.Table(
    "submission", metadata, sa.Column("sha256", sa.String(64), primary_key=True), _need("source", sa.LargeBinary)
)

attempt = sa.Table(
    "attempt",
    metadata,
    _id(),
    _need("student", sa.Text),
    _need("exercise", sa.Text),
    _need("exercise_version", sa.Text),
    _need("topic", sa.Text),
    _need("verdict", sa.String(3)),
    _need("score", sa.Float),
    _need("max_score", sa.Float),
    _need("seed", Seed),
    _need("sha256", sa.String(64)),  # of the file as it came, a notebook for one
    _refer("source_sha256", "submission.sha256", sa.String(64)),
    _need("file", sa.Text),
    _need("grader_version", sa.Text),
    _need("isolation", sa.Text),
    _need("language", sa.String(2)),
    sa.Column("diagnosis", sa.Text),
    sa.Column("fingerprint", sa.Text),
    _need("report", Json),
    _need("milliseconds", sa.Float),
    _need("submitted_at", UtcTime),  # when the work came in: late rules and "last" go by it
    _need("created_at", UtcTime),  # when this row was written: a regrade is younger than its submission
    sa.Column("batch", sa.Text),
    sa.Column("assignment", sa.Text),
    _refer("supersedes", "attempt.id", null=True),
    _refer("original", "attempt.id", null=True),  # the first of a chain of regrades
    sa.Column("reason", sa.Text),
    sa.Column("idempotency_key", sa.Text),
    sa.UniqueConstraint("idempotency_key"),
    sa.UniqueConstraint("supersedes"),  # a chain, never a tree: the current row is always one
    _one_of("verdict", "AC", "WA", "RTE", "TLE", "MLE", "OLE", "CE", "JE"),
    # 1e-9: the rounding of points added up, checks being worth 0.1 points or more
    sa.CheckConstraint("score >= 0 AND score <= max_score + 1e-9", name="score"),
    sa.CheckConstraint("(supersedes IS NULL) = (original IS NULL)", name="original"),
    sa.CheckConstraint("supersedes IS NULL OR reason IS NOT NULL", name="reason"),
    # our own fault must not take a score away that a student has
    sa.CheckConstraint("supersedes IS NULL OR verdict <> 'JE'", name="superseding"),
    sa.Index(None, "student", "exercise"),
    sa.Index(None, "exercise", "verdict"),
    sa.Index(None, "assignment"),
    sa.Index(None, "batch"),
    sa.Index(None, "original"),
)

hint_taken = sa.Table(
    "hint_taken",
    metadata,
    _id(),
    _need("student", sa.Text),
    _need("exercise", sa.Text),
    _need("number", sa.Integer),
    _need("created_at", UtcTime),
    sa.UniqueConstraint("student", "exercise", "number"),
)

question_version = sa.Table(
    "question_version",
    metadata,
    _id(),
    _need("question", sa.Text),
    _need("sha256", sa.String(64)),
    _need("topic", sa.Text),
    _need("kind", sa.Text),
    _need("body", Json),
    _need("created_at", UtcTime),
    sa.UniqueConstraint("question", "sha256"),
)

variant = sa.Table(
    "variant",
    metadata,
    _id(),
    _refer("question_version", "question_version.id"),
    _need("seed", Seed),
    _need("givens", Json),
    _need("answer", Json),
    sa.UniqueConstraint("question_version", "seed"),
)

quiz = sa.Table(
    "quiz",
    metadata,
    _id(),
    _need("name", sa.Text),
    _need("sha256", sa.String(64)),
    _need("spec", Json),
    _need("created_at", UtcTime),
    sa.UniqueConstraint("name", "sha256"),
)

quiz_attempt = sa.Table(
    "quiz_attempt",
    metadata,
    _id(),
    _refer("quiz", "quiz.id"),
    _need("student", sa.Text),
    _need("number", sa.Integer),
    _need("language", sa.String(2)),
    _need("started_at", UtcTime),
    sa.Column("finished_at", UtcTime),
    sa.UniqueConstraint("quiz", "student", "number"),
    sa.CheckConstraint("number >= 1", name="number"),
)

response = sa.Table(
    "response",
    metadata,
    _id(),
    _refer("quiz_attempt", "quiz_attempt.id", null=True),  # none: practice
    sa.Column("slot", sa.Integer),
    _refer("variant", "variant.id"),
    _need("student", sa.Text),
    _need("language", sa.String(2)),
    _need("raw", Json),  # as typed
    sa.Column("normalized", Json),  # as read; none where it could not be read
    _need("hints", sa.Integer),
    sa.Column("milliseconds", sa.Float),
    _need("created_at", UtcTime),
    sa.Column("idempotency_key", sa.Text),
    sa.UniqueConstraint("idempotency_key"),
    sa.CheckConstraint("(quiz_attempt IS NULL) = (slot IS NULL)", name="slot"),
    sa.Index(None, "quiz_attempt"),
    sa.Index(None, "student"),
    sa.Index(None, "variant"),
)

mark = sa.Table(
    "mark",
    metadata,
    _id(),
    _refer("response", "response.id"),
    sa.Column("fraction", sa.Float),  # below 0 only by a rule that says so
    _need("status", sa.Text),
    sa.Column("misconception", sa.Text),
    _need("marker", sa.Text),
    _need("marker_version", sa.Text),
    _need("detail", Json),
    _refer("supersedes", "mark.id", null=True),
    sa.Column("marked_by", sa.Text),
    sa.Column("reason", sa.Text),
    _need("created_at", UtcTime),
    sa.UniqueConstraint("supersedes"),
    _one_of("status", "final", "provisional", "needs_review", "invalid"),
    sa.CheckConstraint("fraction BETWEEN -1 AND 1", name="fraction"),
    sa.CheckConstraint("(fraction IS NULL) <= (status IN ('needs_review', 'invalid'))", name="unmarked"),
    sa.CheckConstraint("supersedes IS NULL OR reason IS NOT NULL", name="reason"),
)
# one first mark for each response: with uq_mark_supersedes this leaves exactly one current mark
sa.Index(
    "uq_mark_first",
    mark.c.response,
    unique=True,
    sqlite_where=mark.c.supersedes.is_(None),
    postgresql_where=mark.c.supersedes.is_(None),
)

review_card = sa.Table(
    "review_card",
    metadata,
    sa.Column("student", sa.Text, primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
    _need("card", Json),
    _need("due_at", UtcTime),
    _need("updated_at", UtcTime),
    sa.Index(None, "student", "due_at"),
)

APPEND_ONLY = (submission, attempt, hint_taken, question_version, variant, quiz, response, mark)


def triggers() -> list[str]:
    """DDL by which SQLite refuses UPDATE and DELETE on the append-only tables (PostgreSQL's is in its migrations)."""
    return [
        f"CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
        f"BEGIN SELECT RAISE(ABORT, 'append_only {table.name}'); END"
        for table in APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    ]
