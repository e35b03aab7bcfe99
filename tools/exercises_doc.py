"""Write docs/exercises.md from the catalogue: python tools/exercises_doc.py."""

import inspect
from pathlib import Path

from grader.catalog.exercises import Entry, find_all, load
from grader.judge.prepare import draw

PAGE = Path(__file__).resolve().parents[1] / "docs" / "exercises.md"
HEAD = (
    "# Exercises\n\n"
    "Written by `tools/exercises_doc.py` from the catalogue. Points are shared out over the checks; the "
    "numbers in brackets are the hidden cases of each. Every misconception listed is known by name, and "
    "said in words.\n"
)


def page() -> str:
    """The whole page: one section for each topic in the order of the course."""
    parts, topic = [HEAD], ""
    for entry in find_all().values():
        if entry.topic != topic:
            topic = entry.topic
            parts.append(f"\n## {topic}\n")
        parts.append(section(entry))
    return "".join(parts)


def section(entry: Entry) -> str:
    """One exercise: titles, signature, points, kinds of checks, conventions and misconceptions."""
    exercise = load(entry)
    names = ", ".join(inspect.signature(exercise.reference).parameters)
    hidden = [case.check for case in draw(exercise, 0) if not case.is_sample]
    checks = ", ".join(f"{check} ({hidden.count(check)})" for check in dict.fromkeys(hidden))
    track = ", PyTorch" if exercise.track == "torch" else ""
    lines = [
        f"\n### {entry.id}\n",
        f"{exercise.title.en} · {exercise.title.hi}\n",
        f"`{entry.id}({names})`: {exercise.kind}{track}, {exercise.points:g} points\n",
        f"- checks: {checks}",
    ]
    if exercise.conventions:
        lines.append(f"- also right: {', '.join(convention.slug for convention in exercise.conventions)}")
    lines.append(
        f"- {len(exercise.misconceptions)} misconceptions: {', '.join(m.slug for m in exercise.misconceptions)}"
    )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
