"""`grade author`: for authors of exercises and questions."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from grader.catalog.exercises import entry_of, pick
from grader.cli.commands import LazyGroup
from grader.cli.context import command, desk, option
from grader.render.messages import Messages
from grader.spec.errors import InputError


def author(say: Messages) -> click.Group:
    """The authors' commands."""
    return LazyGroup(
        say, "cli.author", {"check": "grader.cli.author:check", "measure": "grader.cli.author:measure"}, name="author"
    )


def check(say: Messages) -> click.Command:
    """The exercise contract over files, or over all."""

    def check(files: Sequence[str], all_: bool, seeds: int, pack: tuple[str, ...]) -> int:
        from grader.app.contract import check as measure

        entries = [entry_of(Path(file)) for file in files]
        for entry in entries:
            if not entry.path.is_file():
                raise InputError("no_such_file", file=str(entry.path))
        if all_:
            entries += list(desk(say, packs=pack).entries.values())
        broken = 0
        for entry in entries:
            measured = measure(entry, range(seeds))
            if not measured.faults:
                click.echo(
                    say(
                        "author.ok",
                        topic=measured.topic,
                        exercise=measured.exercise,
                        cases=measured.cases,
                        styles=measured.styles,
                        misconceptions=measured.misconceptions,
                        margin=f"{measured.margin:.3g}",
                    )
                )
                continue
            broken += 1
            click.echo(say("author.faults", topic=measured.topic, exercise=measured.exercise))
            for fault in measured.faults:
                click.echo("  " + say("author.fault", clause=fault.clause, detail=fault.detail))
        return 1 if broken else 0

    return command(
        say,
        check,
        click.Argument(["files"], nargs=-1, metavar="FILE..."),
        option(say, "--all", "all_", key="all", is_flag=True),
        option(say, "--seeds", key="seeds", type=click.IntRange(min=1), default=20),
        option(say, "--pack", key="pack", multiple=True),
    )


def measure(say: Messages) -> click.Command:
    """The accuracy table over exercises."""

    def measure(exercises: Sequence[str], all_: bool, seeds: int, jobs: int, pack: tuple[str, ...]) -> int:
        from grader.app.measure import measure as run
        from grader.app.measure import table

        here = desk(say, packs=pack)
        wanted = list(here.entries.values()) if all_ else [pick(here.entries, exercise) for exercise in exercises]
        if not wanted:
            raise InputError("nothing_to_measure")
        found = []
        for measured in run(wanted, seeds, jobs):
            found.append(measured)
            for fault in measured.faults:
                click.echo(
                    f"{measured.exercise}: " + say("author.fault", clause=fault.clause, detail=fault.detail), err=True
                )
        click.echo(table(found), nl=False)
        return 1 if any(measured.faults for measured in found) else 0

    return command(
        say,
        measure,
        click.Argument(["exercises"], nargs=-1, metavar="EXERCISE..."),
        option(say, "--all", "all_", key="all", is_flag=True),
        option(say, "--seeds", key="seeds", type=click.IntRange(min=1), default=50),
        option(say, "--jobs", key="jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1),
        option(say, "--pack", key="pack", multiple=True),
    )
