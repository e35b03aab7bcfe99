"""For GitHub Actions: annotations at the student's own line, and the step summary. Both carry a student's text.

Escapes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions, and
actions/toolkit packages/core/src/command.ts (escapeData, escapeProperty), v1.11.
"""

import re
import secrets
from collections.abc import Sequence
from typing import Protocol

from grader.render.messages import Messages
from grader.render.numbers import points
from grader.render.text import report_text
from grader.spec.report import ExerciseResult, Report


class Answer(Protocol):
    """One exercise of the assignment, as app.ci has it."""

    @property
    def exercise(self) -> str: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102
    @property
    def max_score(self) -> float: ...  # noqa: D102
    @property
    def result(self) -> ExerciseResult: ...  # noqa: D102
    @property
    def report(self) -> Report: ...  # noqa: D102
    @property
    def line(self) -> int | None: ...  # noqa: D102


def annotations(say: Messages, answers: Sequence[Answer]) -> str:
    """One `::error` for each exercise that is not accepted; the first line says most, the rest is in the summary."""
    lines = []
    for answer in answers:
        if answer.result.verdict == "AC":
            continue
        where = {"file": answer.report.file} if answer.report.file else {}
        if answer.line is not None:
            where["line"] = str(answer.line)
        where["title"] = f"{answer.exercise}: {answer.result.verdict}"
        given = ",".join(f"{name}={_property(value)}" for name, value in where.items())
        text = report_text(say, answer.report).strip().partition("\n")[2]
        lines.append(f"::error {given}::{_data(_outdented(text))}")
    return "".join(f"{line}\n" for line in lines)


def quiet(text: str) -> str:
    """Text in which the runner reads no command, whatever a submission has printed into it."""
    token = secrets.token_hex(16)
    return f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::\n"


def summary(say: Messages, title: str, answers: Sequence[Answer], passed: bool, notes: Sequence[str]) -> str:
    """Markdown: a table, then for each exercise that is not accepted what to mend."""
    score = points(sum(answer.score for answer in answers))
    total = points(sum(answer.max_score for answer in answers))
    lines = [
        f"## {_inline(title)}",
        "",
        f"{'✅' if passed else '❌'} {say('ci.score', score=score, max_score=total)}",
        "",
        f"| {say('ci.exercise')} | {say('ci.verdict')} | {say('ci.points')} |",
        "|---|---|---:|",
    ]
    for answer in answers:
        mark = "✅" if answer.result.verdict == "AC" else "❌"
        verdict = f"{mark} {answer.result.verdict}"
        lines.append(f"| {_inline(answer.exercise)} | {verdict} | {points(answer.score)}/{points(answer.max_score)} |")
    for answer in answers:
        if answer.result.verdict != "AC":
            text = _outdented(report_text(say, answer.report).strip().partition("\n")[2])
            place = answer.report.file + (f":{answer.line}" if answer.line else "")
            lines += ["", f"### {_inline(answer.exercise)}", "", *([_inline(place), ""] if place else []), _block(text)]
    if notes:
        lines += ["", *(f"- {_inline(note)}" for note in notes)]
    return "\n".join(lines) + "\n"


def _outdented(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _inline(text: str) -> str:
    """Markdown in which nothing is markup: HTML escaped, a backslash before what Markdown reads."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", " ")
    return re.sub(r"([\\`*_{}\[\]()#+!|~>$@])", r"\\\1", text)


def _block(text: str) -> str:
    """Text as it is, in a fence longer than any in it."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"
