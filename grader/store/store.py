"""Open the store: `open_store(url)` gives a Store, whatever database stands behind it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from grader.store.errors import BadUrlError, hidden

T = TypeVar("T")
Row = Mapping[str, Any]
Run = Callable[[str, Mapping[str, Any]], list[Row]]  # runs the statement of that name (queries.py)

SQLITE = "sqlite:///"
EXPECTED = "sqlite:///FILE | postgresql://USER:PASSWORD@HOST:PORT/NAME"
BUSY_S = 15.0  # 8 writers wait 0.3 s at most for one another (measured, ADR 0003); longer is a stuck program
PAGE = 200  # rows read at once: a report has some 5 kB, so a page has 1 MB


class Transact(Protocol):
    """Runs `work` in one transaction: all of it or nothing, and again after a deadlock."""

    def __call__(self, work: Callable[[Run], T], *, write: bool) -> T:
        """What `work` returns."""


@dataclass(frozen=True, slots=True)
class Store:
    """An open database; `shown` is its URL without the password. Threads may share it, processes after a fork not."""

    url: str
    shown: str
    transact: Transact
    close: Callable[[], None]

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def open_store(url: str, *, busy_s: float = BUSY_S) -> Store:
    """Open the database at an SQLAlchemy `url`; create or migrate it first where that is needed.

    SQLite: the folder is made too. busy_s: seconds to wait while another program writes.
    Raises StoreError: every kind of it but SupersededError and AppendOnlyError.
    """
    scheme = url.partition(":")[0].partition("+")[0]
    if url in {SQLITE, "sqlite://"} or (scheme == "sqlite" and "?" in url):
        raise BadUrlError(got=hidden(url), expected=EXPECTED)
    if scheme == "sqlite" and "://" in url:
        from grader.store import sqlite  # sqlite3: only for those who have it

        path = Path(url.partition(":///")[2])
        transact, close = sqlite.open_database(path, busy_s)
        return Store(url, str(path), transact, close)
    if scheme in {"postgresql", "postgres"}:
        from grader.store.server import open_database  # SQLAlchemy: 0.3 s

        transact, close = open_database(url, busy_s)
        return Store(url, hidden(url), transact, close)
    raise BadUrlError(got=hidden(url), expected=EXPECTED)


def pages(store: Store, statement: str, params: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of a paged statement, a page at a time: no transaction stays open, memory stays flat."""
    after = 0
    while True:
        rows = _page(store, statement, {**params, "after": after, "page": PAGE})
        yield from rows
        if len(rows) < PAGE:
            return
        after = rows[-1]["id"]


def _page(store: Store, statement: str, params: Mapping[str, Any]) -> list[Row]:
    return store.transact(lambda run: run(statement, params), write=False)
