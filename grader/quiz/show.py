"""A variant as a person reads it: placeholders filled, options lettered. Markdown with $LaTeX$."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.quiz.latex import GAP, PLACEHOLDER
from grader.spec.question import Blank, Choice, Choices, Matching, Ordering, Variant
from grader.spec.text import Lang, Text

LETTERS = "ABCDEFGH"
BLANK = "\\_\\_\\_\\_"  # four underscores that Markdown leaves alone


@dataclass(frozen=True, slots=True)
class Shown:
    """stem; options as (label, id, text): letters, for a match the lettered right side; left as (number, id, text)."""

    stem: str
    options: tuple[tuple[str, str, str], ...] = ()
    left: tuple[tuple[str, str, str], ...] = ()


def show(variant: Variant, lang: Lang) -> Shown:
    """The variant in one language, without its answer."""
    body = variant.question.body
    stem = fill(variant.question.stem, variant, lang)
    texts = texts_by_id(variant)
    options = tuple((LETTERS[at], name, fill(texts[name], variant, lang)) for at, name in enumerate(variant.order))
    left: tuple[tuple[str, str, str], ...] = ()
    if isinstance(body, Matching):
        left = tuple((str(n), item.id, fill(item.text, variant, lang)) for n, item in enumerate(body.left, start=1))
    if isinstance(body, Blank):
        numbers = {gap.id: n for n, gap in enumerate(body.gaps, start=1)}
        stem = GAP.sub(lambda m: f"{BLANK}({numbers[m[1]]})" if len(numbers) > 1 else BLANK, stem)
    return Shown(stem, options, left)


def texts_by_id(variant: Variant) -> dict[str, Text]:
    """The texts behind the ids of `variant.order`."""
    body = variant.question.body
    if isinstance(body, Choice | Choices):
        return {option.id: option.text for option in body.options}
    if isinstance(body, Ordering):
        return {item.id: item.text for item in body.items}
    if isinstance(body, Matching):
        return {item.id: item.text for item in body.right}
    return {}


def fill(text: Text, variant: Variant, lang: Lang) -> str:
    """A text with its placeholders filled. KeyError for an unknown placeholder."""
    drawn = variant.drawn

    def value(name: str, form: str) -> str:
        if name in drawn.params:
            return written(drawn.params[name], form, lang)
        return written(lookup(drawn.key, drawn.wrong, drawn.working, name), form or ".4g", lang)

    return PLACEHOLDER.sub(lambda m: value(m[1], m[2] or ""), text.in_(lang))


def lookup(key: Any, wrong: Mapping[str, Any], working: Mapping[str, Any], name: str) -> Any:
    """The value of a placeholder that is no parameter: key, key.gap, wrong.name, or a value of the working."""
    if name == "key" and key is not None:
        return key
    if name.startswith("key.") and isinstance(key, Mapping):
        return key[name.removeprefix("key.")]
    if name.startswith("wrong."):
        return wrong[name.removeprefix("wrong.")]
    return working[name]


def filled(text: Text | None, variant: Variant) -> Text | None:
    """A text with its placeholders filled in both languages."""
    return None if text is None else Text(hi=fill(text, variant, "hi"), en=fill(text, variant, "en"))


def written(value: Any, form: str = "", lang: Lang = "en") -> str:
    """A value as it stands in a text; see docs/writing-a-question.md, section 3."""
    if isinstance(value, Text):
        return value.in_(lang)
    if isinstance(value, str):
        return value
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if form == "matrix":
        rows = value if isinstance(value[0], list | tuple) else [[item] for item in value]
        inside = r" \\ ".join(" & ".join(map(written, row)) for row in rows)
        return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(item, form, lang) for item in value) + "]"
    if form == "paren":
        return f"({written(value)})" if value < 0 else written(value)
    if form == "signed":
        return f"{'-' if value < 0 else '+'} {written(abs(value))}"
    return number(value, form)


def number(value: float, form: str = "") -> str:
    """A number without a trailing .0 and without -0; integers whole."""
    if isinstance(value, bool):
        return str(value)
    if form and not (isinstance(value, int) and form == ".4g"):
        text = format(value, form)
        if "e" in text and form == ".4g" and math.isfinite(value):
            text = _power_of_ten(text)
    else:
        text = str(value) if isinstance(value, int) else repr(float(value)).removesuffix(".0")
    return (
        text.removeprefix("-")
        if text.startswith("-") and not any(c in "123456789" for c in text) and _finite(value)
        else text
    )


def _finite(value: float) -> bool:
    return math.isfinite(value)


def _power_of_ten(text: str) -> str:
    """1.2e+05 as 120000, 3e-07 stays: students type it so."""
    value = float(text)
    return f"{value:.0f}" if 1 <= abs(value) < 1e9 else text  # noqa: PLR2004  # nine digits are still read
