"""Every statement by name, written once in SQLAlchemy Core.

PostgreSQL runs them from here; for SQLite their compiled text lies in queries.sql (see compile.py).
A parameter that is None means: no such condition.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as param

from grader.store.schema import (
    UtcTime,
    attempt,
    hint_taken,
    mark,
    question_version,
    quiz,
    quiz_attempt,
    response,
    review_card,
    submission,
    variant,
)

Insert = Callable[[sa.Table], Any]  # the dialect's own insert, which knows ON CONFLICT
ONE: sa.ColumnElement[int] = sa.literal_column("1")
NOT_SCORED: sa.ColumnElement[str] = sa.literal_column("'JE'")


def _if_given(column: sa.ColumnElement[Any], name: str | None = None) -> sa.ColumnElement[bool]:
    value = param(name or column.key, type_=column.type)
    return sa.or_(value.is_(None), column == value)


def _since(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.or_(param("since", type_=UtcTime()).is_(None), column >= param("since", type_=UtcTime()))


def _until(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.or_(param("until", type_=UtcTime()).is_(None), column < param("until", type_=UtcTime()))


def _current(table: sa.Table) -> sa.ColumnElement[bool]:
    newer = table.alias("newer")
    return ~sa.exists(ONE).where(newer.c.supersedes == table.c.id)


def _page(statement: sa.Select[Any], key: sa.ColumnElement[int]) -> sa.Select[Any]:
    return (
        statement.where(key > param("after", type_=sa.BigInteger()))
        .order_by(key)
        .limit(param("page", type_=sa.Integer()))
        .offset(sa.literal_column("0"))  # or SQLite's compiler adds a parameter of its own
    )


def _attempts() -> dict[str, Any]:
    scored = sa.and_(_current(attempt), attempt.c.verdict != NOT_SCORED)
    accepted_first = sa.case((attempt.c.verdict == sa.literal_column("'AC'"), ONE), else_=sa.literal_column("0"))
    # a regrade takes the place of the attempt it replaces
    place = sa.func.coalesce(attempt.c.original, attempt.c.id)
    of = [attempt.c.student, attempt.c.exercise]
    best_first = sa.func.row_number().over(
        partition_by=of, order_by=[attempt.c.score.desc(), accepted_first.desc(), place.desc()]
    )
    last_first = sa.func.row_number().over(partition_by=of, order_by=[attempt.c.submitted_at.desc(), place.desc()])
    best = (
        sa.select(attempt.c.exercise, attempt.c.score, attempt.c.verdict, best_first.label("rank"))
        .where(scored, attempt.c.student == param("student"))
        .subquery("ranked")
    )
    ranked = (
        sa.select(*of, attempt.c.score, attempt.c.max_score, attempt.c.submitted_at)
        .add_columns(attempt.c.verdict, best_first.label("by_score"), last_first.label("by_time"))
        .where(
            scored,
            _if_given(attempt.c.assignment),
            _if_given(attempt.c.student),
            _if_given(attempt.c.exercise),
            _until(attempt.c.submitted_at),
        )
        .subquery("ranked")
    )

    def pick(column: str, rank: str) -> sa.ColumnElement[Any]:
        return sa.func.max(sa.case((ranked.c[rank] == ONE, ranked.c[column])))

    gradebook = (
        sa.select(
            ranked.c.student,
            ranked.c.exercise,
            sa.func.max(ranked.c.score).label("best"),
            pick("score", "by_time").label("last"),
            sa.func.avg(ranked.c.score).label("mean"),
            pick("max_score", "by_score").label("max_score"),
            pick("verdict", "by_score").label("verdict"),
            pick("submitted_at", "by_time").label("last_at"),
            sa.func.count().label("attempts"),
        )
        .group_by(ranked.c.student, ranked.c.exercise)
        .order_by(ranked.c.student, ranked.c.exercise)
    )
    chosen = sa.select(attempt).where(
        _if_given(attempt.c.student),
        _if_given(attempt.c.exercise),
        _if_given(attempt.c.assignment),
        _if_given(attempt.c.batch),
        _if_given(attempt.c.verdict),
        _since(attempt.c.submitted_at),
        _until(attempt.c.submitted_at),
    )
    brief = [column for column in attempt.c if column.key not in {"report", "idempotency_key"}]
    keys = sa.select(attempt.c.id, attempt.c.idempotency_key).where(
        attempt.c.batch == param("batch"), attempt.c.idempotency_key.is_not(None)
    )
    return {
        "best": sa.select(best.c.exercise, best.c.score, best.c.verdict)
        .where(best.c.rank == ONE)
        .order_by(best.c.exercise),
        "gradebook": gradebook,
        "history": _page(
            sa.select(attempt).where(attempt.c.student == param("student"), _if_given(attempt.c.exercise)),
            attempt.c.id,
        ),
        "attempts": _page(chosen, attempt.c.id),
        "current_attempts": _page(chosen.where(_current(attempt)), attempt.c.id),
        "summaries": _page(
            sa.select(*brief).where(_if_given(attempt.c.assignment), _if_given(attempt.c.batch), _current(attempt)),
            attempt.c.id,
        ),
        "attempts_made": sa.select(sa.func.count().label("made")).where(
            *(attempt.c[column] == param(column) for column in ("student", "exercise")),
            attempt.c.supersedes.is_(None),
        ),
        "attempt_by_id": sa.select(attempt).where(attempt.c.id == param("id")),
        "attempt_by_key": sa.select(attempt.c.id).where(attempt.c.idempotency_key == param("idempotency_key")),
        "keys": _page(keys, attempt.c.id),
        "source": sa.select(submission.c.source).where(submission.c.sha256 == param("sha256")),
        "hints": sa.select(hint_taken.c.number)
        .where(hint_taken.c.student == param("student"), hint_taken.c.exercise == param("exercise"))
        .order_by(hint_taken.c.number),
    }


def _quizzes() -> dict[str, Any]:
    marked = (
        sa.select(
            mark,
            *(response.c[name] for name in ("quiz_attempt", "slot", "variant", "student", "language", "raw")),
            *(response.c[name] for name in ("normalized", "hints", "milliseconds")),
            response.c.created_at.label("answered_at"),
            variant.c.seed,
            question_version.c.question,
            question_version.c.topic,
            question_version.c.kind,
            quiz_attempt.c.quiz,
            quiz_attempt.c.number,
        )
        .join_from(response, mark, mark.c.response == response.c.id)
        .join(variant, variant.c.id == response.c.variant)
        .join(question_version, question_version.c.id == variant.c.question_version)
        .outerjoin(quiz_attempt, quiz_attempt.c.id == response.c.quiz_attempt)
        .where(
            _current(mark),
            _if_given(quiz_attempt.c.quiz),
            _if_given(response.c.quiz_attempt),
            _if_given(response.c.student),
            _if_given(question_version.c.question),
            _if_given(mark.c.status),
        )
    )
    last_quiz = sa.select(sa.func.max(quiz.c.id)).where(quiz.c.name == param("name")).scalar_subquery()
    return {
        "question_version_id": sa.select(question_version.c.id).where(
            question_version.c.question == param("question"), question_version.c.sha256 == param("sha256")
        ),
        "question_version": sa.select(question_version).where(question_version.c.id == param("id")),
        "variant_id": sa.select(variant.c.id).where(
            variant.c.question_version == param("question_version"), variant.c.seed == param("seed")
        ),
        "variant": sa.select(variant).where(variant.c.id == param("id")),
        "quiz_id": sa.select(quiz.c.id).where(quiz.c.name == param("name"), quiz.c.sha256 == param("sha256")),
        "quiz": sa.select(quiz).where(quiz.c.id == last_quiz),
        "quizzes": _page(sa.select(quiz), quiz.c.id),
        "quiz_attempt_id": sa.select(quiz_attempt.c.id).where(
            *(quiz_attempt.c[name] == param(name) for name in ("quiz", "student", "number"))
        ),
        "quiz_attempts": _page(
            sa.select(quiz_attempt).where(_if_given(quiz_attempt.c.quiz), _if_given(quiz_attempt.c.student)),
            quiz_attempt.c.id,
        ),
        "finish_quiz_attempt": sa.update(quiz_attempt)
        .where(quiz_attempt.c.id == param("attempt_id"), quiz_attempt.c.finished_at.is_(None))
        .values(finished_at=param("now_at", type_=UtcTime()))
        .returning(quiz_attempt.c.id),
        "response_by_key": sa.select(response.c.id).where(response.c.idempotency_key == param("idempotency_key")),
        "unmarked": _page(
            sa.select(*(response.c[name] for name in ("id", "variant", "student", "language", "raw")))
            .outerjoin(quiz_attempt, quiz_attempt.c.id == response.c.quiz_attempt)
            .where(_if_given(quiz_attempt.c.quiz), ~sa.exists(ONE).where(mark.c.response == response.c.id)),
            response.c.id,
        ),
        "mark_by_id": sa.select(mark).where(mark.c.id == param("id")),
        "first_mark": sa.select(mark.c.id).where(mark.c.response == param("response"), mark.c.supersedes.is_(None)),
        "current_marks": _page(marked, mark.c.id),
        "marks_of": sa.select(mark).where(mark.c.response == param("response")).order_by(mark.c.id),
        "card": sa.select(review_card).where(
            review_card.c.student == param("student"), review_card.c.question == param("question")
        ),
        "due_cards": sa.select(review_card)
        .where(review_card.c.student == param("student"), _until(review_card.c.due_at))
        .order_by(review_card.c.due_at, review_card.c.question),
    }


INSERTED = {  # columns without one are numbered by the database
    "submission": submission,
    "attempt": attempt,
    "hint_taken": hint_taken,
    "question_version": question_version,
    "variant": variant,
    "quiz": quiz,
    "quiz_attempt": quiz_attempt,
    "response": response,
    "mark": mark,
}


def columns(table: sa.Table) -> list[str]:
    """The columns that an insert names."""
    return [column.name for column in table.columns if column.name != "id"]


def statements(insert: Insert) -> dict[str, Any]:
    """All statements by name. Each insert does nothing where the row is there, and returns what is new."""
    inserts = {
        f"insert_{name}": insert(table).on_conflict_do_nothing().returning(next(iter(table.primary_key)))
        for name, table in INSERTED.items()
    }
    card = insert(review_card)
    put = {name: card.excluded[name] for name in ("card", "due_at", "updated_at")}
    return {
        "revision": sa.text("SELECT version_num FROM alembic_version"),
        **inserts,
        "put_card": card.on_conflict_do_update(index_elements=["student", "question"], set_=put),
        **_attempts(),
        **_quizzes(),
    }
