"""`grade progress`: what a student has done, topic by topic."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import click

from grader.catalog.exercises import load
from grader.cli.context import command, desk, option
from grader.render.messages import Messages
from grader.render.numbers import points


def progress(say: Messages) -> click.Command:
    """Scores by topic, and the misconceptions that are still there."""

    def progress(student: str | None, db: str | None, pack: tuple[str, ...]) -> None:
        from grader.store.history import best, history
        from grader.store.marks import current_marks

        here = desk(say, packs=pack, student=student, db=db)
        with here.store() as store:
            scores = best(store, here.settings.student)
            attempts = list(history(store, here.settings.student))
            marks = [(m.topic, m.fraction) for m in current_marks(store, student=here.settings.student)]
        answered = _by_topic(marks)
        if not scores and not answered:
            click.echo(say("progress.none"))
            return
        _print_quizzes(say, answered)
        if not scores:
            return
        done = Counter[str]()
        have: defaultdict[str, float] = defaultdict(float)
        most: defaultdict[str, float] = defaultdict(float)
        sizes = Counter(entry.topic for entry in here.entries.values())
        for entry in here.entries.values():
            score, verdict = scores.get(entry.id, (0.0, ""))
            most[entry.topic] += load(entry).points if entry.id in scores else 10
            have[entry.topic] += score
            done[entry.topic] += verdict == "AC"
        for topic in dict.fromkeys(entry.topic for entry in here.entries.values()):
            if have[topic] or any(e.id in scores for e in here.entries.values() if e.topic == topic):
                name = say(f"topic.{topic}") if say.has(f"topic.{topic}") else topic
                filled = {"score": points(have[topic]), "max_score": points(most[topic])}
                click.echo(say("progress.topic", topic=name, done=done[topic], count=sizes[topic], **filled))
        total = {"score": points(sum(have.values())), "max_score": points(sum(most.values()))}
        click.echo(say("progress.total", done=done.total(), count=len(here.entries), **total))
        last = {attempt.exercise: attempt for attempt in attempts}
        weak = [a for a in last.values() if a.verdict != "AC" and a.diagnosis and a.exercise in here.entries]
        if weak:
            click.echo("\n" + say("progress.weak"))
        for attempt in weak:
            says = {m.slug: m.says for m in load(here.entries[attempt.exercise]).misconceptions}
            if attempt.diagnosis in says:
                click.echo(f"  {attempt.exercise}: {says[attempt.diagnosis].in_(say.lang)}")

    return command(
        say,
        progress,
        option(say, "--student", key="student"),
        option(say, "--db", key="db"),
        option(say, "--pack", key="pack", multiple=True),
    )


def _by_topic(marks: Sequence[tuple[str, float | None]]) -> dict[str, list[float]]:
    """Marks of quiz questions by topic, the weakest topic first; answers that nobody could mark yet are left out."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for topic, fraction in marks:
        if fraction is not None:
            found[topic].append(fraction)
    return dict(sorted(found.items(), key=lambda item: sum(item[1]) / len(item[1])))


def _print_quizzes(say: Messages, answered: Mapping[str, Sequence[float]]) -> None:
    """One line for each topic with a bar of ten parts."""
    if answered:
        click.echo(say("progress.quizzes"))
    for topic, fractions in answered.items():
        share = sum(fractions) / len(fractions)
        bar = "█" * round(10 * share) + "░" * (10 - round(10 * share))
        name = say(f"topic.{topic}") if say.has(f"topic.{topic}") else topic
        click.echo(
            "  " + say("progress.quiz_topic", bar=bar, percent=round(100 * share), topic=name, count=len(fractions))
        )
    if answered:
        click.echo()
