"""The database itself refuses to change or delete what is only ever added to, whoever asks."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from grader.store.attempts import record_attempts
from grader.store.errors import AppendOnlyError
from grader.store.hints import take_hint
from grader.store.marks import NewMark, NewResponse, record_responses
from grader.store.quizzes import QuestionVersion, keep_question, keep_quiz, keep_variant, start_quiz_attempt
from grader.store.schema import APPEND_ONLY, metadata
from grader.store.server import explain as explain_server
from grader.store.server import sqlite_engine
from grader.store.sqlite import explain

TABLES = [table.name for table in APPEND_ONLY]


@pytest.fixture
def filled(store, new):
    """A store with a row in every append-only table."""
    record_attempts(store, [new()])
    take_hint(store, "anu", "softmax", 1)
    version = keep_question(store, QuestionVersion(question="q", topic="losses", kind="numeric", body={}))
    variant = keep_variant(store, version, 1, {}, 3)
    sitting = start_quiz_attempt(store, keep_quiz(store, "week 1", {}), "anu", 1, "hi")
    mark = NewMark(fraction=1.0, status="final", marker="numeric", marker_version="1")
    record_responses(
        store,
        [NewResponse(student="anu", variant=variant, language="hi", raw="3", quiz_attempt=sitting, slot=0, mark=mark)],
    )
    return store


def engine_of(store):
    if store.url.startswith("sqlite"):
        return sqlite_engine(Path(store.shown), 5.0)
    return sa.create_engine(store.url.replace("postgresql://", "postgresql+psycopg://"))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "another way"])
def test_a_row_can_be_neither_changed_nor_deleted(filled, table, verb):
    column = metadata.tables[table].columns.keys()[-1]
    sqlite = filled.url.startswith("sqlite")
    replace, truncate = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", f"TRUNCATE {table} CASCADE"
    statements = {
        "UPDATE": f"UPDATE {table} SET {column} = {column}",
        "DELETE": f"DELETE FROM {table}",
        "another way": replace if sqlite else truncate,
    }
    engine = engine_of(filled)
    with pytest.raises(exc.IntegrityError if sqlite else exc.DBAPIError) as caught, engine.begin() as connection:
        connection.execute(sa.text(statements[verb]))
    engine.dispose()
    assert "append_only" in str(caught.value.orig)
    error = explain(caught.value.orig, Path(filled.shown), 1.0) if sqlite else explain_server(caught.value, "", 1.0)
    assert isinstance(error, AppendOnlyError)
    # CASCADE empties what refers to it first, so that table may be the one that refuses
    assert error.params["table"] == table or verb == "another way"


def test_a_plain_connection_of_another_program_is_refused_too(tmp_path, new):
    from grader.store.store import open_store

    with open_store(f"sqlite:///{tmp_path}/x.db") as store:
        record_attempts(store, [new()])
    connection = sqlite3.connect(tmp_path / "x.db")
    with pytest.raises(sqlite3.IntegrityError, match="append_only attempt"):
        connection.execute("UPDATE attempt SET score = 0")
    connection.close()


def test_what_must_change_can(filled):
    """A control: the triggers are on those tables only."""
    engine = engine_of(filled)
    with engine.begin() as connection:
        assert connection.execute(sa.text("UPDATE quiz_attempt SET number = 2")).rowcount == 1
    engine.dispose()
