"""Any number of options, with a named rule for partial credit."""

import dataclasses

from grader.quiz.kinds.parts import UnreadableError, invalid, keys_of, letters, none_of_them, partial
from grader.quiz.show import LETTERS, filled
from grader.spec.question import Choices, ChoicesCredit, Mark, Variant


def credit(rule: ChoicesCredit, ticked: frozenset[str], keys: frozenset[str], count: int) -> float:
    """The share of the points by the named rule."""
    hits, misses, false = len(ticked & keys), len(keys - ticked), len(ticked - keys)
    match rule:
        case "all-or-nothing":
            return float(not misses and not false)
        case "right-minus-wrong":
            return max(0.0, (hits - false) / len(keys)) if keys else float(not false)
        case "per-option":
            return (count - misses - false) / count


def mark(variant: Variant, raw: str) -> Mark:
    """Credit by the question's rule; each option judged wrongly says why."""
    body = variant.question.body
    assert isinstance(body, Choices)  # noqa: S101  # dispatch is by kind
    try:
        ticked = frozenset() if none_of_them(raw) else frozenset(letters(raw, variant))
    except UnreadableError as error:
        return invalid(error.finding, raw)
    keys = frozenset(keys_of(variant.drawn.key, body.options))
    fraction = credit(body.credit, ticked, keys, len(body.options))
    mistaken = [option for option in body.options if option.id in ticked ^ keys]
    said = [text for option in mistaken if (text := filled(option.feedback, variant)) is not None]
    reading = ", ".join(LETTERS[at] for at, name in enumerate(variant.order) if name in ticked) or "-"
    out = partial(fraction, reading, said, tuple(name for name in variant.order if name in ticked))
    return dataclasses.replace(
        out,
        recognized=tuple(f"{'wrong' if o.id in ticked else 'missed'}:{o.id}" for o in mistaken),
        misconceptions=tuple(o.misconception for o in mistaken if o.misconception),
    )


def model(variant: Variant) -> str:
    """The letters of the right options."""
    body = variant.question.body
    assert isinstance(body, Choices)  # noqa: S101  # dispatch is by kind
    keys = keys_of(variant.drawn.key, body.options)
    return ", ".join(LETTERS[at] for at, name in enumerate(variant.order) if name in keys) or "none"
