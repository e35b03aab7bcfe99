"""Code as an answer: judged like a submission."""

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path

from grader.app.boxes import Boxes
from grader.app.source import source_of
from grader.app.submit import Order, grade
from grader.catalog.exercises import Entry
from grader.quiz.kinds.code import judged
from grader.quiz.mark import MARKER
from grader.spec.errors import InputError
from grader.spec.finding import Finding
from grader.spec.question import Mark, Variant


def code_judge(
    entries: Mapping[str, Entry], student: str, secret: str | None, boxes: Boxes
) -> Callable[[Variant, str], Mark]:
    """A function that marks source text by the exercise of its question."""

    def judge(variant: Variant, raw: str) -> Mark:
        exercise = variant.question.exercise or ""
        try:
            order = Order(student, (exercise,), secret=secret)
            report = grade(source_of(raw.encode(), f"{exercise}.py"), entries, order, boxes)
        except InputError as error:
            return Mark("invalid", 0.0, raw[:200], (Finding(error.code.removeprefix("finding."), error.params),))
        result = report.results[0]
        if result.verdict == "JE":
            return Mark("pending", 0.0, raw, (Finding("code.pending", {"exercise": exercise}),), marker=MARKER)
        slug = result.diagnosis.id if result.diagnosis and result.verdict != "AC" else None
        found = judged(raw, result.score, result.max_score, f"{exercise}/{slug}" if slug else None)
        return dataclasses.replace(found, findings=(*found.findings, *result.findings), marker=MARKER)

    return judge


def as_source(raw: str) -> str:
    """What the student typed: the text of the file it names, or itself."""
    path = Path(raw.strip()).expanduser()
    try:
        if path.suffix == ".py" and path.is_file() and path.stat().st_size <= 1_000_000:  # noqa: PLR2004  # 1 MB
            return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return raw
    return raw
