"""Grade submissions of a batch in a process of its own: a task in, rows for the store out. Knows no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b, sha256
from pathlib import Path
from threading import Lock
from typing import Any, Self

from grader.app.boxes import Boxes
from grader.app.record import rows_of
from grader.app.source import Source, source_of
from grader.app.submit import Order, grade
from grader.app.targets import answered
from grader.catalog.exercises import Entry, find_all
from grader.judge.screen import parse
from grader.render.json_report import report_dict
from grader.render.messages import messages
from grader.sandbox.isolation import at_least
from grader.spec.errors import GraderError, InputError
from grader.spec.text import Lang
from grader.store.attempts import NewAttempt, name

JE_MARK = "!JE"


@dataclass(frozen=True, slots=True)
class Setup:
    """What every submission of a batch has in common. seed: one for all, so that all are asked the same.

    packs: folders of more exercises, by path. exercises: those asked for; none: all that a file answers.
    where_answered: of those asked for, only the ones that the file answers (an assignment is handed in by parts).
    """

    batch: str
    seed: int
    lang: Lang
    assignment: str | None = None
    exercises: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    where_answered: bool = False
    allow_weak: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One file of one student. exercises, seed: where they are not the batch's (a regrade has each attempt's own)."""

    index: int
    student: str
    name: str
    data: bytes = field(repr=False)
    at: datetime | None = None
    exercises: tuple[str, ...] = ()
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Graded:
    """What became of a task: rows, or a code and params of an InputError, or what went wrong with us."""

    index: int
    rows: tuple[NewAttempt, ...] = ()
    refused: tuple[str, Mapping[str, Any]] | None = None
    broken: str | None = None


def digest(student: str, data: bytes) -> str:
    """Names a submission within a batch: whose, and what."""
    return blake2b(f"{name(student)}\0{sha256(data).hexdigest()}".encode(), digest_size=12).hexdigest()


def key(batch: str, submission: str, exercise: str, version: str) -> str:
    """The idempotency key of one row: a resumed batch writes nothing twice."""
    return f"{batch}:{submission}:{exercise}@{version}"


class Bench:
    """A worker's place: exercises found, boxes open. A context manager, since boxes are processes."""

    def __init__(self, setup: Setup) -> None:
        """Finds the exercises and starts a box.

        Raises:
            InputError: the box is weaker than "import" and the setup does not allow that.
        """
        self._setup = setup
        self._entries: dict[str, Entry] = find_all([Path(pack) for pack in setup.packs])
        self._boxes = Boxes()
        isolation = self._boxes.get("numpy").isolation
        if not setup.allow_weak and not at_least(isolation, "import"):
            self._boxes.__exit__()
            raise InputError("weak_isolation", level=isolation.level)

    def grade(self, task: Task) -> Graded:
        """One task, whatever it is: an exception that is not a refusal is our fault and goes no further."""
        try:
            return Graded(task.index, tuple(self._rows(task)))
        except GraderError as error:
            return Graded(task.index, refused=(error.code, error.params))
        except Exception as error:  # noqa: BLE001  # one submission touches no other
            return Graded(task.index, broken=f"{type(error).__name__}: {error}"[:500])

    def _rows(self, task: Task) -> list[NewAttempt]:
        setup = self._setup
        source = source_of(task.data, task.name)
        seed = setup.seed if task.seed is None else task.seed
        order = Order(task.student, task.exercises or self._asked(source), seed)
        report = grade(source, self._entries, order, self._boxes)
        data = {result["exercise"]: result for result in report_dict(messages(setup.lang), report)["results"]}
        rows = rows_of(
            source, report, setup.lang, data, batch=setup.batch, assignment=setup.assignment, submitted_at=task.at
        )
        which = digest(task.student, task.data)
        return [_keyed(row, setup.batch, which) for row in rows]

    def _asked(self, source: Source) -> tuple[str, ...]:
        if not self._setup.where_answered:
            return self._setup.exercises
        here = answered(source, parse(source.text), self._entries)
        asked = tuple(exercise for exercise in self._setup.exercises if exercise in here)
        if not asked:
            raise InputError("not_of_assignment", file=source.name, exercises=", ".join(self._setup.exercises))
        return asked

    def __enter__(self) -> Self:
        """Open for use."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the boxes."""
        self._boxes.__exit__()


def _keyed(row: NewAttempt, batch: str, submission: str) -> NewAttempt:
    named = key(batch, submission, row.exercise, row.exercise_version)
    # a judge error keeps a row of its own, so that a resumed batch tries this exercise again
    return replace(row, idempotency_key=named + JE_MARK * (row.verdict == "JE"))


_ONE_AT_A_TIME = Lock()  # a zygote forks for one thread at a time


@lru_cache(maxsize=1)
def _bench(setup: Setup) -> Bench:
    return Bench(setup)


def grade_chunk(setup: Setup, tasks: Sequence[Task]) -> list[Graded] | tuple[str, dict[str, Any]]:
    """For engines that keep their worker processes: the bench is opened with the first chunk of a batch.

    A refusal of the whole worker (its boxes are too weak) comes back as code and params.
    """
    with _ONE_AT_A_TIME:
        try:
            bench = _bench(setup)
        except GraderError as error:
            return error.code, error.params
        return [bench.grade(task) for task in tasks]
