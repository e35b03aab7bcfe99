"""Questions and marks in a terminal: lines without boxes, since terminals disagree about the width of Devanagari."""

import textwrap
from collections.abc import Iterator, Sequence

from grader.render.findings import sentence
from grader.render.messages import Messages
from grader.render.numbers import points
from grader.render.quiz_markdown import Style, write
from grader.render.quiz_maths import terminal
from grader.spec.finding import Finding

WIDTH = 88
INDENT = "   "


def _maths(latex: str) -> str:
    try:
        return terminal(latex)
    except (ValueError, ImportError):
        return f"${latex}$"  # readable as it was written


PLAIN = Style(
    text=lambda text: text,
    maths=_maths,
    code=lambda text: f"`{text}`",
    fence=lambda text, _: "\n" + textwrap.indent(text, "    ", lambda _: True) + "\n\n",
    strong=lambda text: text,
    emphasis=lambda text: text,
    paragraph=lambda text: textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False) + "\n\n",
    item=lambda text, number: f"  {'-' if number is None else f'{number}.'} {text}\n",
    items=lambda items, _: "".join(items) + "\n",
)


def text_of(markdown: str) -> str:
    """Markdown as lines of a terminal."""
    return write(markdown, PLAIN)


def one_line(markdown: str) -> str:
    """The first line of a text, for lists."""
    line = " ".join(text_of(markdown).split())
    return line if len(line) <= WIDTH else line[: WIDTH - 1].rstrip() + "…"


def question_lines(
    stem: str, options: Sequence[tuple[str, str, str]], left: Sequence[tuple[str, str, str]] = ()
) -> Iterator[str]:
    """Stem, then left side and options, each on a line of its own."""
    yield from text_of(stem).splitlines()
    if left:
        yield ""
        yield from (_labelled(f"{number}.", text) for number, _, text in left)
    if options:
        yield ""
        yield from (_labelled(f"{label})", text) for label, _, text in options)


def _labelled(label: str, text: str) -> str:
    lines = text_of(text).splitlines() or [""]
    return "\n".join([f"  {label} {lines[0]}", *(f"     {line}" for line in lines[1:])])


def mark_lines(say: Messages, findings: Sequence[Finding]) -> Iterator[str]:
    """What is said of an answer, a line for each finding."""
    for finding in findings:
        yield from (INDENT + line for line in text_of(sentence(say, finding)).splitlines() if line)


def earned(say: Messages, fraction: float | None, worth: float, status: str) -> str:
    """Points of one question."""
    if fraction is None or status == "needs_review":
        return say("quiz.points_pending", max_points=points(worth))
    key = "quiz.points_provisional" if status == "provisional" else "quiz.points"
    return say(key, points=points(fraction * worth), max_points=points(worth))
