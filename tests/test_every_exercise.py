"""The exercise contract, over every exercise. `grade author measure` does the same over more seeds."""

import pytest

from grader.app.contract import check
from grader.catalog.exercises import find_all

ENTRIES = find_all()
SEEDS = range(3)


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_keeps_the_contract(entry):
    measured = check(entry, SEEDS)
    assert not measured.faults, "\n".join(f"{fault.clause}: {fault.detail}" for fault in measured.faults)
