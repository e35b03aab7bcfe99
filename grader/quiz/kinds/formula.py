"""A formula, read by our own parser and compared by its values."""

from functools import lru_cache

import numpy as np

from grader.quiz.equal import POINTS, agree, points
from grader.quiz.expression import latex, value_of
from grader.quiz.formula import Names, names, parse
from grader.quiz.kinds.parts import right, unreadable, wrong
from grader.quiz.tokens import FormulaError
from grader.spec.finding import Finding
from grader.spec.question import Formula, Mark, Variant


@lru_cache(maxsize=1024)
def known(body: Formula) -> Names:
    """The names that this question declares."""
    return names({variable.name: variable.also for variable in body.variables}, body.functions)


def mark(variant: Variant, raw: str) -> Mark:
    """Right when equal to the answer at random points; else the first wrong formula that it equals explains it."""
    body = variant.question.body
    assert isinstance(body, Formula)  # noqa: S101  # dispatch is by kind
    declared = known(body)
    try:
        tree = parse(raw, declared)
    except FormulaError as error:
        return unreadable(error, raw)
    reading = latex(tree)
    read = Finding("answer.read_as", {"reading": f"${reading}$"})
    at = points(body.variables, np.random.default_rng(variant.seed), declared.variables)
    nought = np.zeros(POINTS)
    values = value_of(tree, at, declared.functions) + nought

    def equals(text: str) -> bool:
        return agree(value_of(parse(text, declared), at, declared.functions) + nought, values)

    if equals(body.answer):
        return right(reading, read)
    name = next((path.name for path in variant.question.wrong if path.formula and equals(path.formula)), None)
    return wrong(variant, reading, name, read)


def model(variant: Variant) -> str:
    """The answer as the question has it."""
    body = variant.question.body
    assert isinstance(body, Formula)  # noqa: S101  # dispatch is by kind
    return body.answer
