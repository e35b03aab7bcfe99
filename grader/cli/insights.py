"""`grade insights`: what a class has not understood."""

from pathlib import Path

import click

from grader.app.insights import insights as find
from grader.app.insights import read_comments
from grader.cli.context import command, desk, option
from grader.render.insights import comments_yaml, insights_html, insights_json, insights_text
from grader.render.messages import Messages
from grader.spec.errors import InputError


def insights(say: Messages) -> click.Command:
    """Passes, misconceptions, clusters, sources to look at."""

    def insights(
        assignment_id: str | None,
        batch: str | None,
        format_: str,
        out: str | None,
        comments: str | None,
        db: str | None,
    ) -> None:
        if (assignment_id is None) == (batch is None):
            raise InputError("assignment_or_batch")
        here = desk(say, db=db)
        with here.store() as store:
            found = find(store, assignment_id, batch, read_comments(comments), list(here.entries))
        title = say("insights.title", name=assignment_id or batch)
        match format_:
            case "json":
                text = insights_json(found)
            case "html":
                text = insights_html(say, title, found)
            case _:
                text = insights_text(say, found)
        if comments is not None:
            write(comments, comments_yaml(say, found))
        if out is None:
            click.echo(text, nl=False)
        else:
            write(out, text)

    return command(
        say,
        insights,
        option(say, "--assignment", "-a", "assignment_id", key="assignment_id"),
        option(say, "--batch", key="batch"),
        option(say, "--format", "format_", key="format", type=click.Choice(["text", "json", "html"]), default="text"),
        option(say, "--out", key="out"),
        option(say, "--comments", key="comments"),
        option(say, "--db", key="db"),
    )


def write(file: str, text: str) -> None:
    """The text into the file."""
    try:
        Path(file).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise InputError("out_unwritable", file=file, reason=error.strerror or str(error)) from error
