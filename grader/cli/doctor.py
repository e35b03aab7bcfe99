"""`grade doctor`: what this machine can do, and what it lacks."""

import platform
from importlib.metadata import PackageNotFoundError, version

import click

from grader.cli.context import command, desk, option
from grader.render.messages import Messages
from grader.sandbox.box import open_box


def doctor(say: Messages) -> click.Command:
    """Versions, box, isolation, database."""

    def doctor(db: str | None, pack: tuple[str, ...]) -> None:
        here = desk(say, packs=pack, db=db)
        click.echo(
            say("doctor.version", version=version("pariksha"), python=platform.python_version(), numpy=version("numpy"))
        )
        try:
            click.echo(say("doctor.torch", version=version("torch")))
        except PackageNotFoundError:
            click.echo(say("doctor.torch_missing"))
        click.echo(say("doctor.exercises", count=len(here.entries)))
        with open_box("numpy", start_wait=True) as box:
            isolation = box.isolation
            click.echo(say("doctor.isolation", level=isolation.level, layers=", ".join(sorted(isolation.layers))))
            for layer, reason in dict(isolation.missing).items():
                click.echo("  " + say("doctor.lost", layer=layer, reason=reason))
        with here.store() as store:
            click.echo(say("doctor.database", url=store.shown))
        state = say("doctor.secret_set" if here.settings.secret else "doctor.secret_unset")
        click.echo(say("doctor.secret", state=state))

    return command(say, doctor, option(say, "--db", key="db"), option(say, "--pack", key="pack", multiple=True))
