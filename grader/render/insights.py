"""Insights for a terminal, as JSON, and as a page with bars."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from grader.render.messages import Messages
from grader.render.page import page

SHOWN = 8  # names of a cluster on the terminal
SCHEMA = "pariksha.insights/1"


def insights_json(found: Any) -> str:
    """`found`: app.insights.Insights. One document."""
    return json.dumps({"schema": SCHEMA, **asdict(found)}, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def insights_text(say: Messages, found: Any) -> str:
    """Passes first, then mistakes, then what to look at."""
    lines = [say("insights.students", count=found.students), "", say("insights.exercises")]
    for line in found.exercises:
        words = say(
            "insights.exercise",
            exercise=line.exercise,
            passed=line.passed,
            tried=line.tried,
            at_once=line.at_once,
            mean=round(100 * line.mean),
            attempts=f"{line.attempts:.1f}",
        )
        lines.append(f"  {bar(line.passed, line.tried)} {words}{_flags(say, line)}")
    if found.misconceptions:
        lines += ["", say("insights.misconceptions")]
        lines += [f"  {count:4}  {exercise}: {slug}" for exercise, slug, count in found.misconceptions]
    if found.clusters:
        lines += ["", say("insights.clusters")]
    for cluster in found.clusters:
        lines.append(f"  {len(cluster.students):4}  {cluster.key}  {cluster.verdict}")
        lines.append(f"        {cluster.message.splitlines()[0] if cluster.message else ''}")
        lines.append(f"        {_names(cluster.students)}")
        if cluster.comment:
            lines.append(f"        {say('insights.comment')}: {cluster.comment}")
    if found.pairs:
        lines += ["", say("insights.pairs"), say("insights.pairs_caution")]
        lines += [f"  {round(100 * pair.share):3} %  {pair.first}  {pair.second}" for pair in found.pairs]
    return "\n".join(lines) + "\n"


def bar(part: int, whole: int, width: int = 10) -> str:
    """A bar of text."""
    full = round(width * part / max(whole, 1))
    return "█" * full + "·" * (width - full)


def _flags(say: Messages, line: Any) -> str:
    flags = [say("insights.too_hard")] * line.too_hard + [say("insights.never_fails")] * line.never_fails
    return "".join(f"  [{flag}]" for flag in flags)


def _names(students: Sequence[str]) -> str:
    return ", ".join(students[:SHOWN]) + (f" +{len(students) - SHOWN}" if len(students) > SHOWN else "")


def insights_html(say: Messages, title: str, found: Any) -> str:
    """One self-contained page; the bars are SVG with their numbers as text."""
    widest = max([count for _, _, count in found.misconceptions], default=1)
    return page("insights.html", say, title=title, found=found, widest=widest)


def comments_yaml(say: Messages, found: Any) -> str:
    """A file for the instructor to write in: a key for each cluster, what was said before kept."""
    lines = [f"# {say('insights.comments_head')}"]
    for cluster in found.clusters:
        first = cluster.message.splitlines()[0] if cluster.message else ""
        lines.append(f"# {len(cluster.students)}: {first}")
        lines.append(f"{json.dumps(cluster.key)}: {json.dumps(cluster.comment, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
