"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
APPEND_ONLY = ("submission", "attempt", "hint_taken", "question_version", "variant", "quiz", "response", "mark")


def upgrade() -> None:
    """Make every table, and the triggers of those that are only ever added to."""
    _tables()
    if op.get_context().dialect.name == "sqlite":
        for name in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
                    f"BEGIN SELECT RAISE(ABORT, 'append_only {name}'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'append_only %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
    )
    for name in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _tables() -> None:
    # spelled out, so that it stays what it was when schema.py goes on
    op.create_table(
        "hint_taken",
        sa.Column("id", ID, nullable=False),
        sa.Column("student", sa.Text(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hint_taken")),
        sa.UniqueConstraint("student", "exercise", "number", name=op.f("uq_hint_taken_student_exercise_number")),
    )
    op.create_table(
        "question_version",
        sa.Column("id", ID, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_version")),
        sa.UniqueConstraint("question", "sha256", name=op.f("uq_question_version_question_sha256")),
    )
    op.create_table(
        "quiz",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz")),
        sa.UniqueConstraint("name", "sha256", name=op.f("uq_quiz_name_sha256")),
    )
    op.create_table(
        "review_card",
        sa.Column("student", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("student", "question", name=op.f("pk_review_card")),
    )
    op.create_index(op.f("ix_review_card_student_due_at"), "review_card", ["student", "due_at"])
    op.create_table(
        "submission",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_submission")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", ID, nullable=False),
        sa.Column("student", sa.Text(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("exercise_version", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=3), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("max_score", sa.Float(), nullable=False),
        sa.Column("seed", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("grader_version", sa.Text(), nullable=False),
        sa.Column("isolation", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("diagnosis", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("milliseconds", sa.Float(), nullable=False),
        sa.Column("submitted_at", TIME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.Column("assignment", sa.Text(), nullable=True),
        sa.Column("supersedes", ID, nullable=True),
        sa.Column("original", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_attempt_idempotency_key")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_attempt_supersedes")),
        sa.CheckConstraint(
            "verdict IN ('AC', 'WA', 'RTE', 'TLE', 'MLE', 'OLE', 'CE', 'JE')", name=op.f("ck_attempt_verdict")
        ),
        sa.CheckConstraint("score >= 0 AND score <= max_score + 1e-9", name=op.f("ck_attempt_score")),
        sa.CheckConstraint("(supersedes IS NULL) = (original IS NULL)", name=op.f("ck_attempt_original")),
        sa.CheckConstraint("supersedes IS NULL OR reason IS NOT NULL", name=op.f("ck_attempt_reason")),
        sa.CheckConstraint("supersedes IS NULL OR verdict <> 'JE'", name=op.f("ck_attempt_superseding")),
        sa.ForeignKeyConstraint(["source_sha256"], ["submission.sha256"], name=op.f("fk_attempt_source_sha256")),
        sa.ForeignKeyConstraint(["supersedes"], ["attempt.id"], name=op.f("fk_attempt_supersedes")),
        sa.ForeignKeyConstraint(["original"], ["attempt.id"], name=op.f("fk_attempt_original")),
    )
    op.create_index(op.f("ix_attempt_assignment"), "attempt", ["assignment"])
    op.create_index(op.f("ix_attempt_batch"), "attempt", ["batch"])
    op.create_index(op.f("ix_attempt_exercise_verdict"), "attempt", ["exercise", "verdict"])
    op.create_index(op.f("ix_attempt_original"), "attempt", ["original"])
    op.create_index(op.f("ix_attempt_student_exercise"), "attempt", ["student", "exercise"])
    op.create_table(
        "quiz_attempt",
        sa.Column("id", ID, nullable=False),
        sa.Column("quiz", ID, nullable=False),
        sa.Column("student", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_attempt")),
        sa.UniqueConstraint("quiz", "student", "number", name=op.f("uq_quiz_attempt_quiz_student_number")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_quiz_attempt_number")),
        sa.ForeignKeyConstraint(["quiz"], ["quiz.id"], name=op.f("fk_quiz_attempt_quiz")),
    )
    op.create_table(
        "variant",
        sa.Column("id", ID, nullable=False),
        sa.Column("question_version", ID, nullable=False),
        sa.Column("seed", sa.String(length=20), nullable=False),
        sa.Column("givens", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
        sa.UniqueConstraint("question_version", "seed", name=op.f("uq_variant_question_version_seed")),
        sa.ForeignKeyConstraint(
            ["question_version"], ["question_version.id"], name=op.f("fk_variant_question_version")
        ),
    )
    op.create_table(
        "response",
        sa.Column("id", ID, nullable=False),
        sa.Column("quiz_attempt", ID, nullable=True),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("variant", ID, nullable=False),
        sa.Column("student", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("normalized", sa.Text(), nullable=True),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.Float(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_response_idempotency_key")),
        sa.CheckConstraint("(quiz_attempt IS NULL) = (slot IS NULL)", name=op.f("ck_response_slot")),
        sa.ForeignKeyConstraint(["quiz_attempt"], ["quiz_attempt.id"], name=op.f("fk_response_quiz_attempt")),
        sa.ForeignKeyConstraint(["variant"], ["variant.id"], name=op.f("fk_response_variant")),
    )
    op.create_index(op.f("ix_response_quiz_attempt"), "response", ["quiz_attempt"])
    op.create_index(op.f("ix_response_student"), "response", ["student"])
    op.create_index(op.f("ix_response_variant"), "response", ["variant"])
    op.create_table(
        "mark",
        sa.Column("id", ID, nullable=False),
        sa.Column("response", ID, nullable=False),
        sa.Column("fraction", sa.Float(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("misconception", sa.Text(), nullable=True),
        sa.Column("marker", sa.Text(), nullable=False),
        sa.Column("marker_version", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("supersedes", ID, nullable=True),
        sa.Column("marked_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_mark_supersedes")),
        sa.CheckConstraint(
            "status IN ('final', 'provisional', 'needs_review', 'invalid')", name=op.f("ck_mark_status")
        ),
        sa.CheckConstraint("fraction BETWEEN -1 AND 1", name=op.f("ck_mark_fraction")),
        sa.CheckConstraint(
            "(fraction IS NULL) <= (status IN ('needs_review', 'invalid'))", name=op.f("ck_mark_unmarked")
        ),
        sa.CheckConstraint("supersedes IS NULL OR reason IS NOT NULL", name=op.f("ck_mark_reason")),
        sa.ForeignKeyConstraint(["response"], ["response.id"], name=op.f("fk_mark_response")),
        sa.ForeignKeyConstraint(["supersedes"], ["mark.id"], name=op.f("fk_mark_supersedes")),
    )
    op.create_index(
        "uq_mark_first",
        "mark",
        ["response"],
        unique=True,
        sqlite_where=sa.text("supersedes IS NULL"),
        postgresql_where=sa.text("supersedes IS NULL"),
    )
