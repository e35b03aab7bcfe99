"""CSV: one row for each part of a question (the question itself, each reply, each pair); Markdown, both languages."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from grader.app.exchange.entry import FORMS, Entry, Form, Loss, Reply
from grader.app.exchange.safe import BadSourceError, text_of
from grader.spec.text import Text

COLUMNS = (
    "id", "part", "form", "topic", "level", "points", "tolerance", "shuffle",
    "hi", "en", "fraction", "right_hi", "right_en", "feedback_hi", "feedback_en",
)  # fmt: skip


def write(entries: Sequence[Entry], category: str) -> tuple[bytes, tuple[Loss, ...]]:
    """UTF-8 with a byte order mark, for spreadsheets; nothing is lost."""
    del category
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    for entry in entries:
        about = {
            "id": entry.id, "part": "question", "form": entry.form, "topic": entry.topic, "level": entry.level,
            "points": repr(entry.points), "tolerance": repr(entry.tolerance), "shuffle": int(entry.shuffle),
        }  # fmt: skip
        table.writerow({**about, **_texts("", entry.stem), **_texts("feedback_", entry.solution)})
        for reply in entry.replies:
            row = {"id": entry.id, "part": "reply", "fraction": repr(reply.fraction), **_texts("", reply.text)}
            table.writerow({**row, **(_texts("feedback_", reply.feedback) if reply.feedback else {})})
        for left, right in entry.pairs:
            table.writerow({"id": entry.id, "part": "pair", **_texts("", left), **_texts("right_", right)})
        for other in entry.others:
            table.writerow({"id": entry.id, "part": "other", **_texts("right_", other)})
    return ("\ufeff" + out.getvalue()).encode(), ()


def _texts(prefix: str, text: Text) -> dict[str, str]:
    return {f"{prefix}hi": text.hi, f"{prefix}en": text.en}


def read(source: bytes) -> tuple[list[Entry], list[Loss]]:
    """The questions and what could not be read. BadSourceError for what is no such table."""
    table = csv.DictReader(io.StringIO(text_of(source), newline=""), strict=True)
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    try:
        if tuple(table.fieldnames or ()) != COLUMNS:
            raise BadSourceError(1, f"expected the columns {', '.join(COLUMNS)}")
        for row in table:
            if None in row or None in row.values() or row["part"] not in {"question", "reply", "pair", "other"}:
                raise BadSourceError(
                    table.line_num, f"expected {len(COLUMNS)} columns, part: question, reply, pair, other"
                )
            found.setdefault(row["id"], {}).setdefault(row["part"], []).append(row)
    except csv.Error as error:
        raise BadSourceError(table.line_num + 1, f"expected CSV: {error}") from error
    entries, losses = [], []
    for name, parts in found.items():
        try:
            entries.append(_entry(name, parts))
        except (KeyError, ValueError) as error:
            losses.append(Loss(name, "unreadable", str(error)))
    return entries, losses


def _entry(name: str, parts: dict[str, list[dict[str, str]]]) -> Entry:
    if len(parts.get("question", [])) != 1:
        raise ValueError("expected one row with part question")
    about = parts["question"][0]
    form: Any = about["form"]
    if form not in FORMS:
        raise ValueError(f"form {form}; expected one of {', '.join(FORMS)}")
    checked: Form = form
    replies = tuple(
        Reply(_text(row, ""), float(row["fraction"] or 0), _text(row, "feedback_") if row["feedback_en"] else None)
        for row in parts.get("reply", [])
    )
    return Entry(
        id=name,
        topic=about["topic"],
        level=int(about["level"] or 1),
        form=checked,
        points=float(about["points"] or 1),
        stem=_text(about, ""),
        solution=_text(about, "feedback_"),
        replies=replies,
        tolerance=float(about["tolerance"] or 0),
        pairs=tuple((_text(row, ""), _text(row, "right_")) for row in parts.get("pair", [])),
        others=tuple(_text(row, "right_") for row in parts.get("other", [])),
        shuffle=about["shuffle"] != "0",
    )


def _text(row: dict[str, str], prefix: str) -> Text:
    hi, en = row[f"{prefix}hi"], row[f"{prefix}en"]
    return Text(hi=hi or en, en=en or hi)
