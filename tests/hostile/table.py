"""`python -m tests.hostile.table [LEVEL...]`: every attack at every level, as Markdown. Exits with 1 on a broken claim.

A dot: stopped, with a verdict the attack's first line allows. X: it got through, or its verdict is another one.
Brackets: nothing is claimed there. `without` names a setting under which it was seen to succeed.
"""
# ruff: noqa: T201  # a command prints

import sys

from tests.hostile.arena import Attack, World, attacks, box_for, fits_machine, run, world

LEVELS = ("strict", "import", "weak", "none")


def mark(attack: Attack, verdict: str, found: list[str]) -> str:
    """One cell."""
    return f". {verdict}" if not found and verdict in attack.expect else f"X {verdict}"


def column(level: str, canaries: World) -> dict[str, str]:
    """All attacks at one level. Where nothing is claimed only the harmless are run: the others would do harm."""
    cells = {}
    for flavor in ("numpy", "torch"):
        todo = [attack for attack in attacks() if attack.flavor == flavor and level in attack.levels]
        if not todo:
            continue
        with box_for(level, flavor) as box:
            if level in ("strict", "import") and box.isolation.level != level:
                print(f"{level} is not to be had here: {box.isolation}", file=sys.stderr)
                return {}
            for attack in filter(fits_machine, todo):
                verdict, _, found = run(box, attack, canaries)
                cells[attack.name] = mark(attack, verdict, found)
    return cells


def main(levels: tuple[str, ...]) -> None:
    """The command."""
    with world() as canaries:
        columns = {level: column(level, canaries) for level in levels}
    print("| attack | " + " | ".join(levels) + " | seen to succeed |")
    print("|---|" + "---|" * (len(levels) + 1))
    for attack in attacks():
        cells = [columns[level].get(attack.name, "-") for level in levels]
        print(f"| {attack.name} | " + " | ".join(cells) + f" | {'; '.join(attack.falls)} |")
    through = [f"{name} at {level}" for level in levels for name, cell in columns[level].items() if cell[0] == "X"]
    counts = ", ".join(f"{level} {len(columns[level])}" for level in levels)
    print(f"\nRun: {counts}. Got through: {', '.join(through) or 'none'}.")
    sys.exit(bool(through) or not all(columns.values()))


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or LEVELS)
