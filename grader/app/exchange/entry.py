"""A question as other systems know questions: numbers drawn, texts in both languages, one of seven forms."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from grader.quiz.kinds.parts import keys_of
from grader.quiz.mark import model_answer
from grader.quiz.show import filled, show
from grader.spec.question import (
    Blank,
    Choice,
    Choices,
    CodeOutput,
    Formula,
    Matching,
    Numeric,
    Ordering,
    Short,
    Variant,
)
from grader.spec.text import Text

Form = Literal["choice", "choices", "numeric", "words", "matching", "ordering", "essay"]
FORMS: tuple[Form, ...] = ("choice", "choices", "numeric", "words", "matching", "ordering", "essay")
SLOT = "____"  # where the answer of a blank stands in its stem


@dataclass(frozen=True, slots=True)
class Reply:
    """An option, an accepted answer, a known wrong answer, or an item of an order. fraction: of the points."""

    text: Text
    fraction: float = 0.0
    feedback: Text | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One question. pairs: matches, others: right sides that nothing matches. tolerance: absolute, of numbers."""

    id: str
    topic: str
    level: int
    form: Form
    points: float
    stem: Text
    solution: Text
    replies: tuple[Reply, ...] = ()
    tolerance: float = 0.0
    pairs: tuple[tuple[Text, Text], ...] = ()
    others: tuple[Text, ...] = ()
    shuffle: bool = True


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a question that the other side cannot say: `what` names a sentence, exchange.<what>."""

    id: str
    what: str
    detail: str = ""


def same(text: str) -> Text:
    """The same in both languages."""
    return Text(hi=text, en=text)


def entry_of(variant: Variant) -> tuple[Entry, tuple[Loss, ...]]:
    """The variant as an entry, and what its kind loses on the way, whatever the format."""
    question = variant.question
    losses: list[str] = []
    form, replies, more = _form(variant, losses)
    if question.generator and question.kind != "code":
        losses.append("numbers_fixed")
    if question.exercise and question.kind != "code":
        losses.append("exercise_link")
    if question.covers:
        losses.append("covers")
    if question.otherwise:
        losses.append("otherwise")
    entry = Entry(
        id=question.id,
        topic=question.topic,
        level=question.level,
        form=form,
        points=question.points,
        stem=_stem(variant),
        solution=_filled(question.solution, variant),
        replies=replies,
        **more,  # type: ignore[arg-type]  # fields of the form
    )
    return entry, tuple(Loss(question.id, what) for what in losses)


def _filled(text: Text | None, variant: Variant) -> Text:
    found = filled(text, variant)
    return found if found is not None else same("")


def _stem(variant: Variant) -> Text:
    return Text(hi=show(variant, "hi").stem, en=show(variant, "en").stem)


def _form(variant: Variant, losses: list[str]) -> tuple[Form, tuple[Reply, ...], dict[str, object]]:
    question, body = variant.question, variant.question.body
    match body:
        case Choice() | Choices():
            return _options(variant, body, losses)
        case Numeric() if np.ndim(variant.drawn.key) == 0:
            key = float(variant.drawn.key)
            tolerance = max(body.tolerance.absolute, body.tolerance.relative * abs(key))
            if body.unit:
                losses.append("unit")
            return "numeric", (Reply(same(repr(key)), 1.0), *_wrong_numbers(variant)), {"tolerance": tolerance}
        case Formula():
            losses.append("formula_as_words")
            wrong = [Reply(same(p.formula), 0.0, _filled(p.says, variant)) for p in question.wrong if p.formula]
            return "words", (Reply(same(body.answer), 1.0), *wrong), {}
        case CodeOutput() if "\n" not in model_answer(variant).strip():
            losses.append("layout_counts")
            wrong = [
                Reply(same(str(variant.drawn.wrong[p.name]).strip()), 0.0, _filled(p.says, variant))
                for p in question.wrong
                if p.name in variant.drawn.wrong and "\n" not in str(variant.drawn.wrong[p.name]).strip()
            ]
            return "words", (Reply(same(model_answer(variant).strip()), 1.0), *wrong), {}
        case Blank() if len(body.gaps) == 1 and body.gaps[0].accept:
            losses.append("spelling_counts")
            gap = body.gaps[0]
            right = [Reply(same(word), 1.0) for word in gap.accept]
            wrong = [Reply(same(word), 0.0, _filled(p.says, variant)) for p in gap.wrong for word in p.accept]
            return "words", (*right, *wrong), {}
        case Matching():
            if body.credit == "all-or-nothing":
                losses.append("credit_rule")
            losses.append("pair_feedback")
            sides = {item.id: _filled(item.text, variant) for item in body.right}
            pairs = tuple((_filled(item.text, variant), sides[item.match]) for item in body.left)
            used = {item.match for item in body.left}
            return "matching", (), {"pairs": pairs, "others": tuple(t for i, t in sides.items() if i not in used)}
        case Ordering():
            losses += ["order_rule", "pair_feedback"]
            return "ordering", tuple(Reply(_filled(text, variant)) for text in _right_order(body)), {}
        case Short():
            losses.append("rubric")
            return "essay", (Reply(body.model, 1.0),), {}
        case _:
            losses.append({"code": "by_judge", "blank": "several_blanks"}.get(question.kind, "by_hand"))
            return "essay", (Reply(same(model_answer(variant) or f"{question.exercise}"), 1.0),), {}


def _right_order(body: Ordering) -> Iterator[Text]:
    from grader.quiz.bodies import topological

    texts = {item.id: item.text for item in body.items}
    for name in topological(list(texts), [(b.first, b.then) for b in body.before]) or []:
        yield texts[name]


def _options(
    variant: Variant, body: Choice | Choices, losses: list[str]
) -> tuple[Form, tuple[Reply, ...], dict[str, object]]:
    keys = keys_of(variant.drawn.key, body.options)
    by_id = {option.id: option for option in body.options}
    several = isinstance(body, Choices)
    if isinstance(body, Choices) and body.credit != "right-minus-wrong":
        losses.append("credit_rule")
    wrong = -1.0 / len(keys) if several and keys else 0.0
    replies = tuple(
        Reply(
            _filled(by_id[name].text, variant),
            1.0 / len(keys) if name in keys else wrong,
            filled(by_id[name].feedback, variant),
        )
        for name in variant.order
    )
    return ("choices" if several else "choice"), replies, {"shuffle": body.shuffle}


def _wrong_numbers(variant: Variant) -> Iterator[Reply]:
    for path in variant.question.wrong:
        if path.name in variant.drawn.wrong:
            value = float(variant.drawn.wrong[path.name])
            yield Reply(same(repr(value)), 0.0, _filled(path.says, variant))
