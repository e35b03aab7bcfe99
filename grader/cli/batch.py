"""`grade batch`: a class's submissions into the database, with an overview."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click

from grader.app.assignment import read_assignment
from grader.app.batch import Engine, Tally, batch_name, batch_seed, run_batch, timely
from grader.app.collect import MAX_FILES, Handed, collect
from grader.app.layout import student_pattern
from grader.app.worker import Setup
from grader.cli.context import Desk, command, desk, option
from grader.cli.errors import error_line
from grader.render.messages import Messages
from grader.spec.errors import InputError
from grader.store.store import Store

SHOWN = 20  # refusals on the terminal; all of them stand in the overview


def batch(say: Messages) -> click.Command:
    """Grade everything under the paths."""

    def batch(paths: Sequence[str], **options: Any) -> int:
        here = desk(say, packs=options["pack"], db=options["db"])
        pattern = student_pattern(options["student_pattern"]) if options["student_pattern"] else None
        collected = collect(paths, pattern, options["max_files"])
        for out in options["out"]:
            _writable(out)
        assignment = read_assignment(options["assignment"], here.entries) if options["assignment"] else None
        exercises = tuple(options["exercise"]) or tuple(assignment.exercises if assignment else ())
        answered = assignment is not None and not options["exercise"]  # what of the assignment a file answers
        handed = [timely(item, assignment) for item in collected.handed]
        tally = Tally(total=len(collected.handed) + len(collected.refused), refused=list(collected.refused))
        with here.store() as store:
            name = options["batch"] or batch_name(paths, options["exercise"], assignment.id if assignment else None)
            setup = Setup(
                batch=name,
                seed=batch_seed(store, name, here.settings.secret),
                lang=say.lang,
                assignment=assignment.id if assignment else None,
                exercises=exercises,
                where_answered=answered,
                packs=tuple(options["pack"]),
                allow_weak=options["allow_weak_isolation"],
            )
            try:
                _run(here, store, handed, setup, options, tally)
            except BaseException:
                click.echo(say("batch.stopped", done=tally.done, total=tally.total), err=True)
                raise
            notes = [error_line(say, error) for error in tally.refused]
            notes += [say("batch.broken", file=file, reason=reason) for file, reason in tally.broken]
            for note in notes[:SHOWN]:
                click.echo(note, err=True)
            if len(notes) > SHOWN:
                click.echo(say("batch.more_notes", count=len(notes) - SHOWN), err=True)
            for out in options["out"]:
                _write(say, store, setup, out, notes)
        click.echo(_summary(say, setup, tally))
        if tally.broken or tally.verdicts.get("JE"):
            return 3
        if tally.refused:
            return 2
        return 0 if set(tally.verdicts) <= {"AC"} else 1

    return command(
        say,
        batch,
        click.Argument(["paths"], nargs=-1, required=True, metavar="PATH..."),
        option(say, "--out", key="batch_out", multiple=True),
        option(say, "--jobs", "-j", key="jobs", type=click.IntRange(min=1), default=cores()),
        option(say, "--engine", key="engine"),
        option(say, "--batch", key="batch"),
        option(say, "--exercise", "-e", key="exercise", multiple=True),
        option(say, "--assignment", "-a", key="assignment"),
        option(say, "--student-pattern", key="student_pattern"),
        option(say, "--max-files", key="max_files", type=click.IntRange(min=1), default=MAX_FILES),
        option(say, "--allow-weak-isolation", key="allow_weak_isolation", is_flag=True),
        option(say, "--db", key="db"),
        option(say, "--pack", key="pack", multiple=True),
    )


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(
    here: Desk, store: Store, handed: Sequence[Handed], setup: Setup, options: dict[str, Any], tally: Tally
) -> None:
    engine = engine_of(options["engine"], options["jobs"])
    with _progress(here.say, tally.total) as step:
        run_batch(store, handed, setup, here.entries, engine, tally, step)


def engine_of(url: str | None, jobs: int) -> Engine:
    """Workers of this machine, or of a cluster where `url` names one."""
    if url is None:
        from grader.app.engine_local import run

        return partial(run, jobs=jobs)
    if not url.startswith("dask://"):
        raise InputError("bad_engine", got=url, expected="dask://HOST:PORT")
    from grader.app.engine_dask import run as run_dask

    return partial(run_dask, url=url)


@contextmanager
def _progress(say: Messages, total: int) -> Iterator[Callable[[Tally], None]]:
    """A bar with rate and time left on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.0f}/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(say("batch.progress"), total=total, rate=0.0)

        def step(tally: Tally) -> None:
            bar.update(task, completed=tally.done, rate=tally.graded / max(tally.seconds, 1e-9))

        yield step


def _summary(say: Messages, setup: Setup, tally: Tally) -> str:
    verdicts = ", ".join(f"{verdict} {count}" for verdict, count in sorted(tally.verdicts.items())) or "-"
    lines = [
        say(
            "batch.summary",
            graded=tally.graded,
            seconds=f"{tally.seconds:.1f}",
            rate=f"{tally.graded / max(tally.seconds, 1e-9):.0f}",
            verdicts=verdicts,
            batch=setup.batch,
        )
    ]
    if tally.before:
        lines.append(say("batch.before", count=tally.before))
    if tally.same:
        lines.append(say("batch.same", count=tally.same))
    if tally.refused:
        lines.append(say("batch.refused", count=len(tally.refused)))
    return "\n".join(lines)


def _writable(out: str) -> None:
    if Path(out).suffix not in {".csv", ".html"}:
        raise InputError("bad_out_suffix", file=out, expected=".csv, .html")
    if not Path(out).resolve().parent.is_dir():
        raise InputError("out_unwritable", file=out, reason="no such folder")


def _write(say: Messages, store: Store, setup: Setup, out: str, notes: Sequence[str]) -> None:
    from grader.render.overview import table_csv, table_html, table_of
    from grader.store.history import summaries

    table = table_of(summaries(store, batch=setup.batch), setup.exercises)
    html = out.endswith(".html")
    text = table_html(say, table, setup.batch, notes) if html else table_csv(say, table)
    try:
        Path(out).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise InputError("out_unwritable", file=out, reason=error.strerror or str(error)) from error
