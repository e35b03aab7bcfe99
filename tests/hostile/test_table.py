"""docs/security.md holds the table as tests.hostile.table prints it."""

import re
from pathlib import Path

from tests.hostile.arena import attacks

PAGE = (Path(__file__).parents[2] / "docs" / "security.md").read_text(encoding="utf-8")


def rows():
    lines = re.findall(r"^\| ([a-z0-9_]+) \| (.*) \| (.*) \| (.*) \| (.*) \| ?(.*)\|$", PAGE, re.MULTILINE)
    return {name: cells for name, *cells in lines if name != "attack"}


def test_the_page_lists_exactly_the_attacks():
    assert set(rows()) == {attack.name for attack in attacks()}


def test_its_verdicts_are_those_the_attacks_allow():
    for attack in attacks():
        *cells, falls = rows()[attack.name]
        assert falls.strip() == "; ".join(attack.falls), attack.name
        for level, cell in zip(("strict", "import", "weak", "none"), cells, strict=True):
            if level in attack.levels:
                assert cell.startswith(". "), attack.name
                assert cell[2:] in attack.expect, attack.name
            else:
                assert cell == "-", attack.name


def test_there_are_as_many_as_promised():
    assert len(attacks()) >= 71 + 40
