"""Mark a raw answer to a variant. Pure: the same answer gets the same mark from the same version of the marker."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping

from grader.quiz.kinds import blank, choice, choices, code, code_output, formula, matching, numeric, ordering, short
from grader.quiz.variant import make_variant
from grader.spec.question import Mark, Question, QuestionKind, Response, Variant

MARKER = "pariksha.marker/1"  # raised when an answer could get another mark than before
MARKERS: Mapping[QuestionKind, Callable[[Variant, str], Mark]] = {
    "numeric": numeric.mark,
    "formula": formula.mark,
    "choice": choice.mark,
    "choices": choices.mark,
    "ordering": ordering.mark,
    "matching": matching.mark,
    "code_output": code_output.mark,
    "blank": blank.mark,
    "short": short.mark,
    "code": code.mark,
}
MODELS: Mapping[QuestionKind, Callable[[Variant], str]] = {
    "numeric": numeric.model,
    "formula": formula.model,
    "choice": choice.model,
    "choices": choices.model,
    "ordering": ordering.model,
    "matching": matching.model,
    "code_output": code_output.model,
    "blank": blank.model,
    "short": short.model,
    "code": code.model,
}


def mark(variant: Variant, raw: str) -> Mark:
    """What `raw` earns. Status invalid means that it could not be read and costs no attempt."""
    return dataclasses.replace(MARKERS[variant.question.kind](variant, raw), marker=MARKER)


def model_answer(variant: Variant) -> str:
    """A right answer as a student would type it; empty for code."""
    return MODELS[variant.question.kind](variant)


def mark_response(question: Question, response: Response) -> Mark:
    """The mark of a recorded response: its variant is made again from the seed."""
    return mark(make_variant(question, response.seed), response.raw)


def mark_all(questions: Mapping[str, Question], responses: Iterable[Response]) -> list[Mark]:
    """Marks in the order of the responses. KeyError for a question that is not there."""
    return [mark_response(questions[response.question], response) for response in responses]
