"""The compiled text for SQLite, and which versions of the schema there are."""

from functools import cache
from pathlib import Path

REVISIONS = ("0001",)  # every migration, oldest first; a test compares with migrations/versions
HEAD = REVISIONS[-1]


@cache
def sections(name: str) -> dict[str, str]:
    """The statements of `name`.sql by name, in its order."""
    text = Path(__file__).with_name(f"{name}.sql").read_text("utf-8")
    parts = (part.partition("\n") for part in text.split("\n-- name: ")[1:])
    return {title: body.strip() for title, _, body in parts}
