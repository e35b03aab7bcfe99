"""Items in an order of which some pairs are fixed."""

import dataclasses

from grader.quiz.bodies import topological
from grader.quiz.kinds.parts import UnreadableError, invalid, letters, partial
from grader.quiz.show import LETTERS, filled
from grader.spec.finding import Finding
from grader.spec.question import Mark, Ordering, Variant


def closure(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """All pairs that follow from the given ones."""
    out = set(pairs)
    while True:
        more = {(a, d) for a, b in out for c, d in out if b == c} - out
        if not more:
            return out
        out |= more


def mark(variant: Variant, raw: str) -> Mark:
    """Credit by the share of kept pairs; each given pair that is broken says why."""
    body = variant.question.body
    assert isinstance(body, Ordering)  # noqa: S101  # dispatch is by kind
    try:
        order = letters(raw, variant)
    except UnreadableError as error:
        return invalid(error.finding, raw)
    if len(set(order)) != len(order) or len(order) != len(body.items):
        read = " ".join(_letters(order, variant))
        return invalid(Finding("ordering.each_once", {"count": len(body.items), "read": read}), raw)
    place = {name: at for at, name in enumerate(order)}
    pairs = closure({(b.first, b.then) for b in body.before})
    kept = sum(place[a] < place[b] for a, b in pairs) / len(pairs)
    fraction = float(kept == 1) if body.credit == "all-or-nothing" else max(0.0, 2 * kept - 1)
    broken = [b for b in body.before if place[b.first] > place[b.then]]
    said = [text for b in broken if (text := filled(b.because, variant)) is not None]
    out = partial(fraction, " ".join(_letters(order, variant)), said, tuple(order))
    return dataclasses.replace(out, recognized=tuple(f"order:{b.first}<{b.then}" for b in broken))


def model(variant: Variant) -> str:
    """One right order."""
    body = variant.question.body
    assert isinstance(body, Ordering)  # noqa: S101  # dispatch is by kind
    order = topological([item.id for item in body.items], [(b.first, b.then) for b in body.before]) or []
    return " ".join(_letters(order, variant))


def _letters(order: list[str], variant: Variant) -> list[str]:
    return [LETTERS[variant.order.index(name)] for name in order]
