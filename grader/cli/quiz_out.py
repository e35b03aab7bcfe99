"""`grade quiz render`, `export` and `import`: quizzes on paper, on pages, and in other systems."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from grader.cli.context import command, desk, option
from grader.render.messages import Messages
from grader.spec.errors import InputError
from grader.spec.text import LANGS, Lang

FORMS = ("html", "pdf", "md", "ipynb")
ONE_SHEET = ("html", "ipynb")


def render(say: Messages) -> click.Command:
    """A quiz as a page, a paper, Markdown or a notebook."""

    def render(name: str, to: str, key: bool, lang: str, copies: int | None, **given: Any) -> None:
        from grader.app.quiz_paper import checked_copy, hold
        from grader.app.quiz_render import copies as numbered
        from grader.app.quiz_render import sheet

        if to in ONE_SHEET and copies is not None and copies > 1:
            raise InputError("one_sheet", to=to)
        here = desk(say, db=given["db"])
        langs: tuple[Lang, ...] = LANGS if lang == "both" else (("hi",) if lang == "hi" else ("en",))
        with here.store() as store:
            paper = hold(store, here.settings, name)
        if given["student"]:
            sheets = [sheet(paper, given["student"], langs, attempt=given["attempt"])]
        elif given["copy"]:
            sheets = [sheet(paper, checked_copy(paper, given["copy"]), langs, copy=True)]
        else:
            sheets = numbered(paper, range(1, (copies or 1) + 1), langs)
        _write(say, _rendered(sheets, to, key=key), given["out"], f"{name}{'-key' if key else ''}.{to}")

    made = command(
        say,
        render,
        click.Argument(["name"]),
        option(say, "--to", key="to", type=click.Choice(FORMS), default="html"),
        option(say, "--key", key="key", is_flag=True),
        option(say, "--copies", key="copies", type=click.IntRange(1, 1000)),
        option(say, "--copy", key="copy"),
        option(say, "--student", key="for_student"),
        option(say, "--attempt", key="attempt", type=click.IntRange(min=1), default=1),
        option(say, "--out", key="out"),
        option(say, "--db", key="db"),
    )
    choice = option(say, "--lang", key="sheet_lang", type=click.Choice([*LANGS, "both"]), default="both")
    made.params = [choice if param.name == "lang" else param for param in made.params]
    return made


def _rendered(sheets: Sequence[Any], to: str, *, key: bool) -> bytes:
    match to:
        case "pdf":
            from grader.render.quiz_pdf import pdf

            return pdf(sheets, key=key)
        case "html":
            from grader.render.quiz_html import html

            return html(sheets[0], key=key).encode()
        case "ipynb":
            from grader.render.quiz_plain import notebook

            return notebook(sheets[0], key=key).encode()
        case _:
            from grader.render.quiz_plain import markdown

            return markdown(sheets, key=key).encode()


def _write(say: Messages, made: bytes, out: str | None, name: str) -> None:
    """To the file that was asked for, to one named after the quiz, or to stdout for `-`."""
    if out == "-":
        sys.stdout.buffer.write(made)
        return
    path = Path(out or name)
    try:
        path.write_bytes(made)
    except OSError as error:
        raise InputError("out_unwritable", file=str(path), reason=error.strerror or str(error)) from error
    click.echo(say("quiz.written", file=str(path)))
