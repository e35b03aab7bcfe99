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
        say,
        "cli.author",
        {
            "check": "grader.cli.author:check",
            "coverage": "grader.cli.author:coverage",
            "measure": "grader.cli.author:measure",
        },
        name="author",
    )


def check(say: Messages) -> click.Command:
    """The exercise contract over files, or over all."""

    def check(files: Sequence[str], all_: bool, seeds: int, pack: tuple[str, ...]) -> int:
        from grader.app.contract import check as measure

        questions = [file for file in files if Path(file).is_dir() or Path(file).suffix == ".yaml"]
        entries = [entry_of(Path(file)) for file in files if file not in questions]
        for entry in entries:
            if not entry.path.is_file():
                raise InputError("no_such_file", file=str(entry.path))
        if all_:
            entries += list(desk(say, packs=pack).entries.values())
        broken = _check_questions(say, questions, all_=all_)
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


def _check_questions(say: Messages, names: Sequence[str], *, all_: bool) -> int:
    """The question contract over files and folders, or over the whole bank; how many are broken."""
    if not names and not all_:
        return 0
    from grader.quiz.lint import check_question, files_of, slugs_of
    from grader.quiz.load import bank_root, load_question, question_files
    from grader.quiz.node import BadFileError

    paths = [Path(name).resolve() for name in files_of(names)]
    paths += [path for path in question_files(bank_root()).values() if all_ and path not in paths]
    slugs = slugs_of(bank_root().parent / "exercises")
    broken = variants = 0
    for path in paths:
        if not path.is_file():
            raise InputError("no_such_file", file=str(path))
        try:
            question = load_question(path)
        except BadFileError as error:
            broken += 1
            click.echo(str(error))
            continue
        report = check_question(question, slugs)
        variants += report.distinct
        bad = [issue for issue in report.issues if issue.severity == "error"]
        broken += bool(bad)
        for issue in report.issues:
            click.echo(f"{path.parent.name}/{path.name}: {issue.severity}: {issue.check}: {issue.place}: {issue.says}")
    click.echo(say("author.questions", count=len(paths), broken=broken, variants=variants))
    return broken


def coverage(say: Messages) -> click.Command:
    """The table of the sources' practice questions with the questions that cover them."""

    def coverage(mistakes: bool) -> int:
        from grader.app.quiz_coverage import coverage as covered
        from grader.quiz.load import load_bank

        rows = [row for row in covered(load_bank()) if mistakes or not row.mistake]
        for row in rows:
            names = ", ".join(row.questions) or say("author.not_covered")
            click.echo(f"{row.id}: {names}")
        missing = sum(not row.questions for row in rows)
        click.echo(say("author.coverage", covered=len(rows) - missing, count=len(rows)))
        return 1 if missing else 0

    return command(say, coverage, option(say, "--mistakes", key="mistakes", is_flag=True))


def measure(say: Messages) -> click.Command:
    """The accuracy table over exercises."""

    def measure(
        exercises: Sequence[str], all_: bool, seeds: int, jobs: int, mutants: bool, pack: tuple[str, ...]
    ) -> int:
        from grader.app.measure import measure as run
        from grader.app.measure import table

        here = desk(say, packs=pack)
        wanted = list(here.entries.values()) if all_ else [pick(here.entries, exercise) for exercise in exercises]
        if not wanted:
            raise InputError("nothing_to_measure")
        if mutants:
            from grader.app import mutants as of_references

            click.echo(of_references.table(of_references.measure_mutants(wanted, of_references.SEEDS, jobs)), nl=False)
            return 0
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
        option(say, "--mutants", key="mutants", is_flag=True),
        option(say, "--pack", key="pack", multiple=True),
    )
