"""Code for an exercise: the judge marks it, so the mark here is pending."""

from grader.quiz.kinds.parts import invalid
from grader.spec.finding import Finding
from grader.spec.question import Mark, Variant


def mark(variant: Variant, raw: str) -> Mark:
    """Pending, until `judged` has the report's score."""
    if not raw.strip():
        return invalid(Finding("answer.empty"), raw)
    return Mark("pending", 0.0, raw, (Finding("code.pending", {"exercise": variant.question.exercise}),))


def judged(raw: str, score: float, max_score: float, misconception: str | None = None) -> Mark:
    """The mark for a report's score."""
    fraction = score / max_score if max_score > 0 else 0.0
    code = "answer.right" if fraction >= 1 else "answer.partly" if fraction > 0 else "answer.wrong"
    return Mark("final", fraction, raw, (Finding(code),), misconceptions=(misconception,) if misconception else ())


def model(variant: Variant) -> str:
    """There is no answer to type: the exercise has its reference."""
    del variant
    return ""
