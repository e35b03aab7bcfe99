"""`grade quiz`: make, list and show quizzes. Taking, marking and printing have files of their own."""

import re
from pathlib import Path
from typing import Any

import click

from grader.cli.commands import LazyGroup
from grader.cli.context import command, desk, option
from grader.render.messages import Messages
from grader.render.numbers import points
from grader.spec.errors import InputError
from grader.spec.question import KINDS
from grader.spec.text import LANGS, Text

_COMMANDS = {
    "new": "grader.cli.quiz:new",
    "list": "grader.cli.quiz:list_",
    "show": "grader.cli.quiz:show",
    "take": "grader.cli.quiz_take:take",
    "mark": "grader.cli.quiz_mark:mark",
    "stats": "grader.cli.quiz_mark:stats",
    "regrade": "grader.cli.quiz_mark:regrade",
    "render": "grader.cli.quiz_out:render",
    "export": "grader.cli.quiz_out:export",
    "import": "grader.cli.quiz_out:import_",
}


def quiz(say: Messages) -> click.Group:
    """The commands of quizzes."""
    return LazyGroup(say, "cli.quiz", _COMMANDS, name="quiz")


def new(say: Messages) -> click.Command:
    """Draw a quiz from the bank, or read it from a quiz.yaml."""

    def new(name: str, file: str | None, **given: Any) -> None:
        from grader.app.quiz_paper import NAME, keep
        from grader.quiz.load import TOPICS, load_bank
        from grader.quiz.paper import Draw, Quiz, TooFewError, choose, load_quiz

        if not re.fullmatch(NAME, name):
            raise InputError("quiz_name", name=name)
        here = desk(say, db=given["db"])
        bank = load_bank()
        if file is not None:
            if not Path(file).is_file():
                raise InputError("no_such_file", file=file)
            made = load_quiz(Path(file), bank)
        else:
            strange = [topic for topic in given["topic"] if topic not in TOPICS]
            if strange:
                raise InputError("unknown_topic", topic=strange[0], topics=", ".join(TOPICS))
            if given["question"]:
                gone = [q for q in given["question"] if q not in bank]
                if gone:
                    raise InputError("no_such_question", id=gone[0])
                chosen = tuple(dict.fromkeys(given["question"]))
            else:
                try:
                    draw = Draw(given["count"], given["topic"], given["level"], given["kind"])
                    chosen = choose(bank, draw, given["seed"])
                except TooFewError as error:
                    raise InputError("quiz_too_few", asked=error.asked, there=error.there) from error
            title = Text(hi=given["title"] or name, en=given["title"] or name)
            only = given["only"]
            made = Quiz(
                title=title,
                questions=chosen,
                minutes=given["minutes"],
                attempts=given["attempts"],
                lang=only,
                seed=given["seed"],
            )
        with here.store() as store:
            keep(store, here.settings, name, made, replace=given["replace"])
        worth = sum(bank[q].points for q in made.questions)
        click.echo(say("quiz.made", name=name, count=len(made.questions), points=points(worth)))
        if not here.settings.secret:
            click.echo(say("quiz.own_salt"))
        click.echo(say("quiz.made_next", name=name))

    return command(
        say,
        new,
        click.Argument(["name"]),
        click.Argument(["file"], required=False, metavar="[QUIZ.yaml]"),
        option(say, "--topic", key="quiz_topic", multiple=True),
        option(say, "--level", key="level", multiple=True, type=click.IntRange(1, 3)),
        option(say, "--kind", key="kind", multiple=True, type=click.Choice(KINDS)),
        option(say, "--question", "-q", key="question", multiple=True),
        option(say, "--count", "-n", key="count", type=click.IntRange(1, 200), default=10),
        option(say, "--seed", key="quiz_seed", type=click.IntRange(min=0), default=0),
        option(say, "--minutes", key="minutes", type=click.FloatRange(0, 1440, min_open=True)),
        option(say, "--attempts", key="attempts", type=click.IntRange(min=1)),
        option(say, "--title", key="title"),
        option(say, "--only", key="quiz_only", type=click.Choice(LANGS)),
        option(say, "--replace", key="replace", is_flag=True),
        option(say, "--db", key="db"),
    )


def list_(say: Messages) -> click.Command:
    """All quizzes: the newest of each name."""

    def list_(db: str | None) -> None:
        from grader.store.quizzes import quiz_attempts, quizzes

        here = desk(say, db=db)
        with here.store() as store:
            newest = {row.name: row for row in quizzes(store)}
            for row in newest.values():
                students = {a.student for a in quiz_attempts(store, quiz_id=row.id)}
                title = row.spec["title"][say.lang]
                shown = "" if title == row.name else f" {title}"
                counts = {"count": len(row.spec["questions"]), "students": len(students)}
                click.echo(say("quiz.list_row", name=row.name, title=shown, **counts))
        if not newest:
            click.echo(say("quiz.none"))

    return command(say, list_, option(say, "--db", key="db"))


def show(say: Messages) -> click.Command:
    """The questions of a quiz and what the class has earned, by student."""

    def show(name: str, scores: bool, db: str | None) -> None:
        from grader.app.quiz_paper import hold
        from grader.app.quiz_stats import scores_of
        from grader.render.quiz_text import one_line

        here = desk(say, db=db)
        with here.store() as store:
            paper = hold(store, here.settings, name)
            limits = [
                say("quiz.minutes", minutes=points(paper.quiz.minutes)) if paper.quiz.minutes else "",
                say("quiz.attempts", attempts=paper.quiz.attempts) if paper.quiz.attempts else "",
            ]
            click.echo(click.style(f"{paper.quiz.title.in_(say.lang)} ({name})", bold=True))
            click.echo("; ".join(filter(None, limits)), nl=any(limits))
            rows = scores_of(store, paper) if scores else []
        if not scores:
            from grader.quiz.show import show as shown
            from grader.quiz.variant import make_variant

            for number, question in enumerate(paper.questions.values(), 1):
                about = f"{question.topic}, {say('kind.' + question.kind)}, {say('quiz.level', level=question.level)}"
                click.echo(f"{number}. {question.id} ({about})")
                click.echo(f"   {one_line(shown(make_variant(question, 0), say.lang).stem)}")
            return
        for row in rows:
            key = "quiz.score_row_open" if row.waiting else "quiz.score_row"
            filled = {"student": row.student, "points": points(row.points), "max_points": points(row.max_points)}
            click.echo(say(key, attempts=row.attempts, waiting=row.waiting, **filled))
        if not rows:
            click.echo(say("quiz.nobody", name=name))

    return command(
        say,
        show,
        click.Argument(["name"]),
        option(say, "--scores", key="scores", is_flag=True),
        option(say, "--db", key="db"),
    )
