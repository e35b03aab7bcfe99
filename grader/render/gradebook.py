"""A gradebook as the CSV that a platform imports.

Moodle: https://docs.moodle.org/en/Grade_import (a user column, a column for each grade item).
Canvas: https://community.canvaslms.com/t5/Instructor-Guide/How-do-I-import-grades-in-the-Gradebook/ta-p/807
(Student, ID, SIS User ID, SIS Login ID, Section, then assignments; a second row with the points possible).
"""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any, Literal

from grader.render.findings import sentence
from grader.render.messages import Messages
from grader.render.numbers import points
from grader.render.overview import inert

Form = Literal["plain", "moodle", "canvas"]
FORMS: tuple[Form, ...] = ("plain", "moodle", "canvas")


def gradebook_csv(say: Messages, book: Any, form: Form) -> str:
    """`book`: app.gradebook.Gradebook."""
    writers: dict[Form, Callable[[Messages, Any], list[list[str]]]] = {
        "plain": _plain,
        "moodle": _moodle,
        "canvas": _canvas,
    }
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(writers[form](say, book))
    # spreadsheets need the mark to show Devanagari; Canvas and Moodle read the file without
    return ("\ufeff" if form == "plain" else "") + out.getvalue()


def _marks(book: Any, line: Any) -> list[str]:
    """What is not handed in stays empty: a zero is the instructor's to give."""
    return [points(line.marks[item].points) if item in line.marks else "" for item in book.items]


def _said(say: Messages, line: Any) -> str:
    return inert("; ".join(sentence(say, remark) for remark in line.remarks))


def _person(line: Any, *names: str) -> list[str]:
    return [inert(getattr(line.person, name) if line.person else "") for name in names]


def _plain(say: Messages, book: Any) -> list[list[str]]:
    head = [say("table.student"), say("gradebook.name"), say("gradebook.email"), *book.items]
    rows = [[*head, say("table.total"), say("table.remarks")]]
    rows += [
        [
            inert(line.student),
            *_person(line, "name", "email"),
            *_marks(book, line),
            points(line.total),
            _said(say, line),
        ]
        for line in book.lines
    ]
    return rows


def _moodle(say: Messages, book: Any) -> list[list[str]]:
    """Column names are Moodle's English ones, which its importer maps by itself."""
    items = [f"{book.title}: {item}" for item in book.items]
    rows = [["Username", "Full name", "ID number", "Email address", *items, book.title, "Feedback comments"]]
    rows += [
        [
            inert(line.student),
            *_person(line, "name", "number", "email"),
            *_marks(book, line),
            points(line.total),
            _said(say, line),
        ]
        for line in book.lines
    ]
    return rows


def _canvas(say: Messages, book: Any) -> list[list[str]]:
    del say  # Canvas takes no remarks
    items = [f"{book.title}: {item}" for item in book.items]
    worth: Sequence[str] = [points(value) for value in book.items.values()]
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *items], ["Points Possible", *[""] * 4, *worth]]
    rows += [
        [
            inert((line.person.name if line.person else "") or line.student),
            *_person(line, "platform", "number", "student", "section"),
            *_marks(book, line),
        ]
        for line in book.lines
    ]
    return rows
