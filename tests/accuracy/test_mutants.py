"""Mutants of the references: whatever the judge accepts is listed with the reason why it is right.

A sample here; `grade author measure --all --mutants` judges them all (five minutes).
"""

import tomllib
from pathlib import Path

import pytest

from grader.app.mutants import mutants_of
from grader.catalog.exercises import find_all, load

pytest.importorskip("cosmic_ray")
LISTED = tomllib.loads((Path(__file__).parent / "survivors.toml").read_text(encoding="utf-8"))["survivor"]
ENTRIES = {name: entry for name, entry in find_all().items() if load(entry).track == "numpy"}
SLOW = {"train_mlp"}  # each mutant trains networks
AT_MOST = 12  # mutants of one reference


@pytest.mark.parametrize("name", sorted(ENTRIES.keys() - SLOW))
def test_every_survivor_is_listed(name):
    found = mutants_of(ENTRIES[name], at_most=AT_MOST)
    assert set(found.survivors) <= {s["change"] for s in LISTED if s["exercise"] == name}


def test_a_missing_case_is_seen():
    """On no seeds at all every mutant survives: the check can fail."""
    assert len(mutants_of(ENTRIES["softmax"], seeds=0).survivors) > 20


def test_every_listed_survivor_has_a_reason_and_is_listed_once():
    assert all(s["reason"] and s["exercise"] in ENTRIES for s in LISTED)
    assert len({(s["exercise"], s["change"]) for s in LISTED}) == len(LISTED)
