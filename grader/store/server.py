"""PostgreSQL through SQLAlchemy, and migrations for both databases. Imported only where one of the two is wanted."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.dialects import postgresql

from grader.store.errors import (
    AppendOnlyError,
    BadUrlError,
    CannotConnectError,
    DiskFullError,
    DriverMissingError,
    ForbiddenError,
    LockedError,
    NewerVersionError,
    NotADatabaseError,
    NotOursError,
    ReadOnlyError,
    StoreError,
    StoreFailedError,
    hidden,
)
from grader.store.queries import statements
from grader.store.sql import HEAD, REVISIONS
from grader.store.sqlite import connect
from grader.store.store import EXPECTED, Row, Run, Transact

T = TypeVar("T")
MIGRATIONS = Path(__file__).with_name("migrations")
MIGRATING = 0x5041524B  # key of the advisory lock: one process migrates, the others wait
AGAIN = {"40001", "40P01"}  # serialization failure, deadlock: the transaction as a whole may be run again
TRIES = 5  # two writers that meet once rarely meet again; five times is something else


def open_database(url: str, busy_s: float) -> tuple[Transact, Callable[[], None]]:
    """`transact` and `close` for a PostgreSQL server; its schema is made or migrated where needed."""
    engine = _engine(url, busy_s)
    where = hidden(url)
    try:
        with engine.connect() as connection:
            found = _revision(connection, where)
        if found != HEAD:
            with engine.begin() as connection:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATING)))
                if _revision(connection, where) != HEAD:
                    upgrade(connection, HEAD)
    except exc.DBAPIError as error:
        engine.dispose()
        raise explain(error, where, busy_s) from error
    except BaseException:
        engine.dispose()
        raise
    return _transact(engine, where, busy_s), engine.dispose


def _engine(url: str, busy_s: float) -> sa.Engine:
    scheme, mark, rest = url.partition("://")
    if "+" not in scheme:
        scheme = "postgresql+psycopg"
    wait_ms = max(1, int(busy_s * 1000))
    try:
        return sa.create_engine(
            f"{scheme}{mark}{rest}",
            pool_pre_ping=True,  # a server that was restarted in mid-batch costs no attempt
            connect_args={"connect_timeout": max(2, int(busy_s)), "options": f"-c lock_timeout={wait_ms}"},
        )
    except (ModuleNotFoundError, exc.NoSuchModuleError) as error:
        package = getattr(error, "name", None) or scheme.partition("+")[2]
        raise DriverMissingError(package=package, install='pip install "pariksha[postgres]"') from error
    except (exc.ArgumentError, ValueError) as error:
        raise BadUrlError(got=hidden(url), expected=EXPECTED) from error


def _revision(connection: sa.Connection, where: str) -> str | None:
    """The schema's revision, None where there is none yet. Other programs' tables may live beside ours."""
    if not _has(connection, "alembic_version"):
        if _has(connection, "attempt") or _has(connection, "quiz"):
            raise NotOursError(where=where, tables=", ".join(sorted(sa.inspect(connection).get_table_names())[:5]))
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    if not _has(connection, "attempt"):
        raise NotOursError(where=where, tables=", ".join(sorted(sa.inspect(connection).get_table_names())[:5]))
    if found not in REVISIONS:
        raise NewerVersionError(where=where, found=found, known=HEAD)
    return found


def _has(connection: sa.Connection, table: str) -> bool:
    return connection.execute(sa.select(sa.func.to_regclass(table))).scalar() is not None


def upgrade(connection: sa.Connection, to: str) -> None:
    """Bring the schema to a revision, in the connection's transaction."""
    from alembic import command  # another third of a second, and migrations are rare
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def sqlite_engine(path: Path, busy_s: float) -> sa.Engine:
    """An SQLAlchemy engine on a database file, with the same settings as everywhere; its transactions write."""
    engine = sa.create_engine("sqlite://", creator=lambda: connect(path, busy_s), poolclass=sa.NullPool)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def migrate_sqlite(path: Path, busy_s: float, to: str) -> None:
    """Bring an older database file up to date: all of it or nothing."""
    engine = sqlite_engine(path, busy_s)
    # a table that is made anew must not take those that refer to it with it; checked at the end instead
    sa.event.listen(engine, "connect", lambda dbapi, _: dbapi.execute("PRAGMA foreign_keys = OFF"))
    with engine.begin() as connection:
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        if found != to:
            upgrade(connection, to)
        broken = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
        if broken:
            raise NotADatabaseError(where=str(path), reason=f"foreign key of {broken[0][0]}, row {broken[0][1]}")


def _transact(engine: sa.Engine, where: str, busy_s: float) -> Transact:
    queries = statements(postgresql.insert)

    def once(work: Callable[[Run], T]) -> T:
        with engine.begin() as connection:

            def run(statement: str, params: Mapping[str, Any]) -> list[Row]:
                result = connection.execute(queries[statement], dict(params))
                return [dict(row) for row in result.mappings()] if result.returns_rows else []

            return work(run)

    def transact(work: Callable[[Run], T], *, write: bool) -> T:  # noqa: ARG001  # readers block nobody here
        for left in reversed(range(TRIES)):
            try:
                return once(work)
            except exc.DBAPIError as error:
                if _sqlstate(error) not in AGAIN or not left:
                    raise explain(error, where, busy_s) from error
            time.sleep(0.01 * (TRIES - left))
        raise AssertionError

    return transact


def _sqlstate(error: exc.DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def explain(error: exc.DBAPIError, where: str, busy_s: float) -> StoreError:
    """The StoreError that says what PostgreSQL's `error` means to the user.

    Codes: https://www.postgresql.org/docs/15/errcodes-appendix.html
    """
    state, reason = _sqlstate(error), str(error.orig).strip().partition("\n")[0]
    match state:
        case "55P03" | "40001" | "40P01":
            return LockedError(where=where, seconds=busy_s)
        case "25006":
            return ReadOnlyError(where=where)
        case "53100":
            return DiskFullError(where=where)
        case "42501":
            return ForbiddenError(where=where)
        case "23001" if reason.startswith("append_only "):
            return AppendOnlyError(table=reason.split()[1])
    away = isinstance(error, exc.OperationalError) and (not state or state[:2] in {"08", "28", "3D", "53", "57"})
    if away or error.connection_invalidated:
        return CannotConnectError(where=where, reason=reason)
    return StoreFailedError(where=where, reason=reason)
