"""A short answer in the student's own words: a rubric decides provisionally, a person confirms."""

from grader.quiz.kinds.parts import invalid
from grader.quiz.normalise import plain
from grader.quiz.rubric import MAX_LENGTH, judge
from grader.spec.finding import Finding
from grader.spec.question import Mark, Short, Variant


def mark(variant: Variant, raw: str) -> Mark:
    """The share of the concepts' points that was found; nothing beside a contradiction or for bare key words."""
    body = variant.question.body
    assert isinstance(body, Short)  # noqa: S101  # dispatch is by kind
    text = plain(raw).strip()
    if not text or len(text) > MAX_LENGTH:
        return invalid(Finding("answer.empty" if not text else "short.too_long", {"limit": MAX_LENGTH}), raw)
    found = judge(text, body)
    concepts = {c.id: c for c in (*body.concepts, *body.contradictions)}
    findings = [
        *(Finding("short.key_words") for _ in range(found.bare)),
        *(Finding("short.contradiction", {"text": concepts[i].says}) for i in found.contradictions),
        *(Finding("short.found", {"text": concepts[c.id].says}) for c in body.concepts if c.id in found.concepts),
        *(Finding("short.missing", {"text": concepts[c.id].says}) for c in body.concepts if c.id not in found.concepts),
    ]
    return Mark(
        "provisional",
        found.fraction,
        text,
        (Finding("short.provisional"), *findings),
        recognized=(*(f"concept:{i}" for i in found.concepts), *(f"wrong:{i}" for i in found.contradictions)),
        misconceptions=tuple(m for i in found.contradictions if (m := concepts[i].misconception)),
        chosen=(*found.concepts, *found.contradictions),
        doubt=found.doubt,
    )


def model(variant: Variant) -> str:
    """The model answer in English; the linter tries both languages."""
    body = variant.question.body
    assert isinstance(body, Short)  # noqa: S101  # dispatch is by kind
    return body.model.en
