"""`grade ci`: a student's repository against its assignment, for any CI."""

import os
import sys
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from grader.app.assignment import FILE, read_assignment
from grader.app.boxes import Boxes
from grader.app.ci import Outcome, grade_repository
from grader.app.settings import load_settings
from grader.app.submit import Order
from grader.cli.context import command, desk, option
from grader.cli.errors import error_line
from grader.render.messages import Messages, messages
from grader.render.numbers import points
from grader.render.text import report_text
from grader.sandbox.isolation import at_least
from grader.spec.errors import InputError


def ci(say: Messages) -> click.Command:
    """Grade the repository in the working directory."""

    @click.pass_context
    def ci(ctx: click.Context, /, folder: str, **options: Any) -> int:
        here = desk(say, packs=options["pack"], student=options["student"])
        assignment = read_assignment(options["assignment"] or str(Path(folder) / FILE), here.entries)
        ours = say if _language_said(ctx) else messages(assignment.languages[0])
        order = Order(here.settings.student, secret=here.settings.secret)
        with Boxes(ctx.obj["started"]) as boxes:
            isolation = boxes.get("numpy").isolation
            if not options["allow_weak_isolation"] and not at_least(isolation, "import"):
                raise InputError("weak_isolation", level=isolation.level)
            outcome = grade_repository(folder, assignment, here.entries, order, boxes)
        title = assignment.title.in_(ours.lang) if assignment.title else assignment.id
        _say_it(ours, outcome, title, options)
        if outcome.broken:
            return 3
        return 0 if outcome.passed else 1

    return command(
        say,
        ci,
        click.Argument(["folder"], default=".", metavar="[FOLDER]"),
        option(say, "--assignment", "-a", key="assignment"),
        option(say, "--student", key="student"),
        option(say, "--junit", key="junit"),
        option(say, "--summary", key="summary"),
        option(say, "--gradescope", key="gradescope"),
        option(say, "--annotations/--no-annotations", key="annotations", default=None),
        option(say, "--allow-weak-isolation", key="allow_weak_isolation", is_flag=True),
        option(say, "--pack", key="pack", multiple=True),
    )


def _language_said(ctx: click.Context) -> bool:
    """Whether somebody chose a language; otherwise it is the course's first."""
    chain = [ctx, *([ctx.parent] if ctx.parent else [])]
    given = any(part.get_parameter_source("lang") is ParameterSource.COMMANDLINE for part in chain)
    return given or load_settings().origins["lang"].kind != "default"


def _say_it(say: Messages, outcome: Outcome, title: str, options: dict[str, Any]) -> None:
    answers, notes = outcome.answers, [error_line(say, error) for error in outcome.refused]
    text = "\n".join(report_text(say, answer.report, recorded=True) for answer in answers)
    total = say("ci.score", score=points(outcome.score), max_score=points(outcome.max_score))
    on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    wanted = on_github if options["annotations"] is None else options["annotations"]
    if wanted or on_github:
        from grader.render.github import annotations, quiet

        text = quiet(f"{text}\n{total}")
        sys.stdout.write(text + (annotations(say, answers) if wanted else ""))
    else:
        sys.stdout.write(f"{text}\n{total}\n")
    for note in notes:
        click.echo(note, err=True)
    if (file := options["summary"] or os.environ.get("GITHUB_STEP_SUMMARY")) is not None:
        from grader.render.github import summary

        _write(file, summary(say, title, answers, outcome.passed, notes), append=True)
    if options["junit"]:
        from grader.render.junit import reports_junit

        _write(options["junit"], reports_junit(say, [answer.report for answer in answers]))
    if options["gradescope"]:
        from grader.render.gradescope import results_json

        _write(options["gradescope"], results_json(say, answers, "\n".join([total, *notes])))


def _write(file: str, text: str, *, append: bool = False) -> None:
    try:
        with Path(file).open("a" if append else "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise InputError("out_unwritable", file=file, reason=error.strerror or str(error)) from error
