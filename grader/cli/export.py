"""`grade export gradebook`."""

import sys
from pathlib import Path

import click

from grader.app.assignment import FILE, read_assignment
from grader.app.gradebook import gradebook as make
from grader.app.insights import read_comments
from grader.app.quiz_paper import hold
from grader.app.roster import read_roster
from grader.cli.commands import LazyGroup
from grader.cli.context import command, desk, option
from grader.render.gradebook import FORMS, Form, gradebook_csv
from grader.render.messages import Messages
from grader.spec.errors import InputError


def export(say: Messages) -> click.Group:
    """What goes out to other programs."""
    return LazyGroup(say, "cli.export", {"gradebook": "grader.cli.export:gradebook"}, name="export")


def gradebook(say: Messages) -> click.Command:
    """Marks of an assignment, for a platform."""

    def gradebook(
        assignment: str, form: Form, roster: str | None, comments: str | None, out: str | None, db: str | None
    ) -> None:
        here = desk(say, db=db)
        asked = read_assignment(assignment, here.entries)
        people = read_roster(roster) if roster else []
        with here.store() as store:
            papers = {quiz: hold(store, here.settings, quiz) for quiz in asked.quizzes}
            book = make(store, asked, papers, people, read_comments(comments))
        if not book.lines:
            raise InputError("nothing_recorded", what=asked.id)
        text = gradebook_csv(say, book, form)
        if out is None:
            sys.stdout.write(text)
            return
        try:
            Path(out).write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise InputError("out_unwritable", file=out, reason=error.strerror or str(error)) from error

    return command(
        say,
        gradebook,
        option(say, "--assignment", "-a", key="assignment", default=FILE),
        option(say, "--to", "form", key="gradebook_to", type=click.Choice(FORMS), default="plain"),
        option(say, "--roster", key="roster"),
        option(say, "--comments", key="comments"),
        option(say, "--out", key="out"),
        option(say, "--db", key="db"),
    )
