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


def export(say: Messages) -> click.Command:
    """A quiz for another system; what it cannot say is listed."""
    from grader.app.exchange.formats import FORMATS

    def export(name: str, to: str, out: str | None, schema: str | None, db: str | None) -> int:
        from grader.app.exchange.entry import entry_of
        from grader.app.quiz_paper import hold, variant_of

        here = desk(say, db=db)
        with here.store() as store:
            paper = hold(store, here.settings, name)
        made = [entry_of(variant_of(paper, question, "", 1)) for question in paper.quiz.questions]
        entries = [entry for entry, _ in made]
        form = FORMATS[to]
        data, losses = form.write(entries, name)
        faults = _validated(entries, Path(schema)) if schema is not None else []
        _write(say, data, out, f"{name}.{form.suffix}")
        shown = [loss for _, found in made for loss in found] + list(losses)
        for line in loss_lines(say, shown):
            click.echo(line, err=out == "-")
        for fault in faults:
            click.echo(fault, err=True)
        return 1 if faults else 0

    return command(
        say,
        export,
        click.Argument(["name"]),
        option(say, "--to", key="to", type=click.Choice(list(FORMATS)), required=True),
        option(say, "--out", key="out"),
        option(say, "--schema", key="schema"),
        option(say, "--db", key="db"),
    )


def _validated(entries: Sequence[Any], schema: Path) -> list[str]:
    """What the 1EdTech schema at this path says of the QTI 2.1 items."""
    from lxml import etree  # type: ignore[import-untyped]  # it has no types

    from grader.app.exchange.qti import items21

    try:
        checker = etree.XMLSchema(file=str(schema))
    except (OSError, etree.XMLSchemaParseError, etree.XMLSyntaxError) as error:
        raise InputError("schema_unreadable", file=str(schema), reason=str(error).splitlines()[0]) from error
    out = []
    for name, source in items21(entries).items():
        if not checker.validate(etree.fromstring(source)):
            first = checker.error_log[0]
            out.append(f"{name}, line {first.line}: {first.message}")
    return out


def loss_lines(say: Messages, losses: Sequence[Any]) -> list[str]:
    """What was lost, item by item, the same loss of several items on one line."""
    by_kind: dict[tuple[str, str], list[str]] = {}
    for loss in losses:
        by_kind.setdefault((loss.what, loss.detail), []).append(loss.id)
    return [
        "  " + say(f"exchange.{what}", detail=detail) + " " + ", ".join(dict.fromkeys(ids))
        for (what, detail), ids in by_kind.items()
    ]


def import_(say: Messages) -> click.Command:
    """Questions from another system, as files of a bank."""
    from grader.app.exchange.formats import FORMATS

    def import_(file: str, from_: str, to: str, topic: str) -> int:
        from grader.app.exchange.bank import files
        from grader.app.exchange.safe import BadSourceError, read_bytes
        from grader.quiz.load import TOPICS
        from grader.quiz.node import BadFileError

        if topic not in TOPICS:
            raise InputError("unknown_topic", topic=topic, topics=", ".join(TOPICS))
        source = read_bytes(Path(file))
        try:
            entries, losses = FORMATS[from_].read(source)
        except BadSourceError as error:
            raise BadFileError(file, error.line, "", error.expected) from error
        made, more = files(entries, topic)
        folder = Path(to)
        existing = [name for name in made if (folder / name).exists()]
        if existing:
            raise InputError("file_exists", file=str(folder / existing[0]))
        for name, text in made.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        count = sum(name.endswith(".yaml") for name in made)
        click.echo(say("quiz.imported", count=count, folder=to))
        lines = loss_lines(say, [*losses, *more])
        for line in lines:
            click.echo(line)
        return 1 if lines else 0

    return command(
        say,
        import_,
        click.Argument(["file"]),
        option(say, "--from", "from_", key="from", type=click.Choice(list(FORMATS)), required=True),
        option(say, "--to", key="import_to", default="imported"),
        option(say, "--topic", key="import_topic", default="training"),
    )
