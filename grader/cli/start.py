"""`grade start`: starter files."""

import textwrap
from pathlib import Path

import click

from grader.catalog.exercises import load, pick
from grader.cli.context import command, desk, option
from grader.cli.exercises import signature
from grader.render.messages import Messages
from grader.spec.errors import InputError
from grader.spec.exercise import Exercise


def start(say: Messages) -> click.Command:
    """Write one starter file for each exercise, and none over another."""

    def start(exercises: tuple[str, ...], dir_: str, pack: tuple[str, ...]) -> None:
        here = desk(say, packs=pack)
        folder = Path(dir_)
        wanted = [pick(here.entries, exercise) for exercise in exercises]
        for entry in wanted:
            if (file := folder / f"{entry.id}.py").exists():
                raise InputError("file_exists", file=str(file))
        folder.mkdir(parents=True, exist_ok=True)
        for entry in wanted:
            file = folder / f"{entry.id}.py"
            with file.open("x", encoding="utf-8") as stream:
                stream.write(_starter(say, entry.id, load(entry)))
            click.echo(say("start.written", file=str(file)))

    return command(
        say,
        start,
        click.Argument(["exercises"], nargs=-1, required=True, metavar="EXERCISE..."),
        option(say, "--dir", "dir_", key="dir", default="."),
        option(say, "--pack", key="pack", multiple=True),
    )


def _starter(say: Messages, name: str, exercise: Exercise) -> str:
    """A file that parses, says what is asked, and is refused politely as it stands."""
    width = 100
    statement = "\n".join(
        textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False)
        for paragraph in exercise.statement.in_(say.lang).splitlines()
    )
    library = "import torch" if exercise.track == "torch" else "import numpy as np"
    quoted = statement.replace("\\", "\\\\").replace('"""', "'''")
    return (
        f"{library}\n\n\ndef {name}{signature(exercise)}:\n"
        + textwrap.indent(f'"""{exercise.title.in_(say.lang)}\n\n{quoted}\n"""', "    ")
        + f"\n    # {say('start.todo')}\n    ...\n"
    )
