"""`grade regrade`: who would change, and with --apply rows that supersede."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import click

from grader.app.engine_local import run
from grader.app.regrade import Rerun, apply, chosen, rerun
from grader.app.worker import Setup
from grader.cli.batch import cores
from grader.cli.context import command, desk, option
from grader.render.messages import Messages
from grader.render.numbers import points
from grader.spec.errors import InputError

SHOWN = 2  # whys for each student


def regrade(say: Messages) -> click.Command:
    """Run attempts again whose exercise has changed."""

    def regrade(**options: Any) -> int:
        if options["apply"] and not (options["reason"] or "").strip():
            raise InputError("reason_missing")
        here = desk(say, packs=options["pack"], db=options["db"])
        with here.store() as store:
            rows = chosen(
                store,
                here.entries,
                exercises=options["exercise"],
                students=options["student"],
                assignment=options["assignment_id"],
                batch=options["batch"],
                everything=options["all_"],
            )
            setup = Setup(
                batch="regrade",
                seed=0,
                lang=say.lang,
                packs=tuple(options["pack"]),
                allow_weak=options["allow_weak_isolation"],
            )
            reruns = list(rerun(store, rows, setup, partial(run, jobs=options["jobs"])))
            _preview(say, reruns)
            if options["apply"]:
                written, late = apply(store, reruns, options["reason"].strip())
                click.echo(say("regrade.applied", count=written))
                if late:
                    click.echo(say("regrade.late", count=late), err=True)
            elif any(item.new is not None for item in reruns):
                click.echo(say("regrade.how"))
        return 3 if any(item.new is None for item in reruns) else 0

    return command(
        say,
        regrade,
        option(say, "--exercise", "-e", key="exercise", multiple=True),
        option(say, "--student", key="student", multiple=True),
        option(say, "--assignment", "-a", "assignment_id", key="assignment_id"),
        option(say, "--batch", key="batch"),
        option(say, "--all", "all_", key="regrade_all", is_flag=True),
        option(say, "--apply", key="apply", is_flag=True),
        option(say, "--reason", key="reason"),
        option(say, "--jobs", "-j", key="jobs", type=click.IntRange(min=1), default=cores()),
        option(say, "--allow-weak-isolation", key="allow_weak_isolation", is_flag=True),
        option(say, "--db", key="db"),
        option(say, "--pack", key="pack", multiple=True),
    )


def _preview(say: Messages, reruns: Sequence[Rerun]) -> None:
    changed = sorted((item for item in reruns if item.changed), key=lambda item: (item.old.exercise, item.old.student))
    for item in changed:
        assert item.new is not None  # noqa: S101  # for the type checker: it has changed
        click.echo(
            say(
                "regrade.change",
                student=item.old.student,
                exercise=item.old.exercise,
                before=f"{item.old.verdict} {points(item.old.score)}",
                after=f"{item.new.verdict} {points(item.new.score)}",
            )
        )
        for why in item.failing[:SHOWN]:
            click.echo("  " + say("regrade.failing", why=why))
        for why in item.passing[:SHOWN]:
            click.echo("  " + say("regrade.passing", why=why))
    for item in reruns:
        if item.new is None:
            click.echo(
                say("batch.broken", file=f"{item.old.student} {item.old.exercise}", reason=item.problem), err=True
            )
    click.echo(say("regrade.summary", count=len(reruns), changed=len(changed)))
