"""Texts of the house hold formulas between dollars: in a terminal one line of text, in a page MathML."""

import re

from markupsafe import Markup, escape

_FORMULA = re.compile(r"\$([^$]+)\$")


def in_terminal(text: str) -> str:
    """The text with its formulas as `z ≥ 0` and `β₁^t`."""
    if "$" not in text:
        return text
    return _FORMULA.sub(lambda match: _terminal(match[1]), text)


def _terminal(latex: str) -> str:
    from grader.render.quiz_maths import terminal  # a seventh of a second, and only for formulas

    try:
        return terminal(latex)
    except ValueError:
        return latex


def in_page(text: str) -> Markup:
    """Escaped; formulas as MathML, what stands in backticks as code."""
    parts = _FORMULA.split(text)
    return Markup("").join(_formula(part) if place % 2 else with_code(part) for place, part in enumerate(parts))


def _formula(latex: str) -> Markup:
    from grader.render.quiz_maths import mathml, terminal

    try:
        return Markup(mathml(latex, terminal(latex)))  # noqa: S704  # made by the converter from a formula it could read
    except ValueError:
        return escape(latex)


def with_code(text: str) -> Markup:
    """Escaped; what stands in backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704  # escaped just here
