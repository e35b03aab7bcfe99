"""Marks between the quiz, which makes them, and the store, which keeps them."""

from collections.abc import Iterable, Mapping
from typing import Any

from grader.app.quiz_paper import plain
from grader.quiz.mark import mark
from grader.spec.finding import Finding
from grader.spec.question import Mark, Variant
from grader.spec.text import Text
from grader.store.marks import Marked, NewMark
from grader.store.marks import Status as StoreStatus

_STORED: Mapping[str, StoreStatus] = {"pending": "needs_review"}
CONFIRMED = "confirmed"


def new_mark(found: Mark, **more: Any) -> NewMark:
    """A mark as a row. `more`: supersedes, marked_by, reason."""
    name, _, version = found.marker.partition("/")
    status: StoreStatus = _STORED.get(found.status, found.status)  # type: ignore[arg-type]  # the rest are alike
    return NewMark(
        fraction=None if found.status == "pending" else found.fraction,
        status=status,
        marker=name or "pariksha.marker",
        marker_version=version or "1",
        misconception=next(iter(found.misconceptions), None),
        detail={
            "normalized": found.normalized,
            "findings": [{"code": f.code, "params": plain(dict(f.params))} for f in found.findings],
            "recognized": list(found.recognized),
            "misconceptions": list(found.misconceptions),
            "chosen": list(found.chosen),
            "doubt": found.doubt,
        },
        **more,
    )


def findings_of(detail: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The findings of a stored mark, their texts in both languages again."""
    return tuple(
        Finding(entry["code"], {key: _text(value) for key, value in entry["params"].items()})
        for entry in detail.get("findings", ())
    )


def _text(value: Any) -> Any:
    return Text(**value) if isinstance(value, dict) and set(value) == {"hi", "en"} else value


def marked(variant: Variant, raw: str, judge_code: Any = None) -> Mark:
    """The mark of an answer. judge_code: marks code by its exercise, or None to leave it for later."""
    found = mark(variant, raw)
    return judge_code(variant, raw) if found.status == "pending" and judge_code is not None else found


def standing(rows: Iterable[Marked]) -> list[Marked]:
    """The answer that stands in each place of each attempt: the newest that could be read."""
    last: dict[tuple[int | None, int | None], Marked] = {}
    for row in sorted(rows, key=lambda r: r.response):
        if row.status != "invalid":
            last[row.quiz_attempt, row.slot] = row
    return list(last.values())
