"""One option of several."""

from grader.quiz.kinds.parts import UnreadableError, invalid, keys_of, letters
from grader.quiz.show import LETTERS, filled
from grader.spec.finding import Finding, say
from grader.spec.question import Choice, Mark, Variant


def mark(variant: Variant, raw: str) -> Mark:
    """Full marks or none; the feedback of the chosen option says why."""
    body = variant.question.body
    assert isinstance(body, Choice)  # noqa: S101  # dispatch is by kind
    try:
        ids = letters(raw, variant)
    except UnreadableError as error:
        return invalid(error.finding, raw)
    if len(ids) != 1:
        read = " ".join(LETTERS[variant.order.index(name)] for name in ids)
        return invalid(Finding("choice.one_only", {"read": read}), raw)
    option = next(option for option in body.options if option.id == ids[0])
    reading = LETTERS[variant.order.index(option.id)]
    if option.id in keys_of(variant.drawn.key, body.options):
        return Mark("final", 1.0, reading, (Finding("answer.right"),), chosen=(option.id,))
    said = filled(option.feedback, variant)
    return Mark(
        "final",
        0.0,
        reading,
        (Finding("answer.wrong"), *((say(said),) if said else ())),
        recognized=(f"wrong:{option.id}",),
        misconceptions=(option.misconception,) if option.misconception else (),
        chosen=(option.id,),
    )


def model(variant: Variant) -> str:
    """The letter of the right option."""
    body = variant.question.body
    assert isinstance(body, Choice)  # noqa: S101  # dispatch is by kind
    return LETTERS[variant.order.index(keys_of(variant.drawn.key, body.options)[0])]
