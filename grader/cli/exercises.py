"""`grade list` and `grade show`."""

import inspect
import json
from typing import Any

import click

from grader.catalog.exercises import Entry, load, pick
from grader.cli.context import command, desk, option
from grader.judge.simulate import answer
from grader.render.maths import in_terminal
from grader.render.messages import Messages
from grader.render.numbers import points
from grader.render.numbers import show as shown
from grader.spec.errors import InputError
from grader.spec.exercise import Case, Exercise

LIST_SCHEMA = "pariksha.list/1"


def list_(say: Messages) -> click.Command:
    """All exercises, by topic."""

    def list_(topic: str | None, format_: str, pack: tuple[str, ...], db: str | None, student: str | None) -> None:
        here = desk(say, packs=pack, db=db, student=student)
        entries = [entry for entry in here.entries.values() if topic in {None, entry.topic}]
        if not entries:
            raise InputError(
                "unknown_topic", topic=topic, topics=", ".join(dict.fromkeys(e.topic for e in here.entries.values()))
            )
        with here.store() as store:
            from grader.store.history import best

            scores = best(store, here.settings.student)
        rows = [_row(say, entry, load(entry), scores.get(entry.id)) for entry in entries]
        if format_ == "json":
            click.echo(json.dumps({"schema": LIST_SCHEMA, "exercises": rows}, ensure_ascii=False, indent=2))
            return
        _print_rows(say, rows)

    return command(
        say,
        list_,
        option(say, "--topic", key="topic"),
        option(say, "--format", "format_", key="format", type=click.Choice(["text", "json"]), default="text"),
        option(say, "--student", key="student"),
        option(say, "--db", key="db"),
        option(say, "--pack", key="pack", multiple=True),
    )


def _row(say: Messages, entry: Entry, exercise: Exercise, best: tuple[float, str] | None) -> dict[str, Any]:
    return {
        "id": entry.id,
        "topic": entry.topic,
        "track": exercise.track,
        "title": in_terminal(exercise.title.in_(say.lang)),
        "points": exercise.points,
        "best": None if best is None else best[0],
    }


def _print_rows(say: Messages, rows: list[dict[str, Any]]) -> None:
    topic = None
    for row in rows:
        if row["topic"] != topic:
            topic = row["topic"]
            heading = say(f"topic.{topic}") if say.has(f"topic.{topic}") else topic
            click.echo(("" if row is rows[0] else "\n") + click.style(f"{heading} ({topic})", bold=True))
        best = "" if row["best"] is None else "  " + say("list.best", score=points(row["best"]))
        torch = "  [torch]" if row["track"] == "torch" else ""
        click.echo(f"  {row['id']}{torch}: {row['title']} ({say('show.points', points=points(row['points']))}){best}")


def show(say: Messages) -> click.Command:
    """One exercise as the student reads it."""

    def show(exercise: str, pack: tuple[str, ...]) -> None:
        here = desk(say, packs=pack)
        entry = pick(here.entries, exercise)
        value = load(entry)
        head = (
            f"{entry.id}: {in_terminal(value.title.in_(say.lang))} ({say('show.points', points=points(value.points))})"
        )
        click.echo(click.style(head, bold=True))
        click.echo(f"\n{in_terminal(value.statement.in_(say.lang))}\n")
        click.echo(f"{say('show.signature')}: {entry.id}{signature(value)}\n")
        click.echo(f"{say('show.samples')}:")
        for case in value.cases(_rng()):
            if case.is_sample:
                click.echo(_sample(say, entry, value, case))
        click.echo("\n" + say("show.begin", exercise=entry.id))

    return command(say, show, click.Argument(["exercise"]), option(say, "--pack", key="pack", multiple=True))


def signature(exercise: Exercise) -> str:
    """The parameters as the contract has them, without types: `(z, alpha)`."""
    return f"({', '.join(inspect.signature(exercise.reference).parameters)})"


def argument_names(exercise: Exercise) -> list[str]:
    """What a case's arguments are called: the driver's parameters where there is one."""
    if exercise.driver is None:
        return list(inspect.signature(exercise.reference).parameters)
    return list(inspect.signature(exercise.driver).parameters)[1:]


def _sample(say: Messages, entry: Entry, exercise: Exercise, case: Case) -> str:
    args = ", ".join(f"{name}={shown(arg)}" for name, arg in zip(argument_names(exercise), case.args, strict=False))
    line = f"  {entry.id}({args})" if exercise.driver is None else f"  {args}"
    if case.raises:
        result = say("show.raises", raises=case.raises)
    elif exercise.accepts is not None and exercise.kind == "property":
        result = say("show.any_right")  # to print one would be to print the solution
    elif exercise.accepts is None:
        result = shown(answer(exercise.reference, exercise, case.args))
    else:
        result = say("show.one_of_many", result=shown(answer(exercise.reference, exercise, case.args)))
    return f"  # {in_terminal(case.why.in_(say.lang))}\n{line}\n    → {result}"


def _rng() -> Any:
    import numpy as np

    return np.random.default_rng(0)  # samples do not depend on it; the hidden cases drawn with it are thrown away
