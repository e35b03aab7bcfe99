"""`grade submit` and `grade try`."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from grader.app.boxes import Boxes
from grader.app.hints import charged
from grader.app.record import record
from grader.app.source import read_source
from grader.app.submit import Order, grade
from grader.cli.context import Desk, command, desk, option
from grader.cli.errors import error_line
from grader.render.json_report import report_dict
from grader.render.messages import Messages
from grader.render.text import report_text
from grader.spec.errors import InputError
from grader.spec.report import Report
from grader.store.hints import hints_taken
from grader.store.history import attempts_made

FORMATS = ("text", "json", "html", "junit")


def submit(say: Messages) -> click.Command:
    """Grade files and record the attempts."""

    @click.pass_context
    def submit(ctx: click.Context, /, files: Sequence[str], **options: Any) -> int:
        here = desk(say, packs=options["pack"], db=options["db"], student=options["student"])
        student = here.settings.student
        with Boxes(ctx.obj["started"]) as boxes, here.store() as store:
            order = Order(
                student=student,
                exercises=tuple(options["exercise"]),
                seed=options["seed"],
                secret=here.settings.secret,
                made=partial(attempts_made, store, student),
                pictures=options["format_"] == "html",
            )

            def hints(exercise: str) -> int:
                return len(hints_taken(store, student, exercise))

            def one(path: str) -> Report:
                source = read_source(path)
                report = charged(grade(source, here.entries, order, boxes), hints, here.settings.hint_cost)
                data = {r["exercise"]: r for r in report_dict(say, report)["results"]}
                return record(store, source, report, say.lang, data)

            return _all(here, files, one, options, recorded=True)

    return command(
        say,
        submit,
        click.Argument(["files"], nargs=-1, required=True, metavar="FILE..."),
        option(say, "--exercise", "-e", key="exercise", multiple=True),
        option(say, "--student", key="student"),
        option(say, "--format", "format_", key="format", type=click.Choice(FORMATS), default="text"),
        option(say, "--out", key="out"),
        option(say, "--seed", key="seed", type=click.IntRange(min=0)),
        option(say, "--verbose", "-v", key="verbose", is_flag=True),
        option(say, "--db", key="db"),
        option(say, "--pack", key="pack", multiple=True),
    )


def try_(say: Messages) -> click.Command:
    """Run the sample cases; record nothing."""

    @click.pass_context
    def try_(ctx: click.Context, /, files: Sequence[str], **options: Any) -> int:
        here = desk(say, packs=options["pack"])
        order = Order(student=here.settings.student, exercises=tuple(options["exercise"]), samples_only=True)
        with Boxes(ctx.obj["started"]) as boxes:
            return _all(
                here, files, lambda path: grade(read_source(path), here.entries, order, boxes), options, recorded=False
            )

    return command(
        say,
        try_,
        click.Argument(["files"], nargs=-1, required=True, metavar="FILE..."),
        option(say, "--exercise", "-e", key="exercise", multiple=True),
        option(say, "--format", "format_", key="format", type=click.Choice(FORMATS), default="text"),
        option(say, "--out", key="out"),
        option(say, "--verbose", "-v", key="verbose", is_flag=True, default=True),
        option(say, "--pack", key="pack", multiple=True),
    )


def _all(
    here: Desk, files: Sequence[str], one: Callable[[str], Report], options: dict[str, Any], *, recorded: bool
) -> int:
    """Every file in turn: one that cannot be read is named on stderr and takes nothing from the others."""
    reports: list[Report] = []
    unreadable: list[InputError] = []
    for path in files:
        try:
            reports.append(one(path))
        except InputError as error:
            unreadable.append(error)
            click.echo(error_line(here.say, error), err=True)
    if reports:
        _write(here.say, _rendered(here.say, reports, options, recorded=recorded), options["out"])
        _warn(here.say, reports)
    verdicts = {result.verdict for report in reports for result in report.results}
    if "JE" in verdicts:
        return 3
    if unreadable:
        return 2
    return 0 if verdicts == {"AC"} else 1


def _rendered(say: Messages, reports: list[Report], options: dict[str, Any], *, recorded: bool) -> str:
    match options["format_"]:
        case "json":
            from grader.render.json_report import reports_json

            return reports_json(say, reports)
        case "junit":
            from grader.render.junit import reports_junit

            return reports_junit(say, reports)
        case "html":
            from grader.render.html import reports_html

            return reports_html(say, reports)
        case _:
            parts = [report_text(say, report, verbose=options["verbose"], recorded=recorded) for report in reports]
            if len(parts) > 1:
                parts = [f"== {report.file}\n{part}" for report, part in zip(reports, parts, strict=True)]
            return "\n".join(parts)


def _write(say: Messages, text: str, out: str | None) -> None:
    del say
    if out is None:
        sys.stdout.write(text)
        return
    try:
        Path(out).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError("out_unwritable", file=out, reason=error.strerror or str(error)) from error


def _warn(say: Messages, reports: list[Report]) -> None:
    levels = {result.isolation for report in reports for result in report.results} & {"weak", "none", "portable"}
    for level in sorted(levels):
        click.echo(say("report.weak_isolation", level=level), err=True)
