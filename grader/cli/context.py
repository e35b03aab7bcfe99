"""What every command begins with: its settings, its messages, its exercises, its store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from grader.app.settings import Settings, load_settings
from grader.catalog.exercises import Entry, find_all
from grader.cli.commands import lang_option
from grader.render.messages import Messages
from grader.store.store import Store, open_store


@dataclass(frozen=True, slots=True)
class Desk:
    """One command's working place."""

    say: Messages
    settings: Settings
    entries: dict[str, Entry]

    def store(self) -> Store:
        """The database, opened now."""
        return open_store(self.settings.db)


def desk(say: Messages, *, packs: Sequence[str] = (), **given: Any) -> Desk:
    """Settings (command line first) and the exercises there are."""
    settings = load_settings({"lang": say.lang, **given})
    return Desk(say, settings, find_all([*(Path(pack) for pack in packs)]))


def command(say: Messages, callback: Callable[..., Any], *params: click.Parameter) -> click.Command:
    """A command that every command is like: --help and --lang."""
    return click.Command(
        name=callback.__name__.strip("_"),
        callback=callback,
        params=[*params, lang_option(say)],
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def option(say: Messages, *names: str, key: str, **attrs: Any) -> click.Option:
    """An option whose help stands in the catalogue under cli.option.<key>."""
    return click.Option(list(names), help=say(f"cli.option.{key}"), **attrs)
