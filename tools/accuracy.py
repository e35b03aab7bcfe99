"""Put the measured tables into docs/accuracy.md: python tools/accuracy.py 50 (seeds; ten minutes on two free cores)."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from grader.app import mutants
from grader.app.measure import measure, table
from grader.catalog.exercises import find_all

PAGE = Path(__file__).resolve().parents[1] / "docs" / "accuracy.md"


def between(page: str, mark: str, text: str) -> str:
    """The page with `text` between <!-- mark --> and <!-- /mark -->."""
    head, _, rest = page.partition(f"<!-- {mark} -->")
    _, _, tail = rest.partition(f"<!-- /{mark} -->")
    return f"{head}<!-- {mark} -->\n\n{text.strip()}\n\n<!-- /{mark} -->{tail}"


def main(seeds: int, jobs: int) -> int:
    """Measure, and write; 1 when an exercise falls short."""
    entries = list(find_all().values())
    found = []
    for number, measured in enumerate(measure(entries, seeds, jobs), 1):
        found.append(measured)
        sys.stderr.write(f"{number}/{len(entries)} {measured.exercise} {[f.clause for f in measured.faults]}\n")
        short = "".join(f"\n- {m.exercise}: {f.clause}: {f.detail}" for m in found for f in m.faults)
        note = f"{seeds} seeds each, {datetime.now(UTC):%Y-%m-%d}. Falling short: {short or 'none'}"
        if len(found) % 10 == 0 or number == len(entries):
            page = PAGE.read_text(encoding="utf-8")
            PAGE.write_text(between(page, "table", f"{note}\n\n{table(found)}"), encoding="utf-8")
    return 1 if any(measured.faults for measured in found) else 0


def write_mutants(jobs: int) -> int:
    """The counts of mutants."""
    counts = mutants.table(mutants.measure_mutants(list(find_all().values()), mutants.SEEDS, jobs))
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(between(page, "mutants", counts.split("\n\n")[0]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["mutants"]:
        raise SystemExit(write_mutants(2))
    raise SystemExit(main(int(sys.argv[1]), 2))
