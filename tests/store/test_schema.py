"""One schema, said in four places: SQLAlchemy, the migrations, SQLite's text, and what stands in a database."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from grader.store import compile as compiler
from grader.store import server, sql, sqlite
from grader.store.attempts import record_attempts
from grader.store.errors import StoreError
from grader.store.history import best
from grader.store.queries import statements
from grader.store.schema import UtcTime, attempt, metadata, triggers
from grader.store.sql import HEAD, REVISIONS, sections
from grader.store.store import open_store


def objects(path: Path) -> dict[str, str]:
    """Every table, index and trigger with its SQL, white space aside."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    connection.close()
    return {f"{kind} {name} on {table}": re.sub(r"\s+", " ", text or "") for kind, name, table, text in rows}


def engine_of(url: str) -> sa.Engine:
    if url.startswith("sqlite"):
        return server.sqlite_engine(Path(url.removeprefix("sqlite:///")), 5.0)
    return sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def by_migrations(path: Path, to: str = HEAD) -> None:
    engine = server.sqlite_engine(path, 5.0)
    with engine.begin() as connection:
        server.upgrade(connection, to)


def test_the_compiled_text_is_what_the_schema_and_the_queries_say():
    here = Path(compiler.__file__).parent
    assert here.joinpath("schema.sql").read_text("utf-8") == compiler.schema_text()
    assert here.joinpath("queries.sql").read_text("utf-8") == compiler.queries_text()


def test_a_fresh_database_is_the_one_that_the_migrations_make(tmp_path):
    open_store(f"sqlite:///{tmp_path}/fresh.db").close()
    by_migrations(tmp_path / "migrated.db")
    fresh, migrated = objects(tmp_path / "fresh.db"), objects(tmp_path / "migrated.db")
    assert fresh == migrated
    assert len([name for name in fresh if name.startswith("trigger")]) == len(triggers()) == 16
    with sqlite3.connect(tmp_path / "fresh.db") as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    connection.close()


def test_a_difference_of_one_word_would_be_seen(tmp_path):
    open_store(f"sqlite:///{tmp_path}/fresh.db").close()
    before = objects(tmp_path / "fresh.db")
    connection = sqlite3.connect(tmp_path / "fresh.db")
    connection.execute("DROP INDEX ix_attempt_batch")
    connection.close()
    assert objects(tmp_path / "fresh.db") != before


def test_the_migrations_make_what_the_schema_says(url):
    open_store(url).close()
    engine = engine_of(url)
    with engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        connection.execute(sa.text("DROP INDEX ix_attempt_batch"))
        assert len(compare_metadata(MigrationContext.configure(connection), metadata)) == 1
    engine.dispose()


def test_the_revisions_known_are_the_files_there_are():
    config = Config()
    config.set_main_option("script_location", str(server.MIGRATIONS))
    directory = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(directory.walk_revisions()))) == REVISIONS


def test_every_parameter_in_the_text_is_one_that_we_named():
    for name, text in sections("queries").items():
        named = set(re.findall(r"(?<!:):(\w+)", text))
        assert not {parameter for parameter in named if re.search(r"_\d+$", parameter)}, name
    assert set(sections("queries")) == set(statements(sa.dialects.sqlite.insert))


def test_what_sqlite_writes_by_hand_sqlalchemy_reads_and_the_other_way(tmp_path, new, day):
    url = f"sqlite:///{tmp_path}/x.db"
    engine = server.sqlite_engine(tmp_path / "x.db", 5.0)
    with open_store(url) as store:
        record_attempts(store, [new(submitted_at=day(3))])
        with engine.begin() as connection:
            row = connection.execute(sa.select(attempt)).mappings().one()
            assert row["submitted_at"] == day(3)
            changed = {"id": None, "submitted_at": day(4), "idempotency_key": "by SQLAlchemy"}
            connection.execute(sa.insert(attempt), {**row, **changed})
            raw = connection.execute(sa.text("SELECT submitted_at, typeof(seed) FROM attempt")).all()
        assert [text for text, _ in raw] == ["2025-03-03 12:00:00.000000", "2025-03-04 12:00:00.000000"]
        written = store.transact(lambda run: run("attempt_by_id", {"id": 2}), write=False)
        assert written[0]["submitted_at"] == day(4)


def test_columns_of_time_and_only_they_end_in_at():
    for table in metadata.tables.values():
        for column in table.columns:
            assert isinstance(column.type, UtcTime) == column.name.endswith("_at"), column


def test_the_daily_path_imports_no_sqlalchemy(tmp_path):
    code = f"""if True:
        import sys
        from grader.store.store import open_store
        from grader.store.history import best
        for _ in range(2):
            with open_store("sqlite:///{tmp_path}/x.db") as store:
                best(store, "anu")
        print({{name.partition(".")[0] for name in sys.modules}} & {{"sqlalchemy", "alembic", "numpy", "asyncio"}})"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("attempt", sa.Column("mood", sa.Text()))
    {then}
"""


@pytest.fixture
def second(tmp_path, monkeypatch):
    """As if there were a second migration; call it with one more line of its upgrade()."""
    folder = tmp_path / "migrations"

    def add(then: str = "") -> None:
        versions = folder / "versions"
        versions.mkdir(parents=True)
        (folder / "env.py").write_text((server.MIGRATIONS / "env.py").read_text())
        (versions / "v0001.py").write_text((server.MIGRATIONS / "versions" / "v0001_first.py").read_text())
        (versions / "v0002.py").write_text(SECOND.format(then=then))
        monkeypatch.setattr(server, "MIGRATIONS", folder)
        for module in (sql, sqlite, server):
            monkeypatch.setattr(module, "REVISIONS", ("0001", "0002"))
            monkeypatch.setattr(module, "HEAD", "0002")

    return add


def test_an_older_database_is_brought_up_to_date_and_loses_nothing(url, new, second):
    with open_store(url) as store:
        record_attempts(store, [new()])
    second()
    for _ in range(2):
        with open_store(url) as store:
            assert best(store, "anu") == {"softmax": (10.0, "AC")}
            (row,) = store.transact(lambda run: run("attempt_by_id", {"id": 1}), write=False)
            (version,) = store.transact(lambda run: run("revision", {}), write=False)
    assert version == {"version_num": "0002"}
    assert row["id"] == 1


def test_a_migration_that_fails_changes_nothing(url, new, second, monkeypatch):
    with open_store(url) as store:
        record_attempts(store, [new()])
    second('raise RuntimeError("half-way")')
    with pytest.raises(RuntimeError, match="half-way"):
        open_store(url)
    monkeypatch.undo()
    engine = engine_of(url)
    with engine.begin() as connection:
        assert "mood" not in [column["name"] for column in sa.inspect(connection).get_columns("attempt")]
    engine.dispose()
    with open_store(url) as store:
        assert store.transact(lambda run: run("revision", {}), write=False) == [{"version_num": "0001"}]
        record_attempts(store, [new()])


def test_a_migration_that_breaks_a_reference_is_undone(tmp_path, new, second):
    url = f"sqlite:///{tmp_path}/x.db"
    with open_store(url) as store:
        record_attempts(store, [new()])
    second('op.execute("DROP TRIGGER submission_no_delete"); op.execute("DELETE FROM submission")')
    with pytest.raises(StoreError, match="foreign key of attempt"):
        open_store(url)
    connection = sqlite3.connect(tmp_path / "x.db")
    assert connection.execute("SELECT count(*) FROM submission").fetchone() == (1,)
    connection.close()
