"""Errors as one clear line: what, expected, got, what to do."""

from typing import Any

import click

from grader.render.findings import sentence
from grader.render.messages import Messages
from grader.spec.errors import GraderError
from grader.spec.finding import Finding


def error_line(say: Messages, error: Any) -> str:
    """One of our errors, by its code and params."""
    code, params = error.code, dict(error.params)
    label = say("error.label")
    if code.startswith("finding."):
        return f"{label}: {params['file']}: {sentence(say, Finding(code.removeprefix('finding.'), params))}"
    if isinstance(error, GraderError) and code in _MORE:
        return f"{label}: {_MORE[code](say, params)}"
    return f"{label}: {say(f'error.{code}', **params)}"


def click_line(say: Messages, error: click.ClickException) -> str:
    """What click has to say, in our words where it is one of the usual cases."""
    label = say("error.label")
    match error:
        case click.NoSuchOption():
            return f"{label}: {say('error.no_such_option', name=error.option_name)}"
        case click.MissingParameter() if error.param is not None:
            return f"{label}: {say('error.missing_argument', name=error.param.human_readable_name)}"
        case click.BadParameter() if error.param is not None:
            return (
                f"{label}: {say('error.bad_option_value', name=error.param.human_readable_name, message=error.message)}"
            )
        case click.UsageError() if "No such command" in error.message:
            name = error.message.split("'")[1] if "'" in error.message else error.message
            return f"{label}: {say('error.no_such_command', name=name)}"
        case _:
            return f"{label}: {error.format_message()}"


def _no_such_exercise(say: Messages, params: dict[str, Any]) -> str:
    first = say("error.no_such_exercise", id=params["id"])
    if not params["nearest"]:
        return f"{first} {say('error.no_exercise_list')}"
    return f"{first} {say('error.no_such_exercise_near', nearest=', '.join(params['nearest']))}"


def _nothing_found(say: Messages, params: dict[str, Any]) -> str:
    parts = [say("error.no_exercise_in_submission", file=params["file"])]
    if params["found"]:
        parts.append(say("error.no_exercise_found", found=", ".join(params["found"][:12])))
    parts += [say("error.no_exercise_near", name=name, near=near) for name, near in list(params["near"].items())[:3]]
    return " ".join([*parts, say("error.no_exercise_list")])


_MORE = {"no_such_exercise": _no_such_exercise, "no_exercise_in_submission": _nothing_found}
