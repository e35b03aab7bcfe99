"""A batch's results as tables: a row for each student, a column for each exercise."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from grader.render.messages import Messages
from grader.render.numbers import points

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run (OWASP, CSV injection)


class Standing(Protocol):
    """What a table needs of an attempt."""

    @property
    def student(self) -> str: ...  # noqa: D102
    @property
    def exercise(self) -> str: ...  # noqa: D102
    @property
    def verdict(self) -> str: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102
    @property
    def max_score(self) -> float: ...  # noqa: D102
    @property
    def diagnosis(self) -> str | None: ...  # noqa: D102
    @property
    def file(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Cell:
    """A student's best attempt at one exercise, and how many there were."""

    verdict: str
    score: float
    max_score: float
    diagnosis: str | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Table:
    """exercises in the order given, rows by student."""

    exercises: tuple[str, ...]
    rows: Mapping[str, Mapping[str, Cell]]


def table_of(standings: Iterable[Standing], order: Sequence[str] = ()) -> Table:
    """Best attempt by student and exercise; judge errors leave a gap, never a score."""
    rows = defaultdict[str, dict[str, Cell]](dict)
    found: dict[str, None] = {}
    for item in standings:
        if item.verdict == "JE":
            continue
        found[item.exercise] = None
        old = rows[item.student].get(item.exercise)
        count = (old.attempts if old else 0) + 1
        if old is None or (item.score, item.verdict == "AC") >= (old.score, old.verdict == "AC"):
            old = Cell(item.verdict, item.score, item.max_score, item.diagnosis, count)
        rows[item.student][item.exercise] = Cell(old.verdict, old.score, old.max_score, old.diagnosis, count)
    ordered = [exercise for exercise in order if exercise in found]
    ordered += sorted(set(found) - set(ordered))
    return Table(tuple(ordered), dict(sorted(rows.items())))


def table_csv(say: Messages, table: Table) -> str:
    """UTF-8 with a byte order mark, without which a spreadsheet shows Devanagari as noise."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([say("table.student"), *table.exercises, say("table.total"), say("table.remarks")])
    for student, cells in table.rows.items():
        scores = [points(cells[exercise].score) if exercise in cells else "" for exercise in table.exercises]
        total = points(sum(cell.score for cell in cells.values()))
        writer.writerow([inert(student), *scores, total, inert("; ".join(remarks(say, cells)))])
    return "\ufeff" + out.getvalue()


def remarks(say: Messages, cells: Mapping[str, Cell]) -> list[str]:
    """What is not plain: several attempts, mistakes with a name."""
    said = []
    for exercise, cell in cells.items():
        if cell.attempts > 1:
            said.append(say("table.best_of", exercise=exercise, count=cell.attempts))
        if cell.diagnosis is not None and cell.verdict != "AC":
            said.append(f"{exercise}: {cell.diagnosis}")
    return said


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def table_html(say: Messages, table: Table, title: str, notes: Sequence[str] = ()) -> str:
    """One self-contained page."""
    from grader.render.page import page  # jinja2: only for pages

    rows = [
        {
            "student": student,
            "cells": [_cell(cells.get(exercise)) for exercise in table.exercises],
            "total": points(sum(cell.score for cell in cells.values())),
            "remarks": "; ".join(remarks(say, cells)),
        }
        for student, cells in table.rows.items()
    ]
    summary = [_summary(table, exercise) for exercise in table.exercises]
    return page("overview.html", say, title=title, exercises=table.exercises, rows=rows, summary=summary, notes=notes)


def _cell(cell: Cell | None) -> dict[str, Any]:
    if cell is None:
        return {"text": "", "verdict": "none"}
    return {"text": f"{points(cell.score)}", "verdict": cell.verdict}


def _summary(table: Table, exercise: str) -> dict[str, Any]:
    cells = [cells[exercise] for cells in table.rows.values() if exercise in cells]
    passed = sum(cell.verdict == "AC" for cell in cells)
    return {"passed": passed, "count": len(cells), "percent": round(100 * passed / max(len(cells), 1))}
