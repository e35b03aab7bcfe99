"""In a notebook: `%load_ext grader`, then `%%grade softmax` above a cell."""

import atexit
import json
import re
import shlex
from functools import partial
from typing import Any

from grader.app.boxes import Boxes
from grader.app.hints import charged
from grader.app.record import record
from grader.app.settings import load_settings
from grader.app.source import Source, source_of
from grader.app.submit import Order, grade
from grader.catalog.exercises import find_all, pick
from grader.cli.errors import error_line
from grader.judge.screen import Parsed, parse
from grader.render.html import report_fragment
from grader.render.json_report import report_dict
from grader.render.messages import Messages, messages
from grader.render.text import report_text
from grader.spec.errors import InputError
from grader.spec.report import Report

NAME = "notebook.ipynb"


class Shown:
    """A report as a notebook shows it: HTML where it can, text elsewhere."""

    def __init__(self, say: Messages, report: Report) -> None:
        """`report` in the language of `say`."""
        self._say, self._report = say, report

    def _repr_html_(self) -> str:
        return report_fragment(self._say, self._report)

    def __repr__(self) -> str:
        """The text report."""
        return report_text(self._say, self._report)


def load(shell: Any) -> None:
    """Give the IPython shell the magic `%%grade`. The boxes start with the first use and end with the shell."""
    boxes = Boxes()

    def magic(line: str, cell: str) -> None:
        grade_cell(shell, boxes, line, cell)

    shell.register_magic_function(magic, "cell", "grade")
    atexit.register(boxes.__exit__)


def grade_cell(shell: Any, boxes: Boxes, line: str, cell: str) -> None:
    """Run the cell as it stands, then grade it, with what earlier cells define, and show the report.

    `line`: exercises (none: all that the cell defines), --lang hi|en, --try to record nothing.
    """
    words = shlex.split(line)
    recorded = "--try" not in words
    say = messages(load_settings({"lang": _option(words, "--lang")}).lang)
    shell.run_cell(cell)
    try:
        report = _grade(shell, boxes, say, [w for w in words if not w.startswith("-")], cell, recorded=recorded)
    except InputError as error:
        print(error_line(say, error))  # noqa: T201  # a notebook's cell has no other output
        return
    from IPython.display import display

    display(Shown(say, report))  # type: ignore[no-untyped-call]


def _option(words: list[str], name: str) -> str | None:
    """Take `name VALUE` (or name=VALUE) out of the words."""
    for index, word in enumerate(words):
        if word.startswith(f"{name}="):
            return words.pop(index).partition("=")[2]
        if word == name and index + 1 < len(words):
            del words[index]
            return words.pop(index)
    return None


def _grade(shell: Any, boxes: Boxes, say: Messages, exercises: list[str], cell: str, *, recorded: bool) -> Report:
    from grader.store.hints import hints_taken
    from grader.store.history import attempts_made
    from grader.store.store import open_store

    settings = load_settings()
    entries = find_all()
    parsed = parse(_without_magics(cell))
    defined = [name for name in parsed.defined if name in entries] if isinstance(parsed, Parsed) else []
    wanted = tuple(exercises or defined)
    for name in wanted:
        pick(entries, name)
    source = _source(shell, cell)
    if not recorded:
        return grade(source, entries, Order(settings.student, wanted, samples_only=True, pictures=True), boxes)
    with open_store(settings.db) as store:
        made = partial(attempts_made, store, settings.student)
        order = Order(settings.student, wanted, secret=settings.secret, made=made, pictures=True)
        report = grade(source, entries, order, boxes)
        report = charged(report, lambda name: len(hints_taken(store, settings.student, name)), settings.hint_cost)
        data = {result["exercise"]: result for result in report_dict(say, report)["results"]}
        return record(store, source, report, say.lang, data)


def _source(shell: Any, cell: str) -> Source:
    """The cells that ran before, and this one last: its function may need their imports and helpers."""
    before = [code for code in shell.history_manager.input_hist_raw[1:] if not code.lstrip().startswith("%%grade")]
    own = [code for code in shell.history_manager.input_hist_raw[1:] if code.lstrip().startswith("%%grade")]
    earlier = [_without_magics(code) for code in own if _without_magics(code).strip() != cell.strip()]
    cells = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": code}
        for code in (*before, *earlier, cell)
    ]
    book = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    return source_of(json.dumps(book).encode(), NAME)


def _without_magics(code: str) -> str:
    return re.sub(r"^%%grade.*\n?", "", code.lstrip(), count=1)
