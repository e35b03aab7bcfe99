"""`grade quiz mark`, `stats` and `regrade`: what a class's answers earn and say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from grader.cli.context import command, desk, option
from grader.render.messages import Messages
from grader.render.numbers import points
from grader.spec.errors import InputError


def mark(say: Messages) -> click.Command:
    """Mark files of answers."""

    def mark(name: str, files: tuple[str, ...], attempt: int, verbose: bool, db: str | None) -> int:
        from grader.app.quiz_mark import mark_given, read_files
        from grader.app.quiz_paper import hold
        from grader.cli.quiz_take import judge_of
        from grader.render.quiz_text import mark_lines

        here = desk(say, db=db)
        with here.store() as store:
            paper = hold(store, here.settings, name)
            given = read_files([Path(file) for file in files], paper, say.lang)
            with judge_of(here) as judge_code:
                done = mark_given(store, paper, given, attempt, judge_code)
        worth = sum(question.points for question in paper.questions.values())
        full = True
        for student in done:
            total = sum(found.fraction * paper.questions[q].points for q, found in student.marks)
            full &= total >= worth - 1e-9  # rounding of added points
            head = say("quiz.marked", student=student.student, points=points(total), max_points=points(worth))
            counts = {
                "quiz.marked_missing": len(student.missing),
                "quiz.marked_invalid": sum(found.status == "invalid" for _, found in student.marks),
                "quiz.marked_waiting": sum(found.status in {"provisional", "pending"} for _, found in student.marks),
            }
            click.echo(" ".join([head, *(say(key, count=n) for key, n in counts.items() if n)]))
            for question, found in student.marks:
                if verbose or found.status == "invalid":
                    click.echo(f"  {paper.slot(question)}. {question}: {points(found.fraction)}")
                    for line in mark_lines(say, found.findings):
                        click.echo(f"  {line}")
        return 0 if full else 1

    return command(
        say,
        mark,
        click.Argument(["name"]),
        click.Argument(["files"], nargs=-1, required=True, metavar="FILE..."),
        option(say, "--attempt", key="attempt", type=click.IntRange(min=1), default=1),
        option(say, "--verbose", "-v", key="verbose", is_flag=True),
        option(say, "--db", key="db"),
    )


def stats(say: Messages) -> click.Command:
    """What the class's answers say about each question."""

    def stats(name: str, attempt: str, format_: str, db: str | None) -> None:
        import dataclasses

        from grader.app.quiz_paper import hold
        from grader.app.quiz_stats import analysis
        from grader.render.quiz_stats import stats_lines

        here = desk(say, db=db)
        with here.store() as store:
            paper = hold(store, here.settings, name)
            found, waiting = analysis(store, paper, attempt)  # type: ignore[arg-type]  # click has checked it
        if format_ == "json":
            data = {"schema": "pariksha.stats/1", "quiz": name, "waiting": waiting, **dataclasses.asdict(found)}
            click.echo(json.dumps(data, ensure_ascii=False, indent=2))
            return
        if not found.students:
            click.echo(say("quiz.nobody", name=name))
            return
        from grader.quiz.stats import remarks

        order = {question: paper.slot(question) for question in paper.questions}
        for line in stats_lines(say, found, waiting, order, {i.question: list(remarks(i)) for i in found.items}):
            click.echo(line)

    return command(
        say,
        stats,
        click.Argument(["name"]),
        option(say, "--attempt", key="which_attempt", type=click.Choice(["first", "last", "best"]), default="first"),
        option(say, "--format", "format_", key="format", type=click.Choice(["text", "json"]), default="text"),
        option(say, "--db", key="db"),
    )


def regrade(say: Messages) -> click.Command:
    """Show who would change; with --apply and a reason, change it."""

    def regrade(name: str, question: str | None, apply_: bool, reason: str | None, db: str | None) -> int:
        from grader.app.quiz_paper import hold
        from grader.app.quiz_regrade import apply, plan
        from grader.cli.quiz_take import judge_of

        if apply_ and not (reason or "").strip():
            raise InputError("regrade_needs_reason")
        here = desk(say, db=db)
        with here.store() as store:
            paper = hold(store, here.settings, name)
            if question is not None and question not in paper.questions:
                raise InputError("no_such_question", id=question)
            with judge_of(here) as judge_code:
                found = plan(store, paper, question=question, judge_code=judge_code)
            for line in _plan_lines(say, found, paper):
                click.echo(line)
            if apply_ and found.changes:
                count = apply(store, found.changes, (reason or "").strip())
                click.echo(say("quiz.regraded", count=count))
            elif found.changes:
                click.echo(say("quiz.regrade_apply", name=name))
        return 0

    return command(
        say,
        regrade,
        click.Argument(["name"]),
        option(say, "--question", "-q", key="regrade_question"),
        option(say, "--apply", "apply_", key="apply", is_flag=True),
        option(say, "--reason", key="reason"),
        option(say, "--db", key="db"),
    )


def _plan_lines(say: Messages, found: Any, paper: Any) -> Iterator[str]:
    yield say("quiz.regrade_head", count=found.looked_at, changes=len(found.changes))
    if found.by_hand:
        yield say("quiz.regrade_by_hand", count=found.by_hand)
    if found.redrawn:
        yield say("quiz.regrade_redrawn", count=len(found.redrawn))
    for change in found.changes:
        worth = paper.questions[change.row.question].points
        yield "  " + say(
            "quiz.regrade_row",
            student=change.row.student,
            question=change.row.question,
            raw=str(change.row.raw)[:60],
            before=points((change.row.fraction or 0.0) * worth),
            after=points(change.found.fraction * worth),
        )
