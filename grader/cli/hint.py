"""`grade hint`: the next of an exercise's hints, recorded."""

import click

from grader.catalog.exercises import load, pick
from grader.cli.context import command, desk, option
from grader.render.maths import in_terminal
from grader.render.messages import Messages
from grader.render.numbers import points
from grader.spec.errors import InputError


def hint(say: Messages) -> click.Command:
    """One step at a time: idea, formula, shape, code shape."""

    def hint(exercise: str, student: str | None, db: str | None, pack: tuple[str, ...]) -> None:
        from grader.store.hints import hints_taken, take_hint

        here = desk(say, packs=pack, student=student, db=db)
        entry = pick(here.entries, exercise)
        hints = load(entry).hints
        with here.store() as store:
            taken = hints_taken(store, here.settings.student, entry.id)
            number = max(taken, default=0) + 1
            if number > len(hints):
                raise InputError("no_more_hints", exercise=entry.id)
            take_hint(store, here.settings.student, entry.id, number)
        text = in_terminal(hints[number - 1].in_(say.lang))
        if here.settings.hint_cost:
            click.echo(say("hint.cost", exercise=entry.id, points=points(here.settings.hint_cost * number)), err=True)
        click.echo(say("hint.shown", exercise=entry.id, number=number, count=len(hints), text=text))

    return command(
        say,
        hint,
        click.Argument(["exercise"]),
        option(say, "--student", key="student"),
        option(say, "--db", key="db"),
        option(say, "--pack", key="pack", multiple=True),
    )
