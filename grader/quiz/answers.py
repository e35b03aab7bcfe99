"""A file of answers to a quiz, checked whole before anything is marked: nothing is half-recorded.

CSV with the columns student, question, answer and perhaps lang and copy (of a printed paper); or YAML:
student: {question: answer}.
"""

import csv
import io
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.quiz.node import BadFileError, read
from grader.spec.text import LANGS, Lang

COLUMNS = ("student", "question", "answer")
OPTIONAL = ("lang", "copy")
MAX_ANSWER = 10_000  # characters: a short answer has 300, a file of code goes to the judge instead


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it stands in the file; `line` for messages; `copy`: the id printed on the paper, if any."""

    student: str
    question: str
    raw: str
    lang: Lang
    line: int
    copy: str = ""


def read_answers(path: Path, questions: Collection[str], lang: Lang) -> tuple[Given, ...]:
    """All answers of the file, in its order. lang: where the file does not say.

    BadFileError: an unknown question, the same student and question twice, a missing column, an answer too long.
    """
    rows = tuple(_csv(path, lang) if path.suffix.lower() == ".csv" else _yaml(path, lang))
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        place = f"{row.student}.{row.question}"
        if row.question not in questions:
            raise BadFileError(str(path), row.line, place, "expected a question of this quiz")
        if not row.student:
            raise BadFileError(str(path), row.line, place, "expected a student")
        if len(row.raw) > MAX_ANSWER:
            raise BadFileError(str(path), row.line, place, f"expected at most {MAX_ANSWER} characters")
        key = (unicodedata.normalize("NFC", row.student), row.question)
        if key in seen:
            raise BadFileError(str(path), row.line, place, f"expected one answer; line {seen[key]} has one already")
        seen[key] = row.line
    if not rows:
        raise BadFileError(str(path), 1, "", "expected at least one answer")
    return rows


def _csv(path: Path, lang: Lang) -> Iterator[Given]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFileError(str(path), 1, "", f"expected UTF-8 text (byte {error.start} is not)") from error
    table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in table.fieldnames or ()]
        unknown = [name for name in header if name not in (*COLUMNS, *OPTIONAL)]
        missing = [name for name in COLUMNS if name not in header]
        if unknown or missing or len(set(header)) < len(header):
            raise BadFileError(
                str(path), 1, "header", f"expected the columns {', '.join(COLUMNS)} and perhaps lang, copy"
            )
        table.fieldnames = header
        for row in table:
            if None in row or None in row.values():
                raise BadFileError(str(path), table.line_num, "", f"expected {len(header)} columns")
            said = (row.get("lang") or lang).strip()
            if said not in LANGS:
                raise BadFileError(str(path), table.line_num, "lang", f"expected one of: {', '.join(LANGS)}")
            chosen: Lang = "hi" if said == "hi" else "en"
            yield Given(
                row["student"].strip(),
                row["question"].strip(),
                row["answer"],
                chosen,
                table.line_num,
                (row.get("copy") or "").strip(),
            )
    except csv.Error as error:
        raise BadFileError(str(path), table.line_num + 1, "", f"expected CSV: {error}") from error


def _yaml(path: Path, lang: Lang) -> Iterator[Given]:
    for student, answers in read(path).mapping().items():
        for question, node in answers.mapping().items():
            if isinstance(node.value, list | dict):
                raise node.bad("expected an answer as one text (put lists in quotes)")
            yield Given(student, question, "" if node.value is None else node.source, lang, node.line)
