"""`grade review`: marks that wait for a person's word."""

from pathlib import Path
from typing import Any

import click

from grader.cli.context import command, desk, option
from grader.render.messages import Messages
from grader.render.numbers import points
from grader.spec.errors import InputError

LONGEST = 2000  # characters of an answer that are shown at once


def review(say: Messages) -> click.Command:
    """The queue, doubtful ones first; equal answers are confirmed together."""

    def review(name: str | None, question: str | None, list_: bool, by: str | None, db: str | None) -> int:
        from grader.app.quiz_paper import hold
        from grader.app.review import queue

        here = desk(say, db=db)
        with here.store() as store:
            paper = hold(store, here.settings, name) if name else None
            piles = queue(store, paper, question)
            if not piles:
                click.echo(say("review.none"))
                return 0
            click.echo(say("review.head", piles=len(piles), count=sum(len(pile.rows) for pile in piles)))
            if list_:
                for pile in piles:
                    click.echo(_row(say, pile))
                return 1
            click.echo(say("review.keys"))
            try:
                return _ask_all(here, store, piles, by or here.settings.student)
            except (click.Abort, KeyboardInterrupt):
                click.echo("\n" + say("review.left"))
                return 130

    return command(
        say,
        review,
        click.Argument(["name"], required=False),
        option(say, "--question", "-q", key="regrade_question"),
        option(say, "--list", "list_", key="review_list", is_flag=True),
        option(say, "--by", key="by"),
        option(say, "--db", key="db"),
    )


def _row(say: Messages, pile: Any) -> str:
    raw = " ".join(str(pile.first.raw).split())
    fraction = "?" if pile.first.fraction is None else f"{100 * pile.first.fraction:.0f} %"
    return "  " + say("review.row", question=pile.question, count=len(pile.rows), fraction=fraction, raw=raw[:80])


def _ask_all(here: Any, store: Any, piles: list[Any], by: str) -> int:
    from grader.app.review import confirm
    from grader.render.quiz_text import earned

    done = 0
    for number, pile in enumerate(piles, 1):
        worth = _show(here, pile, number, len(piles))
        first = pile.first
        while True:
            click.echo("   " + earned(here.say, first.fraction, worth, first.status))
            raw = click.prompt(here.say("review.prompt"), prompt_suffix=" ", default="", show_default=False).strip()
            if raw.casefold() in {"q", ":q"}:
                click.echo(here.say("review.left"))
                return 1
            if raw.casefold() in {"s", ":s"}:
                break
            fraction = first.fraction if not raw else _fraction(raw, worth)
            if fraction is None:
                click.echo(here.say("review.bad_points", max_points=points(worth)))
                continue
            done += confirm(store, pile.rows, fraction, by)
            break
    click.echo(here.say("review.done", count=done))
    return 0


def _fraction(raw: str, worth: float) -> float | None:
    from grader.quiz.normalise import plain

    try:
        value = float(plain(raw))
    except ValueError:
        return None
    return value / worth if 0 <= value <= worth else None


def _show(here: Any, pile: Any, number: int, count: int) -> float:
    """The question, its model answer, the answer and what the rubric found; the question's points."""
    from grader.app.quiz_record import findings_of
    from grader.quiz.load import bank_root, load_question, question_files
    from grader.quiz.mark import model_answer
    from grader.quiz.show import show
    from grader.quiz.variant import make_variant
    from grader.render.quiz_text import mark_lines, question_lines
    from grader.spec.question import Short

    files: dict[str, Path] = question_files(bank_root())
    if pile.question not in files:
        raise InputError("no_such_question", id=pile.question)
    question = load_question(files[pile.question])
    variant = make_variant(question, pile.first.seed)
    lang = here.say.lang
    view = show(variant, lang)
    click.echo("\n" + click.style(here.say("review.pile", number=number, count=count, id=question.id), bold=True))
    click.echo("\n".join(question_lines(view.stem, view.options, view.left)))
    model = question.body.model.in_(lang) if isinstance(question.body, Short) else model_answer(variant)
    click.echo("\n" + here.say("review.model", model=model))
    students = ", ".join(sorted({row.student for row in pile.rows}))
    click.echo(here.say("review.answer", students=students))
    for line in str(pile.first.raw)[:LONGEST].splitlines():
        click.echo(f"   > {line}")
    found = [f for f in findings_of(pile.first.detail) if f.code != "short.provisional"]
    for line in mark_lines(here.say, found):
        click.echo(line)
    return question.points
