"""Run recorded attempts again, from stored source and seed, after a case, a tolerance or an exercise has changed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from grader.app.worker import Graded, Setup, Task
from grader.catalog.exercises import Entry
from grader.spec.errors import InputError
from grader.store.attempts import NewAttempt, record_attempts
from grader.store.errors import SupersededError
from grader.store.history import Summary, attempt, source, summaries
from grader.store.store import Store

Engine = Callable[[Iterable[Task], Setup], Iterator[Graded]]
EPSILON = 0.005  # scores are shown with two decimals
CHUNK = 100  # rows in one transaction


@dataclass(frozen=True, slots=True)
class Rerun:
    """An attempt run again. new is None where we could not; failing, passing: whys of the cases that changed sides."""

    old: Summary
    new: NewAttempt | None
    problem: str = ""
    failing: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the student would get something else."""
        if self.new is None:
            return False
        return self.new.verdict != self.old.verdict or abs(_share(self.new) - _share(self.old)) > EPSILON


def _share(row: Summary | NewAttempt) -> float:
    return row.score / row.max_score if row.max_score else 0.0


def chosen(
    store: Store,
    entries: Mapping[str, Entry],
    *,
    exercises: Collection[str] = (),
    students: Collection[str] = (),
    assignment: str | None = None,
    batch: str | None = None,
    everything: bool = False,
) -> list[Summary]:
    """The attempts that stand and were graded by another version of their exercise; everything: by this one too.

    Raises:
        InputError: an exercise that there is not.
    """
    for exercise in exercises:
        if exercise not in entries:
            raise InputError("no_such_exercise", id=exercise, nearest=[])
    return [
        row
        for row in summaries(store, assignment=assignment, batch=batch)
        if (not exercises or row.exercise in exercises)
        and (not students or row.student in students)
        and row.exercise in entries
        and (everything or row.exercise_version != entries[row.exercise].version)
    ]


def rerun(store: Store, rows: Sequence[Summary], setup: Setup, engine: Engine) -> Iterator[Rerun]:
    """Every attempt again, as the engine answers. Records nothing."""
    for graded in engine(_tasks(store, rows), setup):
        yield _compared(store, rows[graded.index], graded)


def _tasks(store: Store, rows: Sequence[Summary]) -> Iterator[Task]:
    for index, row in enumerate(rows):
        text = source(store, row.source_sha256)
        if text is not None:
            # what is stored of a notebook is the Python that was graded
            data = text.encode("utf-8", "surrogatepass")
            yield Task(index, row.student, "stored.py", data, row.submitted_at, (row.exercise,), row.seed)


def _compared(store: Store, old: Summary, graded: Graded) -> Rerun:
    if not graded.rows:
        return Rerun(old, None, graded.broken or (graded.refused[0] if graded.refused else ""))
    made = graded.rows[0]
    if made.verdict == "JE":
        findings = made.report.get("findings") or [{}]
        return Rerun(old, None, str(findings[0].get("message", "JE")))
    new = replace(
        made,
        file=old.file,
        sha256=old.sha256,
        batch=old.batch,
        assignment=old.assignment,
        supersedes=old.id,
        idempotency_key=f"regrade:{old.id}",
    )
    result = Rerun(old, new)
    if not result.changed:
        return result
    before = _passed(getattr(attempt(store, old.id), "report", {}))
    after = _passed(made.report)
    failing = tuple(why for why, passed in after.items() if not passed and before.get(why, True))
    passing = tuple(why for why, passed in after.items() if passed and not before.get(why, True))
    return replace(result, failing=failing, passing=passing)


def _passed(report: Mapping[str, Any]) -> dict[str, bool]:
    """By the reason a case is there: whether all cases of that reason passed."""
    passed: dict[str, bool] = {}
    for case in report.get("cases", ()):
        passed[case["why"]] = passed.get(case["why"], True) and case["passed"]
    return passed


def apply(store: Store, reruns: Iterable[Rerun], reason: str) -> tuple[int, int]:
    """Write every rerun as a row that supersedes the old one; how many were written, and how many somebody else had."""
    rows = (replace(rerun.new, reason=reason) for rerun in reruns if rerun.new is not None)
    written = late = 0
    while chunk := list(islice(rows, CHUNK)):
        try:
            written += len(record_attempts(store, chunk))
        except SupersededError:  # of one row: the others are written one by one
            for row in chunk:
                try:
                    record_attempts(store, [row])
                    written += 1
                except SupersededError:
                    late += 1
    return written, late
