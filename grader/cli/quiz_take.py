"""`grade quiz take`: a quiz in the terminal, resumed after any interruption."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from grader.app.boxes import Boxes
from grader.cli.context import Desk, command, desk, option
from grader.quiz.show import show
from grader.render.messages import Messages, messages
from grader.render.numbers import points
from grader.render.quiz_text import earned, mark_lines, question_lines, text_of
from grader.spec.question import Mark, Variant
from grader.spec.text import Lang

SWITCH: dict[str, Lang] = {":hi": "hi", ":en": "en", ":हि": "hi"}
SKIP, QUIT = {":s", ":skip", ":छोड़ें"}, {":q", ":quit"}


class LeaveError(Exception):
    """The student goes; what is answered stays."""


def take(say: Messages) -> click.Command:
    """Sit a quiz."""

    def take(name: str, student: str | None, db: str | None) -> int:
        from grader.app.quiz_paper import hold
        from grader.app.quiz_take import sit

        here = desk(say, student=student, db=db)
        with here.store() as store:
            paper = hold(store, here.settings, name)
            lang = paper.quiz.lang or say.lang
            sitting = sit(store, paper, here.settings.student, lang)
            head = {"title": paper.quiz.title.in_(say.lang), "count": len(paper.quiz.questions)}
            click.echo(click.style(say("quiz.head", number=sitting.number, **head), bold=True))
            if paper.quiz.minutes:
                click.echo(say("quiz.minutes", minutes=points(paper.quiz.minutes)))
            if sitting.resumed:
                click.echo(say("quiz.resumed", done=len(sitting.answered)))
            click.echo(say("quiz.keys"))
            try:
                with judge_of(here) as judge_code:
                    _ask_all(here, store, sitting, lang, judge_code)
            except (LeaveError, click.Abort, KeyboardInterrupt):
                click.echo("\n" + say("quiz.left", name=name))
                return 130
            return _result(here, store, sitting)

    return command(
        say, take, click.Argument(["name"]), option(say, "--student", key="student"), option(say, "--db", key="db")
    )


@contextmanager
def judge_of(here: Desk) -> Iterator[Any]:
    """What marks code; its box is opened when the first code is handed in."""
    from grader.app.quiz_code import code_judge

    with Boxes() as boxes:
        yield code_judge(here.entries, here.settings.student, here.settings.secret, boxes)


def _ask_all(here: Desk, store: Any, sitting: Any, lang: Lang, judge_code: Any) -> None:
    from grader.app.quiz_code import as_source
    from grader.app.quiz_take import answer, asked, seconds_left

    skipped: list[str] = []
    last_round = False
    waiting = sitting.open()
    while waiting or skipped:
        if not waiting:
            click.echo("\n" + here.say("quiz.skipped_again"))
            waiting, skipped, last_round = skipped, [], True
        question = waiting.pop(0)
        variant = asked(sitting, question)
        slot = sitting.paper.slot(question)
        begun, brief = time.monotonic(), False
        while True:
            if seconds_left(sitting.paper, sitting.started_at) <= 0:
                click.echo(here.say("quiz.time_over"))
                return
            head = {"number": slot, "count": len(sitting.paper.quiz.questions)}
            lang, raw = ask(variant, messages(lang), head, fixed=sitting.paper.quiz.lang is not None, brief=brief)
            if raw is None:
                skipped += [] if last_round else [question]
                break
            if seconds_left(sitting.paper, sitting.started_at) <= 0:
                click.echo(here.say("quiz.time_over"))
                return
            raw = as_source(raw) if variant.question.kind == "code" else raw
            spent = (time.monotonic() - begun) * 1000
            found = answer(store, sitting, variant, raw, lang, spent, judge_code)
            said = messages(lang)
            if found.status != "invalid":
                click.echo(said("quiz.kept", reading=text_of(shown_reading(found, variant))))
                break
            for line in mark_lines(said, found.findings):
                click.echo(line)
            click.echo(said("quiz.again"))
            brief = True


def ask(
    variant: Variant, say: Messages, head: dict[str, Any], *, fixed: bool, brief: bool = False
) -> tuple[Lang, str | None]:
    """Show the question, in the other language when asked to; the language and what was typed, None for skip."""
    while True:
        if not brief:
            view = show(variant, say.lang)
            question = variant.question
            about = say("quiz.question_head", points=points(question.points), **head)
            click.echo("\n" + click.style(about, bold=True))
            click.echo("\n".join(question_lines(view.stem, view.options, view.left)))
            click.echo("\n" + say(f"quiz.how.{question.kind}"))
        raw = click.prompt(say("quiz.answer"), prompt_suffix=" ", default="", show_default=False)
        word = raw.strip().casefold()
        if word in QUIT:
            raise LeaveError
        if word in SKIP:
            return say.lang, None
        if word in SWITCH:
            if fixed and SWITCH[word] != say.lang:
                click.echo(say("quiz.one_language"))
                continue
            say, brief = messages(SWITCH[word]), False
            continue
        return say.lang, raw


def shown_reading(found: Mark, variant: Variant) -> str:
    """How the answer was read; a formula as a formula, code by its name."""
    if variant.question.kind == "formula":
        return f"${found.normalized}$"
    if variant.question.kind == "code":
        return f"`{variant.question.exercise}`"
    return found.normalized.replace("*", "\\*").replace("_", "\\_").replace("`", "\\`")


def _result(here: Desk, store: Any, sitting: Any) -> int:
    from grader.app.quiz_record import findings_of
    from grader.app.quiz_take import asked, finish
    from grader.quiz.show import fill

    rows = {row.slot: row for row in finish(store, sitting)}
    total, worth, waiting = 0.0, 0.0, 0
    click.echo("\n" + click.style(here.say("quiz.result"), bold=True))
    for slot, name in enumerate(sitting.paper.quiz.questions, 1):
        question = sitting.paper.questions[name]
        worth += question.points
        row = rows.get(slot)
        if row is None:
            click.echo(f"{slot}. " + here.say("quiz.not_answered", max_points=points(question.points)))
            continue
        total += (row.fraction or 0.0) * question.points
        waiting += row.status in {"provisional", "needs_review"}
        click.echo(f"{slot}. " + earned(here.say, row.fraction, question.points, row.status))
        findings = [f for f in findings_of(row.detail) if f.code not in {"answer.right", "answer.read_as"}]
        for line in mark_lines(here.say, findings):
            click.echo(line)
        if (row.fraction or 0.0) < 1 and row.status == "final":
            solution = fill(question.solution, asked(sitting, name), here.say.lang)
            click.echo("\n".join("   " + line for line in text_of(solution).splitlines() if line))
    click.echo(click.style(here.say("quiz.total", points=points(total), max_points=points(worth)), bold=True))
    if waiting:
        click.echo(here.say("quiz.waiting", count=waiting))
    return 0 if total >= worth - 1e-9 else 1  # rounding of added points
