"""`grade practice`: a few questions now, the right ones again later."""

import time
from datetime import UTC, datetime
from typing import Any

import click

from grader.cli.context import command, desk, option
from grader.render.messages import Messages, messages
from grader.spec.errors import InputError

DAY_S = 86_400


def practice(say: Messages) -> click.Command:
    """Spaced repetition with fresh numbers."""

    def practice(topic: tuple[str, ...], level: tuple[int, ...], count: int, **given: Any) -> int:
        from grader.app.practice import due, next_due, scheduler
        from grader.cli.quiz_take import LeaveError
        from grader.quiz.load import TOPICS, load_bank

        strange = [name for name in topic if name not in TOPICS]
        if strange:
            raise InputError("unknown_topic", topic=strange[0], topics=", ".join(TOPICS))
        scheduler()
        here = desk(say, student=given["student"], db=given["db"])
        bank = load_bank()
        with here.store() as store:
            names = due(store, here.settings.student, bank, topic, level, count)
            if not names:
                at = next_due(store, here.settings.student)
                click.echo(say("practice.nothing" if at is None else "practice.later", days=_days(say, at)))
                return 0
            click.echo(say("quiz.keys"))
            try:
                right = _ask_all(here, store, [bank[name] for name in names])
            except (LeaveError, click.Abort, KeyboardInterrupt):
                click.echo("\n" + say("practice.left"))
                return 130
        click.echo("\n" + say("practice.done", right=right, count=len(names)))
        return 0 if right == len(names) else 1

    return command(
        say,
        practice,
        option(say, "--topic", key="quiz_topic", multiple=True),
        option(say, "--level", key="level", multiple=True, type=click.IntRange(1, 3)),
        option(say, "--count", "-n", key="practice_count", type=click.IntRange(1, 200), default=5),
        option(say, "--student", key="student"),
        option(say, "--db", key="db"),
    )


def _days(say: Messages, at: datetime | None) -> str:
    if at is None:
        return ""
    left = max((at - datetime.now(UTC)).total_seconds(), 0)
    if left < DAY_S:
        return say("practice.minutes", count=max(1, round(left / 60)))
    return say("practice.days", count=round(left / DAY_S))


def _ask_all(here: Any, store: Any, questions: list[Any]) -> int:
    from grader.app.practice import answer, fresh_variant
    from grader.cli.quiz_take import ask
    from grader.quiz.mark import model_answer
    from grader.quiz.show import fill
    from grader.render.quiz_text import mark_lines, text_of

    lang, right = here.say.lang, 0
    for number, question in enumerate(questions, 1):
        variant = fresh_variant(store, here.settings, question, here.settings.student)
        begun, brief = time.monotonic(), False
        head = {"number": number, "count": len(questions)}
        while True:
            lang, raw = ask(variant, messages(lang), head, fixed=False, brief=brief)
            if raw is None:
                break
            spent = (time.monotonic() - begun) * 1000
            found, due_at = answer(store, variant, here.settings.student, raw, lang, spent)
            said = messages(lang)
            for line in mark_lines(said, found.findings):
                click.echo(line)
            if found.status == "invalid":
                click.echo(said("quiz.again"))
                brief = True
                continue
            right += found.fraction >= 1
            if found.fraction < 1:
                click.echo("   " + said("practice.key", key=text_of(key_of(model_answer(variant), question.kind))))
            for line in text_of(fill(question.solution, variant, lang)).splitlines():
                click.echo(f"   {line}")
            click.echo(said("practice.again", when=_days(said, due_at)))
            break
    return right


def key_of(key: str, kind: str) -> str:
    """A right answer as Markdown."""
    return f"`{key}`" if kind in {"code_output", "formula"} and "\n" not in key and "`" not in key else key
