"""Solutions by outsiders, written after the cases were fixed: right ones in unusual styles, wrong ones no author
had listed. Line 1 of a file says what the box must make of every function in it: AC, or WA (refused).
"""

from pathlib import Path

import pytest

from grader.catalog.exercises import find_all
from grader.judge.screen import parse

FILES = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "outsiders").glob("*.py"))
}
ENTRIES = find_all()
SEEDS = (1, 2)


def expected(text):
    return text.split("\n", 1)[0].removeprefix("# ").strip()


def answered(text):
    """The exercises of the catalogue that a file defines."""
    return [name for name in parse(text).defined if name in ENTRIES]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", FILES)
def test_verdict_is_the_expected_one(graded, name, seed):
    text = FILES[name]
    results = graded(text, *answered(text), seed=seed).results
    if expected(text) == "AC":
        wrong = {
            r.exercise: (r.verdict, r.findings, [c.findings for c in r.cases if c.findings][:2])
            for r in results
            if r.verdict != "AC"
        }
    else:
        wrong = {r.exercise: r.verdict for r in results if r.verdict not in {"WA", "RTE"}}
    assert not wrong


@pytest.mark.parametrize(("verdict", "fewest"), [("AC", 60), ("WA", 60)])
def test_there_are_enough_of_them(verdict, fewest):
    assert sum(len(answered(text)) for text in FILES.values() if expected(text) == verdict) >= fewest
