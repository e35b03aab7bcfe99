"""Run the command that the arguments name; every error leaves as one clear line and an exit code."""

import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

import click

from grader.app.settings import SettingsError, load_settings
from grader.cli.commands import grade_group
from grader.render.messages import Messages, messages
from grader.spec.errors import GraderError
from grader.spec.text import LANGS, Lang

_DEFAULT: Lang = "en"  # when the settings that would say so cannot be read
INTERRUPTED = 130  # as a shell has it for Ctrl-C


def error_line(say: Messages, error: Any) -> str:
    """One of our errors as a line; the module that knows how is imported only now."""
    from grader.cli import errors

    return errors.error_line(say, error)


def run(args: Sequence[str], started: Mapping[Any, Any]) -> int:
    """The exit code: 0 all accepted, 1 not, 2 usage or unreadable input, 3 our own fault."""
    try:
        say = messages(_language(args))
    except SettingsError as error:
        return _fail(error_line(messages(_DEFAULT), error), error.exit_code)
    os.environ["LANGUAGE"] = say.lang  # click's own few words go through gettext
    try:
        result = grade_group(say).main(list(args), prog_name="grade", standalone_mode=False, obj={"started": started})
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        from grader.cli.errors import click_line

        return _fail(click_line(say, error), 2)
    except (click.Abort, KeyboardInterrupt):
        return _fail(say("error.interrupted"), INTERRUPTED)
    except GraderError as error:
        return _fail(error_line(say, error), error.exit_code)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # nobody reads on: say no more
        return 0
    except Exception as error:  # noqa: BLE001  # the last line of defence: exit code 3, never a bare traceback
        return _unexpected(say, error)
    return result if isinstance(result, int) else 0


def _language(args: Sequence[str]) -> Lang:
    """--lang wherever it stands, else what the settings say; a wrong --lang is click's to refuse."""
    for index, arg in enumerate(args):
        value = arg.partition("=")[2] if arg.startswith("--lang=") else None
        if arg == "--lang" and index + 1 < len(args):
            value = args[index + 1]
        if value in LANGS:
            return value
    return load_settings().lang


def _unexpected(say: Messages, error: Exception) -> int:
    if type(error).__module__.startswith("grader.store"):
        return _fail(error_line(say, error), getattr(error, "exit_code", 3))
    if os.environ.get("GRADE_DEBUG"):
        traceback.print_exc()
    return _fail(say("error.internal", reason=f"{type(error).__name__}: {error}"), 3)


def _fail(line: str, code: int) -> int:
    click.echo(line, err=True)
    return code
