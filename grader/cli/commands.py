"""The tree of commands. A command's module is imported when it is called; help needs the catalogue only."""

import importlib
from collections.abc import Mapping
from typing import Any

import click

from grader import __version__
from grader.render.messages import Messages
from grader.spec.text import LANGS

# name: module and function that makes the click command from the messages of a language
_TOP = {
    "list": "grader.cli.exercises:list_",
    "show": "grader.cli.exercises:show",
    "start": "grader.cli.start:start",
    "try": "grader.cli.submit:try_",
    "submit": "grader.cli.submit:submit",
    "batch": "grader.cli.batch:batch",
    "ci": "grader.cli.ci:ci",
    "regrade": "grader.cli.regrade:regrade",
    "insights": "grader.cli.insights:insights",
    "export": "grader.cli.export:export",
    "import": "grader.cli.importer:import_",
    "hint": "grader.cli.hint:hint",
    "progress": "grader.cli.progress:progress",
    "quiz": "grader.cli.quiz:quiz",
    "practice": "grader.cli.practice:practice",
    "review": "grader.cli.review:review",
    "doctor": "grader.cli.doctor:doctor",
    "author": "grader.cli.author:author",
}


class LazyGroup(click.Group):
    """A click group whose commands are imported when called; their short help stands in the catalogue."""

    def __init__(self, say: Messages, prefix: str, targets: Mapping[str, str], **attrs: Any) -> None:
        """`prefix`: of the commands' keys in the catalogue, e.g. "cli"."""
        super().__init__(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True, **attrs)
        self.params.insert(0, lang_option(say))
        self._say, self._prefix, self._targets = say, prefix, targets

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        del ctx
        return list(self._targets)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, its module imported now."""
        del ctx
        if cmd_name not in self._targets:
            return None
        module, _, function = self._targets[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), function)(self._say)
        command.name = cmd_name
        command.help = self._say(f"{self._prefix}.{cmd_name}")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the catalogue, nothing imported."""
        del ctx
        with formatter.section(self._say("cli.commands")):
            formatter.write_dl([(name, self._say(f"{self._prefix}.{name}")) for name in self._targets])


def grade_group(say: Messages) -> click.Group:
    """The whole command line in one language."""
    return LazyGroup(
        say,
        "cli",
        _TOP,
        name="grade",
        help=say("cli.grade"),
        params=[
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                help=say("cli.option.version"),
                callback=_version,
            ),
        ],
    )


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"pariksha {__version__}")
        ctx.exit(0)


def lang_option(say: Messages) -> click.Option:
    """--lang, already read before the command line is built; taken by every command."""
    return click.Option(["--lang"], type=click.Choice(LANGS), expose_value=False, help=say("cli.option.lang"))
