"""Write the attempts of a report to the store, and give their numbers back into the report."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from grader import __version__
from grader.app.source import Source
from grader.spec.report import Report
from grader.store.attempts import NewAttempt, record_attempts
from grader.store.store import Store


def rows_of(
    source: Source, report: Report, lang: str, as_data: Mapping[str, Mapping[str, Any]], **more: Any
) -> list[NewAttempt]:
    """The rows of a report, judge errors too. `more` goes to every row: batch, assignment and the like."""
    return [
        NewAttempt(
            student=report.student,
            exercise=result.exercise,
            exercise_version=result.version,
            topic=result.topic,
            verdict=result.verdict,
            score=result.score,
            max_score=result.max_score,
            seed=result.seed,
            source=source.text,
            sha256=source.sha256,
            file=source.name,
            grader_version=__version__,
            isolation=result.isolation,
            language=lang,
            report=as_data[result.exercise],
            milliseconds=result.milliseconds,
            diagnosis=result.diagnosis.id if result.diagnosis else None,
            fingerprint=result.fingerprint or None,
            **more,
        )
        for result in report.results
    ]


def record(
    store: Store, source: Source, report: Report, lang: str, as_data: Mapping[str, Mapping[str, Any]], **more: Any
) -> Report:
    """One transaction: all attempts of the file or none. `as_data`: each result as plain data, by exercise.

    A verdict of JE is not recorded: it is our fault, and the student may hand in again.
    """
    rows = [row for row in rows_of(source, report, lang, as_data, **more) if row.verdict != "JE"]
    numbers = dict(zip((row.exercise for row in rows), record_attempts(store, rows), strict=True))
    results = tuple(replace(result, attempt=numbers.get(result.exercise)) for result in report.results)
    return replace(report, results=results)
