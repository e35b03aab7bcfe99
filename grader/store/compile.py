"""Write what SQLite needs as text: `python -m grader.store.compile` makes schema.sql and queries.sql.

Importing SQLAlchemy takes longer than grading a submission, so with SQLite the daily path does without it. The text
comes from schema.py and queries.py, and a test compiles it again and compares.
"""

from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from grader.store.queries import INSERTED, columns, statements
from grader.store.schema import metadata, review_card, triggers
from grader.store.sql import HEAD

HERE = Path(__file__).parent
MADE = "-- Made by `python -m grader.store.compile` from schema.py and queries.py. Do not edit.\n"


def _join(parts: dict[str, str]) -> str:
    return MADE + "".join(f"\n-- name: {name}\n{text.strip()}\n" for name, text in parts.items())


def schema_text() -> str:
    """DDL of a fresh SQLite database, alembic's own table included."""
    dialect = sqlite.dialect()
    parts = {
        "alembic_version": "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n\t"
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)",
        "head": f"INSERT INTO alembic_version (version_num) VALUES ('{HEAD}')",  # noqa: S608  # our own constant
    }
    for table in metadata.sorted_tables:
        parts[table.name] = str(CreateTable(table).compile(dialect=dialect))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            parts[str(index.name)] = str(CreateIndex(index).compile(dialect=dialect))
    parts |= {ddl.split()[2]: ddl for ddl in triggers()}
    return _join(parts)


def queries_text() -> str:
    """Every statement as SQLite reads it, with :named parameters."""
    dialect = sqlite.dialect(paramstyle="named")
    keys = {f"insert_{name}": columns(table) for name, table in INSERTED.items()}
    keys["put_card"] = [column.name for column in review_card.columns]
    return _join(
        {
            name: str(statement.compile(dialect=dialect, column_keys=keys.get(name)))
            for name, statement in statements(sqlite.insert).items()
        }
    )


if __name__ == "__main__":
    HERE.joinpath("schema.sql").write_text(schema_text(), "utf-8")
    HERE.joinpath("queries.sql").write_text(queries_text(), "utf-8")
