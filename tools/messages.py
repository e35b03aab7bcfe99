"""Compile the message catalogues: python tools/messages.py (babel writes the .mo that gettext reads)."""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "grader" / "render" / "locale"


def compiled(po: Path) -> bytes:
    """The .mo of a .po, as bytes."""
    from io import BytesIO

    with po.open("rb") as stream:
        catalog = read_po(stream, locale=po.parents[1].name, abort_invalid=True)
    catalog.creation_date = datetime(2026, 1, 1, tzinfo=UTC)  # the same catalogue, the same bytes, whenever compiled
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


if __name__ == "__main__":
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        po.with_suffix(".mo").write_bytes(compiled(po))
