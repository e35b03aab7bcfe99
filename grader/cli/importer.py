"""`grade import roster`."""

from pathlib import Path

import click

from grader.app.roster import read_roster, roster_csv
from grader.cli.commands import LazyGroup
from grader.cli.context import command, option
from grader.render.messages import Messages
from grader.spec.errors import InputError

ROSTER = "roster.csv"


def import_(say: Messages) -> click.Group:
    """What comes in from other programs."""
    return LazyGroup(say, "cli.import", {"roster": "grader.cli.importer:roster"}, name="import")


def roster(say: Messages) -> click.Command:
    """A platform's list of participants as our plain one."""

    def roster(file: str, out: str) -> None:
        people = read_roster(file)
        try:
            Path(out).write_text(roster_csv(people), encoding="utf-8")
        except OSError as error:
            raise InputError("out_unwritable", file=out, reason=error.strerror or str(error)) from error
        click.echo(say("roster.read", count=len(people), file=out))

    return command(
        say,
        roster,
        click.Argument(["file"], metavar="CSV"),
        option(say, "--out", key="out", default=ROSTER),
    )
