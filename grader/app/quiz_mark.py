"""Files of answers to a quiz: read whole, checked whole, then marked and kept in one go."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader.app.quiz_paper import Paper, checked_copy, keep_asked, variant_of
from grader.app.quiz_record import marked, new_mark
from grader.quiz.answers import MAX_ANSWER, Given, read_answers
from grader.quiz.node import BadFileError
from grader.spec.errors import InputError
from grader.spec.question import Mark
from grader.spec.text import LANGS, Lang
from grader.store.marks import NewResponse, record_responses
from grader.store.quizzes import finish_quiz_attempt, start_quiz_attempt
from grader.store.store import Store

SCHEMA = "pariksha.answers/1"  # what the page saves
MAX_BYTES = 20_000_000  # a class of 1000 with 200 answers of 100 characters


@dataclass(frozen=True, slots=True)
class MarkedFile:
    """What one student's answers earned: (question, mark) in the order of the paper; nobody answered `missing`."""

    student: str
    marks: tuple[tuple[str, Mark], ...]
    missing: tuple[str, ...]


def read_files(paths: Sequence[Path], paper: Paper, lang: Lang) -> list[Given]:
    """Every answer of every file. BadFileError or InputError: nothing of any file is marked then."""
    out: list[Given] = []
    seen: dict[tuple[str, str], str] = {}
    for path in paths:
        if not path.is_file():
            raise InputError("no_such_file", file=str(path))
        if path.stat().st_size > MAX_BYTES:
            raise InputError("quiz_file_too_large", file=str(path), limit=MAX_BYTES // 10**6)
        rows = _page(path, paper, lang) if path.suffix.lower() == ".json" else read_answers(path, paper.questions, lang)
        for row in rows:
            key = (row.student, row.question)
            if key in seen:
                expected = f"expected one answer; {seen[key]} has one already"
                raise BadFileError(str(path), row.line, f"{row.student}.{row.question}", expected)
            if row.copy:
                row = replace(row, copy=checked_copy(paper, row.copy))  # noqa: PLW2901  # as printed on the sheet
            out.append(row)
        seen.update({(row.student, row.question): str(path) for row in rows})
    return out


def _page(path: Path, paper: Paper, lang: Lang) -> list[Given]:
    """The answers that the page saved."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadFileError(str(path), 1, "", f"expected JSON that the quiz page has saved ({error})") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("answers"), dict):
        raise BadFileError(str(path), 1, "schema", f"expected {SCHEMA}")
    if data.get("quiz") != paper.name:
        raise BadFileError(str(path), 1, "quiz", f"expected {paper.name}")
    student, copy = data.get("student"), data.get("copy") or ""
    if not isinstance(student, str) or not student.strip() or not isinstance(copy, str):
        raise BadFileError(str(path), 1, "student", "expected a name")
    out = []
    for question, answer in data["answers"].items():
        if question not in paper.questions:
            raise BadFileError(str(path), 1, question, "expected a question of this quiz")
        raw = answer.get("raw") if isinstance(answer, dict) else None
        if not isinstance(raw, str) or len(raw) > MAX_ANSWER:
            raise BadFileError(str(path), 1, question, f"expected an answer as text, at most {MAX_ANSWER} characters")
        said: Lang = answer.get("lang") if answer.get("lang") in LANGS else lang
        if raw.strip():
            out.append(Given(student.strip(), question, raw, said, 1, copy))
    return out


def mark_given(
    store: Store, paper: Paper, given: Sequence[Given], attempt: int, judge_code: Any = None
) -> list[MarkedFile]:
    """Mark all and keep all; the same file twice is kept once."""
    by_student: Mapping[str, list[Given]] = defaultdict(list)
    for row in given:
        by_student[row.student].append(row)
    responses: list[NewResponse] = []
    out: list[MarkedFile] = []
    for student, rows in by_student.items():
        marks: dict[str, Mark] = {}
        kept = start_quiz_attempt(store, paper.id, student, attempt, rows[0].lang)
        for row in sorted(rows, key=lambda r: paper.slot(r.question)):
            variant = variant_of(paper, row.question, row.copy or student, attempt)
            found = marks[row.question] = marked(variant, row.raw, judge_code)
            key = f"{paper.id}\0{student}\0{attempt}\0{row.copy}\0{row.question}\0{row.raw}"
            responses.append(
                NewResponse(
                    student=student,
                    variant=keep_asked(store, variant),
                    language=row.lang,
                    raw=row.raw,
                    normalized=found.normalized,
                    quiz_attempt=kept,
                    slot=paper.slot(row.question),
                    idempotency_key=hashlib.sha256(key.encode()).hexdigest(),
                    mark=new_mark(found),
                )
            )
        finish_quiz_attempt(store, kept)
        missing = tuple(name for name in paper.quiz.questions if name not in marks)
        out.append(MarkedFile(student, tuple(marks.items()), missing))
    record_responses(store, responses)
    return out
