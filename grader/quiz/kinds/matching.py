"""Left items, each with one of the right items."""

import dataclasses
import re

from grader.quiz.kinds.parts import LABEL, UnreadableError, invalid, letters, partial
from grader.quiz.normalise import plain
from grader.quiz.show import LETTERS, filled
from grader.spec.question import Mark, Matching, Variant

_PAIR = re.compile(r"(\d+)\s*(?:[-:=.)>→]|->|=>|\s)*\s*([A-Za-z]|[\u0900-\u0963\u0970-\u097f]+)")
_ARROWS = re.compile(r"(?:->|=>|→)")


def mark(variant: Variant, raw: str) -> Mark:
    """Credit per pair or for all; each wrong pair says why."""
    body = variant.question.body
    assert isinstance(body, Matching)  # noqa: S101  # dispatch is by kind
    try:
        pairs = _read(raw, variant, body)
    except UnreadableError as error:
        return invalid(error.finding, raw)
    hits = sum(pairs[item.id] == item.match for item in body.left)
    fraction = hits / len(body.left) if body.credit == "per-pair" else float(hits == len(body.left))
    missed = [item for item in body.left if pairs[item.id] != item.match]
    said = [text for item in missed if (text := filled(item.feedback, variant)) is not None]
    reading = " ".join(
        f"{n}-{LETTERS[variant.order.index(pairs[item.id])]}" for n, item in enumerate(body.left, start=1)
    )
    out = partial(fraction, reading, said, tuple(f"{left}={match}" for left, match in pairs.items()))
    return dataclasses.replace(out, recognized=tuple(f"pair:{item.id}={pairs[item.id]}" for item in missed))


def _read(raw: str, variant: Variant, body: Matching) -> dict[str, str]:
    """Pairs as `1-B 2-A`, or the letters in the order of the left side."""
    text = _ARROWS.sub("-", plain(raw)).strip()
    if not text:
        raise UnreadableError("answer.empty")
    count = len(body.left)
    found = _PAIR.findall(text)
    if not found:
        ids = letters(raw, variant)
        if len(ids) != count:
            raise UnreadableError("matching.each_once", count=count, read=text[:60])
        return {item.id: name for item, name in zip(body.left, ids, strict=True)}
    out: dict[str, str] = {}
    for number, label in found:
        at, place = int(number[:3]) - 1, LABEL.get(label.casefold(), len(variant.order))
        if not 0 <= at < count or place >= len(variant.order) or body.left[at].id in out:
            raise UnreadableError("matching.unreadable", read=f"{number}-{label}", last=LETTERS[len(variant.order) - 1])
        out[body.left[at].id] = variant.order[place]
    if len(out) != count:
        raise UnreadableError("matching.each_once", count=count, read=text[:60])
    return out


def model(variant: Variant) -> str:
    """The right pairs."""
    body = variant.question.body
    assert isinstance(body, Matching)  # noqa: S101  # dispatch is by kind
    return " ".join(f"{n}-{LETTERS[variant.order.index(item.match)]}" for n, item in enumerate(body.left, start=1))
