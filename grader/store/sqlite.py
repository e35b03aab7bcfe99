"""SQLite through the standard library: opening, creating, transactions. SQLAlchemy only where a migration is due."""

import errno
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from grader.store.errors import (
    AppendOnlyError,
    DiskFullError,
    ForbiddenError,
    LockedError,
    NewerVersionError,
    NotADatabaseError,
    NotOursError,
    ReadOnlyError,
    StoreError,
    StoreFailedError,
)
from grader.store.sql import HEAD, REVISIONS, sections
from grader.store.store import Row, Run, Transact

T = TypeVar("T")
NEEDED = (3, 35)  # RETURNING; https://sqlite.org/releaselog/3_35_0.html
ENOUGH_BYTES = 1 << 20  # less than this free: an I/O error means a full disk


def connect(path: Path, busy_s: float) -> sqlite3.Connection:
    """A connection as every part of the store wants it, in autocommit mode: transactions are begun by hand."""
    connection = sqlite3.connect(path, timeout=busy_s, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")  # or INSERT OR REPLACE deletes past the triggers
    connection.execute("PRAGMA synchronous = FULL")  # one fsync a commit: what was acknowledged survives a power cut
    return connection


def open_database(path: Path, busy_s: float) -> tuple[Transact, Callable[[], None]]:
    """`transact` and `close` for the database file, which is made or migrated where needed."""
    if sqlite3.sqlite_version_info < NEEDED:
        raise StoreFailedError(where=str(path), reason=f"SQLite {sqlite3.sqlite_version} < {NEEDED[0]}.{NEEDED[1]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        kind = ReadOnlyError if error.errno == errno.EROFS else ForbiddenError
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        raise (DiskFullError if full else kind)(where=str(path.parent)) from error
    try:
        connection = connect(path, busy_s)
        try:
            _prepare(connection, path, busy_s)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise explain(error, path, busy_s) from error
    if not os.access(path, os.W_OK):
        connection.close()
        raise ReadOnlyError(where=str(path))
    return _transact(connection, path, busy_s), connection.close


def _prepare(connection: sqlite3.Connection, path: Path, busy_s: float) -> None:
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        if not _is_empty(connection):
            _check_ours(connection, path)  # another program's file is not touched
        _patiently(lambda: connection.execute("PRAGMA journal_mode = WAL").fetchone(), busy_s)
    try:
        (found,) = connection.execute(sections("queries")["revision"]).fetchone() or (None,)
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        _create(connection, path)
        return
    if found not in REVISIONS:
        _check_ours(connection, path)
        raise NewerVersionError(where=str(path), found=found, known=HEAD)
    if found != HEAD:
        from grader.store.server import migrate_sqlite  # SQLAlchemy and alembic: 1 s

        migrate_sqlite(path, busy_s, HEAD)


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def _check_ours(connection: sqlite3.Connection, path: Path) -> None:
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    if not {"alembic_version", "attempt", "submission"} <= set(tables):
        raise NotOursError(where=str(path), tables=", ".join(sorted(tables)[:5]))


def _patiently(step: Callable[[], T], busy_s: float) -> T:
    """`step` until the database is free: SQLite does not itself wait when the journal's mode changes."""
    deadline = time.monotonic() + busy_s
    while True:
        try:
            return step()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(0.01)


def _create(connection: sqlite3.Connection, path: Path) -> None:
    """The whole schema in one transaction, without alembic; a test holds it equal to the migrations."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _is_empty(connection):  # another process may have been quicker
            for statement in sections("schema").values():
                connection.execute(statement)
        _check_ours(connection, path)
        connection.execute("COMMIT")
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: sqlite3.Connection) -> None:
    with suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _transact(connection: sqlite3.Connection, path: Path, busy_s: float) -> Transact:
    queries, lock, owner = sections("queries"), threading.RLock(), os.getpid()

    def run(statement: str, params: Mapping[str, Any]) -> list[Row]:
        cursor = connection.execute(queries[statement], {key: _bind(value) for key, value in params.items()})
        names = [column[0] for column in cursor.description or ()]
        return [{key: _read(key, value) for key, value in zip(names, row, strict=True)} for row in cursor]

    def transact(work: Callable[[Run], T], *, write: bool) -> T:
        if os.getpid() != owner:
            raise RuntimeError("a Store opened before a fork: open one in each process")
        with lock:
            try:
                # IMMEDIATE: a writer waits its turn here, never fails half-way
                connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                result = work(run)
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                _roll_back(connection)
                raise explain(error, path, busy_s) from error
            except BaseException:
                _roll_back(connection)
                raise
            return result

    return transact


def _bind(value: Any) -> Any:
    """As schema.UtcTime writes it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return value


def _read(column: str, value: Any) -> Any:
    """As schema.UtcTime reads it: columns of time end in _at."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if column.endswith("_at") and value else value


def explain(error: sqlite3.Error, path: Path, busy_s: float) -> StoreError:
    """The StoreError that says what `error` means to the user."""
    where, code = str(path), getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return LockedError(where=where, seconds=busy_s)
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and _room(path) < ENOUGH_BYTES):
        return DiskFullError(where=where)
    if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return NotADatabaseError(where=where, reason=str(error))
    if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY}:
        if path.is_dir():
            return NotADatabaseError(where=where, reason=os.strerror(errno.EISDIR))
        if path.exists() and os.access(path, os.R_OK):
            return ReadOnlyError(where=where)
        return DiskFullError(where=where) if _room(path) < ENOUGH_BYTES else ForbiddenError(where=where)
    if code == sqlite3.SQLITE_CONSTRAINT and str(error).startswith("append_only "):
        return AppendOnlyError(table=str(error).split()[1])
    return StoreFailedError(where=where, reason=str(error))


def _room(path: Path) -> int:
    with suppress(OSError, AttributeError):
        state = os.statvfs(path.parent)
        return state.f_bavail * state.f_frsize
    return ENOUGH_BYTES
