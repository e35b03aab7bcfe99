"""A class at a time: what is handed in, through an engine, into the store, each row once."""

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from hashlib import blake2b
from pathlib import Path

from grader.app.assignment import Assignment
from grader.app.collect import Handed
from grader.app.worker import JE_MARK, Graded, Setup, Task, digest
from grader.catalog.exercises import Entry
from grader.judge.seed import hidden_seed
from grader.spec.errors import GraderError, InputError
from grader.store.attempts import record_attempts
from grader.store.errors import CannotConnectError, LockedError
from grader.store.history import recorded_keys, summaries
from grader.store.store import Store

Engine = Callable[[Iterable[Task], Setup], Iterator[Graded]]

BUFFER = 64  # submissions in one transaction: an fsync is 1 to 4 ms (ADR 0003)
BUFFER_S = 1.0  # and none waits longer than this
PATIENCE_S = (0.5, 2.0, 5.0, 10.0, 20.0)  # a server restarts within half a minute; then we stop and say so


@dataclass(slots=True)
class Tally:
    """How a batch went. refused: one error for each file that could not be graded."""

    total: int = 0
    graded: int = 0
    before: int = 0
    same: int = 0
    rows: int = 0
    verdicts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    refused: list[InputError] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """Files that need no more work."""
        return self.graded + self.before + self.same + len(self.refused) + len(self.broken)


def batch_name(paths: Iterable[str], exercises: Iterable[str], assignment: str | None) -> str:
    """The same command gives the same name, and so goes on where it was stopped."""
    whole = [str(Path(path).resolve()) for path in paths]
    scope = "\n".join([*whole, "", *exercises, "", assignment or ""])
    stem = assignment or Path(whole[0]).stem or "batch"
    return f"{stem}-{blake2b(scope.encode(), digest_size=4).hexdigest()}"


def timely(item: Handed, assignment: Assignment | None) -> Handed:
    """With the time of submission in the course's zone; what the platform calls late is late, whatever its date."""
    at = item.at
    if at is not None:
        at = assignment.zoned(at) if assignment else at if at.tzinfo else at.replace(tzinfo=UTC)
    if item.late and assignment is not None and assignment.due is not None:
        just_late = assignment.due + timedelta(seconds=1)
        at = just_late if at is None else max(at, just_late)
    return replace(item, at=at)


def batch_seed(store: Store, batch: str, secret: str | None) -> int:
    """The one seed of a batch: the one its first row was graded by, else keyed by the secret, else drawn."""
    first = next(summaries(store, batch=batch), None)
    return first.seed if first is not None else hidden_seed(secret, "batch", batch)


def run_batch(
    store: Store,
    handed: Iterable[Handed],
    setup: Setup,
    entries: Mapping[str, Entry],
    engine: Engine,
    tally: Tally,
    step: Callable[[Tally], None] = lambda _: None,
) -> None:
    """Grade what is not graded yet, and record it. `tally` is kept up to date, whatever stops us.

    Raises:
        StoreError: the database is gone for longer than we wait. What is recorded stays, the rest is graded
            when the same batch is run again.
    """
    start = time.monotonic()
    alive = _watch(store)
    done = _done(store, setup.batch, entries, () if setup.where_answered else setup.exercises)
    where: dict[int, str] = {}
    results = engine(_tasks(handed, done, tally, where), setup)
    waiting: deque[Graded] = deque()
    since = time.monotonic()
    try:
        for graded in results:
            waiting.append(graded)
            if len(waiting) >= BUFFER or time.monotonic() - since > BUFFER_S:
                _flush(store, waiting, tally, where, alive)
                since = time.monotonic()
                tally.seconds = since - start
                step(tally)
    finally:  # Ctrl-C loses nothing that was graded
        close = getattr(results, "close", None)
        if close is not None:
            close()
        _flush(store, waiting, tally, where, alive)
        tally.seconds = time.monotonic() - start
        step(tally)


def _done(store: Store, batch: str, entries: Mapping[str, Entry], wanted: Iterable[str]) -> set[str]:
    """Submissions of which every row stands, by today's versions of the exercises."""
    rows = defaultdict[str, dict[str, bool]](dict)
    for recorded in recorded_keys(store, batch):
        submission, _, rest = recorded.removeprefix(f"{batch}:").partition(":")
        exercise, _, version = rest.removesuffix(JE_MARK).partition("@")
        ours = exercise in entries and entries[exercise].version == version and not rest.endswith(JE_MARK)
        rows[submission][exercise] = rows[submission].get(exercise, False) or ours
    needed = set(wanted)
    return {name for name, graded in rows.items() if all(graded.values()) and needed <= set(graded)}


def _tasks(handed: Iterable[Handed], done: set[str], tally: Tally, where: dict[int, str]) -> Iterator[Task]:
    seen: set[str] = set()
    for index, item in enumerate(handed):
        try:
            data = item.read()
        except InputError as error:
            tally.refused.append(error)
            continue
        submission = digest(item.student, data)
        if submission in seen:
            tally.same += 1
        elif submission in done:
            tally.before += 1
        else:
            where[index] = item.where
            yield Task(index, item.student, item.name, data, item.at)
        seen.add(submission)


def _flush(
    store: Store,
    waiting: deque[Graded],
    tally: Tally,
    where: dict[int, str],
    alive: Callable[[], None],
) -> None:
    rows = [row for graded in waiting for row in graded.rows]
    if rows:
        for left, pause in enumerate((*PATIENCE_S, 0.0)):
            try:
                alive()
                record_attempts(store, rows)
                break
            except (LockedError, CannotConnectError):
                if left == len(PATIENCE_S):
                    raise
                time.sleep(pause)
    while waiting:
        graded = waiting.popleft()
        place = where.pop(graded.index)
        if graded.refused is not None:
            code, params = graded.refused
            tally.refused.append(InputError(code, **{**params, "file": place}))
        elif graded.broken is not None:
            tally.broken.append((place, graded.broken))
        else:
            tally.graded += 1
            tally.rows += len(graded.rows)
            for row in graded.rows:
                tally.verdicts[row.verdict] += 1


def _watch(store: Store) -> Callable[[], None]:
    """A check that the file we write to is still the one at its path: SQLite writes on into a deleted file."""
    path = Path(store.shown)
    if not store.url.startswith("sqlite"):
        return lambda: None
    began = path.stat()

    def alive() -> None:
        try:
            now = path.stat()
        except OSError as error:
            raise GraderError("store_gone", where=str(path)) from error
        if (now.st_ino, now.st_dev) != (began.st_ino, began.st_dev):
            raise GraderError("store_gone", where=str(path))

    return alive
